"""Formulas of Office documents, written on one line: '(σ_y)/(2*E)', 'x^2', 'sqrt(a)'."""

from typing import Any

from assistant.parse.safe_xml import attribute, child, children, local_name

_DELETED = frozenset({"del", "moveFrom"})
_SCRIPTS = frozenset({"sSup", "sSub", "sSubSup"})


def formula_text(element: Any) -> str:
    """How an 'm:oMath' element, or any part of one, reads."""
    name = local_name(element)
    if name == "t":
        return element.text or ""
    if name == "f":
        return f"{_group(child(element, 'num'))}/{_group(child(element, 'den'))}"
    if name in ("sSup", "sSub", "sSubSup", "nary"):
        base = _inner(child(element, "e"))
        marks = _mark("_", child(element, "sub")) + _mark("^", child(element, "sup"))
        if name == "nary":
            return f"{attribute(child(element, 'naryPr', 'chr'), 'val', '∫')}{marks} {base}"
        return base + marks
    if name == "rad":
        degree = _inner(child(element, "deg"))
        return f"{f'root{degree}' if degree else 'sqrt'}({_inner(child(element, 'e'))})"
    if name == "d":
        opening = attribute(child(element, "dPr", "begChr"), "val", "(")
        closing = attribute(child(element, "dPr", "endChr"), "val", ")")
        return f"{opening}{', '.join(map(_inner, children(element, 'e')))}{closing}"
    if name == "func":
        return f"{_inner(child(element, 'fName'))}({_inner(child(element, 'e'))})"
    if name == "sPre":
        marks = _mark("_", child(element, "sub")) + _mark("^", child(element, "sup"))
        return f" {marks} {_inner(child(element, 'e'))}"
    if name == "eqArr":
        # '&' is where the equations are aligned.
        return "; ".join(map(_inner, children(element, "e"))).replace("&", "")
    if name == "m" and (rows := children(element, "mr")):
        cells = "; ".join([", ".join(map(_inner, children(row, "e"))) for row in rows])
        return cells if _fills_brackets(element) else f"[{cells}]"
    return "" if name in _DELETED else _inner(element)


def _inner(element: Any) -> str:
    text = before = ""
    parts = () if element is None else element
    # `map` takes no frame of its own: libxml2 allows 256 levels, Python some 1,000 frames.
    for part, shown in zip(parts, map(formula_text, parts), strict=True):
        # 3 and a fraction 1/2 must not read as 31/2, nor what follows a power as part of it.
        name = local_name(part)
        joins = name == "f" and text[-1:].isdecimal() and shown[:1].isdecimal()
        joins = joins or (before in _SCRIPTS and shown[:1].isalnum())
        text += f" {shown}" if joins else shown
        before = name if shown else before
    return text


def _fills_brackets(element: Any) -> bool:
    """Whether an element is all that a pair of brackets holds."""
    around = element.getparent()
    beside = [part for part in around if local_name(part) not in ("argPr", "ctrlPr")]
    return len(beside) == 1 and local_name(around.getparent()) == "d"


def _group(element: Any) -> str:
    text = _inner(element)
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _mark(sign: str, element: Any) -> str:
    text = _inner(element)
    if not text:
        return ""
    return f"{sign}{text}" if text.lstrip("-−").isalnum() else f"{sign}({text})"
