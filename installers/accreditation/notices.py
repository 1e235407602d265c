"""NOTICES.txt and the folder of licence texts: everything that ships, with its licence and text."""

import re
import textwrap
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

import assistant
from installers.accreditation.component import Component
from installers.accreditation.expression import NotAnExpressionError, texts_for
from installers.accreditation.inventory import Inventory
from installers.accreditation.licence_names import table
from installers.accreditation.source_offer import source_offer
from installers.accreditation.wheels import Wheel
from installers.errors import BuildError
from installers.reproducible import CHECKOUT

LICENCES = CHECKOUT / "resources" / "licences"
_QT = "pyside6-essentials"
_GROUPS = {
    "python": "Python packages",
    "bundled": "Libraries and fonts inside them",
    "embedded": "Parts that they list themselves, most of them Rust crates",
    "debian": "The interpreter and libraries beside it, from Debian",
    "model": "Models",
}
_HEAD = """\
Hangar {version}: notices
{line}

Hangar is under the Apache License 2.0 (licences/hangar/LICENSE). It ships with what is
listed here, which keeps its own licences. Each entry names its licence and, below the folder
'licences', where its text is. Texts in 'licences/common' are the standard ones; who holds the
copyright stands in the entry, in the texts of the package around it, or else in the component's
own sources.

Qt and PySide6 are used under the LGPL-3.0 as separate shared libraries, unchanged, in the folder
lib/PySide6. They may be replaced by a version of your own with the same interface.

Of some packages not every file is shipped. Changed is only the interpreter of Debian: the version
that its program asks of one function of the C library, and where three of its modules look for
their libraries. installers/linux/interpreter_tree.py in Hangar's sources does it.
"""


@dataclass(slots=True)
class Notices:
    """What is written.

    Attributes:
        text: The text of NOTICES.txt.
        files: The licence texts, by their path below the folder 'licences'.
    """

    text: str = ""
    files: dict[str, bytes] = field(default_factory=dict)


def notices(inventory: Inventory, texts: Path = LICENCES / "texts") -> Notices:
    """The notices and licence texts of everything that ships.

    Args:
        inventory: What ships.
        texts: The folder with the standard texts, named by SPDX.

    Raises:
        BuildError: Something that ships has no licence text.
    """
    made = Notices()
    standard = {file.stem: file for file in sorted(texts.glob("*.txt"))}
    wheels = {wheel.ref: wheel for wheel in inventory.wheels}
    made.files["hangar/LICENSE"] = (CHECKOUT / "LICENSE").read_bytes()
    made.files["hangar/THIRD_PARTY.md"] = (LICENCES / "THIRD_PARTY.md").read_bytes()
    missing = []
    listed: dict[str, list[str]] = {group: [] for group in _GROUPS}
    for component in inventory.components:
        own = _own_texts(component, wheels.get(component.ref), inventory)
        common = _common_texts(component, has_own=bool(own), available=standard)
        if not own and not common:
            missing.append(component.title)
            continue
        made.files |= own | {f"common/{one}.txt": standard[one].read_bytes() for one in common}
        places = [*_folders(own), *(f"common/{one}.txt" for one in sorted(common))]
        listed[component.group].append(_entry(component, places))
    if missing:
        raise BuildError(
            f"There is no licence text for {', '.join(missing[:5])}"
            + (f" and {len(missing) - 5} more." if len(missing) > 5 else "."),
            hint="Put the text into resources/licences/texts and name it in licences.toml.",
        )
    parts = [_HEAD.format(version=assistant.__version__, line="=" * 60)]
    for group, title in _GROUPS.items():
        if listed[group]:
            parts.append(f"{title}\n{'-' * len(title)}\n\n" + "\n".join(listed[group]))
    if any(wheel.name == _QT for wheel in inventory.wheels):
        parts.append(_inside_qt(made, standard))
    parts.append(source_offer(inventory.components))
    made.text = "\n".join(parts)
    return made


def _own_texts(component: Component, wheel: Wheel | None, inventory: Inventory) -> dict[str, bytes]:
    """The texts that a component brings itself."""
    if wheel is not None:
        folder = f"python/{wheel.name}-{wheel.version}"
        found = {}
        for file in wheel.licence_files():
            inner = file.relative_to(wheel.site).as_posix()
            inner = re.sub(r"^[^/]+\.dist-info/(licenses/)?", "", inner)
            found[f"{folder}/{inner}"] = file.read_bytes()
        return found
    text = inventory.documents.copyright.get(component.name, "")
    if component.group == "debian" and text:
        return {f"debian/{component.name}": text.encode()}
    return {}


def _common_texts(component: Component, *, has_own: bool, available: dict[str, Path]) -> set[str]:
    """The standard texts that a component needs beside its own; empty where one is missing."""
    named = set(table("texts").get(component.name, ()))
    if named or has_own:
        return named if named <= available.keys() else set()
    try:
        return texts_for(component.licence.text, available) or set()
    except NotAnExpressionError:
        return set()


def _folders(files: Iterable[str]) -> list[str]:
    return sorted({"/".join(file.split("/")[:2]) for file in files})


def _entry(component: Component, places: list[str]) -> str:
    lines = [f"{component.title}: {component.licence.text}"]
    if component.author:
        lines.append(f"by {component.author}")
    if component.inside:
        names = [ref.partition(":")[2].rpartition("@")[0] for ref in component.inside]
        lines.append(f"in {', '.join(names)}")
    lines.append(f"text: {', '.join(places)}")
    first, *others = lines
    wrapped = (
        textwrap.fill(line, 98, initial_indent=" " * 4, subsequent_indent=" " * 6)
        for line in others
    )
    return "\n".join([first, *wrapped]) + "\n"


def _inside_qt(made: Notices, standard: dict[str, Path]) -> str:
    """What Qt's libraries contain; their texts are added to `made`.

    Raises:
        BuildError: One has no licence text.
    """
    title = "Inside Qt"
    entries = [
        "Its wheels list nothing of this; the list is Hangar's own, after Qt's sources, and may\n"
        "be incomplete.\n"
    ]
    parts = tomllib.loads((LICENCES / "qt_third_party.toml").read_text("utf-8"))["part"]
    for part in parts:
        wanted = texts_for(part["licence"], standard)
        if wanted is None:
            raise BuildError(
                f"There is no licence text for {part['name']}, which is inside Qt.",
                hint="Put the text into resources/licences/texts.",
            )
        made.files |= {f"common/{one}.txt": standard[one].read_bytes() for one in wanted}
        places = ", ".join(f"common/{one}.txt" for one in sorted(wanted))
        holders = "".join(f"    {holder}\n" for holder in part["copyright"])
        entries.append(
            f"{part['name']} ({part['of']}): {part['licence']}\n{holders}    text: {places}\n"
        )
    return f"{title}\n{'-' * len(title)}\n\n" + "\n".join(entries)
