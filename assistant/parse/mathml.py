"""Formulas of web pages and XML, written on one line: '(a+b)/2', 'x^2', 'sqrt(a)'."""

import re
from typing import Any

from assistant.parse.safe_xml import local_name

_LEFT_OUT = frozenset({"annotation", "annotation-xml", "mphantom", "none", "mprescripts"})
_SCRIPTS = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
_RELATIONS = frozenset("=<>≤≥≈≠≡≪≫→⇒∈")
_INVISIBLE = str.maketrans("\u2061\u2062\u2063\u2064", "    ")


def formula_text(element: Any) -> str:
    """How a 'math' element, or any part of one, reads."""
    name = local_name(element)
    parts = [part for part in element if local_name(part)]
    if name in _LEFT_OUT or not name:
        return ""
    if name == "mspace":
        return " "
    if not parts:
        text = re.sub(r"\s+", " ", (element.text or "").translate(_INVISIBLE))
        text = text if name == "mtext" else text.strip(" ") or text[:1]
        return f" {text} " if name == "mo" and text in _RELATIONS else text
    if name == "mfrac" and len(parts) == 2:
        return "/".join(map(_group, parts))
    if name in _SCRIPTS:
        base, *scripts = map(formula_text, parts)
        signs = "^" if name in ("msup", "mover") else "_^"
        return base + "".join(map(_mark, signs, scripts))
    if name == "mroot" and len(parts) == 2:
        return f"root{formula_text(parts[1])}({formula_text(parts[0])})"
    if name in ("mfenced", "mtr", "mtable"):
        text = ("; " if name == "mtable" else ", ").join(map(formula_text, parts))
        opening, closing = element.get("open", "("), element.get("close", ")")
        return f"{opening}{text}{closing}" if name == "mfenced" else text
    text = _side_by_side(parts)
    if name == "math":
        return " ".join(text.split())
    return f"sqrt({text})" if name == "msqrt" else text


def _side_by_side(parts: list[Any]) -> str:
    text, has_script = "", False
    for part, shown in zip(parts, map(formula_text, parts), strict=True):
        # 3 and a fraction 1/2 must not read as 31/2, nor what follows a power as part of it.
        joins = text[-1:].isdecimal() and shown[:1].isdecimal()
        joins = joins or (has_script and shown[:1].isalnum())
        text += (" " if joins else "") + shown
        has_script = local_name(part) in _SCRIPTS
    return text


def _group(element: Any) -> str:
    text = formula_text(element).strip()
    return text if len(text) < 2 or text.isalnum() else f"({text})"


def _mark(sign: str, script: str) -> str:
    script = script.strip()
    if not script:
        return ""
    return f"{sign}{script}" if script.lstrip("-−").isalnum() else f"{sign}({script})"
