"""How a page's text reads: for searching, hyphenation undone; for quoting, cut into sentences."""

import re
import unicodedata

from assistant.domain.document import Block

# Whether a word stands unbroken elsewhere is looked for in texts of a page or so, not of a book.
_MAX_EVIDENCE = 20_000
_SOFT_HYPHEN = "\u00ad"
_LINE_END_HYPHEN = re.compile(
    r"(?<![\w\u00ad‐‑-])(?P<left>[^\W_][\w\u00ad‐‑-]*)[\u00ad‐‑-][ \t]*\n\s*(?P<right>\w+)"
)
_SOFT_HYPHEN_AT_END = re.compile(r"\u00ad[ \t\n]+")
_INVISIBLE = re.compile(r"[\u0000-\u0008\u000e-\u001f\u007f\u200b-\u200f\u2060\ufeff\ufffe]")
_LEADERS = re.compile(r" ?(?:\. ?){4,}+")
"""The dots that lead to a page number in a table of contents."""
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINE = re.compile(r" *\n(?: *\n)+ *")
_PLAIN = str.maketrans(
    {
        "‐": "-",
        "‑": "-",
        "‒": "-",
        "–": "-",
        "−": "-",
        "﹣": "-",
        "－": "-",
        "‘": "'",
        "’": "'",
        "‚": "'",
        "“": '"',
        "”": '"',
        "„": '"',
        "′": "'",
        "″": '"',
        "—": " - ",
        "―": " - ",
        "˚": "°",
    }
)
# Raised and lowered digits, fractions and circled numbers mean something else on the line: 10⁶ is
# not 106, and ①5 mm is not 15 mm.
_ON_THE_LINE = re.compile("[^ª²³¹º¼½¾⁰-₟⅐-⅟↉℠™①-⓿㉑-㉟㊱-㊿]+")


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


# First parts of compounds that are rarely written as one word, and last parts likewise.
_COMPOUND_FIRST = _words("""
cross double dual fault first fixed floating full half hard high left long low medium non one
open read real right safety self short single soft third three top two upper user well write
zero
""")
_COMPOUND_LAST = _words("""
aided aware based dimensional driven fed friendly level only oriented powered purpose resistant
sided specific speed tolerant
""")
# After a first part these make one word nevertheless: 'hardware', 'reading', 'realize'.
_ONE_WORD_TAIL = re.compile(
    r"ware|ing|ings|ers?|ed|ly|ness|est|ments?|i[sz]\w*|ity|ary|able|less|wards?|wise|ways?|lights?"
    r"|out|lines?|teen|over"
)


def search_text(text: str) -> str:
    """The text as it is searched and embedded.

    Words broken at a line's end are whole again, ligatures and compatible characters are plain
    (raised, lowered and circled ones and fractions stay), typographic hyphens, quotes and spaces
    as on a keyboard; dots that lead to a page number are a space; lines of a paragraph are joined
    by spaces, paragraphs (parted by a blank line) by one line break.
    """
    if "\n" in text:
        text = _LINE_END_HYPHEN.sub(_rejoined, text)
    if not text.isascii():
        text = _SOFT_HYPHEN_AT_END.sub("", text).replace(_SOFT_HYPHEN, "")
        text = _ON_THE_LINE.sub(_compatible, text.translate(_PLAIN)).translate(_PLAIN)
    text = _INVISIBLE.sub("", text)
    text = _SPACES.sub(" ", text)
    paragraphs = _BLANK_LINE.split(text)
    return "\n".join(joined for part in paragraphs if (joined := _on_one_line(part)))


def _compatible(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", match[0])


def _on_one_line(paragraph: str) -> str:
    line = " ".join(paragraph.split())
    if "...." in line or ". . ." in line:
        line = _LEADERS.sub(" ", line).strip()
    return line


def block_search_text(page_text: str, block: Block) -> str:
    """What is searched of a block: its reading where it has one, else its text made plain."""
    return search_text(block.reading or page_text[block.start : block.end])


def _rejoined(match: re.Match[str]) -> str:
    """A word broken at a line's end as one word, with or without its hyphen."""
    left, right = match["left"], match["right"]
    joint = "-" if _keeps_hyphen(left, right, match.string) else ""
    return f"{left}{joint}{right}"


def _keeps_hyphen(left: str, right: str, text: str) -> bool:
    """Whether the hyphen belongs to the word rather than to the line's end.

    Elsewhere in the text the word may stand unbroken, which settles it. Identifiers (digits,
    capitals, hyphens of their own) keep it, and so do the usual parts of compounds; any other
    word was broken for the line's sake.
    """
    if len(text) <= _MAX_EVIDENCE:
        if f"{left}-{right}" in text:
            return True
        if f"{left}{right}" in text:
            return False
    if left[-1].isdigit() or right[0].isdigit() or right[0].isupper():
        return True
    if (len(left) > 1 and left.isupper()) or len(left) == 1 or "-" in left or "‑" in left:
        return True
    if left.casefold() in _COMPOUND_FIRST:
        return _ONE_WORD_TAIL.fullmatch(right) is None
    return right in _COMPOUND_LAST


# --- Sentences ---------------------------------------------------------------------------------

_PARAGRAPH_END = re.compile(r"\n[^\S\n]*\n\s*")
_ITEM = re.compile(
    r"^[^\S\n]*(?:[•▪◦‣●○■□◆◇►▶⇒→✓∙·*–—-]|\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\[\d{1,3}\])[^\S\n]",
    re.MULTILINE,
)
_STOP = re.compile(r"(?<![.!?…])[.!?…]++[)\]\"'”’»]*+(?=\s)")
_LEADERS_AT_END = re.compile(r"(?:\.{4}|(?:\s\.){3})$")
_NEXT = re.compile(r"\s+([(\[\"'“‘«¿¡]*)(\S)")
_LAST_TOKEN = re.compile(r"\S+$")
_CODE_LINE = re.compile(
    r"[;{}]\s*$|^\s*(?:#\s*(?:include|define|if|ifdef|ifndef|endif|pragma)\b|//|/\*|\*/|\}|\$ )"
    r"|^\s*[\w.\[\]>*-]+\s*(?:=|\+=|-=|<-|:=)\s*\S"
)
_ABBREVIATIONS = _words("""
a.k.a. abbr. al. alt. amend. app. approx. appx. apr. art. assy. aug. avg. ca. cf. ch. chap. chg.
co. corp. dec. def. dept. dia. diam. dr. dwg. e.g. ed. eds. eg. eq. eqn. eqns. eqs. est. etc.
ex. ext. feb. fig. figs. ft. gen. gov. i.e. ie. illus. inc. incl. int. jan. jr. jul. jun. lab.
lat. lib. lt. ltd. mar. max. mfg. mfr. min. misc. mr. mrs. ms. mt. nat. no. nom. nos. nov. oct.
op. par. para. paras. pg. pp. prof. pt. pts. qty. rec. ref. refs. reg. rel. rep. req. reqs.
resp. rev. sec. secs. sect. sep. sept. sgt. spec. specs. sr. st. std. subpar. suppl. tab. temp.
tol. typ. univ. ver. vers. viz. vol. vols. vs. w.r.t. wt.
""")
# These end a sentence as readily as not; only a lower-case word after them tells.
_ALSO_AT_END = _words("""
al. co. corp. etc. inc. lab. ltd. max. min. temp. typ.
""")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[A-Za-z]|[ivxIVX]{1,5})[.)]|\d+(?:\.\d+)+\.?|[§•*–-]")


def sentences(text: str) -> list[tuple[int, int]]:
    """The sentences of a raw text, as offsets of the first character and after the last.

    Together they cover every character that is not white space, in order. A sentence never
    crosses a blank line; one broken over lines stays whole. Each list item, each line of code and
    each row with tabs begins its own.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _paragraphs(text):
        for part_start, part_end in _parts(text, start, end):
            spans.extend(_sentences_in(text, part_start, part_end))
    return spans


def is_code_line(line: str) -> bool:
    """Whether a line looks like code."""
    return _CODE_LINE.search(line) is not None


def begins_item(line: str) -> bool:
    """Whether a line begins an item of a list."""
    return _ITEM.match(line + " ") is not None


def _paragraphs(text: str) -> list[tuple[int, int]]:
    """Stretches between blank lines."""
    cuts = [0]
    for match in _PARAGRAPH_END.finditer(text):
        cuts.extend((match.start(), match.end()))
    cuts.append(len(text))
    return [(a, b) for a, b in zip(cuts[::2], cuts[1::2], strict=True) if text[a:b].strip()]


def _parts(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """A paragraph cut before its list items, and around lines of code and rows of tables."""
    lines: list[tuple[int, int]] = []
    position = start
    while position < end:
        stop = text.find("\n", position, end)
        stop = end if stop < 0 else stop
        lines.append((position, stop))
        position = stop + 1
    parts: list[tuple[int, int]] = []
    was_alone = False
    for line_start, line_end in lines:
        line = text[line_start:line_end]
        stands_alone = "\t" in line.strip() or is_code_line(line)
        is_broken = bool(parts) and text[parts[-1][1] - 1] in "-\u00ad"
        goes_on = is_broken or not (stands_alone or was_alone)
        if parts and goes_on and not begins_item(line):
            parts[-1] = (parts[-1][0], line_end)
        else:
            parts.append((line_start, line_end))
        was_alone = stands_alone
    return [(a, b) for a, b in parts if text[a:b].strip()]


def _sentences_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The sentences of a stretch that holds neither blank lines nor several list items."""
    spans: list[tuple[int, int]] = []
    position = start
    is_code = "\n" not in text[start:end] and is_code_line(text[start:end])
    if not is_code:
        for match in _STOP.finditer(text, start, end):
            if _ends_sentence(text, position, match, end):
                spans.append((position, match.end()))
                position = match.end()
    spans.append((position, end))
    return [span for a, b in spans if (span := _trimmed(text, a, b))[0] < span[1]]


def _ends_sentence(text: str, start: int, stop: re.Match[str], end: int) -> bool:
    """Whether a stop, with white space after it, ends the sentence that began at `start`."""
    following = _NEXT.match(text, stop.end(), end)
    if following is None:
        return True
    first = following[2]
    if first.islower() or first in ",;:)]=.":
        return False
    if not first.isalpha() and _LEADERS_AT_END.search(text, max(start, stop.end() - 6), stop.end()):
        return False
    if stop[0][0] in "!?":
        return True
    token_match = _LAST_TOKEN.search(text, max(start, stop.start() - 40), stop.start() + 1)
    token = token_match[0] if token_match else "."
    if not text[start : stop.start() - len(token) + 1].strip() and _ENUMERATOR.fullmatch(token):
        return False
    bare = token.lstrip("([\"'“‘").casefold()
    if bare in _ALSO_AT_END:
        return first.isupper()
    return bare not in _ABBREVIATIONS and not _INITIALS.fullmatch(bare)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """The span without white space at its ends."""
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - (len(part) - len(part.rstrip()))
