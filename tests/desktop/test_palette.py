"""Both themes can be read."""

import pytest
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from assistant.desktop.palette import DARK, LIGHT, Palette, contrast
from assistant.desktop.theme import Theme, style_sheet
from assistant.settings import Theme as ThemeName

THEMES = pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@THEMES
@pytest.mark.parametrize("role", ["text", "muted", "accent", "good", "warning", "bad"])
def test_text_stands_out_from_every_surface_it_stands_on(palette: Palette, role: str) -> None:
    for ground in (palette.window, palette.surface, palette.hover):
        assert contrast(getattr(palette, role), ground) >= 4.5


@THEMES
def test_text_stands_out_on_selections_accents_and_highlights(palette: Palette) -> None:
    assert contrast(palette.on_accent, palette.accent) >= 4.5
    for role in (palette.text, palette.muted, palette.accent):
        assert contrast(role, palette.wash) >= 4.5
    assert contrast(palette.muted, palette.sunken) >= 4.5
    for ground in (palette.passage_text_bg, palette.span_text_bg):
        assert contrast(palette.text, ground) >= 4.5


@THEMES
def test_ink_on_highlighted_paper_can_be_read_and_the_marks_be_seen(palette: Palette) -> None:
    for ground in (palette.passage, palette.span):
        assert contrast("#000000", ground) >= 4.5
    assert contrast(palette.edge, "#ffffff") >= 3
    assert contrast(palette.outline, palette.window) >= 3
    assert contrast(palette.outline, palette.surface) >= 3


@THEMES
def test_the_style_sheet_leaves_no_role_open(palette: Palette) -> None:
    sheet = style_sheet(palette, 10.0)

    assert "$" not in sheet
    assert palette.accent in sheet
    assert "font-size: 16pt" in sheet


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_placeholder_can_be_read(qtbot: QtBot, qapp: QApplication, name: ThemeName) -> None:
    theme = Theme(qapp, name)
    for field in (QLineEdit(), QPlainTextEdit()):
        qtbot.addWidget(field)
        field.ensurePolished()
        shown = field.palette().color(QPalette.ColorRole.PlaceholderText)
        assert shown.alpha() == 255
        assert contrast(shown.name(), theme.palette.surface) >= 4.5
