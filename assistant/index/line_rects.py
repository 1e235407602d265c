"""From the boxes of words to the rectangles that highlight them, one a line."""

from collections.abc import Sequence

from assistant.domain.document import Rect, WordBox

_SAME_LINE = 0.5  # of the lower of two boxes must overlap in height


def line_rects(words: Sequence[WordBox], start: int, end: int) -> tuple[Rect, ...]:
    """The rectangles around the words that touch `start` to `end`, in reading order."""
    rects: list[Rect] = []
    for word in words:
        if word.end <= start or word.start >= end:
            continue
        box = Rect(word.left, word.top, word.right, word.bottom)
        if rects and _goes_on(rects[-1], box):
            rects[-1] = _around(rects[-1], box)
        else:
            rects.append(box)
    return tuple(rects)


def _goes_on(line: Rect, box: Rect) -> bool:
    """Whether `box` stands on the same line, further on."""
    overlap = min(line.bottom, box.bottom) - max(line.top, box.top)
    lower = min(line.bottom - line.top, box.bottom - box.top)
    return box.left >= line.left and overlap > _SAME_LINE * lower


def _around(one: Rect, other: Rect) -> Rect:
    return Rect(
        min(one.left, other.left),
        min(one.top, other.top),
        max(one.right, other.right),
        max(one.bottom, other.bottom),
    )
