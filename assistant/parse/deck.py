"""Simulation decks: Nastran bulk data, Abaqus input and LS-DYNA keyword files.

The page is the deck as it stands. A card keeps its continuation lines and the comments right
above it; files with these suffixes that hold no deck are read as plain text.
"""

import re
from pathlib import PurePath

from assistant.domain.document import Document
from assistant.parse.deck_abaqus import abaqus_blocks
from assistant.parse.deck_comments import comment_title
from assistant.parse.deck_dyna import dyna_blocks
from assistant.parse.deck_nastran import CARD_NAME, nastran_blocks
from assistant.parse.encoding import decode
from assistant.parse.nastran_cards import FIELDS
from assistant.parse.page_writer import one_page
from assistant.parse.plain_text import parse_text
from assistant.parse.source_lines import Line, lines_of

SUFFIXES = (".bdf", ".dat", ".nas", ".inp", ".k", ".key", ".dyn", ".fem", ".pch")

_LINES_JUDGED = 20_000
_NASTRAN_MARK = re.compile(r"\s*(?:BEGIN\s+BULK|CEND|ENDDATA)\b", re.IGNORECASE)
_KEYWORD = re.compile(r"\*[A-Za-z]")
_ABAQUS = re.compile(
    r"\*(?:heading|node|element|material|step|part|assembly|elset|nset|solid section|parameter"
    r"|shell section|boundary|preprint|include|density|elastic|surface|amplitude)\b",
    re.IGNORECASE,
)
_DYNA = re.compile(
    r"\*(?:KEYWORD|END|TITLE|CONTROL_|DATABASE_|MAT_|SECTION_|PART|NODE|ELEMENT_|CONTACT_|DEFINE_"
    r"|BOUNDARY_|LOAD_|INITIAL_|SET_|EOS_|HOURGLASS|CONSTRAINED_|INCLUDE|PARAMETER|AIRBAG_)"
)


def sample() -> bytes:
    """A tiny file of this format."""
    return b"SOL 101\nCEND\nBEGIN BULK\n$ Steel\nMAT1,1,2.1+11,,.3,7850.\nENDDATA\n"


def parse(content: bytes, name: str) -> Document:
    """Read a simulation deck.

    Raises:
        DocumentSkippedError: It is no text, or empty.
    """
    decoded = decode(content)
    text = decoded.text
    lines = lines_of(text)
    family = _family(lines[:_LINES_JUDGED], PurePath(name).suffix.casefold())
    comment = "$"
    if family == "nastran":
        title, blocks = nastran_blocks(text, lines)
    elif family == "abaqus":
        title, blocks = abaqus_blocks(text, lines)
        comment = "**"
    elif family == "ls-dyna":
        title, blocks = dyna_blocks(text, lines)
    else:
        return parse_text(text, PurePath(name).stem + ".txt", decoded.notes)
    title = title or comment_title(lines, comment)
    return one_page(family, title, text, blocks, decoded.notes)


def _family(lines: list[Line], suffix: str) -> str:
    """Which program the deck is for; empty for what is none."""
    keywords = [line.text for line in lines if _KEYWORD.match(line.text)]
    if keywords:
        dyna = sum(bool(_DYNA.match(keyword)) for keyword in keywords)
        abaqus = sum(bool(_ABAQUS.match(keyword)) for keyword in keywords)
        has_dollars = any(line.text.startswith("$") for line in lines)
        if suffix in (".k", ".key", ".dyn") or (has_dollars and dyna >= abaqus > 0):
            return "ls-dyna"
        if suffix == ".inp" or abaqus:
            return "abaqus"
        if dyna:
            return "ls-dyna"
    # The continuation of a Nastran card may be named like a keyword: '*M1'.
    if suffix in (".bdf", ".nas", ".fem", ".pch") or any(
        _NASTRAN_MARK.match(x.text) for x in lines
    ):
        return "nastran"
    cards = [found[1].upper() for line in lines if (found := CARD_NAME.match(line.text))]
    known = sum(card in FIELDS for card in cards)
    return "nastran" if known >= 3 and 2 * known > len(cards) else ""
