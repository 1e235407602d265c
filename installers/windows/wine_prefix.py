"""A Windows for a minute: a Wine prefix of its own, without a display, in a temporary folder."""

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from installers.errors import BuildError
from installers.windows.tools import find

_COMMAND_S = 120
"""How long one command may take, in seconds, before it counts as hanging."""
# Neither .NET nor a browser, which Wine would offer to fetch from a network.
_LEFT_OUT = "mscoree,mshtml="


class WinePrefix:
    """One Windows installation under Wine; `opened` makes one and removes it."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        found = find("wine64")
        if found is None:
            raise BuildError(
                "Wine is not installed.",
                hint="Run python -m installers.windows.tools --with-wine as root.",
            )
        self._wine = Path(found)
        self._variables = {
            **os.environ,
            "WINEPREFIX": str(folder),
            "WINEDLLOVERRIDES": _LEFT_OUT,
            # Wine's netsh does nothing but print its arguments, as a 'fixme'.
            "WINEDEBUG": "-all,fixme+netsh",
        }
        self._variables.pop("DISPLAY", None)
        self._variables.pop("WAYLAND_DISPLAY", None)

    @classmethod
    @contextmanager
    def opened(cls) -> Iterator["WinePrefix"]:
        """Make a Windows, and end and remove it afterwards."""
        with tempfile.TemporaryDirectory(prefix="hangar-wine-") as made:
            prefix = cls(Path(made))
            try:
                prefix.run("wineboot", "--init")
                yield prefix
            finally:
                prefix._end()

    def run(self, *command: str) -> tuple[int, str]:
        """Run a Windows program; its exit status, as Linux passes it on, and what it printed.

        Raises:
            BuildError: It hangs.
        """
        # To a file: what Wine leaves running for a while would keep a pipe open.
        with tempfile.TemporaryFile("w+", errors="replace") as printed:
            try:
                done = subprocess.run(
                    [self._wine, *command],
                    check=False,
                    env=self._variables,
                    stdin=subprocess.DEVNULL,
                    stdout=printed,
                    stderr=subprocess.STDOUT,
                    timeout=_COMMAND_S,
                )
            except subprocess.TimeoutExpired as error:
                raise BuildError(
                    f"Under Wine, {command[0]} did not end within {_COMMAND_S} s.",
                    hint="Try again; if it hangs again, try another version of Wine.",
                ) from error
            printed.seek(0)
            return done.returncode, printed.read()

    def msiexec(self, how: str, msi: Path, *properties: str) -> tuple[int, str]:
        """Let Windows Installer do something silently with an MSI, such as `/i` or `/x`."""
        named = "Z:" + str(msi.absolute()).replace("/", "\\")
        return self.run("msiexec", how, named, *properties, "/qn")

    def be_windows_10(self) -> None:
        """Say from now on that this is Windows 10; a new prefix says that it is Windows 7."""
        self.run("reg", "add", r"HKCU\Software\Wine", "/v", "Version", "/d", "win10", "/f")

    def path(self, windows_path: str) -> Path:
        """Where a path of drive C lies on this computer."""
        below = windows_path.removeprefix("C:").replace("\\", "/").lstrip("/")
        return self._folder / "drive_c" / below

    def registry(self, key: str) -> dict[str, str]:
        """The values of one key of the registry; none where the key is not there."""
        _, said = self.run("reg", "query", key)
        rows = (line.strip().split("    ", 2) for line in said.splitlines())
        return {row[0]: row[2] for row in rows if len(row) == 3 and row[1].startswith("REG_")}

    def user_folder(self) -> Path:
        """The local application data of the user, `%LOCALAPPDATA%`."""
        _, said = self.run("cmd", "/c", "echo %LOCALAPPDATA%")
        return self.path(said.strip())

    def _end(self) -> None:
        """End what still runs in this Windows, and nothing else."""
        server = self._wine.with_name("wineserver64")
        for how in ("--kill", "--wait"):
            subprocess.run(
                [server, how], check=False, env=self._variables, capture_output=True, timeout=30
            )
