"""The proof without a network: install, use, alter, remove; prints a table of what was seen.

    python -m installers.test [GROUP …]

Throw-away keys sign the packages in build/installers/packages; clean trees of Debian 12 and 13 are
made by mmdebstrap, once. Nothing is installed outside those trees, and in them no network interface
is up. It needs root. The exit status is 1 when a case differs from what was expected.
"""

import argparse
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from installers.debian_tools import TESTING, ensure
from installers.errors import BuildError
from installers.reproducible import BUILD, source_date_epoch
from installers.test.gpu_cases import gpu_backend
from installers.test.install_cases import install_and_remove, lacking_libraries
from installers.test.media_kit import MediaKit, with_version
from installers.test.processor_cases import old_processors
from installers.test.refusal_cases import refusals_of_apt, refusals_of_the_folder
from installers.test.roots import DEBIAN_12, DEBIAN_13
from installers.test.rpm_cases import rpm_installed_and_used, rpm_upgraded_and_refused
from installers.test.second_package_cases import second_package
from installers.test.table import Table
from installers.test.throw_away_key import throw_away_keys
from tests.gguf_files import Shape, write_model

_STAND_IN = "stand-in"


def main() -> int:
    """Try the groups that the arguments name, or all of them."""
    parser = argparse.ArgumentParser(description="The proof without a network.")
    parser.add_argument("groups", nargs="*", choices=[[], *_GROUPS], metavar="GROUP")
    parser.add_argument("--packages", type=Path, default=BUILD / "packages", metavar="DIR")
    given = parser.parse_args()
    table = Table()
    try:
        if os.geteuid() != 0:
            raise BuildError("Trees are made and entered by root only.", hint="Run it as root.")
        ensure(TESTING)
        epoch = source_date_epoch()
        room = BUILD / "roots"
        room.mkdir(parents=True, exist_ok=True)
        with (
            tempfile.TemporaryDirectory(dir=room, prefix="media-") as folder,
            throw_away_keys(epoch) as keys,
        ):
            kit = MediaKit(Path(folder), keys, epoch)
            for group in given.groups or _GROUPS:
                _GROUPS[group](table, kit, given.packages)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    print(f"\n{table.summary()}")
    return 1 if table.differences else 0


def _install(table: Table, kit: MediaKit, packages: Path) -> None:
    media = kit.of_packages("real", packages)
    newer_packages = kit.folder / "newer-packages"
    for package in packages.glob("hangar_*.deb"):
        with_version(package, f"{package.name.split('_')[1]}+1", newer_packages)
    newer = kit.of_packages("newer", newer_packages)
    for root in (DEBIAN_12, DEBIAN_13):
        install_and_remove(table, root, media, kit.fingerprint, newer)
    lacking_libraries(table, media, kit.fingerprint)


def _refusals(table: Table, kit: MediaKit, _: Path) -> None:
    media = kit.of_stand_ins(_STAND_IN, "0.2.0")
    for root in (DEBIAN_12, DEBIAN_13):
        refusals_of_the_folder(table, root, kit, media)
        refusals_of_apt(table, root, kit, kit.folder / f"{_STAND_IN}-packages")


def _rpm(table: Table, kit: MediaKit, packages: Path) -> None:
    rpm_installed_and_used(table, kit, kit.of_packages("real", packages))
    older, media = kit.of_stand_ins("older", "0.1.0"), kit.of_stand_ins(_STAND_IN, "0.2.0")
    rpm_upgraded_and_refused(table, kit, media, older)


def _second(table: Table, kit: MediaKit, _: Path) -> None:
    second_package(table, kit)


def _processors(table: Table, kit: MediaKit, packages: Path) -> None:
    shape = Shape(width=256, heads=4, key_heads=2, inner=256, quantized=True)
    model = write_model(kit.folder / "model.gguf", shape)
    old_processors(table, kit.of_packages("real", packages), kit.fingerprint, model)


def _gpu(table: Table, kit: MediaKit, packages: Path) -> None:
    if not list(packages.glob("hangar-gpu-vulkan_*.deb")):
        print("\nThe Vulkan backend is left out: there is no package (build_gpu_backend).")
        return
    model = write_model(kit.folder / "gpu.gguf", Shape())
    gpu_backend(table, kit.of_packages("gpu", packages), kit.fingerprint, model)


_GROUPS: dict[str, Callable[[Table, MediaKit, Path], None]] = {
    "refusals": _refusals,
    "second": _second,
    "rpm": _rpm,
    "install": _install,
    "processors": _processors,
    "gpu": _gpu,
}

if __name__ == "__main__":
    sys.exit(main())
