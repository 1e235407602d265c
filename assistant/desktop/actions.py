"""The window's commands with their keys, in one menu."""

from collections.abc import Callable
from typing import NamedTuple

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget


class Command(NamedTuple):
    """A command as the menu shows it; keys as Qt writes them, the first one shown."""

    words: str
    keys: tuple[str, ...]
    run: Callable[[], object]


def menu_of(groups: list[list[Command]], window: QWidget) -> QMenu:
    """A menu of all commands; their keys work anywhere in `window`."""
    menu = QMenu(window)
    for group in groups:
        if not menu.isEmpty():
            menu.addSeparator()
        for command in group:
            action = QAction(command.words, window)
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.triggered.connect(lambda _=False, run=command.run: run())
            window.addAction(action)
            menu.addAction(action)
    return menu
