"""Set documents: the passages of our questions as PDFs, with many of their neighbours."""

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from reportlab.lib.styles import getSampleStyleSheet
from reportlab.platypus import Paragraph, SimpleDocTemplate

_NEIGHBOURS = 4
_NOT_ALPHANUMERIC = re.compile(r"[^a-z0-9]+")


def set_documents(folder: Path, passages: dict[str, dict[str, Any]], used: set[str]) -> None:
    """Set the passages used and their neighbours as PDFs, one for each source or title."""
    kept: set[str] = set()
    for key in used:
        head, _, number = key.rpartition("-")
        kept.add(key)
        if number.isdigit():
            near = range(int(number) - _NEIGHBOURS, int(number) + _NEIGHBOURS + 1)
            kept.update(f"{head}-{neighbour}" for neighbour in near)
    documents: dict[str, list[dict[str, Any]]] = {}
    for key, row in passages.items():
        if key in kept:
            title = row.get("source") or row["section"].partition(" › ")[0]
            documents.setdefault(title, []).append(row)
    folder.mkdir(parents=True)
    for title, rows in documents.items():
        name = _NOT_ALPHANUMERIC.sub("-", title.lower()).strip("-")[:80]
        _set_pdf(folder / f"{name}.pdf", title.rpartition("/")[2], rows)


def _set_pdf(file: Path, title: str, rows: Sequence[dict[str, Any]]) -> None:
    styles = getSampleStyleSheet()
    story: list[Any] = [Paragraph(_escaped(title), styles["Title"])]
    before = ""
    for row in rows:
        section = row.get("section", "").rpartition(" › ")[2]
        if section and section != before:
            story.append(Paragraph(_escaped(section), styles["Heading2"]))
        before = section
        lines = map(_escaped, row["text"].split("\n"))
        story += [Paragraph(line, styles["BodyText"]) for line in lines]
    SimpleDocTemplate(str(file), title=title, invariant=1).build(story)


def _escaped(text: str) -> str:
    plain = text.encode("cp1252", "replace").decode("cp1252")
    return plain.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
