"""Whether the title in a PDF's metadata is one, or left there by the program that made it."""

import re

_MADE_BY_A_PROGRAM = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel) - .*|powerpoint presentation|untitled.*"
    r"|(?:new |blank )?document ?\d*|presentation ?\d*|book ?\d*|title|template|cover|print"
    r"|slide ?\d+|layout ?\d+|(?:unknown|none|null|test|draft|default|report)"
    r"|\S+\.(?:dvi|tex|docx?|dot|rtf|pptx?|xlsx?|pdf|ps|eps|indd|qxd|fm|book|pub|vsdx?|dwg|html?))$",
    re.IGNORECASE,
)
_MODE = re.compile(r"\s*\[(?:compatibility mode|read-only)\]\s*$", re.IGNORECASE)
_MAX_TITLE = 300


def document_title(metadata_title: str) -> str:
    """The title on one line; empty when it names a file, a program or nothing."""
    title = _MODE.sub("", " ".join(metadata_title.split()))
    title = "".join(filter(str.isprintable, title))[:_MAX_TITLE]
    letters = sum(map(str.isalpha, title))
    if letters < 3 or _MADE_BY_A_PROGRAM.match(title):
        return ""
    return title
