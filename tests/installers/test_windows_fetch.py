"""Which packages the payload is made of, and how it is started."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from installers.reproducible import CHECKOUT
from installers.windows.fetch import split_for_windows, windows_entries

_START = CHECKOUT / "installers" / "windows" / "launchers" / "start.py"


def test_the_lock_is_read_as_windows_would_read_it() -> None:
    lock = (
        "colorama==0.4.6 ; sys_platform == 'win32' \\\n    --hash=sha256:aa\n"
        "pyseccomp==0.1.2 ; sys_platform == 'linux' \\\n    --hash=sha256:bb\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n"
        "    --hash=sha256:cc \\\n    --hash=sha256:dd\n"
        "numpy==2.5.5 ; python_full_version >= '3.12' \\\n    --hash=sha256:ee\n"
    )
    assert windows_entries(lock) == {
        "colorama": "colorama==0.4.6 \\\n    --hash=sha256:aa",
        "numpy": "numpy==2.4.6 \\\n    --hash=sha256:cc \\\n    --hash=sha256:dd",
    }


def test_the_checkout_s_locks_give_what_runs_what_compiles_and_what_is_compiled() -> None:
    locks = (CHECKOUT / name for name in ("requirements.lock", "requirements-dev.lock"))
    split = split_for_windows(*(lock.read_text("utf-8") for lock in locks))
    named = {
        lock: {entry.partition("==")[0] for entry in entries} for lock, entries in split.items()
    }
    assert named["llama.lock"] == {"llama-cpp-python"}
    assert named["compiler.lock"] >= {"cmake", "ninja", "scikit-build-core"}
    assert named["runtime.lock"] >= {"colorama", "onnxruntime", "pyside6-essentials"}
    assert not named["runtime.lock"] & {"kubernetes", "pyseccomp", "tesserocr", "uvloop", "pytest"}
    assert all("--hash=sha256:" in entry for entries in split.values() for entry in entries)


@pytest.fixture
def stub(tmp_path: Path) -> dict[str, str]:
    """Variables for a Python that finds, in place of Hangar, modules that print what they got."""
    for module in ("cli", "desktop"):
        folder = tmp_path / "assistant" / module
        folder.mkdir(parents=True)
        (folder / "main.py").write_text(
            "import os, sys\n"
            f"def main():\n    print({module!r}, sys.argv[1:], sorted(set(os.environ) & UNSET))\n"
            "    return 3\n"
            "UNSET = {'GGML_BACKEND_PATH', 'QT_PLUGIN_PATH'}\n"
        )
    return {**os.environ, "PYTHONPATH": str(tmp_path)}


@pytest.mark.parametrize(
    ("arguments", "printed"),
    [
        (["command", "ask", "why?"], "cli ['ask', 'why?'] []"),
        (["window"], "desktop [] []"),
    ],
)
def test_the_launcher_hands_the_arguments_on_and_nothing_that_injects_code(
    stub: dict[str, str], arguments: list[str], printed: str
) -> None:
    planted = {**stub, "GGML_BACKEND_PATH": "planted.dll", "QT_PLUGIN_PATH": "planted"}
    done = subprocess.run(
        [sys.executable, "-B", _START, *arguments],
        env=planted,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.stdout.strip() == printed
    assert done.returncode == 3


def test_the_command_isolates_python_and_names_it_by_its_path() -> None:
    command = (_START.parent / "hangar.cmd").read_text("ascii")
    assert '"%~dp0..\\python\\python.exe" -I -B "%~dp0start.py" command %*' in command


def test_the_payload_script_says_that_it_is_untested() -> None:
    script = (CHECKOUT / "installers" / "windows" / "payload.ps1").read_text("ascii")
    assert "UNTESTED" in script.partition("#>")[0]
    assert "Write-Warning 'This script is UNTESTED" in script
    assert "http" not in script
