"""reStructuredText: read with docutils; nothing is included, run or fetched."""

import re
from typing import Any

from docutils import ApplicationError, nodes
from docutils.frontend import get_default_settings

# docutils imports these when a document first needs them, which a jailed parser cannot do.
from docutils.languages import en as _messages  # noqa: F401
from docutils.parsers.rst import Parser
from docutils.parsers.rst import directives as _directives  # noqa: F401
from docutils.parsers.rst.directives import admonitions as _admonitions  # noqa: F401
from docutils.parsers.rst.directives import body as _body  # noqa: F401
from docutils.parsers.rst.directives import images as _images  # noqa: F401
from docutils.parsers.rst.directives import misc as _misc  # noqa: F401
from docutils.parsers.rst.directives import parts as _parts  # noqa: F401
from docutils.parsers.rst.directives import references as _references  # noqa: F401
from docutils.parsers.rst.directives import tables as _tables  # noqa: F401
from docutils.parsers.rst.languages import en as _names  # noqa: F401
from docutils.transforms.references import Footnotes
from docutils.utils import new_document

from assistant.domain.document import BlockKind, Document
from assistant.parse.docx_numbering import number_in
from assistant.parse.encoding import decode
from assistant.parse.html import write_code
from assistant.parse.page_writer import PageWriter
from assistant.parse.plain_text import parse_text
from assistant.parse.raised import mark_of
from assistant.parse.table_grid import Cell, TableGrid
from assistant.parse.table_rows import write_table

SUFFIXES = (".rst", ".rest")

_ROLE = re.compile(r":[\w:+.-]+:`([^`<]*?)\s*(?:<[^`>]*>)?`")
_OPTION = re.compile(r"\s*:[\w-]+:")
_SILENT = (nodes.comment, nodes.target, nodes.substitution_definition, nodes.pending, nodes.meta)
_LIST_TYPES = {
    "loweralpha": "lowerLetter",
    "upperalpha": "upperLetter",
    "lowerroman": "lowerRoman",
    "upperroman": "upperRoman",
}
_LEVEL_SILENT = 5
# docutils reads some 25,000 characters of dense markup a second; beyond this it takes too long.
_LARGEST = 500_000


def sample() -> bytes:
    """A tiny file of this format."""
    return (
        b"Loads\n=====\n\n|n| *limit* ``x`` :ref:`a` :math:`x` [1]_\n\n* one\n\n1. two\n\n"
        b".. |n| replace:: s\n.. note:: text\n\n.. code-block:: c\n\n   x\n\n"
        b".. list-table::\n\n   * - a\n     - b\n\n.. csv-table::\n\n   a,b\n\n"
        b".. math:: x\n\n.. image:: a.png\n\n.. unknown:: x\n\n.. [1] note\n"
    )


def parse(content: bytes, name: str) -> Document:
    """Read a reStructuredText file; one that docutils cannot read is kept as plain text.

    Raises:
        DocumentSkippedError: It is no text, or empty.
    """
    decoded = decode(content)
    if len(decoded.text) > _LARGEST:
        return parse_text(decoded.text, "document.txt", decoded.notes)
    settings = get_default_settings(Parser)
    settings.file_insertion_enabled = False
    settings.raw_enabled = False
    settings.report_level = _LEVEL_SILENT
    settings.halt_level = _LEVEL_SILENT
    settings.syntax_highlight = "none"
    settings.line_length_limit = 100_000
    document = new_document(name, settings)
    try:
        Parser().parse(decoded.text, document)
        Footnotes(document).apply()  # it numbers those that have no number of their own
    except (ApplicationError, RecursionError, ValueError, LookupError, AttributeError, TypeError):
        # docutils stumbles over much that is no valid markup; its text is still worth reading.
        return parse_text(decoded.text, "document.txt", decoded.notes)
    writer = PageWriter()
    _Render(writer, document).write(document, 0)
    if not writer.has_text:
        return parse_text(decoded.text, "document.txt", decoded.notes)
    return writer.document("rst", "", decoded.notes)


class _Render:
    """Writes the nodes of a document."""

    def __init__(self, writer: PageWriter, document: Any) -> None:
        self._writer = writer
        self._substitutions = {
            name.casefold(): node.astext() for name, node in document.substitution_defs.items()
        }
        self._depth = 0  # of lists

    def write(self, parent: Any, level: int) -> None:
        """Write what `parent` holds; its sections are `level` deep."""
        for node in parent.children:
            if self._writer.is_full:
                return
            self._write_node(node, level)

    def _write_node(self, node: Any, level: int) -> None:
        if isinstance(node, _SILENT):
            return
        if isinstance(node, nodes.section):
            self.write(node, level + 1)
        elif isinstance(node, nodes.title):
            if level:
                self._writer.heading(self._text(node), level)
        elif isinstance(node, nodes.literal_block | nodes.doctest_block | nodes.math_block):
            write_code(node.astext(), self._writer)
        elif isinstance(node, nodes.bullet_list | nodes.enumerated_list):
            self._write_list(node, level)
        elif isinstance(node, nodes.table):
            self._write_table(node)
        elif isinstance(node, nodes.caption | nodes.image):
            text = self._text(node) or node.get("alt", "") if node.attributes else self._text(node)
            self._writer.add(text, BlockKind.CAPTION)
        elif isinstance(node, nodes.definition_list_item | nodes.field | nodes.option_list_item):
            self._write_pair(node)
        elif isinstance(node, nodes.system_message):
            self._write_unknown(node)
        elif isinstance(node, nodes.Admonition):
            self._write_admonition(node)
        elif isinstance(node, nodes.footnote | nodes.citation):
            label, *rest = node.children
            self._writer.add(f"[{label.astext()}] {' '.join(map(self._flat, rest))}")
        elif isinstance(node, nodes.line_block):
            self._writer.add("\n".join(self._text(line) for line in node.findall(nodes.line)))
        elif isinstance(node, nodes.TextElement):
            self._writer.add(self._text(node))
        else:
            self.write(node, level)

    def _write_list(self, node: Any, level: int) -> None:
        is_numbered = isinstance(node, nodes.enumerated_list)
        for number, item in enumerate(node.children, start=node.get("start", 1)):
            marker = _marker(node, number) if is_numbered else "• "
            first, *rest = item.children or [None]
            if isinstance(first, nodes.paragraph):
                text = marker + self._text(first)
                self._writer.add(text, BlockKind.LIST_ITEM, indent="  " * self._depth)
            elif first is not None:
                rest = [first, *rest]
            self._depth += 1
            for child in rest:
                self._write_node(child, level)
            self._depth -= 1

    def _write_pair(self, node: Any) -> None:
        """Write a term with what it means, a field with its value, an option with its use."""
        heads = node.children[:-1]
        name = " ".join(self._flat(head) for head in heads)
        body = node.children[-1]
        text = self._flat(body)
        if name and text:
            has_blocks = any(
                isinstance(n, nodes.literal_block | nodes.table) for n in body.children
            )
            if has_blocks:
                self._writer.add(name)
                self.write(body, 0)
            else:
                self._writer.add(f"{name}: {text}", BlockKind.LIST_ITEM)
        else:
            self._writer.add(name or text)

    def _write_admonition(self, node: Any) -> None:
        name = type(node).__name__.capitalize()
        for i, child in enumerate(node.children):
            if isinstance(child, nodes.paragraph) and i == 0:
                self._writer.add(f"{name}: {self._text(child)}")
            else:
                self._write_node(child, 0)

    def _write_unknown(self, node: Any) -> None:
        """Write what stands in a directive that docutils does not know, as plain text."""
        for source in node.findall(nodes.literal_block):
            lines = source.astext().split("\n")[1:]
            kept = [line.strip() for line in lines if not _OPTION.match(line)]
            for paragraph in "\n".join(kept).split("\n\n"):
                self._writer.add(_ROLE.sub(r"\1", " ".join(paragraph.split())))

    def _write_table(self, node: Any) -> None:
        for title in node.findall(nodes.title):
            self._writer.add(self._text(title), BlockKind.CAPTION)
        grid = TableGrid()
        header_rows = 0
        for row in node.findall(nodes.row):
            grid.add_row(
                Cell(self._flat(e), e.get("morecols", 0) + 1, e.get("morerows", 0) + 1)
                for e in row.children
            )
            header_rows += isinstance(row.parent, nodes.thead)
        write_table(self._writer, grid.shown, grid.filled, header_rows or None)

    def _flat(self, node: Any) -> str:
        """All text of a node on one line."""
        if isinstance(node, nodes.TextElement):
            return self._text(node)
        parts = []
        for child in node.children:
            marker = "• " if isinstance(child, nodes.list_item) else ""
            parts.append(marker + self._flat(child) if not isinstance(child, _SILENT) else "")
        return " ".join(filter(None, parts))

    def _text(self, node: Any) -> str:
        """The text of a paragraph, heading or cell on one line."""
        parts: list[str] = []
        was_raised = False
        for i, child in enumerate(node.children):
            if isinstance(child, nodes.substitution_reference):
                name = child.astext()
                parts.append(self._substitutions.get(name.casefold(), name))
            elif isinstance(child, nodes.problematic):
                parts.append(_ROLE.sub(r"\1", child.astext()))
            elif isinstance(child, nodes.footnote_reference | nodes.citation_reference):
                parts.append(f"[{child.astext()}]")
            elif isinstance(child, nodes.image):
                parts.append(child.get("alt", ""))
            elif isinstance(child, nodes.superscript):
                before = next((part for part in reversed(parts) if part), "")
                after = "".join(later.astext() for later in node.children[i + 1 : i + 3])
                parts.append(mark_of(child.astext(), before, after, goes_on=was_raised))
                parts.append(self._text(child))
            elif isinstance(child, nodes.Element) and not isinstance(child, nodes.target):
                parts.append(self._text(child))
            elif isinstance(child, nodes.Text):
                parts.append(child.astext())
            was_raised = isinstance(child, nodes.superscript) or (was_raised and not child.astext())
        return " ".join("".join(parts).split())


def _marker(numbered: Any, number: int) -> str:
    shown = number_in(_LIST_TYPES.get(numbered.get("enumtype"), "decimal"), number)
    return f"{numbered.get('prefix', '')}{shown}{numbered.get('suffix', '.')} "
