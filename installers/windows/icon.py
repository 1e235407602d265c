"""The icon of the shortcut: Hangar's drawing as a Windows icon file."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QIODevice, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

_SIDES = (16, 32, 48, 256)
"""In pixels; what the Start menu, the task bar and folders show."""
_HEADER = struct.Struct("<HHH")
_ENTRY = struct.Struct("<BBBBHHII")


def write_icon(drawing: Path, icon: Path) -> None:
    """Draw an SVG in the sizes that Windows wants, and write them as one .ico of PNG pictures."""
    renderer = QSvgRenderer(str(drawing))
    pictures = [_picture(renderer, side) for side in _SIDES]
    offset = _HEADER.size + len(pictures) * _ENTRY.size
    entries = b""
    for side, picture in zip(_SIDES, pictures, strict=True):
        # A side of 256 is written as 0.
        entries += _ENTRY.pack(side % 256, side % 256, 0, 0, 1, 32, len(picture), offset)
        offset += len(picture)
    icon.write_bytes(_HEADER.pack(0, 1, len(pictures)) + entries + b"".join(pictures))


def _picture(renderer: QSvgRenderer, side: int) -> bytes:
    image = QImage(side, side, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter)
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")  # type: ignore[call-overload]  # the stubs want bytes for the format
    return bytes(buffer.data().data())
