"""Dresses the application in a palette: style sheet, Qt's own palette, icons."""

from string import Template
from typing import cast

from PySide6.QtCore import QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QGuiApplication, QPalette
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel

from assistant.desktop import icons
from assistant.desktop.palette import DARK, LIGHT, Palette
from assistant.paths import resources
from assistant.settings import Theme as ThemeName

_TYPE_STEPS_PT = {"small": -1, "normal": 0, "large": 2, "title": 6}
"""The four type sizes, from the system's interface font."""


class Theme(QObject):
    """The palette in force, following the system where the settings say so.

    Signals:
        changed(): The palette is another one; whoever paints by hand repaints.
    """

    changed = Signal()

    def __init__(self, application: QApplication, name: ThemeName) -> None:
        super().__init__(application)
        self._application = application
        self._name = name
        self._base_pt = application.font().pointSizeF()
        self.palette = LIGHT
        application.setStyle("Fusion")
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._follow_system)
        self._follow_system()

    def choose(self, name: ThemeName) -> None:
        """Take another theme from now on."""
        self._name = name
        self._follow_system()

    def icon_on(
        self, widget: QAbstractButton | QLabel, name: str, role: str = "muted", *, size: int = 0
    ) -> None:
        """Put an icon on a button or label, and keep its colour right when the theme changes.

        A label's icon is `size` pixels large, as high as its text when 0.
        """
        widget.setProperty("hangarIconSize", size)
        widget.setProperty("hangarIcon", name)
        widget.setProperty("hangarIconRole", role)
        self._paint_icon(widget)

    @Slot()
    def _follow_system(self) -> None:
        if self._name == "system":
            is_dark = QGuiApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        else:
            is_dark = self._name == "dark"
        self.palette = DARK if is_dark else LIGHT
        self._application.setPalette(_qt_palette(self.palette))
        self._application.setStyleSheet(style_sheet(self.palette, self._base_pt))
        for widget in self._application.allWidgets():
            if widget.property("hangarIcon"):
                self._paint_icon(cast("QAbstractButton | QLabel", widget))
        self.changed.emit()

    def _paint_icon(self, widget: QAbstractButton | QLabel) -> None:
        name, role = widget.property("hangarIcon"), widget.property("hangarIconRole")
        icon = icons.icon(name, self.palette, role)
        if isinstance(widget, QLabel):
            size = widget.property("hangarIconSize") or widget.fontMetrics().height()
            widget.setPixmap(icon.pixmap(QSize(size, size), widget.devicePixelRatio()))
        else:
            widget.setIcon(icon)


def style_sheet(palette: Palette, base_pt: float) -> str:
    """The application's style sheet, its roles and sizes filled in.

    Raises:
        KeyError: The template names a role that no palette has.
    """
    template = (resources() / "styles" / "hangar.qss").read_text(encoding="utf-8")
    roles = {name: getattr(palette, name) for name in Palette.__slots__}
    sizes = {f"{name}_pt": f"{base_pt + step:g}pt" for name, step in _TYPE_STEPS_PT.items()}
    return Template(template).substitute(roles | sizes)


def _qt_palette(colours: Palette) -> QPalette:
    """Qt's palette, for what the style sheet leaves to the style."""
    role = QPalette.ColorRole
    palette = QPalette()
    for which, colour in (
        (role.Window, colours.window),
        (role.WindowText, colours.text),
        (role.Base, colours.surface),
        (role.AlternateBase, colours.window),
        (role.Text, colours.text),
        (role.Button, colours.surface),
        (role.ButtonText, colours.text),
        (role.PlaceholderText, colours.muted),
        (role.ToolTipBase, colours.surface),
        (role.ToolTipText, colours.text),
        (role.Highlight, colours.accent),
        (role.HighlightedText, colours.on_accent),
        (role.Accent, colours.accent),
        (role.Mid, colours.border),
        (role.Dark, colours.outline),
        (role.Light, colours.hover),
    ):
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(colours.outline))
    return palette
