"""Which rows of a table are its header, and what each column is called."""

import itertools
import re
from collections.abc import Sequence

Row = Sequence[str]

_MAX_HEADER_ROWS = 4
_MAX_HEADER_CELL = 80
_ROWS_JUDGED = 30
_NUMBER = re.compile(
    r"[-+−±~≈<>≤≥=]*\s*(?:\d{4}-\d\d-\d\d.*|[.,]?\d[\d.,'  ]*(?:[eEdD][-+]?\d+)?\s*[^\d\s]{0,6})"
)
_BRACKETED = re.compile(r"\[[^\]]{1,16}\]|\([^)]{1,16}\)|<[^>]{1,16}>")
_UNIT_SPLIT = re.compile(r"[·⋅*/^.\s\d²³⁻¹()\-−]+")
_UNITS_TEXT = """
m mm cm km µm μm um nm in inch inches ft mil nmi kg g mg t lb lbs lbm lbf oz slug N kN MN mN Nm
kNm J kJ MJ Wh kWh W mW kW MW hp V mV kV A mA µA Ah C F K R °C °F °K degC degF deg ° rad mrad
arcsec rpm Hz kHz MHz GHz s ms µs us ns sec min h hr hrs d Pa kPa MPa GPa bar mbar psi ksi Msi
psf psia psig atm Torr torr % ppm dB dBm dBi dBW Ω ohm kΩ MΩ l L ml gal H mH µH nF µF pF T Gy
krad bit bits byte bytes kB MB GB kbps Mbps Gbps kt kts knots mph sr lm lx cd mol ea pcs pc
"""
_COLUMN_WORDS_TEXT = """
abbreviation acronym argument author change code column command comment comments component
constant date default definition description document event field file function id identifier
item key limit link mass material meaning method mnemonic name no note number option page
parameter part port property quantity rationale reference requirement result revision rule
section setting signal status step symbol term test title type unit units usage value variable
verification version
"""
_VALUE_WORDS_TEXT = """
to x of and or
jan feb mar apr may jun jul aug sep sept oct nov dec january february march april june july august
september october november december am pm utc gmt
"""
_UNITS = frozenset(_UNITS_TEXT.split())
_COLUMN_WORDS = frozenset(_COLUMN_WORDS_TEXT.split())
# What stands beside the figures of a range or a date, as units do beside those of a value.
_VALUE_WORDS = frozenset(_VALUE_WORDS_TEXT.split())
_WORD = re.compile(r"[^\W\d_]+")
_IN_IDENTIFIER = re.compile(r"[\d_]|\w[.:]\w|[a-z][A-Z]")
_PLACEHOLDERS = frozenset({"tbd", "tbc", "tbr", "nil", "none"})
_DASHES = frozenset({"-", "–", "—", "n/a", "N/A", "[-]", "(-)", "[–]", "1"})


def is_number(cell: str) -> bool:
    """Whether a cell is a number (a unit may follow) or a date."""
    return _NUMBER.fullmatch(cell) is not None


def is_unit(cell: str) -> bool:
    """Whether a cell names a unit and nothing else: '(mm)', 'kN', 'kg/m3'."""
    if _BRACKETED.fullmatch(cell):
        return True
    parts = [part for part in _UNIT_SPLIT.split(cell) if part]
    return bool(parts) and not cell[0].isdigit() and all(part in _UNITS for part in parts)


def is_title(cell: str) -> bool:
    """Whether a cell reads as a title, as 'Landing gear' and 'Stage 2' do.

    A number, a value, a date or an identifier such as 'R2' or 'SB_EnaSubRptg' is none.
    """
    words = _WORD.findall(cell)
    if max(map(len, words), default=0) < 2 or cell.casefold() in _PLACEHOLDERS or is_number(cell):
        return False
    if " " not in cell:
        return _IN_IDENTIFIER.search(cell) is None
    has_figures = any(map(str.isdigit, cell))
    return not has_figures or any(
        w not in _UNITS and w.casefold() not in _VALUE_WORDS for w in words
    )


def header_depth(rows: Sequence[Row]) -> int:
    """How many rows at the top of `rows` are its header; cells merged across are repeated.

    A row counts as a header where it is all words, and what stands below differs from it.
    """
    if len(rows) < 2 or not _is_header(rows[0], rows[1 : _ROWS_JUDGED + 1]):
        return 0
    depth = 1
    while (
        depth < min(_MAX_HEADER_ROWS, len(rows) - 1)
        and _has_merged_cells(rows[depth - 1])
        and _is_all_words(rows[depth])
        and not _is_one_cell(rows[depth])
    ):
        depth += 1
    if depth < len(rows) - 1 and is_units_row(rows[depth]):
        depth += 1
    return depth


def is_units_row(row: Row) -> bool:
    """Whether a row below the header names the units of the columns."""
    cells = [cell for cell in row if cell]
    units = sum(is_unit(cell) for cell in cells)
    # The first cell may name the row itself: 'Units'.
    others = [c for c in cells[1:] if not is_unit(c) and c not in _DASHES]
    first_fits = bool(cells) and (
        is_unit(cells[0]) or cells[0] in _DASHES or cells[0].casefold().startswith("unit")
    )
    return units >= 1 and len(cells) >= 2 and not others and (first_fits or not row[0])


def column_names(header: Sequence[Row]) -> tuple[str, ...]:
    """The name of each column: its header cells from the top, each said once."""
    if not header:
        return ()
    names = []
    for cells in zip(*header, strict=True):
        parts: list[str] = []
        for cell in cells:
            if cell and cell not in parts and cell not in _DASHES - {"1"}:
                bare = len(parts) > 0 and is_unit(cell) and not _BRACKETED.fullmatch(cell)
                parts.append(f"({cell})" if bare else cell)
        names.append(" ".join(parts).rstrip(":"))
    return tuple(names)


def _is_header(row: Row, below: Sequence[Row]) -> bool:
    cells = [cell for cell in row if cell]
    if len(cells) < 2 or 2 * len(cells) < len(row) or not _is_all_words(row):
        return False
    if row[0].endswith(":") or _is_one_cell(row) or max(map(len, cells)) > _MAX_HEADER_CELL:
        return False
    if any(_is_numeric_column(below, i) for i, cell in enumerate(row) if cell):
        return len(row) > 2 or not _is_pair(row)
    if len(row) > 2:
        return len(set(cells)) == len(cells) or _has_merged_cells(row)
    words = {word for cell in cells for word in re.findall(r"[a-z]+", cell.casefold())}
    return not _is_pair(row) and bool(words & _COLUMN_WORDS) and not _is_list_of_pairs(below)


def _is_list_of_pairs(below: Sequence[Row]) -> bool:
    """Two columns whose left one holds names throughout: 'Title', 'Author', 'Date'."""
    left = [r[0].casefold().rstrip(":") for r in below if r[0]]
    named = sum(bool(set(re.findall(r"[a-z]+", cell)) & _COLUMN_WORDS) for cell in left)
    return len(left) > 1 and 2 * named > len(left)


def _is_pair(row: Row) -> bool:
    """Whether a row of two cells is a name and its value rather than two names."""
    return any(c.isdigit() for c in row[1]) or len(row[1].split()) > 5


def _is_numeric_column(rows: Sequence[Row], index: int) -> bool:
    cells = [row[index] for row in rows if row[index] and row[index] not in _DASHES - {"1"}]
    return bool(cells) and 2 * sum(map(is_number, cells)) > len(cells)


def _is_all_words(row: Row) -> bool:
    return not any(is_number(cell) for cell in row if cell)


def _has_merged_cells(row: Row) -> bool:
    return any(a and a == b for a, b in itertools.pairwise(row))


def _is_one_cell(row: Row) -> bool:
    return len({cell for cell in row if cell}) < 2
