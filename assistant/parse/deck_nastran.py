"""Nastran decks: executive and case control, and bulk data card by card."""

import re
from collections.abc import Iterator
from itertools import groupby

from assistant.domain.document import Block, BlockKind
from assistant.parse.deck_comments import CardLines, comment_blocks, comment_text
from assistant.parse.nastran_cards import FIELDS, card_reading
from assistant.parse.source_lines import Line, bounded

CARD_NAME = re.compile(r"\s{0,7}([A-Za-z][A-Za-z0-9]{1,7})\*?(?=[\s,]|$)")
_CONTINUATION = re.compile(r"[+*]| {8}|\t|\s*,")
_LONGEST_CARD = 40
_CARDS_IN_BLOCK = 12
_MANY = 4
_EXECUTIVE, _CASE, _BULK = "Executive control", "Case control", "Bulk data"
_MARKS = frozenset({"BEGIN", "ENDDATA"})
_TITLE = re.compile(r"\s*TITLE(?:\s*=\s*|\s+)(\S.*)", re.IGNORECASE)


def nastran_blocks(text: str, lines: list[Line]) -> tuple[str, list[Block]]:
    """The deck's own title, and its blocks."""
    executive, case, bulk = _parts(lines)
    blocks = [*_control_blocks(executive, _EXECUTIVE), *_control_blocks(case, _CASE)]
    blocks += _bulk_blocks(text, bulk)
    found = next((m for line in case if (m := _TITLE.match(line.text))), None)
    return (found[1].strip() if found else ""), blocks


def _parts(lines: list[Line]) -> tuple[list[Line], list[Line], list[Line]]:
    """Executive control, case control and bulk data; a file without marks is bulk data."""
    cend = begin = None
    for i, line in enumerate(lines):
        word = line.text.strip().upper()
        if cend is None and word == "CEND":
            cend = i
        elif word.startswith("BEGIN") and re.match(r"BEGIN\s+(?:BULK|SUPER)", word):
            begin = i
            break
    if begin is None:
        if cend is None:
            return [], [], lines
        return lines[: cend + 1], lines[cend + 1 :], []
    if cend is None:
        return [], lines[:begin], lines[begin:]
    return lines[: cend + 1], lines[cend + 1 : begin], lines[begin:]


def _control_blocks(lines: list[Line], section: str) -> Iterator[Block]:
    """Control statements, a block for each subcase."""
    runs: list[list[Line]] = [[]]
    name = section
    names = [section]
    for line in lines:
        if not line.text.strip():
            continue
        found = re.match(r"\s*SUBCASE\s+(\d+)", line.text, re.IGNORECASE)
        if found:
            name = f"SUBCASE {found[1]}"
            runs.append([])
            names.append(name)
        runs[-1].append(line)
    for run, name in zip(runs, names, strict=True):
        path = (section,) if name == section else (section, name)
        for start, end in bounded(run, _may_cut_control):
            yield Block(start, end, BlockKind.CARD, path)


def _may_cut_control(last: Line, following: Line) -> bool:
    return not last.text.rstrip().endswith(",")


def _bulk_blocks(text: str, lines: list[Line]) -> Iterator[Block]:
    """Cards one by one; long runs of one kind in groups that end where a card does."""
    for name, group in groupby(_cards(lines), key=lambda card: card.name):
        section = (_BULK, name) if name else (_BULK,)
        for part in _in_groups(list(group)):
            yield from comment_blocks(part[0].apart, section, "$")
            own = [line.text for card in part for line in card.lines]
            reading = card_reading(own) if len(part) == 1 else _legend(name, text, part)
            if reading and (remarks := comment_text(part[0].above, "$")):
                reading = f"{remarks}\n{reading}"
            whole = [line for card in part for line in card.whole]
            for start, end in bounded(whole, _never, 2 * _LONGEST_CARD):
                yield Block(start, end, BlockKind.CARD, section, reading)


def _never(last: Line, following: Line) -> bool:
    return False


def _legend(name: str, text: str, part: list[CardLines]) -> str:
    """How a group of cards reads: what their columns mean, and then the cards."""
    if name not in FIELDS:
        return ""
    meaning, fields = FIELDS[name]
    cards = text[part[0].lines[0].start : part[-1].end]
    return f"{name} ({meaning}): {' '.join(filter(None, fields))}\n{cards}"


def _in_groups(run: list[CardLines]) -> Iterator[list[CardLines]]:
    """Single cards where there are few, or where one has a comment of its own."""
    group: list[CardLines] = []
    for card in run:
        has_comments = bool(card.above or card.apart)
        if group and (has_comments or len(group) >= _CARDS_IN_BLOCK or len(run) < _MANY):
            yield group
            group = []
        group.append(card)
    if group:
        yield group


def _cards(lines: list[Line]) -> Iterator[CardLines]:
    """The cards of bulk data, each with the comments above it."""
    waiting: list[Line] = []
    card: CardLines | None = None
    for line in lines:
        if not line.text.strip() or line.text.lstrip().startswith("$"):
            waiting.append(line)
        elif card is not None and _CONTINUATION.match(line.text):
            card.take(waiting, line)
            waiting = []
        else:
            if card is not None:
                yield card
            found = CARD_NAME.match(line.text)
            name = found[1].upper() if found else ""
            card = CardLines.begin("" if name in _MARKS else name, waiting, line)
            waiting = []
    if card is not None:
        yield card
    if any(line.text.strip() for line in waiting):
        yield CardLines.begin("", waiting, None)
