"""The Debian packages that ship: the interpreter and the libraries beside it."""

import gzip
import re
import subprocess
import tarfile
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from urllib.parse import quote

from installers.accreditation.component import Component, Licence
from installers.accreditation.licence_names import table
from installers.errors import BuildError
from installers.linux.deb_lock import DebPin

_DOCUMENTS = "./usr/share/doc/"
_DISTRIBUTION = "debian-12"
_SPELT = {"Expat": "MIT", "public-domain": "blessing"}
_CHANGED = re.compile(r"(?m)^(?P<source>[a-z0-9][a-z0-9.+-]+) \((?P<version>[^)]+)\) .*;")
# A line that says so of this package; others only mention what was done elsewhere.
_FIXED = re.compile(r" +[*-] +(?:[^(]*\b[Ff]ix(?:es)?(?: for)? )?(?P<cve>CVE-\d{4}-\d{4,})\b")


@dataclass(frozen=True, slots=True)
class Documents:
    """What the packages say of themselves.

    Attributes:
        copyright: The copyright file of each package that brings one.
        changes: Debian's list of changes of each package that brings one.
    """

    copyright: dict[str, str] = field(default_factory=dict)
    changes: dict[str, str] = field(default_factory=dict)


def documents_of(pins: list[DebPin], folder: Path) -> Documents:
    """The documents in the .deb files of `folder`.

    Raises:
        BuildError: A package of the lock is not there, or cannot be read.
    """
    files: dict[str, bytes] = {}
    links: dict[str, str] = {}
    for pin in pins:
        _read(folder / pin.file_name, files, links)
    found = Documents()
    for pin in pins:
        of = links.get(pin.name, pin.name)
        if (text := files.get(f"{of}/copyright")) is not None:
            found.copyright[pin.name] = text.decode("utf-8", "replace")
        if (packed := files.get(f"{of}/changelog.Debian.gz")) is not None:
            found.changes[pin.name] = gzip.decompress(packed).decode("utf-8", "replace")
    return found


def _read(package: Path, files: dict[str, bytes], links: dict[str, str]) -> None:
    unpacked = ["dpkg-deb", "--fsys-tarfile", str(package)]
    done = subprocess.run(unpacked, check=False, capture_output=True)
    if done.returncode:
        raise BuildError(
            f"{package.name} is not there or cannot be read.",
            hint="Fetch it: python -m installers.linux.fetch",
        )
    with tarfile.open(fileobj=BytesIO(done.stdout)) as archive:
        for member in archive:
            name = member.name.removeprefix(_DOCUMENTS)
            if name == member.name:
                continue
            if member.issym():
                links[name] = Path(member.linkname).name
            elif (stream := archive.extractfile(member)) is not None:
                files[name] = stream.read()


def components(pins: list[DebPin], documents: Documents) -> list[Component]:
    """The packages as components, in the order of the lock."""
    return [_component(pin, documents) for pin in pins]


def _component(pin: DebPin, documents: Documents) -> Component:
    properties = {"hash-of": pin.file_name}
    if source := _CHANGED.search(documents.changes.get(pin.name, "")):
        properties["source"] = f"{source['source']} {source['version']} of Debian"
    return Component(
        ref=f"deb:{pin.name}@{pin.version}",
        name=pin.name,
        version=pin.version,
        kind="library",
        group="debian",
        licence=_licence(pin.name, documents.copyright.get(pin.name, "")),
        sha256=(pin.sha256,),
        purl=f"pkg:deb/debian/{pin.name}@{quote(pin.version, safe='.-~')}"
        f"?arch=amd64&distro={_DISTRIBUTION}",
        properties=properties,
    )


def _licence(name: str, copyright_file: str) -> Licence:
    if reviewed := table("debian").get(name):
        return Licence(reviewed)
    stanza = re.search(r"(?ms)^Files: \*\n(.*?)(?:\n\n|\Z)", copyright_file)
    declared = re.search(r"(?m)^License: *(\S.*)$", stanza[1]) if stanza else None
    if declared is None:
        return Licence("as its copyright file says", is_expression=False)
    words = _SPELT.get(declared[1].strip(), declared[1].strip())
    return Licence(words, is_expression=words in _SPELT.values())


def fixed(changes: str) -> dict[str, str]:
    """Advisories that Debian's list of changes names as fixed, each with the version that did."""
    found: dict[str, str] = {}
    version = ""
    for line in changes.splitlines():
        if entry := _CHANGED.match(line):
            version = entry["version"]
        elif match := _FIXED.match(line):
            found.setdefault(match["cve"], version)
    return found
