"""Where there is no display, Hangar says so instead of ending without a word."""

import pytest

from assistant.desktop.display import (
    DisplayLibraryMissingError,
    NoDisplayError,
    RemoteDisplayError,
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


@pytest.mark.parametrize("display", ["localhost:10.0", "lab-3:0", "[::1]:0", "tcp/lab-3:0"])
@pytest.mark.parametrize("platform", [{}, {"QT_QPA_PLATFORM": "xcb"}])
def test_a_forwarded_display_cannot_pass_the_air_gap(
    display: str, platform: dict[str, str]
) -> None:
    with pytest.raises(RemoteDisplayError) as refused:
        check_display({"DISPLAY": display, **platform}, "linux", lambda _: None)

    assert str(refused.value) == (
        f"The display {display} is reached over the network, which the air gap forbids."
        " Start Hangar at the workstation's own screen, or ask with 'hangar ask'."
    )


@pytest.mark.parametrize("display", [":0", ":1.0", "unix:0", "unix/lab-3:0", "/run/x11/socket:0"])
def test_a_display_of_this_computer_is_taken(display: str) -> None:
    check_display({"DISPLAY": display}, "linux", lambda _: None)


@pytest.mark.parametrize(
    "environment",
    [{"WAYLAND_DISPLAY": "wayland-0"}, {"QT_QPA_PLATFORM": "offscreen"}],
)
def test_what_needs_no_x11_is_left_alone(environment: dict[str, str]) -> None:
    check_display(environment, "linux", missing)


def test_other_systems_are_left_alone() -> None:
    check_display({}, "win32", missing)
