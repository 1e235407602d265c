"""Where the pages of a document lie when they stand one below the other; no Qt."""

from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import NamedTuple

MARGIN = 16
"""Pixels around the column."""
GAP = 12
"""Pixels between two pages."""
_MIN_SIDE_PT = 8.0


class PageSize(NamedTuple):
    """A page as displayed, in points."""

    width_pt: float
    height_pt: float


class PageColumn:
    """Pages one below the other, each in the middle; all numbers are screen pixels.

    Attributes:
        width: Of the column with its margins.
        height: Likewise.
    """

    def __init__(
        self, sizes_pt: Sequence[tuple[float, float]], zoom_of: Callable[[float], float]
    ) -> None:
        """Lay out pages; `zoom_of` gives pixels per point for a page's width in points."""
        self._sizes = [
            PageSize(max(width, _MIN_SIDE_PT), max(height, _MIN_SIDE_PT))
            for width, height in sizes_pt
        ]
        self._zooms = [zoom_of(size.width_pt) for size in self._sizes]
        self._tops: list[int] = []
        bottom = MARGIN
        for size, zoom in zip(self._sizes, self._zooms, strict=True):
            self._tops.append(bottom)
            bottom += round(size.height_pt * zoom) + GAP
        self.height = bottom - GAP + MARGIN if self._sizes else 0
        widths = (round(s.width_pt * z) for s, z in zip(self._sizes, self._zooms, strict=True))
        self.width = max(widths, default=0) + 2 * MARGIN

    @property
    def count(self) -> int:
        """Number of pages."""
        return len(self._sizes)

    def zoom(self, page: int) -> float:
        """Pixels per point of a page, counted from 1."""
        return self._zooms[page - 1]

    def size_pt(self, page: int) -> PageSize:
        """A page as displayed."""
        return self._sizes[page - 1]

    def top(self, page: int) -> int:
        """Where a page begins."""
        return self._tops[page - 1]

    def size(self, page: int) -> tuple[int, int]:
        """Width and height of a page."""
        size, zoom = self._sizes[page - 1], self._zooms[page - 1]
        return round(size.width_pt * zoom), round(size.height_pt * zoom)

    def page_at(self, y: float) -> int:
        """The page at this height, the gap below it included; the nearest outside the column."""
        return max(1, bisect_right(self._tops, y))

    def pages_between(self, top: float, bottom: float) -> range:
        """The pages of which anything lies between two heights."""
        if not self._sizes:
            return range(0)
        first, last = self.page_at(top), self.page_at(bottom)
        if self._tops[first - 1] + self.size(first)[1] <= top and first < last:
            first += 1
        return range(first, last + 1)
