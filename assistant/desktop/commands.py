"""Every command of the window, with its keys."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QToolButton, QWidget

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

    def in_reader(open_it: Callable[[], None]) -> Callable[[], None]:
        """Open something beside the page, where it is to be seen."""

        def open_in_view() -> None:
            if reader.shown:
                panes.reveal_reader()
                open_it()

        return open_in_view

    def choose(name: ThemeName) -> Callable[[], None]:
        return lambda: theme.choose(name)

    return [
        [
            Command("Ask a question", ("Ctrl+L",), ask),
            Command("Find a document", ("Ctrl+K",), seek),
            Command("Find in this document", ("Ctrl+F",), in_reader(reader.open_find)),
            Command("Outline of this document", ("Ctrl+Shift+O",), in_reader(reader.open_outline)),
        ],
        [
            Command("Back", ("Alt+Left",), parts.navigation.back),
            Command("Forward", ("Alt+Right",), parts.navigation.forward),
            Command("Next pane", ("F6",), lambda: _walk(parts, 1)),
            Command("Previous pane", ("Shift+F6",), lambda: _walk(parts, -1)),
        ],
        [
            Command("Larger", ("Ctrl++", "Ctrl+="), lambda: reader.views.zoom_by(1)),
            Command("Smaller", ("Ctrl+-",), lambda: reader.views.zoom_by(-1)),
            Command("Fit the width", ("Ctrl+0",), reader.views.fit_width),
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


def _walk(parts: Parts, step: int) -> None:
    """Move the keyboard to the next pane, into what it was on there last."""
    panes = parts.panes.visible_panes()
    focused = QApplication.focusWidget()
    current = next(
        (
            i
            for i, pane in enumerate(panes)
            if focused and (pane is focused or pane.isAncestorOf(focused))
        ),
        -1 if step > 0 else 0,
    )
    pane = panes[(current + step) % len(panes)]
    last: QWidget | None = pane.focusWidget()
    if isinstance(last, QToolButton):  # Qt puts the keyboard on the first one by itself
        last = None
    parts.panes.reveal(pane)
    for widget in (last, *_homes(parts, pane)):
        if widget is not None and widget.isVisible() and widget.isEnabled():
            widget.setFocus(Qt.FocusReason.OtherFocusReason)
            return


def _homes(parts: Parts, pane: QWidget) -> list[QWidget | None]:
    """Where the keyboard goes in a pane that it was not in yet: the first that can take it."""
    if pane is parts.libraries:
        libraries = parts.libraries
        return [libraries.documents.view, libraries.libraries.view, libraries.add_folder]
    if pane is parts.conversation:
        return [parts.conversation.field, parts.conversation.welcome.add_folder]
    return [parts.reader.views.currentWidget()]
