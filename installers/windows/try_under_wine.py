"""Install, upgrade and remove the MSI under Wine, with stand-in content, and print what was seen.

    python -m installers.windows.try_under_wine

The exit status is 1 where something is not as expected. Wine is not Windows: it has no firewall,
only the registry in which the rules stand and a netsh that prints its arguments; it ignores the
rights of the policy's folder and checks no signature.
"""

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from installers.errors import BuildError
from installers.reproducible import source_date_epoch
from installers.windows import firewall
from installers.windows.build_msi import build_msi
from installers.windows.product import NAME, PUBLISHER, product_code
from installers.windows.stand_in import write_stand_in
from installers.windows.wine_prefix import WinePrefix

_ENTRIES = r"HKLM\Software\Microsoft\Windows\CurrentVersion\Uninstall"
_RULES = rf"HKLM\{firewall.KEY}"
_ENVIRONMENT = r"HKLM\SYSTEM\CurrentControlSet\Control\Session Manager\Environment"
_INSTALLED = r"C:\Program Files\Hangar"
_POLICY = r"C:\ProgramData\Hangar\policy.toml"
_SHIPPED, _EDITED = "# as shipped\n", "# as the site wants it\n"
_OLD, _NEW = "0.1.0", "0.2.0"
_DONE = "exit status 0"
_TRACES = "entry, PATH, shortcut"


class Seen(NamedTuple):
    """One row of the table."""

    case: str
    expected: str
    seen: str


class Trial:
    """Two versions of the MSI, and a Windows to try them in."""

    def __init__(self, windows: WinePrefix, work: Path) -> None:
        self._windows = windows
        self._user_file = windows.user_folder() / "Hangar" / "settings.toml"
        self._payloads: dict[str, Path] = {}
        self._packages: dict[str, Path] = {}
        policy = work / "policy.toml"
        policy.write_text(_SHIPPED, encoding="utf-8")
        for version in (_OLD, _NEW):
            payload = write_stand_in(work / f"payload-{version}", marked=f"# {version}\n")
            (payload / "lib" / "assistant" / f"only_in_{version}.py").write_text("# new\n")
            msi = work / f"hangar-{version}.msi"
            build_msi(payload, policy, msi, version=version, epoch=source_date_epoch())
            self._payloads[version], self._packages[version] = payload, msi

    def rows(self) -> Iterator[Seen]:
        """Do everything, and say after each step what is there."""
        yield from self._refusal_of_an_old_windows()
        yield from self._installation()
        yield from self._upgrade()
        yield from self._downgrade()
        yield from self._removal()
        yield from self._repair()

    def _refusal_of_an_old_windows(self) -> Iterator[Seen]:
        yield Seen("install on Windows 7", "refused, nothing there", self._refusal_of(_OLD, ""))
        self._windows.be_windows_10()

    def _installation(self) -> Iterator[Seen]:
        status, said = self._windows.msiexec("/i", self._packages[_OLD])
        yield Seen("install silently", _DONE, f"exit status {status}")
        yield from self._all_there("install", _OLD)
        yield Seen("install: netsh told to block", "4 times", f"{said.count('=block')} times")
        yield Seen("install: policy", "as shipped", self._policy())

    def _upgrade(self) -> Iterator[Seen]:
        self._windows.path(_POLICY).write_text(_EDITED, encoding="utf-8")
        self._user_file.parent.mkdir(parents=True)
        self._user_file.write_text("planted", encoding="utf-8")
        status, _ = self._windows.msiexec("/i", self._packages[_NEW])
        yield Seen("upgrade silently", _DONE, f"exit status {status}")
        yield from self._all_there("upgrade", _NEW)
        yield Seen("upgrade: entry of the older", "gone", self._entry(_OLD) or "gone")
        yield from self._kept("upgrade")

    def _downgrade(self) -> Iterator[Seen]:
        yield Seen("downgrade", f"refused, {_NEW} there", self._refusal_of(_OLD, _NEW))
        yield from self._kept("downgrade")

    def _removal(self) -> Iterator[Seen]:
        status, said = self._windows.msiexec("/x", self._packages[_NEW])
        folder = self._windows.path(_INSTALLED)
        calls = said.count("delete")
        yield Seen("remove silently", _DONE, f"exit status {status}")
        yield Seen("remove: program folder", "gone", "there" if folder.exists() else "gone")
        yield Seen("remove: rules in the registry", "0 out, 0 in", self._rules())
        yield Seen("remove: netsh told to delete", "1 time", f"{calls} time{'s' * (calls != 1)}")
        yield Seen(f"remove: {_TRACES}", "gone", self._traces(_NEW) or "gone")
        yield from self._kept("remove")

    def _repair(self) -> Iterator[Seen]:
        status, _ = self._windows.msiexec("/i", self._packages[_NEW])
        yield Seen("install again", _DONE, f"exit status {status}")
        self._windows.run("reg", "delete", _RULES, "/va", "/f")
        self._windows.path(_INSTALLED + r"\bin\start.py").unlink()
        status, _ = self._windows.msiexec("/i", self._packages[_NEW], "REINSTALL=ALL")
        yield Seen("repair, a file and rules gone", _DONE, f"exit status {status}")
        yield from self._all_there("repair", _NEW)
        yield from self._kept("repair")

    def _all_there(self, step: str, version: str) -> Iterator[Seen]:
        wanted, there = _files(self._payloads[version]), _files(self._windows.path(_INSTALLED))
        same = sum(there.get(path) == content for path, content in wanted.items())
        files = f"{same} the same, {len(there.keys() - wanted.keys())} others"
        yield Seen(f"{step}: files", f"{len(wanted)} the same, 0 others", files)
        yield Seen(f"{step}: rules in the registry", "2 out, 2 in", self._rules())
        yield Seen(f"{step}: {_TRACES}", _TRACES, self._traces(version))

    def _kept(self, step: str) -> Iterator[Seen]:
        is_kept = self._user_file.is_file() and self._user_file.read_text() == "planted"
        yield Seen(f"{step}: policy", "as edited", self._policy())
        yield Seen(f"{step}: a user's file", "kept", "kept" if is_kept else "lost")

    def _refusal_of(self, version: str, there: str) -> str:
        status, _ = self._windows.msiexec("/i", self._packages[version])
        found = [known for known in (_OLD, _NEW) if self._entry(known)]
        outcome = "refused" if status else "accepted"
        same = _files(self._windows.path(_INSTALLED)) == (
            _files(self._payloads[there]) if there else {}
        )
        return (
            f"{outcome}, {', '.join(found) or 'nothing'} there{'' if same else ', files changed'}"
        )

    def _rules(self) -> str:
        rules = self._windows.registry(_RULES).values()
        ours = [rule for rule in rules if "|Action=Block|" in rule and _INSTALLED in rule]
        return ", ".join(
            f"{sum(f'|Dir={direction}|' in rule for rule in ours)} {direction.lower()}"
            for direction in ("Out", "In")
        )

    def _entry(self, version: str) -> str:
        entry = self._windows.registry(rf"{_ENTRIES}\{product_code(version)}")
        told = ("DisplayName", "DisplayVersion", "Publisher")
        is_right = [entry.get(name) for name in told] == [NAME, version, PUBLISHER]
        return "entry" if is_right and entry.get("Comments") else ""

    def _traces(self, version: str) -> str:
        path = self._windows.registry(_ENVIRONMENT).get("PATH", "")
        shortcuts = list(self._windows.path("C:").rglob("Hangar.lnk"))
        traces = {
            "entry": bool(self._entry(version)),
            "PATH": rf"{_INSTALLED}\bin" in path,
            "shortcut": len(shortcuts) == 1,
        }
        return ", ".join(name for name, is_there in traces.items() if is_there)

    def _policy(self) -> str:
        policy = self._windows.path(_POLICY)
        names = {_SHIPPED: "as shipped", _EDITED: "as edited"}
        return names.get(policy.read_text(), "altered") if policy.is_file() else "gone"


def _files(folder: Path) -> dict[str, bytes]:
    """The content of every file below `folder`."""
    return {
        file.relative_to(folder).as_posix(): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def try_under_wine() -> list[Seen]:
    """Do the whole trial in a Windows of its own.

    Raises:
        BuildError: Wine is not installed, or hangs.
    """
    with (
        tempfile.TemporaryDirectory(prefix="hangar-trial-") as work,
        WinePrefix.opened() as windows,
    ):
        return list(Trial(windows, Path(work)).rows())


def main() -> int:
    """Print the table."""
    try:
        rows = try_under_wine()
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    for row in (Seen("case", "expected", "seen"), *rows):
        verdict = (
            "" if row.case == "case" else "ok" if row.expected == row.seen else "NOT AS EXPECTED"
        )
        print(f"{row.case:<34} {row.expected:<26} {row.seen:<26} {verdict}".rstrip())
    return int(any(row.expected != row.seen for row in rows))


if __name__ == "__main__":
    sys.exit(main())
