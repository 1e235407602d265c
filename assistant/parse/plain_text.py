"""Plain text, logs, program source and settings files: kept as written, cut at blank lines."""

import re
from pathlib import PurePath

from assistant.domain.document import Block, BlockKind, Document
from assistant.domain.typewritten import MAX_LABEL_WORDS, indent
from assistant.parse.encoding import decode
from assistant.parse.page_writer import SectionStack, one_page
from assistant.parse.source_headings import find_heading
from assistant.parse.source_lines import Line, bounded, lines_of, paragraphs, without_indent

_PROSE = (".txt", ".text", ".log", ".adoc", ".asciidoc", ".tex", ".org", ".readme")
_SETTINGS = (".ini", ".cfg", ".conf", ".toml", ".properties")
_SOURCE = (
    *(".json", ".yaml", ".yml", ".c", ".h", ".cc", ".cpp", ".cxx", ".hh", ".hpp", ".cs", ".py"),
    *(".m", ".f", ".for", ".f77", ".f90", ".f95", ".f03", ".f08", ".java", ".js", ".ts", ".rs"),
    *(".go", ".ada", ".adb", ".ads", ".vhd", ".vhdl", ".v", ".sv", ".sh", ".bat", ".ps1", ".lua"),
    *(".sql", ".cmake", ".mk", ".r", ".jl", ".tcl", ".st", ".fpp", ".sysml", ".dbc", ".proto"),
)
SUFFIXES = (*_PROSE, *_SETTINGS, *_SOURCE)

_LIST_ITEM = re.compile(r"\s*(?:[-*•–‣◦o]|\(?\d{1,3}[.)]|\(?[a-zA-Z][.)]|\(?[ivx]{1,5}\))\s+\S")
_SETTINGS_SECTION = re.compile(r"\s*\[{1,2}([^\]\[]+)\]{1,2}\s*(?:[#;].*)?")
_LOG_LINES = 12
_APART = re.compile(r" {3,}|\t")
_TITLE_WORDS = 12
_NO_TITLE = re.compile(r"[:=;]|[.!?,]$")


def sample() -> bytes:
    """A tiny file of this format."""
    return b"1 Scope\n\nThe strut carries 41.3 kN.\n"


def parse(content: bytes, name: str) -> Document:
    """Read a text file; the page is the file as it stands.

    Raises:
        DocumentSkippedError: It is no text, or empty.
    """
    decoded = decode(content)
    return parse_text(decoded.text, name, decoded.notes)


def parse_text(text: str, name: str, notes: tuple[str, ...] = ()) -> Document:
    """Cut text into blocks by what the suffix of `name` says it is.

    Raises:
        DocumentSkippedError: There is no text.
    """
    suffix = PurePath(name).suffix.casefold()
    lines = lines_of(text)
    if suffix in _SOURCE:
        return one_page("code", "", text, _code_blocks(lines), notes)
    if suffix in _SETTINGS:
        return one_page("settings", "", text, _settings_blocks(lines), notes)
    if suffix == ".log":
        spans = [s for run in paragraphs(lines) for s in bounded(run, max_lines=_LOG_LINES)]
        blocks = [Block(start, end, BlockKind.CODE) for start, end in spans]
        return one_page("log", "", text, blocks, notes)
    blocks = prose_blocks(text, lines, suffix)
    title = _title(lines) if blocks and blocks[0].kind is not BlockKind.HEADING else ""
    return one_page("text", title, text, blocks, notes)


def _title(lines: list[Line]) -> str:
    """The first line, up to what stands apart at its end, where it is a title and no sentence.

    As in 'XFOIL 6.9 User Primer       30 Nov 2001', and in 'PTP4L(8)      Manual      PTP4L(8)'.
    Where lines follow at once it may be the head of a table.
    """
    first = next(paragraphs(lines), [])
    title = _APART.split(first[0].text.strip(), maxsplit=1)[0] if len(first) == 1 else ""
    is_title = title[:1].isupper() and len(title.split()) <= _TITLE_WORDS
    return title if is_title and not _NO_TITLE.search(title) else ""


def _code_blocks(lines: list[Line]) -> list[Block]:
    spans = [span for run in paragraphs(lines) for span in bounded(run)]
    return [Block(start, end, BlockKind.CODE) for start, end in spans]


def _settings_blocks(lines: list[Line]) -> list[Block]:
    """Code blocks, each under the '[section]' that it belongs to."""
    blocks: list[Block] = []
    section: tuple[str, ...] = ()
    run: list[Line] = []
    for line in [*lines, Line(0, "")]:
        found = _SETTINGS_SECTION.fullmatch(line.text)
        if found or not line.text.strip():
            blocks += [Block(a, b, BlockKind.CODE, section) for a, b in bounded(run)]
            run = []
        if found:
            section = (found[1].strip(),)
        if line.text.strip():
            run.append(line)
    return blocks


def prose_blocks(text: str, lines: list[Line], suffix: str = ".txt") -> list[Block]:
    """Headings, list items, paragraphs and columns set with blanks."""
    blocks: list[Block] = []
    sections = SectionStack()
    for run in paragraphs(lines):
        if heading := find_heading(run, suffix):
            path = sections.enter(heading.level, heading.title)
            title = run[heading.title_line]
            start = without_indent(text, title.start, title.end)
            blocks.append(Block(start, title.end, BlockKind.HEADING, path))
            run = run[heading.lines :]
        for part in _items(run):
            kind = _kind(part)
            for start, end in bounded(part):
                if kind is not BlockKind.CODE:
                    start = without_indent(text, start, end)
                blocks.append(Block(start, end, kind, sections.path))
    return blocks


def _items(run: list[Line]) -> list[list[Line]]:
    """A paragraph cut where list items begin."""
    parts: list[list[Line]] = []
    for line in run:
        if not parts or _LIST_ITEM.match(line.text):
            parts.append([])
        parts[-1].append(line)
    return parts


def _kind(lines: list[Line]) -> BlockKind:
    if _LIST_ITEM.match(lines[0].text):
        return BlockKind.LIST_ITEM
    # Columns lined up with blanks lose their meaning when the lines are joined.
    in_columns = sum(bool(re.search(r"\S(?: {2,}|\t)\S", line.text)) for line in lines)
    is_set = len(lines) > 1 and (2 * in_columns > len(lines) or _is_entry(lines))
    return BlockKind.CODE if is_set else BlockKind.PARAGRAPH


def _is_entry(lines: list[Line]) -> bool:
    """Whether a name is explained by lines set in below it, as in a manual page."""
    name, *explained = (line.text for line in lines)
    return len(name.split()) <= MAX_LABEL_WORDS and all(
        indent(line) > indent(name) for line in explained
    )
