"""HTML: headings, paragraphs, lists and tables; scripts, styles and what is hidden left out."""

import re
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from assistant.domain.document import BlockKind, Document, DocumentSkippedError, SkipReason
from assistant.parse.docx_numbering import number_in
from assistant.parse.encoding import decode
from assistant.parse.html_table import is_hidden, table_grid
from assistant.parse.mathml import formula_text
from assistant.parse.page_writer import PageWriter
from assistant.parse.raised import mark_of_element
from assistant.parse.source_lines import bounded, lines_of, paragraphs
from assistant.parse.table_rows import write_table

SUFFIXES = (".html", ".htm", ".xhtml")

_SKIPPED = frozenset(
    {"script", "style", "template", "svg", "nav", "noscript", "iframe", "object", "head"}
    | {"button", "select", "canvas", "audio", "video", "noframes", "title"}
    | {"del", "s", "strike"}  # struck text holds no longer
)
_INLINE_TEXT = """
a abbr acronym b bdi bdo big center cite code data del dfn em font i img input ins kbd label math
mark nobr output q rp rt ruby s samp small span strike strong sub sup time tt u var wbr
annotation
"""
_INLINE = frozenset(_INLINE_TEXT.split())
_LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman"}
_LISTS = ("ul", "ol", "menu", "dir")
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_BOLD = frozenset({"b", "strong"})
_DECLARED = re.compile(rb"""charset\s*=\s*["']?\s*([A-Za-z0-9_\-:]+)|encoding=["']([\w\-]+)""")
# What declares itself to be one of these was mostly written on Windows, and browsers read it so:
# byte 0x96 is then the dash in '–40 °C' and not an invisible control character.
_READ_AS_WINDOWS = frozenset(
    {"iso-8859-1", "iso8859-1", "iso_8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii"}
)
_MARKUP_LIMIT = 8_000_000
_LISTING_LINES = 5
_BOLD_HEADING_LEVEL = 9
_BOLD_HEADING_LENGTH = 80


def sample() -> bytes:
    """A tiny file of this format."""
    return (
        b"<html><head><meta charset='utf-8'><title>Strut</title></head><body><h1>Loads</h1>"
        b"<ul><li>Limit</li></ul><table><tr><th>Load</th><th>kN</th></tr>"
        b"<tr><td>Limit</td><td>41.3</td></tr></table><pre>x = 1</pre></body></html>"
    )


def parse(content: bytes, name: str) -> Document:
    """Read an HTML file; nothing that it refers to is looked at.

    Raises:
        DocumentSkippedError: It is no text, is nested without end, or shows nothing.
    """
    found = _DECLARED.search(content[:4096])
    declared = (found[1] or found[2]).decode("ascii") if found else ""
    if declared.casefold() in _READ_AS_WINDOWS:
        declared = "cp1252"
    decoded = decode(content, declared, limit=_MARKUP_LIMIT)
    notes = tuple(f"Cut after {_MARKUP_LIMIT:,} characters of markup." for _ in decoded.notes)
    root, is_too_deep = _tree(decoded.text)
    if is_too_deep:
        notes = (*notes, "Markup nested more than 250 deep was left out.")
    writer = PageWriter()
    write_tree(root, writer)
    title = root.find(".//title")
    if is_too_deep and not writer.has_text:
        raise DocumentSkippedError(SkipReason.DAMAGED, "The markup is nested too deeply to read.")
    return writer.document("html", "" if title is None else title.text_content(), notes)


def write_fragment(markup: str, writer: PageWriter) -> None:
    """Write a piece of HTML that stands in a document of another format."""
    write_tree(_tree(f"<div>{markup}</div>")[0], writer)


def _tree(text: str) -> tuple[Any, bool]:
    """The root of the markup, and whether the parser gave up on what is nested too deeply."""
    # The parser is told UTF-8 so that what the file declares of itself, and was heeded
    # already, cannot send it looking for a converter.
    parser = lxml_html.HTMLParser(
        encoding="utf-8", no_network=True, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        root = lxml_html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except etree.LxmlError as error:
        if not text.strip() or "empty" in str(error):
            raise DocumentSkippedError(SkipReason.NO_TEXT, "The file holds no text.") from error
        raise DocumentSkippedError(
            SkipReason.DAMAGED, f"The file cannot be read as HTML: {error}."
        ) from error
    return root, any("depth" in entry.message for entry in parser.error_log)


def write_tree(root: Any, writer: PageWriter) -> None:
    """Write what an element shows, in the order of the markup; never recurses."""
    walk = _Walk(writer)
    steps = etree.iterwalk(root, events=("start", "end"))
    for event, element in steps:
        if writer.is_full:
            return
        if event == "start" and not walk.enter(element):
            steps.skip_subtree()
        elif event == "end":
            walk.leave(element)
    walk.flush()


class _Walk:
    """What is known of the place that a walk through the tree has reached."""

    def __init__(self, writer: PageWriter) -> None:
        self._writer = writer
        self._skipped: Any = None
        self._text: list[str] = []
        self._bold_depth = self._link_depth = 0
        self._bold_length = 0
        self._lists: list[int | None] = []  # the next number, None where items have bullets
        self._list_types: list[str] = []
        self._marker = ""
        self._term = ""
        self._kind = BlockKind.PARAGRAPH
        self._heading = 0

    def enter(self, element: Any) -> bool:
        """Begin an element; False where its content is dealt with."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _SKIPPED or is_hidden(element):
            self._skipped = element
            return False
        if tag == "math":
            self._add(formula_text(element))
            self._skipped = element
            return False
        if tag in ("table", "pre") and self._write_whole(element):
            self._skipped = element
            return False
        if tag == "br":
            self._text.append("\n")
        elif tag not in _INLINE:
            self._begin_block(element)
        self._bold_depth += tag in _BOLD
        self._link_depth += tag == "a" and element.get("href") is not None
        self._add(mark_of_element(element, self._text) + (element.text or ""))
        return True

    def leave(self, element: Any) -> None:
        """End an element, and take up the text behind it."""
        tag = element.tag
        if element is self._skipped:
            self._skipped = None
        else:
            self._bold_depth -= tag in _BOLD
            self._link_depth -= tag == "a" and element.get("href") is not None
            if tag not in _INLINE and tag != "br":
                self.flush()
                if tag in ("dt", "dl"):  # what a list of terms explains in its <dd>
                    self._term = _cell_text(element) if tag == "dt" else ""
                self._kind, self._heading = BlockKind.PARAGRAPH, 0
            if tag in _LISTS and self._lists:
                self._lists.pop()
                self._list_types.pop()
            elif tag == "li":  # what comes after an item without text is not that item
                self._marker = ""
        self._add(element.tail or "")

    def _begin_block(self, element: Any) -> None:
        tag = element.tag
        self.flush()
        if tag in _LISTS:
            self._lists.append(_number(element, "start", 1) if tag == "ol" else None)
            self._list_types.append(element.get("type", "1"))
        elif tag == "li":
            number_now = self._lists[-1] if self._lists else None
            self._marker = "• "
            if number_now is not None:
                number_now = _number(element, "value", number_now)
                list_type = element.get("type", self._list_types[-1])
                self._marker = f"{number_in(_LIST_TYPES.get(list_type, 'decimal'), number_now)}. "
                self._lists[-1] = number_now + 1
        elif tag in ("caption", "figcaption"):
            self._kind = BlockKind.CAPTION
        elif tag == "dt":
            self._term = ""
        self._heading = _HEADINGS.get(tag, 0)

    def _add(self, text: str) -> None:
        if text:
            # A line break in the markup is a blank; one in the text came from <br>.
            self._text.append(re.sub(r"[ \t\n\r\xa0]+", " ", text))
            if self._bold_depth and not self._link_depth:
                self._bold_length += len(text.split())

    def flush(self) -> None:
        """Write the text gathered since the last block began."""
        text = re.sub(r" *\n *", "\n", re.sub(r" {2,}", " ", "".join(self._text))).strip()
        words_bold, self._text, self._bold_length = self._bold_length, [], 0
        if not text:
            return
        marker, self._marker = self._marker, ""
        if self._heading:
            self._writer.heading(text, self._heading)
        elif marker:
            indent = "  " * (len(self._lists) - 1)
            self._writer.add(marker + text, BlockKind.LIST_ITEM, indent=indent)
        elif not self._lists and words_bold >= len(text.split()) and _is_title(text):
            self._writer.heading(text, _BOLD_HEADING_LEVEL)
        else:
            reading = f"{self._term}: {text}" if self._term else ""
            self._writer.add(text, self._kind, reading=reading)

    def _write_whole(self, element: Any) -> bool:
        """Write a table or a listing; False for a table that only arranges the page."""
        if element.tag == "pre":
            self.flush()
            write_code(element.text_content(), self._writer)
            return True
        nested = element.xpath(".//table | .//h1 | .//h2 | .//h3 | .//h4")
        grid = table_grid(element, _cell_text)
        if nested or _shows_listing(element) or max(map(len, grid.shown), default=0) < 2:
            return False
        self.flush()
        for caption in element.findall("caption"):
            self._writer.add(_cell_text(caption), BlockKind.CAPTION)
        write_table(self._writer, grid.shown, grid.filled, grid.header_rows)
        return True


def write_code(text: str, writer: PageWriter) -> None:
    """Write program text or a listing, in blocks of bounded size."""
    text = text.replace("\t", "    ")
    for run in paragraphs(lines_of(text)):
        for start, end in bounded(run):
            writer.add(text[start:end], BlockKind.CODE)


def _cell_text(cell: Any) -> str:
    parts = []
    steps = etree.iterwalk(cell, events=("start", "end"))
    for event, element in steps:
        if event == "start":
            if not isinstance(element.tag, str) or element.tag in _SKIPPED or is_hidden(element):
                steps.skip_subtree()
                continue
            if element.tag == "math":
                parts.append(formula_text(element))
                steps.skip_subtree()
                continue
            parts.append(" " if element.tag not in _INLINE else "")
            parts.append(mark_of_element(element, parts))
            parts.append(("• " if element.tag == "li" else "") + (element.text or ""))
        elif element is not cell:
            parts.append((" " if element.tag not in _INLINE else "") + (element.tail or ""))
    return " ".join("".join(parts).split())


def _shows_listing(table: Any) -> bool:
    """Whether a table arranges a listing; a short one in a table with a header is a value."""
    listings = table.xpath(".//pre")
    if listings and table.xpath(".//th"):
        return any(pre.text_content().strip().count("\n") >= _LISTING_LINES for pre in listings)
    return bool(listings)


def _number(element: Any, name: str, default: int) -> int:
    value = element.get(name, "").strip()
    return int(value) if value.isdecimal() and len(value) < 6 else default


def _is_title(text: str) -> bool:
    return len(text) <= _BOLD_HEADING_LENGTH and "\n" not in text and text[-1] not in ".,;"
