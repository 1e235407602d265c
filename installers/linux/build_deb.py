"""Pack the tree as a Debian package.

    python -m installers.linux.build_deb

The same tree gives the same bytes: owners, times, order and the compression are fixed.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant import __version__
from installers.errors import BuildError
from installers.linux.places import FILES, Places
from installers.linux.system_libraries import (
    BY_NAME,
    OPTIONAL,
    debian_packages,
    libraries_needed,
)
from installers.reproducible import entries_of, settle, source_date_epoch

ARCHITECTURE = "amd64"
_MAINTAINER = "Hangar <hangar@localhost>"
_ALSO_NEEDED = ("fonts-dejavu-core", "xkb-data", *BY_NAME.values())
_RECOMMENDED = ("tesseract-ocr-eng", *OPTIONAL.values())
_SUMMARY = "engineering assistant for isolated workstations"
_DESCRIPTION = """\
 Hangar answers engineering questions from your own documents, with citations
 down to the passage, on a workstation that has no network. It gives up the
 right to open network sockets before it loads anything else.
 .
 The package brings its own Python 3.11, Qt 6 and engines below /opt/hangar and
 uses none of the system's.
"""


@dataclass(frozen=True, slots=True)
class Control:
    """What a package says of itself.

    Attributes:
        name: The package's name.
        version: Its version.
        depends: What has to be installed with it, as Debian writes it.
        recommends: What should be.
        summary: One line, without a full stop.
        description: The lines below it, each begun with a space.
    """

    name: str
    version: str
    depends: tuple[str, ...]
    recommends: tuple[str, ...]
    summary: str
    description: str

    def text(self, installed_kib: int) -> str:
        """The control file, for files that take `installed_kib` on the target."""
        fields = {
            "Package": self.name,
            "Version": self.version,
            "Architecture": ARCHITECTURE,
            "Maintainer": _MAINTAINER,
            "Installed-Size": str(installed_kib),
            "Depends": ", ".join(self.depends),
            "Recommends": ", ".join(self.recommends),
            "Section": "science",
            "Priority": "optional",
            "Description": self.summary,
        }
        lines = [f"{name}: {value}\n" for name, value in fields.items() if value]
        return "".join(lines) + self.description


def main() -> int:
    """Build the package; prints its path."""
    places = Places()
    try:
        print(build_deb(places.tree, hangar_control(places.tree), places.packages))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def hangar_control(tree: Path) -> Control:
    """The control file of Hangar's own package, with the libraries that its files load.

    Raises:
        BuildError: The tree is not there, or a file in it needs what no package brings.
    """
    depends = sorted({*debian_packages(libraries_needed(tree_of(tree))), *_ALSO_NEEDED})
    return Control(
        name="hangar",
        version=__version__,
        depends=tuple(depends),
        recommends=_RECOMMENDED,
        summary=_SUMMARY,
        description=_DESCRIPTION,
    )


def tree_of(folder: Path) -> Path:
    """The staged tree.

    Raises:
        BuildError: It is not there.
    """
    if not folder.is_dir():
        raise BuildError(
            f"There is no tree in {folder}.",
            hint="Build it: python -m installers.linux.build_tree",
        )
    return folder


def build_deb(tree: Path, control: Control, packages: Path) -> Path:
    """Pack `tree` into the folder `packages`; files below etc are configuration.

    Raises:
        BuildError: dpkg-deb refuses.
    """
    epoch = source_date_epoch()
    packages.mkdir(parents=True, exist_ok=True)
    # On the file system of the tree, so that its files are linked and not copied.
    stage = packages / f"{control.name}.stage"
    shutil.rmtree(stage, ignore_errors=True)
    shutil.copytree(tree, stage, symlinks=True, copy_function=_link)
    files = [entry for entry in entries_of(stage) if entry.is_file() and not entry.is_symlink()]
    size_bytes = sum(file.stat().st_size for file in files)
    metadata = stage / "DEBIAN"
    metadata.mkdir()
    (metadata / "control").write_text(control.text(-(-size_bytes // 1024)), "utf-8")
    (metadata / "md5sums").write_text("".join(_md5_line(file, stage) for file in files), "utf-8")
    configuration = [
        f"/{file.relative_to(stage)}\n" for file in files if file.is_relative_to(stage / "etc")
    ]
    if configuration:
        (metadata / "conffiles").write_text("".join(configuration), "utf-8")
    if control.name == "hangar":
        shutil.copyfile(FILES / "debian" / "postrm", metadata / "postrm")
        (metadata / "postrm").chmod(0o755)
    settle(stage, epoch)
    deb = packages / f"{control.name}_{control.version}_{ARCHITECTURE}.deb"
    pack = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(stage), str(deb)]
    environ = {**os.environ, "SOURCE_DATE_EPOCH": str(epoch)}
    done = subprocess.run(pack, check=False, env=environ, capture_output=True, text=True)
    shutil.rmtree(stage)
    if done.returncode:
        raise BuildError(f"dpkg-deb refused: {done.stderr.strip()}", hint="See what it says.")
    return deb


def _link(source: str, target: str) -> str:
    try:
        os.link(source, target, follow_symlinks=False)
    except OSError:
        shutil.copy2(source, target)
    return target


def _md5_line(file: Path, root: Path) -> str:
    # What `dpkg --verify` compares with; it is no proof against an attacker.
    digest = hashlib.md5(file.read_bytes(), usedforsecurity=False).hexdigest()
    return f"{digest}  {file.relative_to(root)}\n"


if __name__ == "__main__":
    sys.exit(main())
