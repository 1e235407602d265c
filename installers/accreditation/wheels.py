"""The Python packages of a tree, by their dist-info folders."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from functools import cached_property
from pathlib import Path

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from installers.errors import BuildError

OURS = "hangar"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|copyright|notice|thirdpartynotice|authors)", re.I)
_HANGARS = frozenset({"assistant", "resources"})
_CODE = frozenset({".py", ".pyc", ".pyi", ".so", ".json", ".html"})


@dataclass(frozen=True)
class Wheel:
    """One installed Python package.

    Attributes:
        name: Its name, canonical.
        version: Its version.
        dist_info: The folder with its metadata.
    """

    name: str
    version: str
    dist_info: Path

    @property
    def site(self) -> Path:
        """The folder that it is installed in."""
        return self.dist_info.parent

    @property
    def ref(self) -> str:
        """What the bill of materials calls it."""
        return f"pypi:{self.name}@{self.version}"

    @cached_property
    def metadata(self) -> Message:
        """Its METADATA."""
        text = (self.dist_info / "METADATA").read_text("utf-8")
        return HeaderParser().parsestr(text)

    def requires(self, extras: Iterable[str] = ()) -> list[Requirement]:
        """What it asks for here, with those of its extras that others ask it for."""
        asked = map(Requirement, self.metadata.get_all("Requires-Dist") or [])
        chosen = ["", *extras]
        return [
            one
            for one in asked
            if one.marker is None or any(one.marker.evaluate({"extra": extra}) for extra in chosen)
        ]

    def recorded(self) -> list[str]:
        """The files that it consists of, relative to the folder that it is installed in."""
        with (self.dist_info / "RECORD").open(newline="", encoding="utf-8") as stream:
            return [row[0] for row in csv.reader(stream) if row]

    def licence_files(self) -> list[Path]:
        """Its licence texts and notices, wherever it keeps them, in order."""
        found = {file for file in (self.dist_info / "licenses").rglob("*") if file.is_file()}
        for name in self.recorded():
            file = self.site / name
            names_one = _LICENCE_FILE.match(file.name) and file.suffix not in _CODE
            if names_one and ".." not in file.parts and file.is_file():
                found.add(file)
        return sorted(found)


def site_of(tree: Path) -> Path:
    """The folder of a built tree that holds the Python packages; a site-packages is its own.

    Raises:
        BuildError: There is none.
    """
    for site in (tree, tree / "lib", tree / "opt" / "hangar" / "lib"):
        if any(site.glob("*.dist-info")):
            return site
    raise BuildError(
        f"There are no Python packages in {tree}.",
        hint="Build the tree first: python -m installers.linux.build",
    )


def wheels_of(site: Path) -> list[Wheel]:
    """The packages of a folder but Hangar itself, in the order of their names."""
    found = []
    for folder in site.glob("*.dist-info"):
        name, _, version = folder.name.removesuffix(".dist-info").rpartition("-")
        if canonicalize_name(name) != OURS:
            found.append(Wheel(canonicalize_name(name), version, folder))
    return sorted(found, key=lambda wheel: wheel.name)


def needs_of(wheels: Iterable[Wheel]) -> dict[str, set[str]]:
    """The canonical names of what each package asks for, by its name, extras included."""
    by_name = {wheel.name: wheel for wheel in wheels}
    extras: dict[str, set[str]] = {name: set() for name in by_name}
    ahead = list(by_name)
    while ahead:
        name = ahead.pop()
        for one in by_name[name].requires(extras[name]):
            other = canonicalize_name(one.name)
            if other in extras and not one.extras <= extras[other]:
                extras[other] |= one.extras
                ahead.append(other)
    return {
        name: {canonicalize_name(one.name) for one in wheel.requires(extras[name])}
        for name, wheel in by_name.items()
    }


def files_of_nobody(site: Path, wheels: Iterable[Wheel]) -> list[str]:
    """The files in a folder of packages that are neither Hangar's nor in any package's record.

    Links, compiled Python code and the packages' own metadata are passed over.
    """
    recorded = {name for wheel in wheels for name in wheel.recorded()}
    found = []
    for file in site.rglob("*"):
        inner = file.relative_to(site)
        is_passed_over = inner.parts[0] in _HANGARS or "__pycache__" in inner.parts
        if file.is_file() and not file.is_symlink() and not is_passed_over:
            found.append(inner.as_posix())
    return sorted({*found} - recorded)
