"""Whether there is a display that Qt can draw on; without one, Qt would end the process."""

import ctypes
import sys
from collections.abc import Callable, Mapping

from assistant.errors import AssistantError


class NoDisplayError(AssistantError):
    """This session has no display."""

    def __init__(self) -> None:
        super().__init__(
            "There is no display to open a window on.",
            hint="Ask on the command line with 'hangar ask', or start Hangar from a desktop.",
        )


class DisplayLibraryMissingError(AssistantError):
    """A library of the system that Qt needs for X11 is not installed."""

    def __init__(self, library: str, package: str) -> None:
        super().__init__(
            f"The window needs the system library {library}, which is not installed.",
            hint=f"Install the package {package}, or ask with 'hangar ask'.",
        )


def check_display(
    environment: Mapping[str, str],
    platform: str = sys.platform,
    load: Callable[[str], object] = ctypes.CDLL,
) -> None:
    """Make sure that a window can be opened.

    Args:
        environment: The process's environment variables.
        platform: As `sys.platform`.
        load: Loads a shared library by its name, or raises `OSError`.

    Raises:
        NoDisplayError: There is neither X11 nor Wayland.
        DisplayLibraryMissingError: Qt could not talk to X11.
    """
    if not platform.startswith("linux") or environment.get("QT_QPA_PLATFORM"):
        return
    if environment.get("WAYLAND_DISPLAY"):
        return
    if not environment.get("DISPLAY"):
        raise NoDisplayError
    library = "libxcb-cursor.so.0"
    try:
        load(library)
    except OSError as error:
        raise DisplayLibraryMissingError(library, "libxcb-cursor0 (xcb-util-cursor)") from error
