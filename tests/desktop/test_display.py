"""Where there is no display, Hangar says so instead of ending without a word."""

import pytest

from assistant.desktop.display import (
    DisplayLibraryMissingError,
    NoDisplayError,
    check_display,
)


def missing(name: str) -> object:
    raise OSError(name)


def test_without_a_display_the_command_line_is_named() -> None:
    with pytest.raises(NoDisplayError, match="hangar ask"):
        check_display({}, "linux", lambda _: None)


def test_a_missing_library_of_the_system_is_named_with_its_package() -> None:
    with pytest.raises(DisplayLibraryMissingError, match="libxcb-cursor0"):
        check_display({"DISPLAY": ":0"}, "linux", missing)


@pytest.mark.parametrize(
    "environment",
    [{"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}],
)
def test_what_needs_no_x11_is_left_alone(environment: dict[str, str]) -> None:
    check_display(environment, "linux", missing)


def test_other_systems_are_left_alone() -> None:
    check_display({}, "win32", missing)
