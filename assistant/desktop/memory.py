"""What the window remembers from one start to the next: sizes, folds, the open library."""

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class WindowMemory:
    """`window.ini` in the data folder; a file that cannot be read remembers nothing."""

    def __init__(self, home: Path) -> None:
        self._settings = QSettings(str(home / "window.ini"), QSettings.Format.IniFormat)

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
        self._settings.sync()
