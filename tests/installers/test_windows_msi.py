"""The MSI as wixl authors it: the same bytes each time, and what its tables say."""

import os
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from installers.errors import BuildError
from installers.windows.build_msi import build_msi, main
from installers.windows.product import UPGRADE_CODE, product_code
from installers.windows.stand_in import write_stand_in
from installers.windows.tools import AUTHOR, missing, run

EPOCH = 1_700_000_000
pytestmark = pytest.mark.skipif(
    bool(missing(AUTHOR)), reason=f"needs the Debian packages {', '.join(missing(AUTHOR))}"
)


def build(folder: Path, version: str = "1.2.3", marked: str = "") -> Path:
    payload = write_stand_in(folder / "payload", marked)
    policy = folder / "policy.toml"
    policy.write_text("# policy\n")
    msi = folder / "out" / "hangar.msi"
    build_msi(payload, policy, msi, version=version, epoch=EPOCH)
    return msi


@pytest.fixture(scope="module")
def msi(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("msi"))


def table(msi: Path, name: str) -> list[dict[str, str]]:
    """The rows of a table of the MSI."""
    columns, _types, _keys, *rows = run("msiinfo", "export", msi, name).split("\n")
    names = columns.split("\t")
    return [dict(zip(names, row.split("\t"), strict=True)) for row in rows if row]


def properties(msi: Path) -> Mapping[str, str]:
    return {row["Property"]: row["Value"] for row in table(msi, "Property")}


def test_two_builds_are_the_same_whatever_the_folder_the_time_and_the_umask(
    msi: Path, tmp_path: Path
) -> None:
    before = os.umask(0o077)
    try:
        again = build(tmp_path / "another folder")
        for file in (tmp_path / "another folder").rglob("*"):
            os.utime(file, (time.time() + 9000, time.time() + 9000))
        build_msi(
            tmp_path / "another folder" / "payload",
            tmp_path / "another folder" / "policy.toml",
            again,
            version="1.2.3",
            epoch=EPOCH,
        )
    finally:
        os.umask(before)
    assert again.read_bytes() == msi.read_bytes()
    assert again.stat().st_mode & 0o777 == 0o644


def test_another_content_has_another_package_code_and_the_same_product(
    msi: Path, tmp_path: Path
) -> None:
    other = build(tmp_path, marked="another")
    code = "Revision number"
    summaries = [run("msiinfo", "suminfo", file) for file in (msi, other)]
    codes = {line for said in summaries for line in said.splitlines() if line.startswith(code)}
    assert len(codes) == 2
    assert properties(msi)["ProductCode"] == properties(other)["ProductCode"]


def test_it_is_for_all_users_on_64_bit_windows(msi: Path) -> None:
    assert properties(msi)["ALLUSERS"] == "1"
    assert "Template: x64;1033" in run("msiinfo", "suminfo", msi)
    conditions = {row["Condition"]: row["Description"] for row in table(msi, "LaunchCondition")}
    assert conditions["Privileged"].startswith("Hangar is installed for all users")
    assert "64-bit Windows 10" in conditions["Installed OR VersionNT64 >= 603"]
    assert all(int(row["Attributes"]) & 256 for row in table(msi, "Component"))


def test_every_file_of_the_payload_is_in_it_with_a_name_that_windows_takes(msi: Path) -> None:
    names = [row["FileName"].rpartition("|")[2] for row in table(msi, "File")]
    assert sorted(names) == sorted(
        [
            *("hangar.cmd", "start.py", "python.exe", "pythonw.exe", "os.py", "__init__.py"),
            *("a module with a long name.py", "system.txt", "policy.toml"),
            *("LICENSE", "LICENSE", "LICENSE"),
        ]
    )
    shorts = [row["FileName"].partition("|")[0] for row in table(msi, "File")]
    assert all(len(short) <= 12 and " " not in short for short in shorts)


def test_no_two_entries_of_a_folder_have_the_same_short_name(tmp_path: Path) -> None:
    payload = write_stand_in(tmp_path / "payload")
    for name in ("a folder.dist-info", "a long name.dis", "another folder"):
        (payload / "lib" / "names" / name).mkdir(parents=True)
        (payload / "lib" / "names" / name / "file.py").write_text("")
    (payload / "lib" / "names" / "b long name.dis").write_text("")
    policy = tmp_path / "policy.toml"
    policy.write_text("")
    build_msi(payload, policy, tmp_path / "hangar.msi", version="1.2.3", epoch=EPOCH)
    rows = table(tmp_path / "hangar.msi", "Directory")
    parent = next(row["Directory"] for row in rows if row["DefaultDir"] == "names")
    shorts = [row["DefaultDir"] for row in rows if row["Directory_Parent"] == parent]
    shorts += [
        row["FileName"]
        for row in table(tmp_path / "hangar.msi", "File")
        if row["FileName"].endswith("b long name.dis")
    ]
    assert len({short.partition("|")[0] for short in shorts}) == 4


def test_each_program_is_blocked_in_both_directions_by_value_and_at_once(msi: Path) -> None:
    files = {row["File"]: row["FileName"].rpartition("|")[2] for row in table(msi, "File")}
    programs = [key for key, name in files.items() if name.endswith(".exe")]
    values = table(msi, "Registry")
    actions = {row["Action"]: row for row in table(msi, "CustomAction")}
    for program in programs:
        for direction in ("Out", "In"):
            rule = f"v2.10|Action=Block|Active=TRUE|Dir={direction}|App=[#{program}]|"
            assert sum(row["Value"].startswith(rule) for row in values) == 1
            call = f'dir={direction.lower()} action=block program="[#{program}]" enable=yes'
            assert sum(call in row["Target"] for row in actions.values()) == 1
    assert {row["Root"] for row in values} == {"2"}  # HKEY_LOCAL_MACHINE
    assert {row["Key"].rpartition("\\")[2] for row in values} == {"FirewallRules"}
    assert len(values) == 4
    assert all(row["Target"].startswith('"[System64Folder]netsh.exe"') for row in actions.values())


def test_the_rules_go_with_the_product_and_with_an_installation_that_failed(msi: Path) -> None:
    steps = {row["Action"]: row for row in table(msi, "InstallExecuteSequence")}
    order = {name: int(row["Sequence"]) for name, row in steps.items()}
    assert steps["FirewallForget"]["Condition"] == 'REMOVE~="ALL"'
    assert order["InstallInitialize"] < order["FirewallForget"] < order["RemoveRegistryValues"]
    assert order["FirewallRenew"] < order["WriteRegistryValues"] < order["FirewallUndo"]
    assert order["FirewallUndo"] < order["FirewallBlock1"] < order["InstallFinalize"]
    types = {row["Action"]: int(row["Type"]) for row in table(msi, "CustomAction")}
    assert types["FirewallUndo"] & 256  # runs on rollback
    assert all(kind & 1024 and kind & 2048 for kind in types.values())  # deferred, as the system


def test_the_policy_is_never_overwritten_nor_removed_and_only_administrators_write_it(
    msi: Path,
) -> None:
    policy = next(row for row in table(msi, "Component") if row["Component"] == "Policy")
    assert int(policy["Attributes"]) == 256 + 128 + 16  # 64-bit, never overwrite, permanent
    folders = {row["Directory"]: row for row in table(msi, "Directory")}
    assert folders[policy["Directory_"]]["Directory_Parent"] == "CommonAppDataFolder"
    assert folders[policy["Directory_"]]["DefaultDir"] == "Hangar"
    (rights,) = table(msi, "MsiLockPermissionsEx")
    assert (rights["LockObject"], rights["Table"]) == (policy["Directory_"], "CreateFolder")
    assert rights["SDDLText"].endswith("(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)")


def test_a_newer_version_replaces_an_older_one_and_an_older_one_is_refused(msi: Path) -> None:
    older, newer = table(msi, "Upgrade")
    assert {older["UpgradeCode"], newer["UpgradeCode"]} == {UPGRADE_CODE}
    assert (older["VersionMax"], newer["VersionMin"]) == ("1.2.3", "1.2.3")
    assert int(newer["Attributes"]) & 2  # found only, not removed
    refusal = next(
        row for row in table(msi, "LaunchCondition") if row["Condition"].startswith("NOT WIX_DOWN")
    )
    assert refusal["Description"].startswith("A newer version of Hangar is installed")
    order = {row["Action"]: int(row["Sequence"]) for row in table(msi, "InstallExecuteSequence")}
    assert order["InstallInitialize"] < order["RemoveExistingProducts"] < order["InstallFiles"]
    assert properties(msi)["REINSTALLMODE"] == "amus"


def test_the_list_of_programs_says_what_it_is_and_what_stays(msi: Path) -> None:
    said = properties(msi)
    assert (said["ProductName"], said["Manufacturer"]) == ("Hangar", "Hangar")
    assert said["ProductVersion"] == "1.2.3"
    assert said["ProductCode"] == product_code("1.2.3")
    assert "the policy stays" in said["ARPCOMMENTS"]
    assert not any("://" in value for value in said.values())


def test_the_start_menu_starts_the_window_isolated(msi: Path) -> None:
    (shortcut,) = table(msi, "Shortcut")
    files = {row["File"]: row["FileName"] for row in table(msi, "File")}
    assert files[shortcut["Target"].removeprefix("[#").removesuffix("]")] == "pythonw.exe"
    assert shortcut["Arguments"].startswith('-I -B "[#')
    assert shortcut["Arguments"].endswith('" window')
    assert shortcut["Directory_"] == "ProgramMenuFolder"


def test_the_command_is_found_by_its_name(msi: Path) -> None:
    (path,) = table(msi, "Environment")
    folders = {row["Directory"]: row["DefaultDir"] for row in table(msi, "Directory")}
    assert path["Name"] == "=-*PATH"
    assert folders[path["Value"].removeprefix("[~];[").removesuffix("]")] == "bin"


def test_nothing_is_left_behind_when_the_version_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="cannot order the version"):
        build(tmp_path, version="1.2")
    assert not (tmp_path / "out").exists()


def test_a_call_without_a_payload_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path / "nowhere"), "--out", str(tmp_path / "hangar.msi")]) == 1
    assert "Build it on Windows with installers/windows/payload.ps1" in capsys.readouterr().err
