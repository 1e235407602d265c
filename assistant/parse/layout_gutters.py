"""Where the columns of a table are parted: gaps that lie above one another."""

from collections.abc import Sequence
from itertools import pairwise

from assistant.parse.layout_lines import Line

NARROW_GUTTER_EM = 0.6


def find_gutters(rows: Sequence[Line], centred: Sequence[Line]) -> list[float]:
    """The x positions that (nearly) all rows leave free and at least two have a wide gap at.

    `centred` are lines of single cells that overlap a row.
    """
    edges: list[tuple[float, int]] = []
    for row in (*rows, *centred):
        for segment in row.segments:
            edges.append((segment.left, 1))
            edges.append((segment.right, -1))
    edges.sort()
    size = sorted(row.size_pt for row in rows)[len(rows) // 2]
    crossing_allowed = len(rows) // 7 if len(rows) >= 7 else int(len(rows) >= 4)
    found: list[tuple[float, int]] = []
    covered = 0
    for (x, change), (following, _) in pairwise(edges):
        covered += change
        if covered > crossing_allowed or following - x < NARROW_GUTTER_EM * size:
            continue
        middle = (x + following) / 2
        if sum(_has_gap_at(row, middle) for row in rows) >= max(2, 0.3 * len(rows)):
            found.append((middle, covered))
    return _without_empty_columns([*rows, *centred], found)


def _has_gap_at(row: Line, x: float) -> bool:
    return any(low <= x <= high for low, high in gaps_of(row))


def _without_empty_columns(
    rows: Sequence[Line], gutters: Sequence[tuple[float, int]]
) -> list[float]:
    """The gutters that have the text of at least two rows between them.

    With each comes how many segments cross it. Of two with nothing between them the one that
    fewer cross is kept, or their middle.
    """
    kept: list[float] = []
    crossed = 0
    for gutter, count in gutters:
        low = kept[-1] if kept else float("-inf")
        between = sum(any(low < s.left and s.right < gutter for s in row.segments) for row in rows)
        if between >= min(2, len(rows)):
            kept.append(gutter)
            crossed = count
        elif kept and between == 0:
            if count == crossed:
                kept[-1] = (kept[-1] + gutter) / 2
            elif count < crossed:
                kept[-1], crossed = gutter, count
    return kept


def shares_gap(above: Line, below: Line) -> bool:
    """Whether a gap of one line lies over a gap of the other."""
    return any(
        min(high, low_high) - max(low, low_low) >= 0.35 * below.size_pt
        for low, high in gaps_of(above)
        for low_low, low_high in gaps_of(below)
    )


def gaps_of(line: Line) -> list[tuple[float, float]]:
    """The wide gaps of a line, from left to right."""
    return [(before.right, after.left) for before, after in pairwise(line.segments)]
