"""The two ways to start the window, as processes of their own."""

import os
import struct
import subprocess
import sys
from pathlib import Path

from assistant.bootstrap import build_assistant
from assistant.jobs import CancelToken


def run(module: str, *arguments: str, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_a_picture_is_drawn_of_an_answer_beside_its_page(tmp_path: Path, folder: Path) -> None:
    home = tmp_path / "home"
    with build_assistant(home) as assistant:
        library = assistant.library("Struts", create=True)
        library.index([folder], lambda _: None, CancelToken())
    picture = tmp_path / "window.png"

    done = run(
        "assistant.desktop.picture",
        str(picture),
        *("--library", "Struts", "--scale", "2", "--small", "--theme", "dark"),
        *("--question", "What is the limit load of the aft strut in tension?"),
        HANGAR_HOME=str(home),
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert struct.unpack(">II", picture.read_bytes()[16:24]) == (2880, 1800)
    assert picture.read_bytes()[24:26] == b"\x08\x03"  # 8 bits a pixel, out of a palette


def test_a_picture_of_a_library_that_is_not_there_fails_in_one_line(tmp_path: Path) -> None:
    done = run(
        "assistant.desktop.picture",
        str(tmp_path / "window.png"),
        *("--library", "Nothing"),
        HANGAR_HOME=str(tmp_path / "home"),
    )

    assert done.returncode == 1
    assert done.stderr.startswith("There is no library 'Nothing'.")
    assert len(done.stderr.splitlines()) == 1


def test_without_a_display_the_window_says_so(tmp_path: Path) -> None:
    done = run("assistant.desktop.main", HANGAR_HOME=str(tmp_path))

    assert done.returncode == 1
    assert done.stderr.startswith("There is no display to open a window on.")


def test_a_folder_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    done = run("assistant.desktop.main", str(tmp_path / "nothing"), HANGAR_HOME=str(tmp_path))

    assert done.returncode == 2
    assert f"there is no {tmp_path / 'nothing'}" in done.stderr
