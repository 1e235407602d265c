"""Sets words on a page for tests, as a typesetter would."""

from assistant.parse.pdf_words import PdfWord


def set_line(
    text: str,
    left: float,
    baseline: float,
    *,
    size: float = 10.0,
    bold: bool = False,
    mono: bool = False,
) -> list[PdfWord]:
    """The words of one line, spaced as typed: half an em a character, 0.3 em a space."""
    words = []
    advance = (0.6 if mono else 0.5) * size
    space = advance if mono else 0.3 * size
    for index, text_word in _words_at(text):
        spaces = text.count(" ", 0, index)
        x = left + spaces * space + (index - spaces) * advance
        right = x + len(text_word) * advance
        top, bottom = baseline - 0.75 * size, baseline + 0.2 * size
        words.append(
            PdfWord(text_word, x, top, right, bottom, size, bold, mono, baseline, upright=True)
        )
    return words


def set_lines(
    lines: str,
    left: float = 72.0,
    top: float = 100.0,
    pitch: float = 12.0,
    **style: float | bool,
) -> list[PdfWord]:
    """Several lines, one below the other; blank ones leave their space."""
    return [
        word
        for number, line in enumerate(lines.split("\n"))
        for word in set_line(line, left, top + number * pitch, **style)
    ]


def set_row(cells: list[str], lefts: list[float], baseline: float, **style: float | bool) -> list:
    """One line of a table: every cell at its own left; empty cells are left out."""
    return [
        word
        for cell, left in zip(cells, lefts, strict=True)
        for word in set_line(cell, left, baseline, **style)
    ]


def _words_at(text: str):
    start = 0
    while start < len(text):
        if text[start] == " ":
            start += 1
            continue
        end = text.find(" ", start)
        end = len(text) if end < 0 else end
        yield start, text[start:end]
        start = end
