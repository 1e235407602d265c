"""Markdown (CommonMark with tables): the text as it reads when rendered, marks left out."""

import re
from collections.abc import Iterator

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token

from assistant.domain.document import BlockKind, Document
from assistant.parse.encoding import decode
from assistant.parse.html import write_code, write_fragment
from assistant.parse.page_writer import PageWriter
from assistant.parse.raised import mark_of
from assistant.parse.table_rows import write_table

SUFFIXES = (".md", ".markdown", ".mdown", ".mkd")

_FRONT_MATTER = re.compile(r"\A---[ \t]*\n(.*?)\n(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FRONT_TITLE = re.compile(r"^title:[ \t]*(.+)$", re.MULTILINE)
_MATH = re.compile(r"\$\$(.+?)\$\$|\$(?!\s)([^$\n]{1,400}?)(?<!\s)\$(?!\d)", re.DOTALL)
_TAG = re.compile(r"<(/?[A-Za-z]+)")
_TABLE_TAG = re.compile(r"<(/?)table\b", re.IGNORECASE)
_STRUCK = frozenset({"s", "del", "strike"})
_SCRIPT_TOKENS = 20
_FRACTION_TOKENS = 5  # of '</sup>/<sub>2</sub>'
_BARE_LINK_WORDS = frozenset({"link", "here", "this", "file", "download", "pdf", "source"})


def sample() -> bytes:
    """A tiny file of this format."""
    return (
        b"---\ntitle: Strut\n---\n# Loads\n\nThe *limit* `x` [load](a.md) is <b>41.3</b> kN&nbsp;!"
        b"\n\n- one\n\n1. two\n\n| a | b |\n|---|---|\n| $c$ | d |\n\n```\ncode\n```\n"
        b"\n<p>html</p>\n"
    )


def parse(content: bytes, name: str) -> Document:
    """Read a Markdown file.

    Raises:
        DocumentSkippedError: It is no text, or empty.
    """
    decoded = decode(content)
    text, title = decoded.text, ""
    writer = PageWriter()
    if front := _FRONT_MATTER.match(text):
        text = text[front.end() :]
        write_code(front[1], writer)
        found = _FRONT_TITLE.search(front[1])
        title = found[1].strip().strip("'\"") if found else ""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.inline.ruler.before("escape", "math", _math_rule)
    _Render(writer).write(list(_with_whole_tables(reader, reader.parse(text))))
    return writer.document("markdown", title, decoded.notes)


def _math_rule(state: StateInline, silent: bool) -> bool:
    """Keep a formula between dollar signs as written: its '_' and '\\' mark nothing."""
    found = _MATH.match(state.src, state.pos, state.posMax)
    if not found:
        return False
    if not silent:
        state.push("text", "", 0).content = (found[1] or found[2]).strip()
    state.pos = found.end()
    return True


class _Render:
    """Writes the tokens of a document, with the lists that the place stands in."""

    def __init__(self, writer: PageWriter) -> None:
        self._writer = writer
        self._lists: list[int | None] = []  # the next number, None where items have bullets
        self._marker = ""

    def write(self, tokens: list[Token]) -> None:
        """Write every block."""
        steps = iter(tokens)
        for token in steps:
            if self._writer.is_full:
                return
            if token.type == "heading_open":
                self._writer.heading(_inline_text(next(steps)), int(token.tag[1]))
            elif token.type == "table_open":
                self._write_table(steps)
            elif token.type == "inline":
                self._write_paragraph(token)
            elif token.type in ("fence", "code_block"):
                write_code(token.content, self._writer)
            elif token.type == "html_block":
                write_fragment(token.content, self._writer)
            else:
                self._follow_lists(token)

    def _follow_lists(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self._lists.append(None)
        elif token.type == "ordered_list_open":
            start = token.attrGet("start")
            self._lists.append(int(start) if start is not None else 1)
        elif token.type.endswith("_list_close"):
            self._lists.pop()
        elif token.type == "list_item_close":
            self._marker = ""  # what comes after an item without text is not that item
        elif token.type == "list_item_open":
            number = self._lists[-1]
            self._marker = "• " if number is None else f"{number}. "
            if number is not None:
                self._lists[-1] = number + 1

    def _write_paragraph(self, token: Token) -> None:
        text = _inline_text(token)
        marker, self._marker = self._marker, ""
        if marker and text:
            indent = "  " * (len(self._lists) - 1)
            self._writer.add(marker + text, BlockKind.LIST_ITEM, indent=indent)
            return
        parts = [t for t in token.children or () if t.type != "softbreak" and t.content.strip()]
        is_picture = bool(parts) and all(part.type == "image" for part in parts)
        self._writer.add(text, BlockKind.CAPTION if is_picture else BlockKind.PARAGRAPH)

    def _write_table(self, steps: Iterator[Token]) -> None:
        rows: list[list[str]] = []
        for token in steps:
            if token.type == "table_close":
                break
            if token.type == "tr_open":
                rows.append([])
            elif token.type == "inline":
                rows[-1].append(_inline_text(token))
        write_table(self._writer, rows, header_rows=1 if any(rows[0]) else 0)


def _with_whole_tables(reader: MarkdownIt, tokens: list[Token]) -> Iterator[Token]:
    """The tokens, a table of HTML in one: to Markdown its blank lines end it, not to HTML."""
    ends = _table_ends(tokens)
    at = 0
    while at < len(tokens):
        token, end = tokens[at], ends.get(at, at + 1)
        if end > at + 1:
            token = token.copy(content=reader.renderer.render(tokens[at:end], reader.options, {}))
        yield token
        at = end


def _table_ends(tokens: list[Token]) -> dict[int, int]:
    """Where each block of HTML that begins a table is followed by what stands after that table.

    A table that does not end within the list item or quotation that holds it has no end.
    """
    ends: dict[int, int] = {}
    begun: list[int] = []
    for at, token in enumerate(tokens):
        while begun and tokens[begun[-1]].level > token.level:
            begun.pop()
        if token.type != "html_block":
            continue
        for found in _TABLE_TAG.finditer(token.content):
            if not found[1]:
                begun.append(at)
            elif begun and tokens[begun[-1]].level == token.level:
                ends[begun.pop()] = at + 1
    return ends


def _inline_text(token: Token) -> str:
    """What a paragraph, heading or cell reads as."""
    parts: list[str] = []
    links: list[tuple[str, int]] = []
    shown = _not_struck(token.children or [])
    for i, child in enumerate(shown):
        if child.type == "softbreak":
            parts.append(" ")
        elif child.type == "hardbreak":
            parts.append("\n")
        elif child.type == "image":
            parts.append(_inline_text(child) or str(child.attrGet("title") or ""))
        elif child.type == "html_inline":
            parts.append(_tag_text(shown, i, parts))
        elif child.type == "link_open":
            links.append((str(child.attrGet("href") or ""), len(parts)))
        elif child.type == "link_close" and links:
            target, first = links.pop()
            parts.append(_named_file(target, "".join(parts[first:])))
        else:
            parts.append(child.content)
    return re.sub(r"[ \t\xa0]+", " ", "".join(parts)).strip()


def _not_struck(tokens: list[Token]) -> list[Token]:
    """The tokens of a paragraph without struck text, which holds no longer."""
    last = {_tag(token): i for i, token in enumerate(tokens)}
    shown, until = [], ""
    for i, token in enumerate(tokens):
        tag = _tag(token)
        if until:
            until = "" if tag == until else until
        elif tag in _STRUCK and last.get(f"/{tag}", -1) > i:
            until = f"/{tag}"
        else:
            shown.append(token)
    return shown


def _tag(token: Token) -> str:
    """The tag that a token opens ('s') or closes ('/s'); empty for text."""
    if token.type == "html_inline":
        found = _TAG.match(token.content)
        return found[1].casefold() if found else ""
    return f"/{token.tag}" if token.nesting < 0 else token.tag


def _tag_text(tokens: list[Token], i: int, before: list[str]) -> str:
    """What a tag of HTML between the tokens of a paragraph stands for."""
    tag = _tag(tokens[i])
    if tag == "br":
        return "\n"
    if tag != "sup":
        return ""
    near = tokens[i : i + _SCRIPT_TOKENS]
    end = next((n for n, token in enumerate(near) if _tag(token) == "/sup"), 0)
    return mark_of(
        _written(near[:end]),
        next((part for part in reversed(before) if part), ""),
        _written(tokens[i + end : i + end + _FRACTION_TOKENS]),
        goes_on=i > 0 and _tag(tokens[i - 1]) == "/sup",
    )


def _written(tokens: list[Token]) -> str:
    return "".join(token.content for token in tokens if token.type != "html_inline")


def _named_file(target: str, text: str) -> str:
    """The file that a link such as 'here' leads to, so that its name is not lost."""
    is_local = target and not target.startswith("#") and "://" not in target
    if is_local and text.strip().casefold() in _BARE_LINK_WORDS:
        return f" ({target.rpartition('/')[2]})"
    return ""
