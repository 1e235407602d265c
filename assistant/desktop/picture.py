"""Draws the window into a picture, answering a question, where there is no display.

python -m assistant.desktop.picture OUT.png [--question TEXT] [--library NAME]
"""

import argparse
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.guard.air_gap import AirGapState, engage

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

    from assistant.desktop.window import Window

_WIDTH, _HEIGHT = 1440, 900
_INDEX_S, _ANSWER_S, _SETTLE_S = 300.0, 120.0, 0.6


class PictureTimedOutError(AssistantError):
    """The window did not get to what the picture is to show."""

    def __init__(self, awaited: str, timeout_s: float) -> None:
        super().__init__(
            f"Waited {timeout_s:.0f} s for {awaited}, in vain.",
            hint="Ask the same on the command line with 'hangar ask' to see why.",
        )


def main(argv: Sequence[str] | None = None) -> int:
    """Write the picture; returns the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("out", type=Path, help="PNG file to write")
    parser.add_argument("--theme", choices=("light", "dark"), default="light")
    parser.add_argument("--scale", choices=("1", "2"), default="1", help="device pixel ratio")
    parser.add_argument("--question", default="", help="asked before the picture is taken")
    parser.add_argument("--library", default="", help="the sample library unless named")
    arguments = parser.parse_args(argv)
    air_gap = engage()
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    os.environ["QT_SCALE_FACTOR"] = arguments.scale
    try:
        _draw(arguments, air_gap)
    except AssistantError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def _draw(arguments: argparse.Namespace, air_gap: AirGapState) -> None:
    from assistant.bootstrap import build_assistant  # the engines and Qt load after the air gap
    from assistant.desktop.application import make_application, make_window

    application = make_application()
    assistant = build_assistant()
    try:
        window = make_window(application, assistant, air_gap, arguments.theme)
        window.resize(_WIDTH, _HEIGHT)
        window.show()
        try:
            _open_library(application, window, arguments.library)
            if arguments.question:
                _ask(application, window, arguments.question)
            _wait(application, lambda: False, "", _SETTLE_S)
            if not window.grab().save(str(arguments.out), "PNG"):
                raise AssistantError(
                    f"{arguments.out} cannot be written.", hint="Choose another file or folder."
                )
        finally:
            window.close()
    finally:
        assistant.close()


def _open_library(application: "QApplication", window: "Window", name: str) -> None:
    parts = window.parts
    if name:
        window.start()
        parts.workspace.open(name)
    else:
        parts.intake.open_samples()
    _wait(
        application,
        lambda: bool(parts.workspace.documents) and not parts.indexing.is_running,
        "the library to be indexed",
        _INDEX_S,
    )


def _ask(application: "QApplication", window: "Window", question: str) -> None:
    """Ask, wait for the answer, and open its first citation, or its closest passage."""
    from assistant.desktop.answer_card import AnswerCard

    window.ask(question)
    exchange = window.parts.conversation.exchanges[-1]
    _wait(application, lambda: exchange.card is not None, "the answer", _ANSWER_S)
    if isinstance(exchange.card, AnswerCard) and exchange.card.open_first():
        reader = window.parts.reader
        _wait(application, lambda: reader.shown is not None, "the cited page", _ANSWER_S)


def _wait(
    application: "QApplication", is_there: Callable[[], bool], awaited: str, timeout_s: float
) -> None:
    """Run the window until something is there; for the whole time when nothing is awaited."""
    end = time.monotonic() + timeout_s
    while not is_there():
        if time.monotonic() > end:
            if awaited:
                raise PictureTimedOutError(awaited, timeout_s)
            return
        application.processEvents()
        time.sleep(0.01)


if __name__ == "__main__":
    raise SystemExit(main())
