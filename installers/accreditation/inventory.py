"""Everything that ships, found in the built tree and in the locks."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path

from packaging.utils import canonicalize_name

from installers.accreditation.bundled import bundled
from installers.accreditation.component import Component
from installers.accreditation.debian import Documents, documents_of
from installers.accreditation.debian import components as debian_components
from installers.accreditation.embedded import embedded
from installers.accreditation.hashes import Origin, origins
from installers.accreditation.licence_names import licence_of
from installers.accreditation.llama_source import llama_commit
from installers.accreditation.models import models
from installers.accreditation.wheels import (
    Wheel,
    files_of_nobody,
    needs_of,
    site_of,
    wheels_of,
)
from installers.errors import BuildError
from installers.linux.deb_lock import DebPin, read_deb_lock
from installers.linux.places import INTERPRETER_LOCK, REQUIREMENTS
from installers.linux.python_lock import LLAMA, pins
from installers.reproducible import CHECKOUT


@dataclass(frozen=True, slots=True)
class Sources:
    """Where to look.

    Attributes:
        tree: The built tree, or any folder of installed Python packages.
        wheelhouse: The wheels that it was installed from; None lets the lock alone speak.
        interpreter: The folder with the Debian packages; None leaves their documents out.
        sources: The folder with what is compiled from source, or None.
        requirements: The runtime lock.
        interpreter_lock: The lock of the Debian packages.
        may_hold_more: Whether packages and files that no lock accounts for are passed over. A tree
            that is shipped holds none.
    """

    tree: Path
    wheelhouse: Path | None = None
    interpreter: Path | None = None
    sources: Path | None = None
    requirements: Path = REQUIREMENTS
    interpreter_lock: Path = INTERPRETER_LOCK
    may_hold_more: bool = False


@dataclass(frozen=True, slots=True)
class Inventory:
    """What ships.

    Attributes:
        components: All of it but Hangar itself, in the order of the refs.
        wheels: The Python packages.
        debian: The Debian packages.
        documents: What the Debian packages say of themselves.
    """

    components: list[Component]
    wheels: list[Wheel]
    debian: list[DebPin] = field(default_factory=list)
    documents: Documents = field(default_factory=Documents)


def take_inventory(sources: Sources) -> Inventory:
    """Find everything that ships.

    Raises:
        BuildError: The tree holds a package that the lock does not name, or something that ships
            is not what it should be.
    """
    locked = pins(sources.requirements.read_text("utf-8"))
    site = site_of(sources.tree)
    wheels = wheels_of(site)
    origin_of = origins(wheels, locked, sources.wheelhouse)
    if not sources.may_hold_more:
        _refuse_strays(site, wheels, origin_of)
    wheels = [wheel for wheel in wheels if wheel.name in origin_of]
    debian = read_deb_lock(sources.interpreter_lock.read_text("utf-8"))
    documents = documents_of(debian, sources.interpreter) if sources.interpreter else Documents()
    shipped_models = site / "resources" / "models"
    checkout_models = CHECKOUT / "resources" / "models"
    found = [
        *_python(wheels, origin_of),
        *_listed_once(embedded(wheels), list(_with_commit(bundled(wheels), sources))),
        *debian_components(debian, documents),
        *models(shipped_models if shipped_models.is_dir() else checkout_models, checkout_models),
    ]
    return Inventory(_joined(found), wheels, debian, documents)


def _refuse_strays(site: Path, wheels: list[Wheel], origin_of: dict[str, Origin]) -> None:
    strays = [f"{one.name} {one.version}" for one in wheels if one.name not in origin_of]
    strays += files_of_nobody(site, wheels)
    if strays:
        raise BuildError(
            f"{strays[0]} is in the tree and not in the lock.",
            hint="Build the tree again from requirements.lock, and put nothing else into it.",
        )


def _python(wheels: list[Wheel], origin_of: dict[str, Origin]) -> Iterable[Component]:
    shipped = {wheel.name: wheel.ref for wheel in wheels}
    asked = needs_of(wheels)
    for wheel in wheels:
        origin = origin_of[wheel.name]
        needs = tuple(sorted(shipped[name] for name in asked[wheel.name] & shipped.keys()))
        yield Component(
            ref=wheel.ref,
            name=wheel.name,
            version=wheel.version,
            kind="library",
            group="python",
            licence=licence_of(wheel.name, wheel.metadata),
            sha256=origin.sha256,
            purl=f"pkg:pypi/{canonicalize_name(wheel.name)}@{wheel.version}",
            description=str(wheel.metadata.get("Summary") or ""),
            needs=needs,
            properties={"hash-of": origin.of},
        )


def _with_commit(libraries: list[Component], sources: Sources) -> Iterable[Component]:
    """Add to llama.cpp which commit it is, where its source is there to say so."""
    folder = sources.sources
    archives = sorted(folder.glob("llama_cpp_python-*.tar.gz")) if folder else []
    for library in libraries:
        commit = ""
        if archives and any(f":{LLAMA}@" in ref for ref in library.inside):
            version = library.inside[0].rpartition("@")[2]
            commit = llama_commit(archives[-1], version)
        if commit and library.name in {"llama.cpp", "ggml"}:
            facts = {**library.properties, "commit": f"{commit} of ggml-org/llama.cpp"}
            yield replace(library, properties=facts)
        else:
            yield library


def _listed_once(stated: list[Component], seen: list[Component]) -> Iterable[Component]:
    """Both, where what a wheel states and what was seen in its files is one thing, as one."""
    stated_by_purl = {component.purl: component for component in stated}
    for component in seen:
        twin = stated_by_purl.pop(component.purl, None)
        if twin is None:
            yield component
        else:
            facts = {**twin.properties, **component.properties}
            yield replace(component, sha256=twin.sha256, properties=facts)
    yield from stated_by_purl.values()


def _joined(found: list[Component]) -> list[Component]:
    """All of it, in the order of the refs."""
    by_ref = {component.ref: component for component in found}
    if len(by_ref) != len(found):
        raise BuildError(
            "Two things that ship have one name and version.",
            hint="Look at bundled.toml: an entry may be listed by its wheel now.",
        )
    return [by_ref[ref] for ref in sorted(by_ref)]
