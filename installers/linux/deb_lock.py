"""The lock of Debian packages: name, version and SHA-256 on each line."""

import re
from dataclasses import dataclass

from installers.errors import BuildError

_LINE = re.compile(r"(?P<name>[a-z0-9][a-z0-9.+-]+) (?P<version>\S+) (?P<sha256>[0-9a-f]{64})")


@dataclass(frozen=True, slots=True)
class DebPin:
    """One Debian package in one version.

    Attributes:
        name: Its name.
        version: Its version, with the epoch where it has one.
        sha256: SHA-256 of the .deb file, in hex.
    """

    name: str
    version: str
    sha256: str

    @property
    def file_name(self) -> str:
        """What apt calls the downloaded file; all are for this one architecture."""
        return f"{self.name}_{self.version.replace(':', '%3a')}_amd64.deb"


def read_deb_lock(text: str) -> list[DebPin]:
    """The packages of a lock; empty lines and lines that begin with '#' are skipped.

    Raises:
        BuildError: A line is something else.
    """
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        match = _LINE.fullmatch(line)
        if match is None:
            raise BuildError(
                f"Line {number} of the interpreter's lock is no 'name version sha256'.",
                hint="Write it anew: python -m installers.linux.renew_interpreter_lock",
            )
        found.append(DebPin(**match.groupdict()))
    return found


def write_deb_lock(comments: list[str], pins: list[DebPin]) -> str:
    """The text of a lock, in the order of the names."""
    lines = [f"{pin.name} {pin.version} {pin.sha256}" for pin in pins]
    return "\n".join([*comments, *sorted(lines)]) + "\n"
