"""A second package on the media, as the GPU backends are: only when asked for, removed along."""

from pathlib import Path

from installers.test.media_kit import MediaKit
from installers.test.roots import DEBIAN_12, RPM, Root
from installers.test.stand_in import write_deb, write_rpm
from installers.test.table import Table
from installers.test.tree import Tree

_SECOND = "hangar-gpu-vulkan"


def second_package(table: Table, kit: MediaKit) -> None:
    """With stand-ins, by apt and by dnf: first without it, then with it, upgraded, removed."""
    older, media = (
        _media(kit, name, version) for name, version in (("a", "0.1.0"), ("b", "0.2.0"))
    )
    for root in (DEBIAN_12, RPM):
        _try(table, root, kit, older, media)


def _try(table: Table, root: Root, kit: MediaKit, older: Path, media: Path) -> None:
    table.heading(f"{root.name}: a second package, as the GPU backends are")
    install = "sh /mnt/install.sh"
    with Tree(root) as tree:
        file = f"cat /opt/hangar/{_SECOND}"
        tree.run(f"{install} {kit.fingerprint}", media=older)
        table.check("not asked for", "No such file", tree.run(file).said)
        tree.run(f"{install} --also {_SECOND} {kit.fingerprint}", media=older)
        table.check(f"--also {_SECOND}", "0.1.0", tree.run(file).said)
        tree.run(f"{install} {kit.fingerprint}", media=media)
        table.check("both upgraded, not asked again", "0.2.0", tree.run(file).said)
        done = tree.run(f"{install} --also hangar-nothing {kit.fingerprint}", media=media)
        table.check("one that is not there", "hangar-nothing", done.refused_in("hangar-nothing"))
        tree.run("sh /mnt/uninstall.sh --purge", media=media)
        table.check("uninstall.sh removes both", "No such file", tree.run("ls /opt/hangar").said)


def _media(kit: MediaKit, name: str, version: str) -> Path:
    packages = kit.folder / f"second-{name}-packages"
    write_deb(packages, version)
    write_deb(packages, version, name=_SECOND, depends=f"hangar (= {version})")
    write_rpm(packages, version)
    write_rpm(packages, version, name=_SECOND, requires=f"hangar = {version}")
    return kit.of_packages(f"second-{name}", packages)
