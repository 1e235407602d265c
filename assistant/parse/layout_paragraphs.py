"""Running text → blocks: where one paragraph or list item ends and the next begins."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from assistant.parse.layout_lines import Line, pitch_of
from assistant.parse.layout_tables import LEADERS, TableSpan

LIST_MARKER = re.compile(
    r"(?:[•▪◦‣●○■□◆◇►▶⇒→✓∙·*–—-]|\(?(?:\d{1,3}|[A-Za-z]|[ivx]{1,5})[.)]|\[\d{1,3}\])(?=\s)"
)
NUMBERED = re.compile(r"(?:\d+(?:\.\d+)+\.?|[A-Z](?:\.\d+)+\.?)\s+\S")
_IDENTIFIER = re.compile(r"\[?(?=\S*\d)[A-Z][A-Za-z0-9]*(?:[-_./][A-Za-z0-9]+)+[:.\]]*")
_SENTENCE_END = (".", ":", "!", "?", ";")
# A step between baselines wider than this many usual ones parts two paragraphs.
_PARAGRAPH_STEP = 1.22
# Of a line whose longest words are of another size this share of it is set like the line above.
_SHARE_OF_SIZE = 0.25
# A line this many ems short of the right margin may be full: the next word was longer.
_FULL_LINE_EM = 6.0


@dataclass(frozen=True, slots=True)
class Margin:
    """The left and right edge of a region in points, and the pitch of its paragraphs in ems."""

    left: float
    right: float
    pitch_em: float

    @classmethod
    def of(cls, lines: Sequence[Line], tables: Sequence[TableSpan]) -> "Margin":
        """Measured over all lines of a region; the pitch over those outside its tables."""
        left = min((line.left for line in lines), default=0.0)
        right = max((line.right for line in lines), default=0.0)
        starts = [0, *(table.end for table in tables)]
        ends = [*(table.start for table in tables), len(lines)]
        texts = [lines[start:end] for start, end in zip(starts, ends, strict=True)]
        return cls(left, right, _paragraph_pitch(texts, right))


def _paragraph_pitch(texts: Sequence[Sequence[Line]], right: float) -> float:
    """The usual distance between two baselines of one paragraph, in ems of the lower line.

    Two lines are surely of one paragraph where the upper one reaches about as far as the text
    does and no sentence ends there, or where the lower one begins in lower case.
    """
    pairs = [pair for text in texts for pair in pairwise(text) if pair[0].mono == pair[1].mono]
    one_paragraph = [
        step
        for above, below in pairs
        if 0.9 <= (step := (below.baseline - above.baseline) / below.size_pt) <= 2.3
        and abs(above.size_pt - below.size_pt) <= 0.1 * below.size_pt
        and above.bold == below.bold
        and not above.text.endswith(_SENTENCE_END)
        and (right - above.right < _FULL_LINE_EM * above.size_pt or below.text[0].islower())
    ]
    if len(one_paragraph) > 1:
        return median(one_paragraph)
    return pitch_of([line for text in texts for line in text])


def begins_block(lines: Sequence[Line], start: int, index: int, margin: Margin) -> bool:
    """Whether a new block begins at `index`, in the block begun at `start`."""
    above, line = lines[index - 1], lines[index]
    if above.mono and line.mono:
        return line.baseline - above.baseline > 3.0 * line.size_pt
    if above.mono != line.mono or above.bold != line.bold:
        return not _is_inline(lines, start, index)
    if not _is_same_size(above, line):
        return True
    step = line.baseline - above.baseline
    usual = max(margin.pitch_em, 1.1) * line.size_pt
    if step > _PARAGRAPH_STEP * usual or step < -line.size_pt:
        return True
    text = line.text
    if LEADERS.search(above.text):
        return True
    if _opens_with_identifier(line) and above.text.endswith(_SENTENCE_END):
        return True
    if NUMBERED.match(text) and text.split(maxsplit=1)[1][:1].isupper():
        return True
    return _starts_item(lines, start, index, text) or _is_indented(lines, start, index, margin)


def _is_same_size(above: Line, line: Line) -> bool:
    """Whether a line is set in the size of the one above, or goes on in it after larger words."""
    if abs(above.size_pt - line.size_pt) <= 0.1 * max(above.size_pt, line.size_pt):
        return True
    if above.text.endswith(_SENTENCE_END):
        return False
    shares = [
        sum(len(word.text) for word in one.words if abs(word.size_pt - size) <= 0.1 * size)
        / sum(len(word.text) for word in one.words)
        for one, size in ((above, line.size_pt), (line, above.size_pt))
    ]
    return max(shares) >= _SHARE_OF_SIZE


def _opens_with_identifier(line: Line) -> bool:
    """Whether a plain line begins with a bold identifier, as of a requirement: 'AST-REQ-009'."""
    first = line.segments[0].words[0]
    return first.bold and not line.bold and _IDENTIFIER.fullmatch(first.text) is not None


def _is_inline(lines: Sequence[Line], start: int, index: int) -> bool:
    """Whether a change of font within running text filled a line by chance.

    So it is where the text goes on in lower case after no stop, at the same step and edge.
    """
    above, line = lines[index - 1], lines[index]
    level = abs(line.left - lines[start].left) < 1.0 or abs(line.left - above.left) < 1.0
    close = line.baseline - above.baseline <= 1.5 * line.size_pt
    same_size = abs(above.size_pt - line.size_pt) <= 0.1 * line.size_pt
    if not (level and close and same_size) or above.text.endswith(_SENTENCE_END):
        return False
    first = line.segments[0].words[0].text[0]
    return first.islower() and not (line.mono and index + 1 < len(lines) and lines[index + 1].mono)


def _starts_item(lines: Sequence[Line], start: int, index: int, text: str) -> bool:
    """Whether a line begins a list item rather than holding a number by chance."""
    if not LIST_MARKER.match(text):
        return False
    above, line = lines[index - 1], lines[index]
    if not text[0].isalnum():
        return True
    after_stop = above.text.endswith(_SENTENCE_END)
    beside_item = bool(LIST_MARKER.match(lines[start].text))
    indented = line.left > above.left + 0.8 * line.size_pt
    outdented = line.left < above.left - 0.8 * line.size_pt
    return after_stop or indented or (beside_item and (outdented or index - start == 1))


def _is_indented(lines: Sequence[Line], start: int, index: int, margin: Margin) -> bool:
    """Whether a line begins a paragraph by its indent, or after a line that was left short."""
    above, line = lines[index - 1], lines[index]
    em = line.size_pt
    is_item = LIST_MARKER.match(lines[start].text) is not None
    if is_item:
        return line.left < lines[start].left - 0.5 * em
    if index - start > 1 and line.left > lines[start + 1].left + 0.9 * em:
        return line.left - above.left < 4 * em and above.text.endswith(_SENTENCE_END)
    if index - start == 1 and 0.9 * em < line.left - above.left < 4 * em:
        return above.text.endswith(_SENTENCE_END)
    if above.right < margin.right - 0.35 * (margin.right - margin.left):
        return above.text.endswith(_SENTENCE_END) and not line.text[0].islower()
    return False
