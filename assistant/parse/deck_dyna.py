"""LS-DYNA keyword files: keywords with their rows of fields, named by the comments above them."""

from collections.abc import Iterator

from assistant.domain.document import Block, BlockKind
from assistant.parse.deck_comments import CardLines, comment_blocks, comment_text
from assistant.parse.source_lines import Line, bounded

_LONGEST_CARD = 40
_LINES_IN_PIECE = 20
_FIELD_WIDTH = 10
_FIELDS = 8


def dyna_blocks(text: str, lines: list[Line]) -> tuple[str, list[Block]]:
    """The deck's title, and its blocks."""
    blocks: list[Block] = []
    title = ""
    for card in _cards(lines):
        section = _section(card)
        blocks += comment_blocks(card.apart, section, "$")
        blocks += _card_blocks(text, card, section)
        if card.name == "*TITLE" and len(card.lines) > 1:
            title = title or card.lines[1].text.strip()
    return title, blocks


def _section(card: CardLines) -> tuple[str, ...]:
    """The keyword; and the title in its first row, where its name says there is one."""
    if not card.name:
        return ()
    has_title = card.name.endswith("_TITLE") or card.name == "*PART"
    if has_title and len(card.lines) > 1 and card.lines[1].text.strip():
        return (card.name, " ".join(card.lines[1].text.split()))
    return (card.name,)


def _cards(lines: list[Line]) -> Iterator[CardLines]:
    waiting: list[Line] = []
    card: CardLines | None = None
    for line in lines:
        if not line.text.strip() or line.text.startswith("$"):
            waiting.append(line)
        elif line.text.startswith("*") or card is None:
            if card is not None:
                yield card
            keyword = line.text.split()[0].upper() if line.text.startswith("*") else ""
            card = CardLines.begin(keyword, waiting, line)
            waiting = []
        else:
            card.take(waiting, line)
            waiting = []
    if card is not None:
        yield card
    if any(line.text.strip() for line in waiting):
        yield CardLines.begin("", waiting, None)


def _card_blocks(text: str, card: CardLines, section: tuple[str, ...]) -> Iterator[Block]:
    if not card.lines:
        return
    head = " ".join(section)
    if len(card.whole) <= _LONGEST_CARD:
        values = _named_values(card.whole)
        reading = "\n".join(filter(None, [comment_text(card.above, "$"), head, *values]))
        yield Block(card.start, card.end, BlockKind.CARD, section, reading if values else "")
        return
    for start, end in bounded(card.whole, _may_cut, _LINES_IN_PIECE):
        reading = "" if start == card.start else f"{head}\n{text[start:end]}"
        yield Block(start, end, BlockKind.CARD, section, reading)


def _may_cut(last: Line, following: Line) -> bool:
    return not last.text.startswith("$")


def _named_values(lines: list[Line]) -> list[str]:
    """The rows, with the names that comments give their fields: 'mid 1; ro 7.85e-9; e 210000'.

    Empty where no row is named.
    """
    rows: list[str] = []
    comment = ""
    is_named = False
    for line in lines:
        if line.text.startswith("$"):
            comment = line.text
        elif not line.text.startswith("*"):
            pairs = _pairs(comment, line.text)
            is_named = is_named or bool(pairs)
            named = "; ".join(f"{name} {value}" for name, value in pairs if value)
            rows.append(named if pairs else " ".join(line.text.split()))
    return rows if is_named else []


def _pairs(comment: str, row: str) -> list[tuple[str, str]]:
    """The fields of a row with their names from the comment above; empty where they differ."""
    # '$#' takes the place of the first two characters of the first field.
    bare = "  " + comment[2:] if comment.startswith("$#") else " " + comment[1:]
    names, values = _free_fields(bare), _free_fields(row)
    if "," not in row and (len(names) != len(values) or not names):
        names, values = _fields(bare.replace(",", " ")), _fields(row)
    is_named = len(names) >= len(values) and all(n and " " not in n for n in names[: len(values)])
    are_words = all(n[:1].isalpha() for n in names)
    return list(zip(names, values, strict=False)) if is_named and are_words and names else []


def _free_fields(line: str) -> list[str]:
    """Fields apart by commas, empty ones kept but for the last; without commas, by spaces."""
    return [field.strip() for field in line.rstrip(" ,").split("," if "," in line else None)]


def _fields(line: str) -> list[str]:
    """The fields of a fixed row, eight of ten characters."""
    line = line.rstrip()
    starts = range(0, min(len(line), _FIELDS * _FIELD_WIDTH), _FIELD_WIDTH)
    return [line[start : start + _FIELD_WIDTH].strip() for start in starts]
