"""The outline of a PDF: its bookmarks, with the place on the page that each leads to."""

import ctypes
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import pypdfium2_raw as pdfium

from assistant.parse.pdfium import Geometry, PdfFile, wide_text

_MAX_ENTRIES = 20_000
_MAX_LEVEL = 12
_MAX_TITLE = 200


class OutlineEntry(NamedTuple):
    """A bookmark.

    Attributes:
        title: On one line, never empty.
        level: 1 for the outermost.
        page: Counted from 1.
        top: Where on the displayed page it leads to, in points from the top; None where the
            bookmark names the page alone.
    """

    title: str
    level: int
    page: int
    top: float | None


def read_outline(file: PdfFile, geometries: Sequence[Geometry]) -> tuple[OutlineEntry, ...]:
    """Read the bookmarks that lead into the document, in the outline's order.

    `geometries` has one entry per page; bookmarks to pages after them are left out. Outlines that
    run in circles or without end are cut.
    """
    entries = []
    for bookmark, level in _walk(file):
        target = _target(file, bookmark)
        title = " ".join(wide_text(pdfium.FPDFBookmark_GetTitle, bookmark).split())[:_MAX_TITLE]
        index = pdfium.FPDFDest_GetDestPageIndex(file.handle, target) if target else -1
        if title and 0 <= index < len(geometries):
            top = _top(target, geometries[index])
            entries.append(OutlineEntry(title, level, index + 1, top))
    return tuple(entries)


def _walk(file: PdfFile) -> Iterator[tuple[Any, int]]:
    """Every bookmark once, parents before children, with its level."""
    seen: set[int] = set()
    waiting = [(pdfium.FPDFBookmark_GetFirstChild(file.handle, None), 1)]
    while waiting:
        bookmark, level = waiting.pop()
        key = ctypes.addressof(bookmark.contents) if bookmark else 0
        if not key or key in seen or len(seen) >= _MAX_ENTRIES:
            continue
        seen.add(key)
        yield bookmark, level
        waiting.append((pdfium.FPDFBookmark_GetNextSibling(file.handle, bookmark), level))
        if level < _MAX_LEVEL:
            waiting.append((pdfium.FPDFBookmark_GetFirstChild(file.handle, bookmark), level + 1))


def _target(file: PdfFile, bookmark: Any) -> Any:
    if target := pdfium.FPDFBookmark_GetDest(file.handle, bookmark):
        return target
    action = pdfium.FPDFBookmark_GetAction(bookmark)
    if action and pdfium.FPDFAction_GetType(action) == pdfium.PDFACTION_GOTO:
        return pdfium.FPDFAction_GetDest(file.handle, action)
    return None


def _top(target: Any, geometry: Geometry) -> float | None:
    """The displayed height that `target` scrolls to."""
    count = ctypes.c_ulong()
    numbers = (ctypes.c_float * 4)()
    view = pdfium.FPDFDest_GetView(target, count, numbers)
    given = list(numbers)[: min(count.value, 4)]
    x: float | None = None
    y: float | None = None
    if view == pdfium.PDFDEST_VIEW_XYZ:
        x, y = _place(target)
    elif view in (pdfium.PDFDEST_VIEW_FITH, pdfium.PDFDEST_VIEW_FITBH) and given:
        y = given[0]
    elif view == pdfium.PDFDEST_VIEW_FITR and len(given) == 4:
        x, y = given[0], given[3]
    if y is None:
        return None
    top = geometry.displayed(geometry.left if x is None else x, y)[1]
    return min(max(top, 0.0), geometry.height_pt)


def _place(target: Any) -> tuple[float | None, float | None]:
    """The x and y of a target, in the page's own coordinates, where it gives them."""
    has_x, has_y, has_zoom = ctypes.c_int(), ctypes.c_int(), ctypes.c_int()
    x, y, zoom = ctypes.c_float(), ctypes.c_float(), ctypes.c_float()
    found = pdfium.FPDFDest_GetLocationInPage(target, has_x, has_y, has_zoom, x, y, zoom)
    if not found:
        return None, None
    return (x.value if has_x.value else None, y.value if has_y.value else None)
