"""The colours of the window, by the role they play, for a light and a dark theme."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Palette:
    """One theme's colours as '#rrggbb'.

    Attributes:
        window: Behind the panes.
        surface: Cards, lists and fields.
        sunken: Behind a rendered page.
        border: Hairlines between surfaces.
        outline: Edges of fields and buttons, ≥ 3:1 on window and surface.
        hover: A surface under the pointer.
        text: What is read.
        muted: What is read second; still ≥ 4.5:1 wherever it stands.
        accent: The one colour that says 'act here' or 'you are here'.
        on_accent: Text on the accent.
        wash: A selected row; a pale accent.
        good: Verified, indexed.
        warning: Needs a look.
        bad: Failed.
        passage: The passage on the page, a pale wash; on white paper in both themes.
        span: The quoted words inside it.
        edge: The line beside and under highlights, for eyes and printers that lose the wash.
        passage_text_bg: The passage in a text view.
        span_text_bg: The quoted words in a text view.
    """

    window: str
    surface: str
    sunken: str
    border: str
    outline: str
    hover: str
    text: str
    muted: str
    accent: str
    on_accent: str
    wash: str
    good: str
    warning: str
    bad: str
    passage: str
    span: str
    edge: str
    passage_text_bg: str
    span_text_bg: str


LIGHT = Palette(
    window="#f2f3f5",
    surface="#ffffff",
    sunken="#dfe2e6",
    border="#d9dde2",
    outline="#858d97",
    hover="#eceef1",
    text="#1a1e23",
    muted="#56606b",
    accent="#1b5e9f",
    on_accent="#ffffff",
    wash="#e1ebf6",
    good="#1c6a3a",
    warning="#865000",
    bad="#a1271f",
    passage="#fdf3cd",
    span="#ffdb6e",
    edge="#b07a00",
    passage_text_bg="#fdf3cd",
    span_text_bg="#ffdb6e",
)

DARK = Palette(
    window="#1b1e22",
    surface="#24282d",
    sunken="#131517",
    border="#353b42",
    outline="#79838e",
    hover="#2d3238",
    text="#e3e6ea",
    muted="#a3acb6",
    accent="#84b5ea",
    on_accent="#0f151c",
    wash="#263a50",
    good="#7fc998",
    warning="#e2b465",
    bad="#f29c92",
    passage="#fdf3cd",
    span="#ffdb6e",
    edge="#b07a00",
    passage_text_bg="#3d3720",
    span_text_bg="#6b5513",
)


def contrast(first: str, second: str) -> float:
    """Contrast ratio of two '#rrggbb' colours, from 1 to 21 (WCAG 2.2, 1.4.3)."""
    lighter, darker = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    channels = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
