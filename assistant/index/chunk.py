"""Document → chunks: whole blocks together, as far as page, section and size allow."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from assistant.domain.chunk import Chunk
from assistant.domain.context import with_context
from assistant.domain.document import Block, BlockKind, Document, Page
from assistant.domain.reading import block_search_text, search_text, sentences

MAX_TOKENS = 230  # with title and section this stays within what the embedder reads
_NEVER_CUT = frozenset({BlockKind.CARD, BlockKind.TABLE_ROW, BlockKind.HEADING})

CountTokens = Callable[[Sequence[str]], list[int]]


@dataclass(frozen=True, slots=True)
class _Unit:
    """A block, or a part of a long one; what chunks are put together from."""

    start: int
    end: int
    kind: BlockKind
    section: tuple[str, ...]
    search_text: str
    token_count: int


def chunk_document(
    document: Document, count_tokens: CountTokens, max_tokens: int = MAX_TOKENS
) -> list[Chunk]:
    """Cut a document into chunks, in order; every character that shows is in exactly one.

    Furniture alone is in none, or between what a chunk says without adding to it. A chunk lies
    on one page. A heading leads the chunk that follows it, and short sections share
    one. Cards and table rows are never cut; other blocks only where they are longer than
    `max_tokens`, at the end of a sentence where there is one.

    Args:
        count_tokens: Counts as the embedding model does.
    """
    blocks = [(page, block) for page in document.pages for block in _covering_blocks(page)]
    texts = [block_search_text(page.text, block) for page, block in blocks]
    units: dict[int, list[_Unit]] = {}
    for (page, block), text, count in zip(blocks, texts, count_tokens(texts), strict=True):
        whole = _Unit(block.start, block.end, block.kind, block.section, text, count)
        is_cut = count > max_tokens and block.kind not in _NEVER_CUT
        parts = _cut(page.text, whole, count_tokens, max_tokens) if is_cut else [whole]
        units.setdefault(page.number, []).extend(parts)
    return [
        _chunk(page, group)
        for page in document.pages
        for group in _groups(units.get(page.number, []), max_tokens)
    ]


def embedding_text(chunk: Chunk, title: str, file: str) -> str:
    """What the embedder is given of a chunk: its document and section, then its text."""
    return with_context(chunk.search_text, title, chunk.section, file)


def _covering_blocks(page: Page) -> Iterator[Block]:
    """The page's blocks without furniture, and paragraphs for the text that no block covers."""
    position = 0
    section = page.blocks[0].section if page.blocks else ()
    for block in page.blocks:
        yield from _paragraph(page.text, position, block.start, section)
        start = max(block.start, position)
        if block.kind is not BlockKind.FURNITURE and page.text[start : block.end].strip():
            yield Block(start, block.end, block.kind, block.section, block.reading)
        position = max(position, block.end)
        section = block.section
    yield from _paragraph(page.text, position, len(page.text), section)


def _paragraph(text: str, start: int, end: int, section: tuple[str, ...]) -> Iterator[Block]:
    part = text[start:end]
    if part.strip():
        start += len(part) - len(part.lstrip())
        yield Block(start, start + len(part.strip()), BlockKind.PARAGRAPH, section)


def _cut(text: str, unit: _Unit, count_tokens: CountTokens, max_tokens: int) -> list[_Unit]:
    """Cut a long block at the ends of its sentences, and long sentences between words."""
    spans = [
        (unit.start + start, unit.start + end)
        for start, end in sentences(text[unit.start : unit.end])
    ]
    counts = count_tokens([search_text(text[start:end]) for start, end in spans])
    parts: list[tuple[int, int, int]] = []
    for (start, end), count in zip(spans, counts, strict=True):
        if count > max_tokens:
            pieces = -(-count // max_tokens)
            parts.extend((*span, count // pieces) for span in _cut_evenly(text, start, end, pieces))
        elif parts and parts[-1][2] + count <= max_tokens:
            parts[-1] = (parts[-1][0], end, parts[-1][2] + count)
        else:
            parts.append((start, end, count))
    return [
        _Unit(start, end, unit.kind, unit.section, search_text(text[start:end]), count)
        for start, end, count in parts
    ]


def _cut_evenly(text: str, start: int, end: int, pieces: int) -> Iterator[tuple[int, int]]:
    """Cut a stretch into `pieces` of about the same length, between words where there are any."""
    length = -(-(end - start) // pieces)
    while end - start > length:
        part = text[start : start + length]
        words = part.rstrip() if part[-1].isspace() else part
        blank = max(words.rfind(" "), words.rfind("\n"), words.rfind("\t"))
        stop = start + (blank if blank > length // 2 else length)
        yield start, stop
        start = stop
    if text[start:end].strip():
        yield start, end


def _groups(units: Sequence[_Unit], max_tokens: int) -> list[list[_Unit]]:
    """Which units of a page make a chunk together."""
    groups: list[list[_Unit]] = []
    for unit in units:
        if groups and _belongs(groups[-1], unit, max_tokens):
            groups[-1].append(unit)
        else:
            groups.append([unit])
    if len(groups) > 1 and _has_only_headings(groups[-1]):
        headings = groups.pop()
        groups[-1].extend(headings)
    return _joined(groups, max_tokens)


def _belongs(group: Sequence[_Unit], unit: _Unit, max_tokens: int) -> bool:
    if _has_only_headings(group):
        return True
    if unit.kind is BlockKind.HEADING or unit.section != _section(group):
        return False
    return _token_count(group) + unit.token_count <= max_tokens


def _joined(groups: list[list[_Unit]], max_tokens: int) -> list[list[_Unit]]:
    """Join short sections of a page: a chunk of two lines finds too little, and is found too often.

    Of chunks kept to one section, however short, 4 % fewer questions found their page among the
    first ten.
    """
    joined: list[list[_Unit]] = []
    for group in groups:
        if joined and _token_count(joined[-1]) + _token_count(group) <= max_tokens:
            joined[-1].extend(group)
        else:
            joined.append(group)
    return joined


def _has_only_headings(group: Sequence[_Unit]) -> bool:
    return all(unit.kind is BlockKind.HEADING for unit in group)


def _section(group: Sequence[_Unit]) -> tuple[str, ...]:
    """The section of the first text under the headings; of the last heading if there is none."""
    texts = (unit for unit in group if unit.kind is not BlockKind.HEADING)
    return next(texts, group[-1]).section


def _token_count(group: Sequence[_Unit]) -> int:
    return sum(unit.token_count for unit in group)


def _chunk(page: Page, group: Sequence[_Unit]) -> Chunk:
    start, end = group[0].start, group[-1].end
    return Chunk(
        page=page.number,
        start=start,
        end=end,
        section=_section(group),
        text=page.text[start:end],
        search_text="\n".join(unit.search_text for unit in group if unit.search_text),
        token_count=_token_count(group),
    )
