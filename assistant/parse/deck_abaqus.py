"""Abaqus input files: keywords with their data lines, by part, material and step."""

import re
from collections.abc import Iterator

from assistant.domain.document import Block, BlockKind
from assistant.parse.deck_comments import CardLines, comment_blocks, comment_text, is_rule
from assistant.parse.page_writer import SectionStack
from assistant.parse.source_lines import Line, bounded

_LONGEST_CARD = 40
_LINES_IN_PIECE = 20
_BLOCKS = {"part": 1, "assembly": 1, "step": 1, "instance": 2, "material": 3}
_CARD_LEVEL = 4
_MATERIAL_OPTIONS = (
    "density elastic plastic expansion conductivity specific user depvar damage damping"
    " hyperelastic hyperfoam viscoelastic viscous creep fail failure drucker concrete cast cap"
    " crushable eos gap inelastic latent permeability porous rate swelling tensile electrical"
    " dielectric magnetic characteristic brittle mohr clay potential cyclic low regularize"
    " initiation shear uniaxial biaxial planar volumetric cohesive trs"
)
_OPTIONS = frozenset(_MATERIAL_OPTIONS.split())
_SPLIT = re.compile(r"\s*,\s*|\s{2,}")


def abaqus_blocks(text: str, lines: list[Line]) -> tuple[str, list[Block]]:
    """The deck's heading, and its blocks."""
    sections = SectionStack()
    blocks: list[Block] = []
    title = ""
    for card in _cards(lines):
        name = card.name
        if card.lines and name.startswith("end "):
            sections.leave(_CARD_LEVEL)
            blocks += comment_blocks(card.apart, sections.path, "*")
            blocks += _card_blocks(text, card, sections.path)
            sections.leave(_BLOCKS.get(name.split()[1], _CARD_LEVEL))
            continue
        words = name.split() or [""]
        if words[0] not in _OPTIONS:
            sections.leave(_BLOCKS["material"])
        header = card.lines[0].text.strip() if card.lines else ""
        above = sections.path
        path = sections.enter(_BLOCKS.get(name, _CARD_LEVEL), header) if header else above
        blocks += comment_blocks(card.apart, path if name in _BLOCKS else above, "*")
        blocks += _card_blocks(text, card, path)
        if name == "heading" and len(card.lines) > 1:
            title = title or card.lines[1].text.strip()
    return title, blocks


def _cards(lines: list[Line]) -> Iterator[CardLines]:
    """The keywords, each with its data lines; comments below the last one go to the next."""
    waiting: list[Line] = []
    card: CardLines | None = None
    for line in lines:
        stripped = line.text.strip()
        if not stripped or stripped.startswith("**"):
            waiting.append(line)
        elif stripped.startswith("*") and not _continues_keyword(card, waiting):
            if card is not None:
                yield card
            card = CardLines.begin(_keyword(stripped), waiting, line)
            waiting = []
        elif card is None:
            card = CardLines.begin("", waiting, line)
            waiting = []
        else:
            card.take(waiting, line)
            waiting = []
    if card is not None:
        yield card
    if any(line.text.strip() for line in waiting):
        yield CardLines.begin("", waiting, None)


def _continues_keyword(card: CardLines | None, waiting: list[Line]) -> bool:
    """Whether a line beginning with '*' is still part of the keyword line above."""
    return False if card is None or waiting else len(card.lines) == 1 and _is_open(card.lines[0])


def _is_open(line: Line) -> bool:
    return line.text.strip().startswith("*") and line.text.rstrip().endswith(",")


def _keyword(line: str) -> str:
    return " ".join(line.lstrip("*").partition(",")[0].split()).casefold()


def _card_blocks(text: str, card: CardLines, section: tuple[str, ...]) -> Iterator[Block]:
    """A card as one block, or a long one in pieces that each say the keyword again."""
    if not card.lines:
        return
    header = card.lines[0].text.strip()
    if len(card.whole) <= _LONGEST_CARD:
        yield Block(card.start, card.end, BlockKind.CARD, section, _reading(text, card))
        return
    has_comments = any(_is_comment(line) for line in card.whole)
    for start, end in bounded(
        card.whole, _may_cut_at_comment if has_comments else _may_cut_row, _LINES_IN_PIECE
    ):
        reading = "" if start == card.start else f"{header}\n{text[start:end]}"
        yield Block(start, end, BlockKind.CARD, section, reading)


def _is_comment(line: Line) -> bool:
    return line.text.lstrip().startswith("**")


def _may_cut_at_comment(last: Line, following: Line) -> bool:
    return _is_comment(following) and not _is_comment(last)


def _may_cut_row(last: Line, following: Line) -> bool:
    return not last.text.rstrip().endswith(",")


def _reading(text: str, card: CardLines) -> str:
    """How a card reads where comments name its values; empty where its text says as much."""
    remarks = comment_text(card.above, "*")
    values = _named_values(card.whole)
    if values:
        return "\n".join(filter(None, [remarks, card.lines[0].text.strip(), *values]))
    return f"{remarks}\n{text[card.lines[0].start : card.end]}" if remarks else ""


def _named_values(lines: list[Line]) -> list[str]:
    """The data lines, with the names that comments give: 'E1 171420.0; E2 9080.0'.

    Empty where no line is named.
    """
    rows: list[str] = []
    comments: list[list[str]] = []
    is_named = False
    for line in lines:
        stripped = line.text.strip()
        if _is_comment(line):
            if not is_rule(line):
                comments.append(_SPLIT.split(stripped.lstrip("* ").rstrip(", ")))
            continue
        if not stripped.startswith("*"):
            values = [value.strip() for value in stripped.split(",")]
            if len(values) > 1 and not values[-1]:
                values.pop()
            names = next((c for c in comments if len(c) == len(values) and _are_names(c)), None)
            is_named = is_named or names is not None
            pairs = zip(names or (), values, strict=False)
            rows.append("; ".join(f"{n} {v}" for n, v in pairs if v) if names else stripped)
        comments = []
    return [row for row in rows if row] if is_named else []


def _are_names(cells: list[str]) -> bool:
    """Whether the cells of a comment are the names of different columns."""
    return (
        len(cells) > 1
        and len(set(cells)) == len(cells)
        and all(len(cell) < 24 and cell[:1].isalpha() for cell in cells)
    )
