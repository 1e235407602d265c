"""What the window remembers, and who may read it."""

import sys
from pathlib import Path

import pytest

from assistant.desktop.memory import WindowMemory


def mode(file: Path) -> int:
    return file.stat().st_mode & 0o777


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_the_file_is_its_owners_alone(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    memory.write("library", "Struts")
    memory.save()
    assert mode(tmp_path / "window.ini") == 0o600

    memory.write("library", "Pumps")
    memory.save()
    assert mode(tmp_path / "window.ini") == 0o600
    assert WindowMemory(tmp_path).read_text("library") == "Pumps"


@pytest.mark.skipif(sys.platform == "win32", reason="modes of files are POSIX")
def test_a_file_that_everybody_could_read_is_made_private(tmp_path: Path) -> None:
    file = tmp_path / "window.ini"
    file.write_text("[General]\nlibrary=Struts\n")
    file.chmod(0o644)

    memory = WindowMemory(tmp_path)

    assert mode(file) == 0o600
    assert memory.read_text("library") == "Struts"


def test_a_file_removed_meanwhile_is_private_again(tmp_path: Path) -> None:
    memory = WindowMemory(tmp_path)
    (tmp_path / "window.ini").unlink()

    memory.write("library", "Struts")
    memory.save()

    assert WindowMemory(tmp_path).read_text("library") == "Struts"
    if sys.platform != "win32":
        assert mode(tmp_path / "window.ini") == 0o600


def test_a_folder_that_cannot_be_written_forgets(tmp_path: Path) -> None:
    (tmp_path / "window.ini").mkdir()

    memory = WindowMemory(tmp_path)
    memory.write("library", "Struts")
    memory.save()

    assert list(tmp_path.iterdir()) == [tmp_path / "window.ini"]
    assert not list((tmp_path / "window.ini").iterdir())
