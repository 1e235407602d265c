"""XML: data read as 'name: value (unit: kN)', records as one line, manuals by their titles.

The module reads what an element is from its content alone, so that any vocabulary works:
an element with text of its own is a paragraph, one with a title opens a section, one that
holds only short values is a record.
"""

import re
from typing import Any

from lxml import etree

from assistant.domain.document import BlockKind, Document, DocumentSkippedError, SkipReason
from assistant.parse.encoding import decode
from assistant.parse.html_table import table_grid
from assistant.parse.mathml import formula_text
from assistant.parse.page_writer import PageWriter
from assistant.parse.raised import mark_of_element
from assistant.parse.safe_xml import local_name, xml_parser
from assistant.parse.table_rows import write_table
from assistant.parse.xml_table import exchange_table

SUFFIXES = (".xml", ".xsd", ".xmi", ".reqif", ".urdf", ".sdf", ".xtce", ".arxml", ".svd", ".kml")

_MARKUP_LIMIT = 8_000_000
_DECLARATION = re.compile(r"\A\s*<\?xml[^>]*\?>")
_DECLARED = re.compile(rb"""encoding\s*=\s*["']([A-Za-z0-9_\-]+)""")
_TITLES = frozenset({"title", "techname", "dmtitle", "head", "heading", "caption", "infoname"})
_NAMES = ("name", "id", "label", "title", "key", "identifier", "number", "ref")
_HEADS = ("info", "bookinfo", "articleinfo", "header", "head", "fileheader", "metadata")
_ITEMS = frozenset({"listitem", "li", "item", "step", "proceduralstep"})
_RECORD_LENGTH = 400
_RECORD_FIELDS = 16
_VALUE_LENGTH = 120
_MAX_ATTRIBUTES = 200


def sample() -> bytes:
    """A tiny file of this format."""
    return (
        b"<?xml version='1.0'?><part name='strut'><mass unit='kg'>4</mass><p>A<b>b</b></p></part>"
    )


def parse(content: bytes, name: str) -> Document:
    """Read an XML file; entities that refer to other files stay unresolved, nothing is fetched.

    Raises:
        DocumentSkippedError: It is no well-formed XML, or holds no text.
    """
    found = _DECLARED.search(content[:200])
    decoded = decode(content, found[1].decode("ascii") if found else "", limit=_MARKUP_LIMIT)
    if not decoded.text.strip():
        raise DocumentSkippedError(SkipReason.NO_TEXT, "The file holds no text.")
    is_cut = bool(decoded.notes)
    root = _root(_DECLARATION.sub("", decoded.text).lstrip().encode(), is_cut)
    writer = PageWriter()
    if root is not None:
        _Walk(writer).write(root, 1)
    notes = (f"Cut after {_MARKUP_LIMIT:,} characters of markup.",) if is_cut else ()
    return writer.document("xml", _title(root), notes)


def _root(content: bytes, is_cut: bool) -> Any:
    """The root element; entities that refer to other files are left out."""
    failure = None
    for entities in ("internal", False):
        # A file that was cut lacks its closing tags, which the parser then supplies.
        parser = xml_parser(resolve_entities=entities, encoding="utf-8", recover=is_cut)
        try:
            return etree.fromstring(content, parser)
        except etree.XMLSyntaxError as error:
            failure = failure or error
    raise DocumentSkippedError(
        SkipReason.DAMAGED, f"The file is not well-formed XML: {failure and failure.msg}."
    )


class _Walk:
    """Writes the elements of a tree; libxml2 bounds its depth to 256."""

    def __init__(self, writer: PageWriter) -> None:
        self._writer = writer

    def write(self, element: Any, level: int) -> None:
        """Write an element and what it holds."""
        if self._writer.is_full or not isinstance(element.tag, str):
            return
        parts = [part for part in element if isinstance(part.tag, str)]
        if not parts:
            self._write_leaf(element)
        elif _name(element) == "math":
            self._writer.add(formula_text(element))
        elif _has_own_text(element):
            kind = BlockKind.LIST_ITEM if _name(element) in _ITEMS else BlockKind.PARAGRAPH
            self._writer.add(
                ("• " if kind is BlockKind.LIST_ITEM else "") + flat_text(element), kind
            )
        elif rows := exchange_table(element, flat_text):
            self._write_title(element, level)
            write_table(self._writer, rows.shown, rows.filled, rows.header_rows)
        elif _name(element) == "table" and any(_name(p) in ("tr", "tbody") for p in parts):
            grid = table_grid(_without_namespaces(element), flat_text)
            write_table(self._writer, grid.shown, grid.filled, grid.header_rows)
        elif record := _record(element, parts):
            self._writer.add(record, BlockKind.LIST_ITEM)
        else:
            self._write_container(element, parts, level)

    def _write_leaf(self, element: Any) -> None:
        text = _leaf_text(element).strip()
        lines = [line.rstrip() for line in text.split("\n") if line.strip()]
        if (
            len(lines) > 1
            and all(len(line) < _VALUE_LENGTH for line in lines)
            and _is_columns(lines)
        ):
            self._writer.add(f"{local_name(element)}:\n" + "\n".join(lines), BlockKind.CODE)
        elif _name(element) in _TITLES | {"para", "p", "simpara", "listitem", "note", "warning"}:
            self._writer.add(" ".join(text.split()))
        elif value := _value(element):
            self._writer.add(value, BlockKind.LIST_ITEM)

    def _write_title(self, element: Any, level: int) -> Any:
        """Open the section that an element's title names; the title's element, or None."""
        for part in element:
            if isinstance(part.tag, str) and _name(part) in _TITLES and (text := flat_text(part)):
                self._writer.heading(text, level)
                return part
        return None

    def _write_container(self, element: Any, parts: list[Any], level: int) -> None:
        self._writer.sections.leave(level)
        title = self._write_title(element, level)
        label = _label(element)
        if title is None and (element.attrib or level == 1 or label != local_name(element)):
            self._writer.heading(label, level)
        elif title is None:
            self._writer.sections.enter(level, label)
        for part in parts:
            if part is not title:
                self.write(part, level + 1)
        self._writer.sections.leave(level)


def _name(element: Any) -> str:
    return local_name(element).casefold()


def _title(root: Any) -> str:
    """What a document calls itself near its top."""
    if root is None:
        return ""
    for path in ("{*}title", *(f"{{*}}{head}/{{*}}title" for head in _HEADS), ".//{*}techName"):
        found = root.find(path)
        if found is not None and (text := flat_text(found)):
            return text
    return str(root.get("name", "") or root.get("title", ""))


def flat_text(element: Any) -> str:
    """The text of an element and all within it, on one line."""
    if _name(element) == "math":
        return formula_text(element)
    # Inline marks stand within a word ('H<sub>2</sub>O'), blocks beside each other.
    between = "" if _has_own_text(element) else " "
    parts = [element.text or ""]
    for part in element:
        text = flat_text(part) if isinstance(part.tag, str) else ""
        if mark := mark_of_element(part, parts):  # it stands on the text before it
            while not parts[-1]:
                parts.pop()
            text = parts.pop() + mark + text
        parts += [text, part.tail or ""]
    return " ".join(between.join(parts).split())


def _leaf_text(element: Any) -> str:
    """The text of an element without elements in it, around entities that were not filled in."""
    return "".join([element.text or "", *(part.tail or "" for part in element)])


def _has_own_text(element: Any) -> bool:
    return bool((element.text or "").strip()) or any((p.tail or "").strip() for p in element)


def _attributes(element: Any, skipped: str = "") -> str:
    """The attributes of an element, as 'unit: kN; frame: body'."""
    if len(element.attrib) > _MAX_ATTRIBUTES:  # listing them takes the square of their number
        return ""
    pairs = ((key.rpartition("}")[2], value) for key, value in element.attrib.items())
    return "; ".join(
        f"{key}: {' '.join(value.split())}"
        for key, value in pairs
        if key != skipped and value.strip() and key not in ("schemaLocation", "xsi")
    )


def _label(element: Any) -> str:
    """How an element is called in a section path: 'component Actuator (type: linear)'."""
    key = next((k for k in _NAMES if element.get(k)), "")
    rest = _attributes(element, key)
    label = f"{local_name(element)} {element.get(key)}" if key else local_name(element)
    return f"{label} ({rest})" if rest and len(rest) <= _VALUE_LENGTH else label


def _value(element: Any) -> str:
    """An element without elements in it: 'limit_load: 41.3 (unit: kN)'; empty without a value."""
    text = " ".join(_leaf_text(element).split())
    if text:
        rest = _attributes(element)
        return f"{local_name(element)}: {text}" + (f" ({rest})" if rest else "")
    return _label(element) if element.attrib else ""


def _record(element: Any, parts: list[Any]) -> str:
    """A short element that holds only values, on one line; empty for any other."""
    if len(parts) > _RECORD_FIELDS or any(len(part) for part in parts):
        return ""
    if any(_name(part) in _TITLES or len(part.text or "") > _VALUE_LENGTH for part in parts):
        return ""
    record = f"{_label(element)}: " + "; ".join(filter(None, map(_value, parts)))
    return record if len(record) <= _RECORD_LENGTH else ""


def _is_columns(lines: list[str]) -> bool:
    return all(re.search(r"\d", line) or "  " in line.strip() for line in lines[:20])


def _without_namespaces(table: Any) -> Any:
    for element in table.iter():
        if isinstance(element.tag, str):
            element.tag = local_name(element).casefold()
    return table
