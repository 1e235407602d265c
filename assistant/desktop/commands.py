"""Every command of the window, with its keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from assistant.desktop.actions import Command
from assistant.desktop.theme import Theme
from assistant.desktop.wiring import Parts
from assistant.settings import Theme as ThemeName


def commands(parts: Parts, theme: Theme, close: Callable[[], object]) -> list[list[Command]]:
    """The commands in groups, as the menu shows them."""
    conversation, reader, panes = parts.conversation, parts.reader, parts.panes

    def ask() -> None:
        panes.reveal_conversation()
        conversation.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def seek() -> None:
        if parts.libraries.isHidden():
            panes.fold_libraries()
        parts.libraries.documents.seek()

    def choose(name: ThemeName) -> Callable[[], None]:
        return lambda: theme.choose(name)

    return [
        [
            Command("Ask a question", ("Ctrl+L",), ask),
            Command("Find a document", ("Ctrl+K",), seek),
            Command("Find in this document", ("Ctrl+F",), reader.open_find),
            Command("Outline of this document", ("Ctrl+Shift+O",), reader.open_outline),
        ],
        [
            Command("Back", ("Alt+Left",), parts.navigation.back),
            Command("Forward", ("Alt+Right",), parts.navigation.forward),
            Command("Next pane", ("F6",), lambda: _walk(panes.visible_panes(), 1)),
            Command("Previous pane", ("Shift+F6",), lambda: _walk(panes.visible_panes(), -1)),
        ],
        [
            Command("Larger", ("Ctrl++", "Ctrl+="), lambda: reader.zoom_by(1)),
            Command("Smaller", ("Ctrl+-",), lambda: reader.zoom_by(-1)),
            Command("Fit the width", ("Ctrl+0",), reader.fit_width),
            Command("Fold the libraries", ("Ctrl+B",), panes.fold_libraries),
            Command("Fold the page", ("Ctrl+Shift+B",), panes.fold_reader),
        ],
        [
            Command("Add folder…", ("Ctrl+O",), parts.libraries.choose_folder),
            Command("New library…", ("Ctrl+N",), parts.libraries.libraries.ask_name),
            Command("Open the sample library", (), parts.intake.open_samples),
        ],
        [
            Command("Models", ("Ctrl+Shift+M",), parts.models.open_list),
            Command("Install a model pack…", (), parts.models.choose_pack),
        ],
        [
            Command("Colours of the system", (), choose("system")),
            Command("Light colours", (), choose("light")),
            Command("Dark colours", (), choose("dark")),
        ],
        [
            Command("All commands", ("F10",), conversation.menu_button.showMenu),
            Command("Close the window", ("Ctrl+Q",), close),
        ],
    ]


def _walk(panes: list[QWidget], step: int) -> None:
    """Move the keyboard to the next pane, into what it was on there last."""
    focused = QApplication.focusWidget()
    current = next(
        (
            i
            for i, pane in enumerate(panes)
            if focused and (pane is focused or pane.isAncestorOf(focused))
        ),
        -1 if step > 0 else 0,
    )
    panes[(current + step) % len(panes)].setFocus(Qt.FocusReason.OtherFocusReason)
