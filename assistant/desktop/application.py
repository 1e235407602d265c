"""The Qt application around the window, and what to show when the core cannot start."""

import signal
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QWidget

from assistant.bootstrap import Assistant, build_assistant
from assistant.desktop.parts import button, column, label, row, set_look
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.theme import Theme
from assistant.desktop.window import Window
from assistant.errors import AssistantError
from assistant.guard.air_gap import AirGapState
from assistant.log import log_uncaught
from assistant.settings import Theme as ThemeName


def make_application() -> QApplication:
    """The one application of this process."""
    QGuiApplication.setApplicationName("Hangar")
    QGuiApplication.setDesktopFileName("hangar")
    return QApplication(["hangar"])


def make_window(
    application: QApplication,
    assistant: Assistant,
    air_gap: AirGapState,
    theme: ThemeName | None = None,
) -> Window:
    """The window over `assistant`, in the colours of its settings unless `theme` is given."""
    settings = assistant.settings
    colours = Theme(application, theme or settings.theme)
    return Window(assistant, colours, assistant.home, air_gap, settings.marking)


def run(home: Path, air_gap: AirGapState, folders: Sequence[Path]) -> int:
    """Show the window until it is closed; 1 when the core could not start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Qt's loop would never come to hear Ctrl+C
    sys.excepthook = lambda _, error, __: log_uncaught(error)
    application = make_application()
    try:
        assistant = build_assistant(home)
    except AssistantError as error:
        failure = FailureWindow(Theme(application, "system"), error)
        failure.show()
        application.exec()
        return 1
    try:
        window = make_window(application, assistant, air_gap)
        window.show()
        window.start(folders)
        return application.exec()
    finally:
        assistant.close()


class FailureWindow(QWidget):
    """Says why Hangar cannot start, such as a model that is not installed, and what to do."""

    def __init__(self, theme: Theme, error: AssistantError) -> None:
        super().__init__()
        self.setWindowTitle("Hangar")
        self.setMinimumWidth(560)
        set_look(self, "pane")
        layout = column(self, margins=(24, 24, 24, 16), gap=16)
        layout.addWidget(label("Hangar cannot start", "title"))
        layout.addWidget(ProblemCard(theme, error))
        layout.addStretch()
        close = button("Close", "primary")
        close.clicked.connect(self.close)
        foot = row()
        foot.addStretch()
        foot.addWidget(close)
        layout.addLayout(foot)
