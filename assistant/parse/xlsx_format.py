"""How Excel shows a number: its format code applied, dates as ISO 8601."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Context, Decimal

_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
    | {37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0"}
    | dict.fromkeys((14, 15, 16, 17, *range(27, 37), *range(50, 59)), "yyyy-mm-dd")
    | dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh:mm:ss")
    | {22: "yyyy-mm-dd hh:mm"}
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_ELAPSED = re.compile(r"\[(h+|m+|s+)\]", re.IGNORECASE)
_CONDITION = re.compile(r"\[[<>=]")
_NUMBER = re.compile(
    r"([^#0?.]*?)((?i:general)|(?=[.,]*[#0?])[#0?,]*(?:\.[0#?]*,*)?)([eE][+-]0+)?([^#0?.]*)"
)
_DIGITS = 15  # Excel shows no more, which hides the noise of binary fractions
_EXACT = Context(prec=700, rounding=ROUND_HALF_UP)  # the longest number with all its decimals
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's dates have no time zone
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_DAY_S = 86_400
_LAST_SERIAL = 2_958_465


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format, ready to be applied.

    Attributes:
        decimals: Digits after the point at most; None shows the number as it is.
        fixed_decimals: How many of them are shown even where they are zeros.
        whole_digits: Digits before the point at least, as in the part number 00123.
        thousands_left_out: How often the number is divided by 1,000, as for 12.5M.
        has_thousands: Whether thousands are set apart by commas.
        exponent: Whether it is shown as 1.5E+03.
        is_percent: Whether it is shown as a percentage.
        prefix: Text before the number, such as '€'.
        suffix: Text after it, such as ' mm'.
        shows_date: Whether it shows a day.
        shows_time: Whether it shows a time of day.
        is_elapsed: Whether hours go on counting after a day, as in 36:00:00.
    """

    decimals: int | None = None
    fixed_decimals: int = 0
    whole_digits: int = 1
    thousands_left_out: int = 0
    has_thousands: bool = False
    exponent: bool = False
    is_percent: bool = False
    prefix: str = ""
    suffix: str = ""
    shows_date: bool = False
    shows_time: bool = False
    is_elapsed: bool = False

    def show(self, value: float, *, is_1904: bool = False) -> str:
        """The number as Excel shows it; a date or time in ISO 8601."""
        if (self.shows_date or self.shows_time) and 0 <= value <= _LAST_SERIAL:
            return self._moment(value, _FIRST_DAY_1904 if is_1904 else _FIRST_DAY)
        if not math.isfinite(value):
            return str(value)
        number = Decimal(f"{value:.{_DIGITS}g}")
        number = number.scaleb(2 * self.is_percent - 3 * self.thousands_left_out)
        # The negative numbers have a section of their own where the positive ones show a '+'.
        prefix = self.prefix.replace("+", "") if number.is_signed() else self.prefix
        return f"{prefix}{self._digits(number)}{'%' if self.is_percent else ''}{self.suffix}"

    def _digits(self, number: Decimal) -> str:
        if self.decimals is None:
            return plain_number(float(number))
        if self.exponent:
            rounded = _rounded(number, self.decimals - number.adjusted())
            return f"{float(rounded):.{self.decimals}E}"
        rounded = _rounded(number, self.decimals)
        digits = f"{rounded:f}".partition(".")[2].rstrip("0")
        decimals = max(self.fixed_decimals, len(digits))
        whole = self.whole_digits + (self.whole_digits - 1) // 3 * self.has_thousands
        width = rounded.is_signed() + whole + (decimals + 1 if decimals else 0)
        return f"{rounded:0{width}{',' if self.has_thousands else ''}.{decimals}f}"

    def _moment(self, serial: float, first: datetime) -> str:
        seconds = round(serial * _DAY_S)
        moment = first + timedelta(seconds=seconds)
        if not self.shows_date:
            hours, rest = divmod(seconds if self.is_elapsed else seconds % _DAY_S, 3600)
            return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
        return moment.isoformat(" ", "seconds") if self.shows_time else moment.date().isoformat()


def _rounded(number: Decimal, decimals: int) -> Decimal:
    """Rounded as Excel does, halves away from zero."""
    return number.quantize(Decimal((0, (1,), -decimals)), context=_EXACT)


def plain_number(value: float) -> str:
    """A number in the 'General' format, without the noise of its last binary digits."""
    if value == int(value) and abs(value) < 1e15:
        return str(int(value))
    return f"{value:.12g}"


def number_format(code: str, built_in: int = 0) -> NumberFormat:
    """Understand a format code; one that is not understood shows the number as it is."""
    code = code or _BUILT_IN.get(built_in, "")
    if not code or code.casefold() == "general" or len(code) > 255:
        return NumberFormat()
    is_elapsed = _ELAPSED.search(code) is not None
    has_condition = _CONDITION.search(code) is not None
    code = _ELAPSED.sub(r"\1", code)
    bare = _LITERAL.sub("", code)
    if re.search(r"[ymdhsYMDHS]", bare) and not re.search(r"[#?]|0(?!0*$)", bare.split(".")[0]):
        has_time = is_elapsed or bool(re.search(r"[hHsS]", bare))
        has_day = bool(re.search(r"[yYdD]", bare)) or not has_time
        return NumberFormat(shows_date=has_day, shows_time=has_time, is_elapsed=is_elapsed)
    # Literal text is set aside, so that its letters are not taken for digits' places.
    literals: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return chr(0xE000 + len(literals) - 1)

    positive = re.sub(_LITERAL, set_aside, code).split(";")[0]
    found = _NUMBER.fullmatch(positive)
    if not found or "/" in positive:
        return NumberFormat()
    places = found[2].rstrip(",")
    thousands_left_out = len(found[2]) - len(places)
    if thousands_left_out and has_condition:  # other numbers are not divided
        return NumberFormat()
    whole, _, fraction = places.partition(".")
    return NumberFormat(
        decimals=len(fraction) if "e" not in places.casefold() else None,
        fixed_decimals=fraction.count("0"),
        whole_digits=max(1, whole.count("0")),
        thousands_left_out=thousands_left_out,
        has_thousands=bool(re.search(r"[0#?],[0#?]", whole)),
        exponent=found[3] is not None,
        is_percent="%" in positive,
        prefix=_text(found[1], literals).lstrip(),
        suffix=_text(found[4], literals).rstrip(),
    )


def _text(part: str, literals: list[str]) -> str:
    part = part.replace("%", "").replace("(", "").replace(")", "")
    return "".join(literals[ord(c) - 0xE000] if "\ue000" <= c <= "\ue0ff" else c for c in part)
