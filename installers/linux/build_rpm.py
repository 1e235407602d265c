"""Pack the tree as an rpm package, for Enterprise Linux 9 and later and for Fedora.

    python -m installers.linux.build_rpm

The same tree gives the same bytes. Untested on machines of those systems; it is installed into a
root of its own on Debian.
"""

import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from assistant import __version__
from installers.errors import BuildError
from installers.linux.build_deb import tree_of
from installers.linux.places import FILES, PREFIX, Places
from installers.linux.system_libraries import BY_NAME, OPTIONAL, libraries_needed
from installers.programs import run
from installers.reproducible import entries_of, source_date_epoch

_ARCHITECTURE = "x86_64"
_ALSO_NEEDED = ("dejavu-sans-fonts", "xkeyboard-config")
_POSTUN = """\
if [ "$1" = 0 ]; then
    echo "hangar: each user's libraries, settings and language models are kept, in that user's"
    echo "hangar: ~/.local/share/hangar or the folder that HANGAR_HOME names. Remove them by hand."
fi"""
_DESCRIPTION = """\
Hangar answers engineering questions from your own documents, with citations
down to the passage, on a workstation that has no network. It gives up the
right to open network sockets before it loads anything else.

The package brings its own Python 3.11, Qt 6 and engines below /opt/hangar and
uses none of the system's."""


@dataclass(frozen=True, slots=True)
class Spec:
    """What a package says of itself.

    Attributes:
        name: The package's name.
        version: Its version.
        summary: One line, without a full stop.
        licence: The licence of its content, as SPDX names it.
        requires: What has to be installed with it, as rpm writes it.
        recommends: What should be.
        description: What it is.
        postun: The shell script that runs when it has been removed.
    """

    name: str
    version: str
    summary: str
    licence: str
    requires: tuple[str, ...]
    recommends: tuple[str, ...]
    description: str
    postun: str = ""

    def text(self, tree: Path, files: Path) -> str:
        """The spec file that packs `tree`, whose entries `files` lists."""
        relations = [f"Requires: {name}" for name in self.requires]
        relations += [f"Recommends: {name}" for name in self.recommends]
        marks = {
            "@NAME@": self.name,
            "@VERSION@": self.version,
            "@SUMMARY@": self.summary,
            "@LICENCE@": self.licence,
            "@REQUIRES@": "\n".join(relations),
            "@DESCRIPTION@": self.description,
            "@POSTUN@": self.postun,
            "@TREE@": str(tree),
            "@FILES@": str(files),
        }
        text = (FILES / "hangar.spec").read_text("utf-8")
        for mark, value in marks.items():
            text = text.replace(mark, value)
        return text if self.postun else text.replace("%postun\n", "")


def main() -> int:
    """Build the package; prints its path."""
    places = Places()
    try:
        print(build_rpm(places.tree, hangar_spec(places.tree), places.packages))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def hangar_spec(tree: Path) -> Spec:
    """The spec of Hangar's own package, with the libraries that its files load.

    Raises:
        BuildError: The tree is not there, or a file in it needs what no package brings.
    """
    libraries = libraries_needed(tree_of(tree)) | BY_NAME.keys()
    return Spec(
        name="hangar",
        version=__version__,
        summary="Engineering assistant for isolated workstations",
        licence="Apache-2.0",
        requires=(*by_soname(libraries - OPTIONAL.keys()), *_ALSO_NEEDED),
        recommends=by_soname(OPTIONAL),
        description=_DESCRIPTION,
        postun=_POSTUN,
    )


def by_soname(libraries: Iterable[str]) -> tuple[str, ...]:
    """Libraries as rpm names them, whatever the package that brings one is called."""
    named = {f"{name}()(64bit)" for name in libraries if not name.startswith("ld-linux")}
    if "libc.so.6()(64bit)" in named:
        named = named - {"libc.so.6()(64bit)"} | {"libc.so.6(GLIBC_2.34)(64bit)"}
    return tuple(sorted(named))


def build_rpm(tree: Path, spec: Spec, packages: Path) -> Path:
    """Pack `tree` into the folder `packages`; files below etc are configuration.

    Raises:
        BuildError: rpmbuild refuses.
    """
    epoch = source_date_epoch()
    packages.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hangar-rpm-", dir=packages) as scratch:
        top = Path(scratch)
        (top / "files").write_text(_file_list(tree), "utf-8")
        (top / "package.spec").write_text(spec.text(tree, top / "files"), "utf-8")
        macros = {
            "_topdir": str(top),
            "_tmppath": str(top),
            "_buildhost": "hangar",
            "use_source_date_epoch_as_buildtime": "1",
            "clamp_mtime_to_source_date_epoch": "1",
            "source_date_epoch_from_changelog": "0",
            "_rpmfilename": "%%{NAME}-%%{VERSION}-%%{RELEASE}.%%{ARCH}.rpm",
        }
        defined = [part for name in macros for part in ("--define", f"{name} {macros[name]}")]
        build = ["rpmbuild", "-bb", "--quiet", *defined, str(top / "package.spec")]
        variables = {"SOURCE_DATE_EPOCH": str(epoch), "HOME": scratch}
        run(build, hint="See what rpmbuild says.", variables=variables)
        name = f"{spec.name}-{spec.version}-1.{_ARCHITECTURE}.rpm"
        shutil.move(top / "RPMS" / name, packages / name)
    return packages / name


def _file_list(tree: Path) -> str:
    """The %files of a spec: every entry with its mode, all owned by root."""
    lines = ["%defattr(-, root, root, -)"]
    for entry in entries_of(tree):
        name = entry.relative_to(tree).as_posix()
        if entry.is_symlink() or not entry.is_dir():
            kind = "%config(noreplace) " if name.startswith("etc/") else ""
            lines.append(f'{kind}"/{name}"')
        elif _is_ours(name):
            lines.append(f'%dir "/{name}"')
    return "\n".join(lines) + "\n"


def _is_ours(folder: str) -> bool:
    """Whether a folder belongs to the package, and not to the system or to other packages."""
    return folder.startswith(PREFIX) or folder.endswith("/hangar")


if __name__ == "__main__":
    sys.exit(main())
