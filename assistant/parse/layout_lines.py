"""Words → segments → lines: what stands on one baseline, and where it has wide gaps."""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from statistics import median

from assistant.parse.pdf_words import PdfWord

# A gap wider than this many ems parts two segments; between words of prose it is 0.25 to 0.5.
WIDE_GAP_EM = 0.75
WIDE_GAP_MONO_EM = 1.0
# Words whose baselines differ by less than this many ems stand on the same line.
SAME_BASELINE_EM = 0.25
# Type this much larger than the body's makes a heading.
LARGER = 1.12
# Coordinates beyond this are no place on any page (200 inches is the largest that PDF allows).
FAR_PT = 1e6
_RUNNING_WORDS = 6
_LETTER = re.compile(r"[^\W_]")


@dataclass(slots=True, eq=False)
class Segment:
    """Words on one baseline with no wide gap between them, left to right.

    Attributes:
        row: Number of the baseline on the page, from the top; segments side by side share it.
        size_pt: Font size of most of its characters.
        bold: True where every word is bold, bullets and the like aside.
        mono: True where every word is monospaced.
    """

    words: list[PdfWord]
    row: int
    left: float
    right: float
    baseline: float
    size_pt: float
    bold: bool
    mono: bool

    @classmethod
    def of(cls, words: list[PdfWord], row: int) -> "Segment":
        """The segment of these words, which are in order."""
        longest = words[0] if len(words) == 1 else max(_of_usual_size(words), key=_length)
        return cls(
            words,
            row,
            words[0].left,
            max(word.right for word in words),
            longest.baseline,
            longest.size_pt,
            longest.bold and all(word.bold or not _LETTER.search(word.text) for word in words),
            all(word.mono for word in words),
        )

    @property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(word.text for word in self.words)


@dataclass(slots=True, eq=False)
class Line:
    """All segments of one region on one baseline, left to right. Never empty."""

    segments: list[Segment]
    left: float = field(init=False)
    right: float = field(init=False)
    baseline: float = field(init=False)
    size_pt: float = field(init=False)
    bold: bool = field(init=False)
    mono: bool = field(init=False)

    def __post_init__(self) -> None:
        longest = max(self.segments, key=lambda segment: segment.right - segment.left)
        self.left = self.segments[0].left
        self.right = max(segment.right for segment in self.segments)
        self.baseline = longest.baseline
        self.size_pt = longest.size_pt
        self.bold = longest.bold and all(
            segment.bold or not _LETTER.search(segment.text) for segment in self.segments
        )
        self.mono = all(segment.mono for segment in self.segments)

    @property
    def words(self) -> list[PdfWord]:
        """All its words, left to right."""
        return [word for segment in self.segments for word in segment.words]

    @property
    def text(self) -> str:
        """The words, joined by single spaces."""
        return " ".join(segment.text for segment in self.segments)


def sane(words: Iterable[PdfWord]) -> list[PdfWord]:
    """The words with finite coordinates, edges in order and a font size above zero."""
    return [word if is_sane(word) else _repaired(word) for word in words]


def is_sane(word: PdfWord) -> bool:
    """Whether its coordinates are finite, its edges in order and its font size above zero."""
    return (
        -FAR_PT < word.left <= word.right < FAR_PT
        and -FAR_PT < word.top <= word.bottom < FAR_PT
        and -FAR_PT < word.baseline < FAR_PT
        and 0.1 <= word.size_pt < FAR_PT
    )


def segments_of(words: Iterable[PdfWord]) -> list[Segment]:
    """Upright words as segments, from the top down and from left to right."""
    rows: list[list[PdfWord]] = []
    row_baseline = -math.inf
    for word in sorted(words, key=_by_baseline):
        if rows and word.baseline - row_baseline <= SAME_BASELINE_EM * word.size_pt:
            rows[-1].append(word)
        else:
            rows.append([word])
            row_baseline = word.baseline
    return [segment for number, row in enumerate(rows) for segment in _split(row, number)]


def lines_of(segments: Sequence[Segment]) -> list[Line]:
    """The segments of one region as lines from the top down, raised and lowered script joined."""
    by_row: dict[int, list[Segment]] = {}
    for segment in segments:
        by_row.setdefault(segment.row, []).append(segment)
    lines: list[Line] = []
    for row in sorted(by_row):
        line = Line(sorted(by_row[row], key=lambda segment: segment.left))
        if lines and _is_script(lines[-1], line):
            lines[-1] = _joined(lines[-1], line)
        else:
            lines.append(line)
    return lines


def pitch_of(lines: Sequence[Line]) -> float:
    """The usual distance between two baselines of running text, in ems of the lower line."""
    steps = [
        step
        for above, below in pairwise(lines)
        if 0.9 <= (step := (below.baseline - above.baseline) / below.size_pt) <= 2.3
    ]
    return median(steps) if steps else 1.2


def share_aligned(column: Sequence[Segment]) -> float:
    """The share of cells that stand at the most common left, right or middle."""
    best = 0
    for place in (_left, _right, _middle):
        places = sorted(place(segment) for segment in column)
        start = 0
        for index, x in enumerate(places):
            while x - places[start] > 3.0:
                start += 1
            best = max(best, index - start + 1)
    return best / len(column)


def _of_usual_size(words: list[PdfWord]) -> list[PdfWord]:
    """The words of the size that most characters have: a long identifier may be set larger.

    In a few words, as of a table's cell or a formula, what is long is not raised or lowered.
    """
    if len(words) < _RUNNING_WORDS or len({word.size_pt for word in words}) == 1:
        return words
    count: defaultdict[float, int] = defaultdict(int)
    for word in words:
        count[round(word.size_pt, 1)] += len(word.text)
    usual = max(count, key=lambda size: count[size])
    return [word for word in words if round(word.size_pt, 1) == usual]


def _length(word: PdfWord) -> int:
    return len(word.text)


def _by_baseline(word: PdfWord) -> tuple[float, float]:
    return (word.baseline, word.left)


def _by_left(word: PdfWord) -> float:
    return word.left


def _split(row: list[PdfWord], number: int) -> Iterable[Segment]:
    """One baseline's words cut at its wide gaps."""
    row.sort(key=_by_left)
    start, right = 0, row[0].right
    for index in range(1, len(row)):
        word, before = row[index], row[index - 1]
        wide_em = WIDE_GAP_MONO_EM if word.mono and before.mono else WIDE_GAP_EM
        if word.left - right > wide_em * max(word.size_pt, before.size_pt):
            yield Segment.of(row[start:index], number)
            start = index
        right = max(right, word.right)
    yield Segment.of(row[start:], number)


def _is_script(above: Line, below: Line) -> bool:
    """Whether one of two neighbouring lines is only sub- or superscript of the other."""
    small, large = (above, below) if above.size_pt < below.size_pt else (below, above)
    if small.size_pt > 0.85 * large.size_pt:
        return False
    rise = large.baseline - small.baseline
    if not -0.4 * large.size_pt <= rise <= 0.7 * large.size_pt:
        return False
    reach = 0.4 * large.size_pt
    return all(
        any(
            segment.left - reach <= script.left <= segment.right + reach
            for segment in large.segments
        )
        for script in small.segments
    )


def _joined(above: Line, below: Line) -> Line:
    """Two lines as one, cut into segments anew."""
    row = above.segments[0].row
    return Line(list(_split(above.words + below.words, row)))


def _repaired(word: PdfWord) -> PdfWord:
    left, right = sorted((_finite(word.left), _finite(word.right)))
    top, bottom = sorted((_finite(word.top), _finite(word.bottom)))
    size_pt = _finite(word.size_pt)
    return word._replace(
        left=left,
        right=right,
        top=top,
        bottom=bottom,
        size_pt=size_pt if size_pt >= 0.1 else max(bottom - top, 1.0),
        baseline=_finite(word.baseline) if math.isfinite(word.baseline) else bottom,
    )


def _finite(value: float) -> float:
    """The value kept within reach; 0 for what is not a number."""
    return min(max(value, -FAR_PT / 2), FAR_PT / 2) if math.isfinite(value) else 0.0


def _left(segment: Segment) -> float:
    return segment.left


def _right(segment: Segment) -> float:
    return segment.right


def _middle(segment: Segment) -> float:
    return (segment.left + segment.right) / 2
