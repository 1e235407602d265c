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


class RemoteDisplayError(AssistantError):
    """The display is reached over TCP, which the air gap does not let through."""

    def __init__(self, display: str) -> None:
        super().__init__(
            f"The display {display} is reached over the network, which the air gap forbids.",
            hint="Start Hangar at the workstation's own screen, or ask with 'hangar ask'.",
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
        RemoteDisplayError: X11 is forwarded, as by 'ssh -X', or on another computer.
        DisplayLibraryMissingError: Qt could not talk to X11.
    """
    if not platform.startswith("linux"):
        return
    wanted = environment.get("QT_QPA_PLATFORM", "")
    if wanted and not wanted.startswith("xcb"):
        return
    if environment.get("WAYLAND_DISPLAY") and not wanted:
        return
    display = environment.get("DISPLAY", "")
    if not display:
        raise NoDisplayError
    if _is_over_tcp(display):
        raise RemoteDisplayError(display)
    library = "libxcb-cursor.so.0"
    try:
        load(library)
    except OSError as error:
        raise DisplayLibraryMissingError(library, "libxcb-cursor0 (xcb-util-cursor)") from error


def _is_over_tcp(display: str) -> bool:
    """Whether an X11 display is named with a host, as in 'localhost:10.0' or 'tcp/lab:0'.

    ':0', 'unix:0' and the path of a socket are on this computer and need no network.
    """
    host = display.rpartition(":")[0]
    return bool(host) and host.partition("/")[0] not in ("unix", "")
