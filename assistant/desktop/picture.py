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

import numpy as np

from assistant.errors import AssistantError
from assistant.guard.air_gap import AirGapState, engage

if TYPE_CHECKING:
    from PySide6.QtGui import QImage
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
    parser.add_argument("--small", action="store_true", help="in its 256 most frequent colours")
    parser.add_argument("--question", default="", help="asked before the picture is taken")
    parser.add_argument("--library", default="", help="the sample library unless named")
    arguments = parser.parse_args(argv)
    os.umask(0o077)  # the library that it makes is its owner's
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
    with build_assistant() as assistant:
        if arguments.library:
            assistant.library(arguments.library)  # fails at once where there is none
        window = make_window(application, assistant, air_gap, arguments.theme)
        window.resize(_WIDTH, _HEIGHT)
        window.show()
        try:
            photographer = _Photographer(application, window)
            photographer.open_library(arguments.library)
            if arguments.question:
                photographer.ask(arguments.question)
            photographer.shoot(arguments.out, is_small=arguments.small)
        finally:
            window.close()


class _Photographer:
    """Brings a window to what the picture is to show."""

    def __init__(self, application: "QApplication", window: "Window") -> None:
        self._application = application
        self._window = window
        self._parts = window.parts
        self._failures: list[AssistantError] = []
        self._parts.workspace.failed.connect(self._failures.append)
        self._parts.indexing.failed.connect(self._failures.append)

    def open_library(self, name: str) -> None:
        """Open a library; the sample library, indexed, when none is named."""
        workspace, indexing = self._parts.workspace, self._parts.indexing
        if name:
            workspace.open(name)
            self._wait(lambda: workspace.name == name, "the library to open", _ANSWER_S)
        else:
            self._parts.intake.open_samples()
            self._wait(lambda: indexing.is_running, "the library to open", _ANSWER_S)
            self._wait(lambda: not indexing.is_running, "the samples to be indexed", _INDEX_S)
        self._wait(lambda: workspace.is_settled, "the list of documents", _ANSWER_S)

    def ask(self, question: str) -> None:
        """Ask, wait for the answer, and open its first citation, or its closest passage."""
        from assistant.desktop.answer_card import AnswerCard

        self._window.ask(question)
        exchange = self._parts.conversation.exchanges[-1]
        self._wait(lambda: exchange.card is not None, "the answer", _ANSWER_S)
        if isinstance(exchange.card, AnswerCard) and exchange.card.open_first():
            reader = self._parts.reader
            self._wait(lambda: reader.shown is not None, "the cited page", _ANSWER_S)

    def shoot(self, out: Path, *, is_small: bool) -> None:
        """Let everything settle, and write the picture."""
        from PySide6.QtCore import QByteArray
        from PySide6.QtGui import QImageWriter

        end = time.monotonic() + _SETTLE_S
        self._wait(lambda: time.monotonic() > end, "the window to settle", 2 * _SETTLE_S)
        picture = self._window.grab().toImage()
        writer = QImageWriter(str(out), QByteArray(b"png"))
        if not writer.write(_in_few_colours(picture) if is_small else picture):
            raise AssistantError(f"{out} cannot be written.", hint="Choose another file or folder.")

    def _wait(self, is_there: Callable[[], bool], awaited: str, timeout_s: float) -> None:
        """Run the window until something is there.

        Raises:
            AssistantError: Something failed meanwhile, or it took too long.
        """
        end = time.monotonic() + timeout_s
        while not is_there():
            if self._failures:
                raise self._failures[0]
            if time.monotonic() > end:
                raise PictureTimedOutError(awaited, timeout_s)
            self._application.processEvents()
            time.sleep(0.01)


def _in_few_colours(picture: "QImage") -> "QImage":
    """A picture in its 256 most frequent colours: a window has hardly more, and its file shrinks.

    Every other colour, such as an edge of a letter, becomes the nearest of these.
    """
    from PySide6.QtCore import Qt
    from PySide6.QtGui import QImage

    plain = picture.convertToFormat(QImage.Format.Format_RGB32)
    pixels = np.frombuffer(plain.constBits(), dtype=np.uint32)
    colours, counts = np.unique(pixels | 0xFF000000, return_counts=True)
    frequent = colours[np.argsort(counts)[-256:]].tolist()
    nearest = Qt.ImageConversionFlag.ThresholdDither | Qt.ImageConversionFlag.AvoidDither
    return plain.convertToFormat(QImage.Format.Format_Indexed8, frequent, nearest)


if __name__ == "__main__":
    raise SystemExit(main())
