"""What may go into the MSI, and under which names."""

from pathlib import Path, PurePosixPath

import pytest

from installers.errors import BuildError
from installers.windows.payload import read_payload
from installers.windows.product import UPGRADE_CODE, check_version, guid, product_code
from installers.windows.short_names import with_short_names
from installers.windows.stand_in import write_stand_in


@pytest.fixture
def payload(tmp_path: Path) -> Path:
    return write_stand_in(tmp_path / "payload")


def test_the_files_come_in_one_order_and_the_programs_are_known(payload: Path) -> None:
    content = read_payload(payload)
    assert PurePosixPath("lib/resources/prompts/system.txt") in content.files
    assert list(map(str, content.programs)) == ["python/python.exe", "python/pythonw.exe"]
    assert content.files == read_payload(payload).files


def test_a_payload_without_an_interpreter_is_refused(payload: Path) -> None:
    (payload / "python" / "python.exe").unlink()
    with pytest.raises(BuildError, match=r"lacks python/python\.exe\.\nBuild it on Windows"):
        read_payload(payload)


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match=r"lacks bin/hangar\.cmd"):
        read_payload(tmp_path / "nowhere")


def test_a_link_is_refused(payload: Path) -> None:
    (payload / "lib" / "link").symlink_to("/etc/passwd")
    with pytest.raises(BuildError, match="is a link"):
        read_payload(payload)


@pytest.mark.parametrize("name", ["a:b.py", "nul.txt", "ends in a dot.", "tab\there", "größe.txt"])
def test_a_name_that_windows_cannot_hold_is_refused(payload: Path, name: str) -> None:
    (payload / "lib" / name).write_text("")
    with pytest.raises(BuildError, match="Windows cannot hold"):
        read_payload(payload)


def test_names_that_differ_in_case_only_are_refused(payload: Path) -> None:
    (payload / "lib" / "assistant" / "One.py").write_text("")
    (payload / "lib" / "assistant" / "one.py").write_text("")
    with pytest.raises(BuildError, match="are one file to Windows"):
        read_payload(payload)


def test_a_path_too_long_for_windows_is_refused(payload: Path) -> None:
    folder = payload / "lib" / ("a" * 120) / ("b" * 120)
    folder.mkdir(parents=True)
    (folder / "file.py").write_text("")
    with pytest.raises(BuildError, match="more than 220 characters"):
        read_payload(payload)


def test_long_names_get_short_ones_that_differ_from_all_others() -> None:
    names = ["H0000001.PY", "a long name.py", "another long name.py", "os.py", ".hidden", "LICENSE"]
    written = with_short_names(reversed(names))
    assert written == {
        ".hidden": "H0000001.HID|.hidden",
        "H0000001.PY": "H0000001.PY",
        "LICENSE": "LICENSE",
        "a long name.py": "H0000002.PY|a long name.py",
        "another long name.py": "H0000003.PY|another long name.py",
        "os.py": "os.py",
    }


@pytest.mark.parametrize("version", ["1.2", "1.2.3rc1", "1.256.0", "256.0.0", "1.0.65536"])
def test_a_version_that_windows_cannot_order_is_refused(version: str) -> None:
    with pytest.raises(BuildError, match="cannot order the version"):
        check_version(version)


def test_the_guids_never_change() -> None:
    """An MSI whose upgrade code differs would be installed beside the older version."""
    assert check_version("255.255.65535") == "255.255.65535"
    assert UPGRADE_CODE == "{6D126E04-39A0-5D5D-94C4-782C6D61EDCC}"
    assert product_code("0.1.0") == "{F5B94E83-2EF5-5AA6-8BF4-682BF9F26F5B}"
    assert guid("a", "b") != guid("ab")
