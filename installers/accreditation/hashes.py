"""Which file each shipped Python package was installed from, and its SHA-256."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from packaging.utils import canonicalize_name, parse_wheel_filename

from installers.accreditation.wheels import Wheel
from installers.errors import BuildError
from installers.linux.python_lock import Pin
from installers.reproducible import sha256_of

_LOCK = "requirements.lock"


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one package comes from.

    Attributes:
        sha256: SHA-256 of the wheel; without a wheelhouse, of every file that the lock allows.
        of: What the hashes are of, in words.
    """

    sha256: tuple[str, ...]
    of: str


def origins(
    wheels: Iterable[Wheel], pins: Iterable[Pin], wheelhouse: Path | None
) -> dict[str, Origin]:
    """The origin of each package, by its name; those that the lock does not name are left out.

    Args:
        wheels: The packages of the tree.
        pins: The packages of the lock.
        wheelhouse: The folder with the wheels that the tree was installed from.

    Raises:
        BuildError: The wheelhouse lacks a package of the tree, or a wheel has no hash of the lock
            and the lock has no source to build it from.
    """
    locked = {(canonicalize_name(pin.name), pin.version): pin for pin in pins}
    there = _wheels_in(wheelhouse) if wheelhouse else None
    found = {}
    for wheel in wheels:
        pin = locked.get((canonicalize_name(wheel.name), wheel.version))
        if pin is not None:
            found[wheel.name] = _origin(wheel, pin, there)
    return found


def _origin(wheel: Wheel, pin: Pin, there: Mapping[tuple[str, str], Path] | None) -> Origin:
    if there is None:
        return Origin(tuple(sorted(pin.hashes)), f"the files that {_LOCK} allows")
    file = there.get((wheel.name, wheel.version))
    if file is None:
        raise BuildError(
            f"{wheel.name} {wheel.version} is in the tree and not in the wheelhouse.",
            hint="Fetch the wheels and build the tree again, both from the same lock.",
        )
    digest = sha256_of(file)
    if digest in pin.hashes:
        return Origin((digest,), f"{file.name}, as {_LOCK} has it")
    if _is_published_as_source_only(pin):
        source = pin.hashes[0]
        return Origin((digest,), f"{file.name}, compiled from the source with SHA-256 {source}")
    raise BuildError(
        f"{file.name} does not have a SHA-256 that {_LOCK} allows.",
        hint="Delete it and fetch the wheels again.",
    )


def _is_published_as_source_only(pin: Pin) -> bool:
    """A package that wheels exist of has several files, one of them the source."""
    return len(pin.hashes) == 1


def _wheels_in(wheelhouse: Path) -> dict[tuple[str, str], Path]:
    found = {}
    for file in sorted(wheelhouse.rglob("*.whl")):
        name, version, _, _ = parse_wheel_filename(file.name)
        found[str(name), str(version)] = file
    return found
