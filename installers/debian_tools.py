"""The Debian programs that signing and testing need.

    python -m installers.debian_tools

installs those that are missing where this is root on Debian, and names them otherwise.
"""

import os
import shutil
import subprocess
import sys
from typing import NamedTuple

from installers.errors import BuildError


class Tool(NamedTuple):
    """A program, and the Debian package that brings it."""

    program: str
    package: str


SIGNING = (
    Tool("apt-ftparchive", "apt-utils"),
    Tool("gpg", "gpg"),
    Tool("gpg-agent", "gpg-agent"),
    Tool("gpgv", "gpgv"),
    Tool("rpmsign", "rpm"),
    Tool("createrepo_c", "createrepo-c"),
)
"""What signs the repositories and builds the media."""

TESTING = (
    *SIGNING,
    Tool("mmdebstrap", "mmdebstrap"),
    Tool("rpmbuild", "rpm"),
    Tool("qemu-x86_64-static", "qemu-user-static"),
)
"""What `installers.test` needs beside."""


def packages_missing(tools: tuple[Tool, ...]) -> list[str]:
    """Names of the packages whose programs are not there, each once."""
    return sorted({tool.package for tool in tools if shutil.which(tool.program) is None})


def ensure(tools: tuple[Tool, ...]) -> None:
    """See that the tools are there; install what is missing where this is root on Debian.

    Raises:
        BuildError: Something is missing and cannot be installed from here.
    """
    missing = packages_missing(tools)
    if not missing:
        return
    command = ["apt-get", "install", "-y", "--no-install-recommends", *missing]
    if shutil.which("apt-get") and os.geteuid() == 0:
        print(f"Installing {' '.join(missing)} …", flush=True)
        for step in (["apt-get", "-qq", "update"], command):
            subprocess.run(step, check=False, stdout=subprocess.DEVNULL, stdin=subprocess.DEVNULL)
        missing = packages_missing(tools)
    if missing:
        raise BuildError(
            f"Missing here: {' '.join(missing)}.", hint=f"Install with: sudo {' '.join(command)}"
        )


def main() -> int:
    """See that all of them are there; the exit status is 1 when some are missing."""
    try:
        ensure(TESTING)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
