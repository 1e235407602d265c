"""How Excel shows a number: its format code applied, dates as ISO 8601."""

import math
import re
from dataclasses import dataclass
from datetime import datetime, timedelta

_BUILT_IN = (
    {1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00"}
    | {37: "#,##0", 38: "#,##0", 39: "#,##0.00", 40: "#,##0.00", 48: "##0.0E+0"}
    | dict.fromkeys((14, 15, 16, 17, *range(27, 37), *range(50, 59)), "yyyy-mm-dd")
    | dict.fromkeys((18, 19, 20, 21, 45, 46, 47), "hh:mm:ss")
    | {22: "yyyy-mm-dd hh:mm"}
)
_LITERAL = re.compile(r'"([^"]*)"|\\(.)|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|_.|\*.')
_NUMBER = re.compile(r"([^#0?.]*)((?:[#0?,]*)(?:\.[0#?]*)?)([eE][+-]0+)?([^#0?.]*)")
_FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001  Excel's dates have no time zone
_FIRST_DAY_1904 = datetime(1904, 1, 1)  # noqa: DTZ001
_LAST_SERIAL = 2_958_465


@dataclass(frozen=True, slots=True)
class NumberFormat:
    """A number format, ready to be applied.

    Attributes:
        decimals: Digits after the point; None shows the number as it is.
        has_thousands: Whether thousands are set apart by commas.
        exponent: Whether it is shown as 1.5E+03.
        is_percent: Whether it is shown as a percentage.
        prefix: Text before the number, such as '€'.
        suffix: Text after it, such as ' mm'.
        shows_date: Whether it shows a day.
        shows_time: Whether it shows a time of day.
    """

    decimals: int | None = None
    has_thousands: bool = False
    exponent: bool = False
    is_percent: bool = False
    prefix: str = ""
    suffix: str = ""
    shows_date: bool = False
    shows_time: bool = False

    def show(self, value: float, *, is_1904: bool = False) -> str:
        """The number as Excel shows it; a date or time in ISO 8601."""
        if (self.shows_date or self.shows_time) and 0 <= value <= _LAST_SERIAL:
            return self._moment(value, _FIRST_DAY_1904 if is_1904 else _FIRST_DAY)
        if not math.isfinite(value):
            return str(value)
        value = value * 100 if self.is_percent else value
        if self.decimals is None:
            shown = plain_number(value)
        elif self.exponent:
            shown = f"{value:.{self.decimals}E}"
        else:
            shown = f"{value:{',' if self.has_thousands else ''}.{self.decimals}f}"
        return f"{self.prefix}{shown}{'%' if self.is_percent else ''}{self.suffix}"

    def _moment(self, serial: float, first: datetime) -> str:
        moment = first + timedelta(seconds=round(serial * 86_400))
        if not self.shows_date:
            hours, rest = divmod(round(serial * 86_400), 3600)
            return f"{hours:02d}:{rest // 60:02d}:{rest % 60:02d}"
        return moment.isoformat(" ", "seconds") if self.shows_time else moment.date().isoformat()


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
    bare = _LITERAL.sub("", code)
    if re.search(r"[ymdhsYMDHS]", bare) and not re.search(r"[#?]|0(?!0*$)", bare.split(".")[0]):
        has_day = bool(re.search(r"[yYdD]", bare)) or not re.search(r"[hHsS]", bare)
        return NumberFormat(shows_date=has_day, shows_time=bool(re.search(r"[hHsS]", bare)))
    # Literal text is set aside, so that its letters are not taken for digits' places.
    literals: list[str] = []

    def set_aside(found: re.Match[str]) -> str:
        literals.append(found[1] or found[2] or found[3] or "")
        return chr(0xE000 + len(literals) - 1)

    positive = re.sub(_LITERAL, set_aside, code).split(";")[0]
    found = _NUMBER.fullmatch(positive)
    if not found or not re.search("[0#?]", found[2]) or "/" in positive:
        return NumberFormat()
    fraction = found[2].partition(".")[2]
    return NumberFormat(
        decimals=len(re.findall("[0#?]", fraction)),
        has_thousands=bool(re.search(r"[0#?],[0#?]", found[2])),
        exponent=found[3] is not None,
        is_percent="%" in positive,
        prefix=_text(found[1], literals).lstrip(),
        suffix=_text(found[4], literals).rstrip(),
    )


def _text(part: str, literals: list[str]) -> str:
    part = part.replace("%", "").replace("(", "").replace(")", "")
    return "".join(literals[ord(c) - 0xE000] if "\ue000" <= c <= "\ue0ff" else c for c in part)
