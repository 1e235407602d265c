"""PowerPoint presentations (PPTX): slides as sections, with their text, tables, charts and notes.

Reads the XML itself, like `docx`: text in groups, diagrams and charts is text all the same.
"""

from collections.abc import Iterator
from typing import Any

from assistant.domain.document import BlockKind, Document, DocumentSkippedError, SkipReason
from assistant.parse.docx_text import TextPart, alternative, joined
from assistant.parse.office_math import formula_text
from assistant.parse.office_package import OfficePackage, zip_of
from assistant.parse.page_writer import PageWriter
from assistant.parse.pptx_graphics import chart_tables, table_grid
from assistant.parse.pptx_numbering import ItemLabels
from assistant.parse.safe_xml import attribute, child, children, local_name, relationship_id
from assistant.parse.table_rows import write_table

SUFFIXES = (".pptx", ".pptm", ".ppsx")

_SKIPPED_PLACEHOLDERS = frozenset({"dt", "ftr", "sldNum", "hdr"})
_TITLES = frozenset({"title", "ctrTitle"})
_LISTS = frozenset({"body", "obj", "half", ""})
_MAIN = "http://schemas.openxmlformats.org/presentationml/2006/main"
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def parse(content: bytes, name: str) -> Document:
    """Read a presentation.

    Raises:
        DocumentSkippedError: It is locked, damaged, too large, or shows no text.
    """
    package = OfficePackage(content)
    main = package.main_part()
    slides = child(package.xml(main), "sldIdLst")
    parts = package.related(main, "slide")
    writer = PageWriter()
    textless: list[str] = []
    hidden: list[str] = []
    title = ""
    for number, entry in enumerate([] if slides is None else children(slides, "sldId"), start=1):
        part = parts.get(relationship_id(entry), "")
        root = package.xml(part) if part else None
        if root is None or writer.is_full:
            continue
        if attribute(root, "show") in ("0", "false"):
            hidden.append(str(number))
            continue
        slide = _Slide(package, part, writer)
        has_text = slide.write(root, number)
        title = title or (slide.title if number == 1 + len(hidden) else "")
        if not has_text:
            textless.append(str(number))
    if not writer.has_text:
        kind = "that is shown" if hidden else "of the presentation"
        raise DocumentSkippedError(SkipReason.NO_TEXT, f"No slide {kind} holds text.")
    named = {"Hidden slides left out": hidden, "Slides without text": textless}
    notes = tuple(f"{what}: {', '.join(slides[:20])}." for what, slides in named.items() if slides)
    return writer.document("pptx", _own_title(package.title()) or title, notes)


def _own_title(title: str) -> str:
    return "" if title.casefold() in ("powerpoint presentation", "presentation") else title


class _Slide:
    """Writes one slide."""

    def __init__(self, package: OfficePackage, part: str, writer: PageWriter) -> None:
        self._package = package
        self._part = part
        self._writer = writer
        self._related = package.related(part)
        self.title = ""

    def write(self, root: Any, number: int) -> bool:
        """Write a slide from its root; False where it shows no text."""
        shapes = list(_shapes(child(root, "cSld", "spTree")))
        self.title = next((t for s in shapes if _placeholder(s) in _TITLES if (t := _text(s))), "")
        notes = self._notes()
        body = [shape for shape in shapes if _placeholder(shape) not in _TITLES]
        heading = f"Slide {number}: {self.title}" if self.title else f"Slide {number}"
        if not self.title and not notes and not any(map(self._shows_text, body)):
            return False
        self._writer.heading(heading, 1)
        for shape in body:
            self._write_shape(shape)
        for paragraph in notes:
            self._writer.add(f"Speaker's note: {paragraph}")
        return True

    def _shows_text(self, shape: Any) -> bool:
        return local_name(shape) == "graphicFrame" or bool(_text(shape))

    def _write_shape(self, shape: Any) -> None:
        kind = _placeholder(shape)
        if kind in _SKIPPED_PLACEHOLDERS:
            return
        if local_name(shape) == "graphicFrame":
            self._write_graphic(shape)
            return
        body = child(shape, "txBody")
        labels = ItemLabels(is_list=kind in _LISTS)
        for paragraph in [] if body is None else children(body, "p"):
            if text := paragraph_text(paragraph):
                label, level = labels.next(child(paragraph, "pPr"))
                if label:
                    self._writer.add(f"{label} {text}", BlockKind.LIST_ITEM, indent="  " * level)
                else:
                    self._writer.add(text)

    def _write_graphic(self, frame: Any) -> None:
        for part in frame.iter("{*}tbl", "{*}chart", "{*}relIds"):
            name = local_name(part)
            if name == "tbl":
                shown, filled, header_rows = table_grid(part, _text)
                write_table(self._writer, shown, filled, header_rows)
                return
            root = self._graphic_root(relationship_id(part, "id" if name == "chart" else "dm"))
            if root is None:
                continue
            if name == "chart":
                title, tables = chart_tables(root)
                self._writer.add(title, BlockKind.CAPTION)
                for rows in tables:
                    write_table(self._writer, rows, header_rows=1)
            else:
                for text in filter(None, map(paragraph_text, root.iter("{*}p"))):
                    self._writer.add("• " + text, BlockKind.LIST_ITEM)

    def _graphic_root(self, relationship: str) -> Any:
        part = self._related.get(relationship, "")
        return self._package.xml(part) if part else None

    def _notes(self) -> list[str]:
        part = self._package.first_related(self._part, "notesSlide")
        root = self._package.xml(part) if part else None
        if root is None:
            return []
        bodies = [s for s in _shapes(child(root, "cSld", "spTree")) if _placeholder(s) == "body"]
        texts = (paragraph_text(p) for body in bodies for p in body.iter("{*}p"))
        return [text for text in texts if text]


def _shapes(tree: Any) -> Iterator[Any]:
    """The shapes of a slide in the order of its layers, those in groups included."""
    for shape in () if tree is None else tree:
        name = local_name(shape)
        if name == "grpSp":
            yield from _shapes(shape)
        elif name == "AlternateContent":
            yield from _shapes(alternative(shape))
        elif name in ("sp", "graphicFrame", "cxnSp") and not _is_hidden(shape):
            yield shape


def _is_hidden(shape: Any) -> bool:
    return any(attribute(p, "hidden") in ("1", "true") for p in shape.iter("{*}cNvPr"))


def _placeholder(shape: Any) -> str | None:
    """The kind of placeholder a shape is; '' for one that does not say, None for others."""
    for group in ("nvSpPr", "nvGraphicFramePr"):
        found = child(shape, group, "nvPr", "ph")
        if found is not None:
            return attribute(found, "type")
    return None


def _text(shape: Any) -> str:
    body = child(shape, "txBody")
    paragraphs = [] if body is None else children(body, "p")
    return " ".join(filter(None, map(paragraph_text, paragraphs)))


def paragraph_text(paragraph: Any) -> str:
    """The text of an 'a:p' element."""
    return " ".join(joined(_parts(paragraph)).split())


def _parts(element: Any) -> Iterator[TextPart]:
    """The text of a paragraph in pieces; struck text left out."""
    for part in element:
        name = local_name(part)
        if name in ("r", "fld"):
            properties = child(part, "rPr")
            if attribute(properties, "strike") in ("sngStrike", "dblStrike"):
                continue
            baseline = attribute(properties, "baseline")
            is_raised = baseline.isdecimal() and baseline != "0"
            yield TextPart("".join(t.text or "" for t in children(part, "t")), is_raised)
        elif name == "br":
            yield TextPart(" ")
        elif name in ("m", "oMath", "oMathPara"):
            yield TextPart(formula_text(part))
        elif name == "AlternateContent":
            yield from _parts(alternative(part))


def sample() -> bytes:
    """A tiny file of this format."""
    links = "http://schemas.openxmlformats.org/package/2006/relationships"
    return zip_of(
        {
            "_rels/.rels": f'<Relationships xmlns="{links}"><Relationship Id="r1"'
            f' Type="{_OFFICE}/officeDocument" Target="ppt/presentation.xml"/></Relationships>',
            "ppt/presentation.xml": f'<p:presentation xmlns:p="{_MAIN}" xmlns:r="{_OFFICE}">'
            '<p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
            "ppt/_rels/presentation.xml.rels": f'<Relationships xmlns="{links}"><Relationship'
            f' Id="r1" Type="{_OFFICE}/slide" Target="slides/slide1.xml"/></Relationships>',
            "ppt/slides/slide1.xml": f'<p:sld xmlns:p="{_MAIN}" xmlns:a="{_DRAWING}"><p:cSld>'
            "<p:spTree><p:sp><p:txBody><a:p><a:r><a:t>Strut</a:t></a:r></a:p></p:txBody></p:sp>"
            "</p:spTree></p:cSld></p:sld>",
        }
    )
