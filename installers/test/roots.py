"""Clean trees of operating systems, made by mmdebstrap once and kept as archives.

Making them is the only step of the proof that uses the network: they come from the Debian archive
that apt is set up for here.
"""

import hashlib
import json
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

from installers.errors import BuildError
from installers.reproducible import BUILD

KEYRING = "/usr/share/keyrings/debian-archive-keyring.gpg"
USER = "engineer"
"""The ordinary user of every tree."""
_DESKTOP = (
    *("libcairo2", "libdbus-1-3", "libegl1", "libfontconfig1", "libgl1", "libseccomp2"),
    *("libx11-xcb1", "libxcb-icccm4", "libxkbcommon0", "libxkbcommon-x11-0", "libxcb-xkb1"),
    *("libxcb-randr0", "libxcb-shape0", "libxcb-sync1", "libxcb-xfixes0", "fonts-dejavu-core"),
)
"""Libraries that any desktop has; a tree without them is a server's."""
_CUSTOMIZE = (
    # A source that cannot be reached: whoever asked it anyway would be seen to fail.
    'rm -f "$1"/etc/apt/sources.list.d/*',
    'echo "deb http://archive.invalid/debian stable main" >"$1"/etc/apt/sources.list',
    # A tree is thrown away, so that nothing has to be safe on the disk.
    'echo force-unsafe-io >"$1"/etc/dpkg/dpkg.cfg.d/unsafe-io',
    f'chroot "$1" useradd --create-home --shell /bin/sh {USER}',
)
_RPM_ONLY = (
    # What is left knows rpm and dnf only, and verifies signatures with gpg.
    'mkdir -p "$1"/etc/rpm "$1"/var/lib/rpm',
    'echo "%_dbpath /var/lib/rpm" >"$1"/etc/rpm/macros',
    'rm -rf "$1"/var/lib/dpkg "$1"/usr/bin/apt* "$1"/usr/bin/dpkg* "$1"/usr/bin/gpgv',
)


@dataclass(frozen=True, slots=True)
class Root:
    """What a tree is made of.

    Attributes:
        name: What the table calls it.
        suite: Debian's name of the release.
        packages: What is installed beside the essential packages.
        hooks: Shell commands that finish it; `$1` is the tree.
    """

    name: str
    suite: str
    packages: tuple[str, ...]
    hooks: tuple[str, ...] = field(default=_CUSTOMIZE)

    @property
    def archive(self) -> Path:
        """Where it is kept. The name changes with what it is made of."""
        made_of = json.dumps([self.suite, self.packages, self.hooks])
        digest = hashlib.sha256(made_of.encode()).hexdigest()[:12]
        return BUILD / "roots" / f"{self.name.replace(' ', '-').lower()}-{digest}.tar"


_DESKTOP_12 = (*_DESKTOP, "libglib2.0-0", "libssl3")
_DESKTOP_13 = (*_DESKTOP, "libglib2.0-0t64", "libssl3t64")

DEBIAN_12 = Root("Debian 12", "bookworm", _DESKTOP_12)
DEBIAN_13 = Root("Debian 13", "trixie", _DESKTOP_13)
VULKAN = Root("Vulkan", "bookworm", (*_DESKTOP_12, "libvulkan1", "mesa-vulkan-drivers"))
"""A Debian 12 with Mesa's Vulkan drivers, among them one in software."""
SERVER = Root("Server", "bookworm", ())
"""A Debian 12 without the libraries of a desktop."""
RPM = Root("rpm", "bookworm", (*_DESKTOP_12, "rpm", "dnf", "gpg"), (*_CUSTOMIZE, *_RPM_ONLY))
"""A Debian 12 that has rpm and dnf in place of dpkg and apt."""


def ensure_root(root: Root) -> Path:
    """Make the tree's archive where it is not there, and return it.

    Raises:
        BuildError: The archive could not be made; it needs Debian's archive, once.
    """
    if root.archive.exists():
        return root.archive
    print(f"Making a clean tree, {root.name} (once; needs Debian's archive) …", flush=True)
    root.archive.parent.mkdir(parents=True, exist_ok=True)
    unfinished = root.archive.with_suffix(".unfinished.tar")
    source = f"deb [signed-by={KEYRING}] {archive_address()} {root.suite} main"
    command = [
        *("mmdebstrap", "--mode=root", "--variant=minbase", "--quiet"),
        *([f"--include={','.join(root.packages)}"] if root.packages else []),
        *("--aptopt=Acquire::Languages none", "--dpkgopt=path-exclude=/usr/share/doc/*"),
        "--dpkgopt=path-exclude=/usr/share/man/*",
        *(f"--customize-hook={hook}" for hook in root.hooks),
        *(root.suite, str(unfinished), source),
    ]
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    if done.returncode != 0:
        unfinished.unlink(missing_ok=True)
        last = (done.stderr.strip().splitlines() or ["nothing said"])[-1]
        raise BuildError(
            f"mmdebstrap could not make {root.name}: {last}",
            hint="It needs root, and Debian's archive as apt is set up for it.",
        )
    unfinished.rename(root.archive)
    return root.archive


def archive_address() -> str:
    """Where this computer's apt gets Debian from.

    Raises:
        BuildError: It knows none.
    """
    listing = ["apt-get", "indextargets", "--format", "$(REPO_URI) $(ORIGIN) $(LABEL)"]
    done = subprocess.run(listing, check=False, capture_output=True, text=True)
    for line in done.stdout.splitlines():
        address, _, origin = line.partition(" ")
        if origin == "Debian Debian":
            return address
    raise BuildError("apt knows no Debian archive here.", hint="Run: apt-get update")
