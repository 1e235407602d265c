"""Cards of a simulation deck with the comments that belong to them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from assistant.domain.document import Block, BlockKind
from assistant.parse.source_lines import Line, bounded

_LONGEST_COMMENT = 8
_LONGEST_TITLE = 3
_RULE = re.compile(r"[\s$*#=\-_+~.!|/\\]*")
_COMMENT_LINES = 20
# A deck that says what it is says so in its first lines.
_TITLE_LINES = 30
_MAX_TITLE_WORDS = 20
_TITLE = re.compile(r"\s*title\s*[=:]\s*", re.IGNORECASE)
_NO_TITLE = re.compile(
    r"\b(?:created|generated|written|exported|translated|produced|modified)\b"
    r"|^(?:units?|date|time|author|job name|version|file|copyright|all rights|project)\b"
    r"|\(c\)|©|[=;{}]",
    re.IGNORECASE,
)
_OPENING = ("*KEYWORD", "*HEADING")


@dataclass(slots=True)
class CardLines:
    """A card: its own lines, and the comments around it.

    Attributes:
        name: What kind of card it is.
        apart: Comment lines further above, which stand for themselves.
        above: The comment lines right above it.
        lines: Its own lines; comments between them left out.
        whole: Every line from the first comment above to its last own line.
    """

    name: str
    apart: list[Line] = field(default_factory=list)
    above: list[Line] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    whole: list[Line] = field(default_factory=list)

    @classmethod
    def begin(cls, name: str, comments: list[Line], line: Line | None) -> "CardLines":
        """A card that begins with `line`, below `comments`; comments alone without a line."""
        apart, above = split_comments(comments)
        if line is None:
            return cls(name, [*apart, *above])
        return cls(name, apart, above, [line], [*above, line])

    def take(self, comments: list[Line], line: Line) -> None:
        """Take up a further line, and the comments between."""
        self.whole += [*(c for c in comments if c.text.strip()), line]
        self.lines.append(line)

    @property
    def start(self) -> int:
        """Offset of its first character."""
        return self.whole[0].start

    @property
    def end(self) -> int:
        """Offset after its last character."""
        return self.whole[-1].end


def comment_title(lines: list[Line], comment: str) -> str:
    """What the comments above the first card call the deck; empty where none reads as a title.

    Args:
        comment: What every line of a comment begins with.
    """
    for line in lines[:_TITLE_LINES]:
        text = line.text.strip()
        if text.startswith(comment):
            title = _TITLE.sub("", comment_text([line], comment[0]))
            if _reads_as_title(title):
                return title
        elif text and not text.upper().startswith(_OPENING):
            break
    return ""


def _reads_as_title(text: str) -> bool:
    """Whether it is a few words that say what something is, not who wrote it or a sentence."""
    count = len(text.split())
    letters = sum(map(str.isalpha, text))
    is_phrase = 1 < count <= _MAX_TITLE_WORDS and not text.endswith((".", ":", ","))
    return is_phrase and 2 * letters > len(text) and _NO_TITLE.search(text) is None


def is_rule(line: Line) -> bool:
    """Whether a comment line is empty, or only draws a line."""
    return _RULE.fullmatch(line.text) is not None


def split_comments(comments: list[Line]) -> tuple[list[Line], list[Line]]:
    """Comments that stand for themselves, and those that belong to the card below them.

    The last paragraph belongs to the card, unless it is long, or a blank line parts the two, or
    a rule does and it is more than a title.
    """
    last = len(comments)
    if comments and not comments[-1].text.strip():
        return comments, []
    while last and is_rule(comments[last - 1]) and comments[last - 1].text.strip():
        last -= 1
    first = last
    while first and not is_rule(comments[first - 1]):
        first -= 1
    longest = _LONGEST_COMMENT if last == len(comments) else _LONGEST_TITLE
    if last - first > longest or first == last:
        return comments, []
    return comments[:first], comments[first:]


def comment_blocks(comments: list[Line], section: tuple[str, ...], mark: str) -> Iterator[Block]:
    """A paragraph for each stretch of comments between rules and empty lines."""
    run: list[Line] = []
    for line in [*comments, Line(0, "")]:
        if not is_rule(line):
            run.append(line)
        elif run:
            for start, end in bounded(run, max_lines=_COMMENT_LINES):
                part = [x for x in run if start <= x.start < end]
                yield Block(start, end, BlockKind.PARAGRAPH, section, comment_text(part, mark))
            run = []


def comment_text(comments: list[Line], mark: str) -> str:
    """What comment lines say, without their marks."""
    texts = (line.text.strip().lstrip(mark + "#") for line in comments if not is_rule(line))
    return "\n".join(filter(None, (" ".join(text.split()) for text in texts)))
