"""Reading order: newspaper columns and headings at the side, top to bottom otherwise."""

from collections import Counter
from collections.abc import Sequence
from statistics import median

from assistant.parse.layout_lines import Segment, lines_of, pitch_of, share_aligned

# A column has at least this many lines on either side of its gutter.
MIN_COLUMN_LINES = 4
# Only these many likely gutters are tried per region, so that odd pages cost no more.
MAX_GUTTERS = 5
MAX_DEPTH = 3


def regions(segments: Sequence[Segment], depth: int = 0) -> list[list[Segment]]:
    """The segments in groups, each of which is read from top to bottom before the next.

    A gutter counts as one only between stretches of prose of similar width; cells of a table
    side by side stay in one region.
    """
    if depth < MAX_DEPTH and len(segments) >= 2 * MIN_COLUMN_LINES:
        for gutter in _likely_gutters(segments):
            parts = _cut_at(segments, gutter)
            if len(parts) > 1:
                return [region for part in parts for region in regions(part, depth + 1)]
        if depth == 0:
            bands = _beside_headings(segments)
            if bands:
                return bands
    return [list(segments)] if segments else []


def _likely_gutters(segments: Sequence[Segment]) -> list[float]:
    """Left edges that many segments share, from the left; in points."""
    left = min(segment.left for segment in segments)
    width = max(segment.right for segment in segments) - left
    counts = Counter(
        round(segment.left / 4)
        for segment in segments
        if 0.2 * width < segment.left - left < 0.85 * width
    )
    often = [
        (counts[place] + counts[place + 1], place)
        for place in counts
        if counts[place] + counts[place + 1] >= MIN_COLUMN_LINES
    ]
    edges = [4.0 * place - 2.0 for _, place in sorted(often, reverse=True)[:MAX_GUTTERS]]
    # Prose beside a drawing has a right edge, but the labels there share no left one. Running
    # heads and footers are no part of it.
    inner = segments[len(segments) // 10 : -(len(segments) // 10) or None]
    prose = [
        segment.right
        for segment in inner
        if len(segment.words) >= 4
        and segment.right - segment.left < 0.7 * width
        and segment.left - left < 0.35 * width
    ]
    return sorted([*edges, max(prose) + 1.0] if prose else edges)


def _cut_at(segments: Sequence[Segment], gutter: float) -> list[list[Segment]]:
    """The segments cut where there are columns on both sides of the gutter.

    What crosses the gutter (a title, a wide figure) parts the columns above it from those below.
    """
    parts: list[list[Segment]] = [[]]
    left: list[Segment] = []
    right: list[Segment] = []

    def close() -> None:
        if _are_columns(left, right):
            parts.extend((list(left), list(right), []))
        else:
            parts[-1].extend(left + right)
        left.clear()
        right.clear()

    for segment in segments:
        if segment.left >= gutter:
            right.append(segment)
        elif segment.right <= gutter + segment.size_pt:
            left.append(segment)
        else:
            close()
            parts[-1].append(segment)
    close()
    return [part for part in parts if part]


def _are_columns(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether both sides are prose, of similar width, and not the cells of a table."""
    if min(len(left), len(right)) < MIN_COLUMN_LINES:
        return False
    widths = [_width(left), _width(right)]
    # The right side may hold further columns.
    if min(widths) < 0.3 * max(widths):
        return False
    if _is_beside_drawing(left, right):
        return True
    if not (_is_prose(left) and _is_prose(right)):
        return False
    if median(segment.right - segment.left for segment in left) < 0.55 * widths[0]:
        return False
    return not _is_grid(left, right)


def _is_beside_drawing(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether one side is prose and the other the scattered labels of a drawing."""
    for prose, labels in ((left, right), (right, left)):
        if _is_prose(prose) and not _is_prose(labels) and share_aligned(labels) < 0.5:
            baselines = {round(segment.baseline) for segment in prose}
            level = sum(round(segment.baseline) in baselines for segment in labels)
            return level <= 0.4 * len(labels)
    return False


def _is_prose(segments: Sequence[Segment]) -> bool:
    wordy = sum(len(segment.words) >= 4 for segment in segments)
    return wordy >= 0.55 * len(segments)


def _is_grid(left: Sequence[Segment], right: Sequence[Segment]) -> bool:
    """Whether the sides are cells: cut at common blanks, nearly every piece starts level."""
    rows_left = {segment.row for segment in left}
    rows_right = {segment.row for segment in right}
    both = lines_of([*left, *right])
    pitch_em = pitch_of(lines_of(left))
    starts = [
        line.segments[0].row
        for above, line in zip([None, *both], both, strict=False)
        if above is None or line.baseline - above.baseline > 1.25 * pitch_em * line.size_pt
    ]
    if len(starts) < 3 or len(both) > 7 * len(starts):
        return False
    level = sum(row in rows_left and row in rows_right for row in starts)
    return level >= 0.8 * len(starts)


def _beside_headings(segments: Sequence[Segment]) -> list[list[Segment]]:
    """Regions of a page whose headings stand in larger type left of their text, or none.

    Each heading leads the region of the text that starts level with it or below.
    """
    size = median(segment.size_pt for segment in segments)
    large = [segment for segment in segments if segment.size_pt >= 1.1 * size and segment.bold]
    start = min(segment.left for segment in segments)
    width = max(segment.right for segment in segments) - start
    strip = [s for s in large if s.left - start < 0.1 * width and s.right - start < 0.4 * width]
    headings = set(strip)
    if len(strip) < 2:
        return []
    edge = max(segment.right for segment in strip)
    top, bottom = strip[0].baseline, strip[-1].baseline
    inside = [s for s in segments if s.left < edge and top <= s.baseline <= bottom]
    if len(inside) > len(strip) or len(segments) < 3 * len(strip):
        return []
    bands: list[list[Segment]] = [[]]
    heads: list[list[Segment]] = [[]]
    for segment in sorted(segments, key=lambda s: s.baseline - (s.left < edge) * s.size_pt):
        if segment in headings:
            if not heads[-1] or segment.baseline - heads[-1][-1].baseline > 2 * segment.size_pt:
                heads.append([])
                bands.append([])
            heads[-1].append(segment)
        else:
            bands[-1].append(segment)
    parts = [part for pair in zip(heads, bands, strict=True) for part in pair]
    return [part for part in parts if part]


def _width(segments: Sequence[Segment]) -> float:
    return max(segment.right for segment in segments) - min(segment.left for segment in segments)
