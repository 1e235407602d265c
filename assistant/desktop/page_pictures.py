"""Keeps the rendered pages that were seen last, as many as fit into a bound of memory."""

import math
from collections import OrderedDict
from collections.abc import Collection
from dataclasses import dataclass

from PySide6.QtGui import QImage

from assistant.desktop.page_column import PageSize
from assistant.ports import PageImage

_MAX_BYTES = 256 * 2**20
_MAX_PIXELS = 24_000_000
"""Of one rendered page: 96 MB; beyond that the picture is scaled up on the screen."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A rendered page.

    Attributes:
        scale: Device pixels per point it was rendered at.
        image: Looks into `pixels` without a copy of its own.
        pixels: What the picture owns; goes with it.
    """

    scale: float
    image: QImage
    pixels: bytes

    @classmethod
    def of(cls, rendered: PageImage, scale: float) -> "Picture":
        """A picture over the pixels of a rendered page."""
        width, height, pixels = rendered
        view = QImage(pixels, width, height, width * 4, QImage.Format.Format_RGB32)
        return cls(scale, view, pixels)


def render_scale(size: PageSize, zoom: float, ratio: float) -> float:
    """Device pixels per point to render a page at, for a zoom and a device pixel ratio."""
    return min(zoom * ratio, math.sqrt(_MAX_PIXELS / (size.width_pt * size.height_pt)))


class PagePictures:
    """The latest picture of each page; the pages not looked at for longest go first."""

    def __init__(self, max_bytes: int = _MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._pictures: OrderedDict[int, Picture] = OrderedDict()

    def get(self, page: int) -> Picture | None:
        """The picture of a page, at whichever scale; None where there is none."""
        picture = self._pictures.get(page)
        if picture is not None:
            self._pictures.move_to_end(page)
        return picture

    def put(self, page: int, picture: Picture, in_view: Collection[int]) -> None:
        """Keep a picture; pages not in view make room for it."""
        self._pictures[page] = picture
        self._pictures.move_to_end(page)
        for old in list(self._pictures):
            if self.size_bytes <= self._max_bytes:
                break
            if old != page and old not in in_view:
                del self._pictures[old]

    def has_room_for(self, size_bytes: float) -> bool:
        """Whether pictures of this size can be kept beside those in view."""
        return size_bytes * 6 <= self._max_bytes

    def clear(self) -> None:
        """Forget all."""
        self._pictures.clear()

    @property
    def size_bytes(self) -> int:
        """What is kept."""
        return sum(len(picture.pixels) for picture in self._pictures.values())
