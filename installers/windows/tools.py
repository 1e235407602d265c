"""The Debian programs that author, sign, verify and try the MSI.

    python -m installers.windows.tools [--with-wine]

Installs those that are missing where it may, which is as root; otherwise says how. Needs nothing
but Python 3.11.
"""

import argparse
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from installers.errors import BuildError


class Tool(NamedTuple):
    """A program, and the Debian package that brings it."""

    program: str
    package: str


AUTHOR = (
    Tool("wixl", "wixl"),
    Tool("msibuild", "msitools"),
    Tool("msiinfo", "msitools"),
    Tool("faketime", "faketime"),
)
"""What writes an MSI, looks into it, and holds the clock still meanwhile."""

SIGN = (Tool("osslsigncode", "osslsigncode"),)
"""What signs, time-stamps and verifies; 2.8 or later, which Debian 12 has in its backports."""

TRY = (Tool("wine64", "wine64"),)
"""What an MSI is installed and removed under; only for `try_under_wine`."""

_WINE_FOLDER = "/usr/lib/wine"
"""Where Debian keeps wine64, off the usual path."""
_LINES_SHOWN = 6


def find(program: str) -> str | None:
    """Where a program is; None when it is not installed."""
    return shutil.which(program, path=os.pathsep.join([os.environ.get("PATH", ""), _WINE_FOLDER]))


def missing(tools: tuple[Tool, ...]) -> list[str]:
    """The packages of the programs that are not there, each once."""
    return sorted({tool.package for tool in tools if find(tool.program) is None})


def ask(
    program: str,
    *arguments: str | Path,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run a program; what it printed, warnings included, is its standard output.

    Raises:
        BuildError: It is not installed.
    """
    found = find(program)
    if found is None:
        raise BuildError(
            f"The program {program} is not installed.",
            hint="Run python -m installers.windows.tools as root; it installs what is needed.",
        )
    return subprocess.run(
        [found, *map(str, arguments)],
        check=False,
        cwd=folder,
        env={**os.environ, **(variables or {})},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
    )


def run(
    program: str,
    *arguments: str | Path,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> str:
    """Run a program that has to succeed, and return what it printed.

    Raises:
        BuildError: It is not installed, or it failed.
    """
    done = ask(program, *arguments, folder=folder, variables=variables)
    if done.returncode != 0:
        said = " / ".join(line.strip() for line in done.stdout.strip().splitlines()[-_LINES_SHOWN:])
        raise BuildError(
            f"{program} stopped with exit status {done.returncode}.", hint=f"It said: {said}"
        )
    return done.stdout


def can_time_stamp() -> bool:
    """Whether this osslsigncode has a time-stamping authority of its own (2.8 and later)."""
    if find("osslsigncode") is None:
        return False
    return "-TSA-certs" in ask("osslsigncode", "sign", "--help").stdout


def install(packages: list[str]) -> bool:
    """Install Debian packages; without the right to, say how. False when something is missing."""
    if not packages:
        return True
    asked = ["install", "-y", "--no-install-recommends", *packages]
    by_hand = f"sudo apt-get {' '.join(asked)}"
    if os.geteuid() != 0 or find("apt-get") is None:
        print(f"Missing system packages; install them with: {by_hand}")
        return False
    print(f"Installing {' '.join(packages)} …", flush=True)
    if ask("apt-get", *asked).returncode == 0:
        return True
    ask("apt-get", "update")
    if ask("apt-get", *asked).returncode == 0:
        return True
    print(f"They could not be installed; try: {by_hand}")
    return False


def main(argv: list[str] | None = None) -> int:
    """Install what is missing; the exit status is 1 when something is left to do."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--with-wine", action="store_true", help="also what tries an installation")
    wanted = AUTHOR + SIGN + (TRY if parser.parse_args(argv).with_wine else ())
    if not install(missing(wanted)):
        return 1
    if not can_time_stamp():
        print("This osslsigncode cannot time-stamp without a network; that needs 2.8 or later.")
        print("Debian 13 has it; on Debian 12 install osslsigncode from bookworm-backports.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
