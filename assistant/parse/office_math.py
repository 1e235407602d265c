"""Formulas of Office documents, written on one line: '(σ_y)/(2*E)', 'x^2', 'sqrt(a)'."""

from typing import Any

from assistant.parse.safe_xml import attribute, child, children, local_name


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
    return _inner(element)


def _inner(element: Any) -> str:
    # `map` takes no frame of its own: libxml2 allows 256 levels, Python some 1,000 frames.
    return "" if element is None else "".join(map(formula_text, element))


def _group(element: Any) -> str:
    text = _inner(element)
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _mark(sign: str, element: Any) -> str:
    text = _inner(element)
    if not text:
        return ""
    return f"{sign}{text}" if text.lstrip("-−").isalnum() else f"{sign}({text})"
