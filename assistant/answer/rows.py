"""Rows: which row of a table a question picks out, by a name or a number."""

import re
from collections import defaultdict
from collections.abc import Sequence

from assistant.answer.entries import identifiers_typed
from assistant.answer.units import Unit, UnitKind
from assistant.domain.figures import figures, plain

_PARTS = "-"
# Of what is longer than 3 s, the row of 3 s is none.
_COMPARED = re.compile(
    r"(?:\b(?:than|above|below|over|under|exceed(?:s|ed|ing)?|at (?:least|most)|between"
    r"|between \S+(?: [^\W\d]+)? and)|[<>≤≥]=?)\s*$",
    re.IGNORECASE,
)


def beside_the_row_asked_for(question: str, units: Sequence[Unit]) -> list[bool]:
    """For each unit, whether it is a row beside another that has a cell asked for.

    '4MB-c1' picks out the row with the cell '4MB-c1', not that of '4MB'; '5' of '5 second delay',
    and the 7 of 'D12-7', that where a cell begins with this number. A name tells more than a
    number. The other rows of that table are beside it; where no row reads so, none is told apart.
    """
    typed = identifiers_typed(question)
    names = frozenset(name.casefold() for name in typed if any(map(str.isalpha, name)))
    numbers = _numbers_asked(question)
    tables: defaultdict[tuple[int, int, str], list[int]] = defaultdict(list)
    for at, unit in enumerate(units):
        if unit.kind is UnitKind.ROW:
            passage = unit.passage
            # By the first column: where a cell of another is blank, its name is not read.
            column = unit.reading.partition(": ")[0]
            tables[passage.document_id, passage.page, column].append(at)
    beside = [False] * len(units)
    for rows in tables.values():
        named = {at for at in rows if not names.isdisjoint(_cells(units[at]))}
        picked = named or {at for at in rows if not numbers.isdisjoint(_numbers(units[at]))}
        for at in rows:
            beside[at] = bool(picked) and at not in picked
    return beside


def _numbers_asked(question: str) -> frozenset[float]:
    read = plain(question)
    asked: set[float] = set()
    for figure in figures(read):
        if _COMPARED.search(read[: figure.start]):
            continue
        parts = figure.value.split(_PARTS)[1:] if figure.code else [figure.value]
        asked.update(value for part in parts if (value := _value(part)) is not None)
    return frozenset(asked)


def _cells(row: Unit) -> list[str]:
    return [cell.partition(": ")[2].casefold() for cell in row.reading.split("; ")]


def _numbers(row: Unit) -> frozenset[float]:
    """The numbers that cells begin with."""
    found = set()
    for cell in _cells(row):
        said = plain(cell)
        first = next(iter(figures(said)), None)
        if first is not None and first.start == 0 and (value := _value(first.value)) is not None:
            found.add(value)
    return frozenset(found)


def _value(written: str) -> float | None:
    try:
        return float(written)
    except ValueError:
        return None
