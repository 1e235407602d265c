"""What the window remembers from one start to the next: sizes, folds, the open library."""

import logging
import os
from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

log = logging.getLogger(__name__)


class WindowMemory:
    """`window.ini` in the data folder, its owner's alone; an unreadable file remembers nothing."""

    def __init__(self, home: Path) -> None:
        self._file = home / "window.ini"
        self._make_private()
        self._settings = QSettings(str(self._file), QSettings.Format.IniFormat)

    def read_bytes(self, name: str) -> QByteArray:
        """A stored state; empty where none is."""
        value = self._settings.value(name)
        return value if isinstance(value, QByteArray) else QByteArray()

    def read_text(self, name: str) -> str:
        """A stored text; empty where none is."""
        value = self._settings.value(name)
        return value if isinstance(value, str) else ""

    def write(self, name: str, value: QByteArray | str) -> None:
        """Remember a value."""
        self._settings.setValue(name, value)

    def save(self) -> None:
        """Write the file."""
        self._make_private()
        self._settings.sync()

    def _make_private(self) -> None:
        """Have the file there with mode 0600 before Qt writes it.

        Qt replaces the file by another that takes over its mode; only a file that is not there
        yet would be made readable for everybody, whatever the umask.
        """
        try:
            os.close(os.open(self._file, os.O_WRONLY | os.O_CREAT, 0o600))
            self._file.chmod(0o600)
        except OSError:
            log.warning("The window's sizes cannot be kept in %s", self._file)
