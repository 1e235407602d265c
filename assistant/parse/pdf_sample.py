"""A tiny PDF for warming PDFium up: every part of it that opens or allocates once."""

_FONTS = ("Helvetica", "Helvetica-Bold", "Times-Roman", "Courier", "Symbol", "Unknown-Face")


def sample() -> bytes:
    """A page of text in the standard fonts and an unknown one, with an outline and a title."""
    lines = [f"BT /F{n} 12 Tf 20 {180 - 20 * n} Td (Strut {n}) Tj ET" for n in range(len(_FONTS))]
    content = "\n".join(lines).encode()
    names = " ".join(f"/F{n} {n + 7} 0 R" for n in range(len(_FONTS)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R/Outlines 5 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Contents 4 0 R"
        b"/Resources<</Font<<" + names.encode() + b">>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content),
        b"<</Type/Outlines/First 6 0 R/Last 6 0 R/Count 1>>",
        b"<</Title(Loads)/Parent 5 0 R/Dest[3 0 R/XYZ 0 180 0]>>",
        *(f"<</Type/Font/Subtype/Type1/BaseFont/{font}>>".encode() for font in _FONTS),
        b"<</Title(Strut)>>",
    ]
    pdf = bytearray(b"%PDF-1.4\n")
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(pdf))
        pdf += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    size, start = len(objects) + 1, len(pdf)
    pdf += b"xref\n0 %d\n0000000000 65535 f \n%s" % (size, table)
    pdf += b"trailer\n<</Size %d/Root 1 0 R/Info %d 0 R>>\n" % (size, size - 1)
    pdf += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(pdf)
