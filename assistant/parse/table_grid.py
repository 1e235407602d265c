"""Lays out tables whose cells span rows and columns."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

MAX_COLUMNS = 1_000
MAX_SPAN = 1_000


class Cell(NamedTuple):
    """A cell as the markup gives it.

    Attributes:
        text: On one line.
        wide: Columns that it covers.
        high: Rows that it covers.
        column: Where it begins, from 0; None for the next free place.
    """

    text: str
    wide: int = 1
    high: int = 1
    column: int | None = None


@dataclass(slots=True)
class TableGrid:
    """A table with its merged cells laid out.

    Attributes:
        shown: A row a list; a merged cell once, in its first place.
        filled: The same with merged cells in every place they cover.
        header_rows: How many rows at the top are the header; None where nothing says so.
    """

    shown: list[list[str]] = field(default_factory=list)
    filled: list[list[str]] = field(default_factory=list)
    header_rows: int | None = None
    # Column → rows still covered from above, and by what.
    _hanging: dict[int, tuple[int, str]] = field(default_factory=dict)

    def add_row(self, cells: Iterable[Cell]) -> None:
        """Add a row, below the cells of earlier rows that reach into it."""
        places = {column: (text, False) for column, (_, text) in self._hanging.items()}
        self._hanging = {c: (n - 1, t) for c, (n, t) in self._hanging.items() if n > 1}
        column = 0
        for cell in cells:
            while column in places:
                column += 1
            first = column if cell.column is None else cell.column
            for place in range(first, min(first + max(cell.wide, 1), MAX_COLUMNS)):
                places[place] = (cell.text, place == first)
                if cell.high > 1:
                    self._hanging[place] = (min(cell.high, MAX_SPAN) - 1, cell.text)
            column = first + 1
        row = [places.get(i, ("", False)) for i in range(max(places, default=-1) + 1)]
        self.filled.append([text for text, _ in row])
        self.shown.append([text if begins else "" for text, begins in row])


def span_of(value: str) -> int:
    """A span from an attribute, 1 where it is no number."""
    value = value.strip()
    return max(1, min(int(value), MAX_SPAN)) if value.isdecimal() and len(value) < 6 else 1
