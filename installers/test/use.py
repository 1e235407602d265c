"""Using an installed Hangar as an ordinary user of a tree does."""

import struct
from pathlib import Path

from installers.test.roots import USER
from installers.test.table import Table
from installers.test.tree import Done, Tree

SAMPLES = "/opt/hangar/lib/resources/samples"
PYTHON = "/opt/hangar/python/bin/python3.11"
_QUESTION = "To what torque is the jam nut of rod end B tightened?"
_ANSWER = "95 N·m"
_OPEN_FOR_S = 8
_TIMED_OUT = 124


def check_doctor(table: Table, tree: Tree) -> None:
    """The air gap is proven by the installed program, and every line of it says ok."""
    done = tree.run_as_user("hangar doctor")
    table.check("hangar doctor", "status 0, all ok", _all_ok(done))


def check_index(table: Table, tree: Tree) -> None:
    """The sample documents of the package are read."""
    done = tree.run_as_user(f"hangar index {SAMPLES} --library Samples")
    table.check("hangar index, the samples", "7 added", done.line_with("added"))


def check_answer(table: Table, tree: Tree, case: str = "hangar ask") -> None:
    """A question about them is answered."""
    done = tree.run_as_user(f'hangar ask "{_QUESTION}" --library Samples')
    table.check(case, _ANSWER, done.line_with(_ANSWER))


def check_window(table: Table, tree: Tree) -> None:
    """The window is drawn with an answer in it, and the desktop's program stays open."""
    done = tree.run_as_user(
        f"{PYTHON} -I -m assistant.desktop.picture window.png"
        f' --library Samples --question "{_QUESTION}"'
    )
    picture = tree.path / "home" / USER / "window.png"
    seen = _size_of(picture) if done.status == 0 else done.said
    table.check("the window, drawn with an answer", "1440 x 900", seen)
    picture.unlink(missing_ok=True)

    opened = tree.run_as_user(
        f"QT_QPA_PLATFORM=offscreen timeout --kill-after=5 {_OPEN_FOR_S} hangar-desktop"
    )
    still_open = f"open after {_OPEN_FOR_S} s"
    seen = still_open if opened.status == _TIMED_OUT and not opened.said else opened.said
    table.check("hangar-desktop, offscreen", still_open, seen)


def _all_ok(done: Done) -> str:
    checks = [line.split()[0] for line in done.said.splitlines() if line.startswith("  ")]
    is_fine = done.status == 0 and checks.count("ok") and "FAIL" not in done.said
    return f"status 0, all ok ({checks.count('ok')} checks)" if is_fine else done.said


def _size_of(picture: Path) -> str:
    width, height = struct.unpack(">II", picture.read_bytes()[16:24])
    return f"{width} x {height}, {picture.stat().st_size} bytes"
