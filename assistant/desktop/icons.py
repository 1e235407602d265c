"""The window's icons: Phosphor, through QtAwesome, by what they stand for."""

import qtawesome
from PySide6.QtGui import QIcon

from assistant.desktop.palette import Palette

_GLYPHS = {
    "add": "ph.plus",
    "add_folder": "ph.folder-plus",
    "back": "ph.arrow-left",
    "cancel": "ph.stop",
    "close": "ph.x",
    "check": "ph.fingerprint",
    "copy": "ph.copy",
    "cpu": "ph.cpu",
    "exact": "ph.info",
    "find": "ph.magnifying-glass",
    "fit_width": "ph.arrows-out-line-horizontal",
    "fold_left": "ph.columns",
    "fold_right": "ph.layout",
    "folded": "ph.caret-right",
    "forward": "ph.arrow-right",
    "good": "ph.check",
    "indexed": "ph.file-text",
    "key": "ph.key",
    "library": "ph.books",
    "locked": "ph.lock-simple",
    "menu": "ph.list",
    "more": "ph.dots-three",
    "next": "ph.caret-down",
    "nothing": "ph.prohibit",
    "outline": "ph.list-bullets",
    "pack": "ph.package",
    "previous": "ph.caret-up",
    "reading": "ph.book-open",
    "send": "ph.arrow-elbow-down-left",
    "signed": "ph.shield-check",
    "skipped": "ph.prohibit",
    "trash": "ph.trash",
    "unfolded": "ph.caret-down",
    "unsigned": "ph.shield-warning",
    "unlocked": "ph.lock-simple-open",
    "vectors": "ph.database",
    "warning": "ph.warning",
    "writing": "ph.pencil-line",
    "zoom_in": "ph.plus",
    "zoom_out": "ph.minus",
}


def icon(name: str, palette: Palette, role: str = "muted") -> QIcon:
    """The icon that stands for `name`, in the colour of `role`, paler where disabled."""
    made: QIcon = qtawesome.icon(
        _GLYPHS[name], color=getattr(palette, role), color_disabled=palette.border
    )
    return made
