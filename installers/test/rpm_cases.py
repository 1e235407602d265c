"""A tree that knows rpm in place of dpkg: the same life, and the same refusals.

The tree is a Debian 12 from which dpkg and apt were taken, so that its rpm knows of no system
libraries: an empty package stands for them. No Red Hat or SUSE was tried.
"""

import subprocess
from pathlib import Path

from installers.test.install_cases import POLICY, SITE_LINE
from installers.test.leftovers import differences, files_of
from installers.test.media_kit import MediaKit
from installers.test.refusal_cases import refusals_within
from installers.test.roots import RPM, USER
from installers.test.stand_in import write_system_rpm
from installers.test.table import Table
from installers.test.tampering import RPM_PACKAGE, RPM_REPOSITORY
from installers.test.tree import Tree
from installers.test.use import check_answer, check_doctor, check_index

_SHARED_FOLDERS = (
    "/usr/share/icons/hicolor/{16x16,24x24,32x32,48x48,64x64,128x128,256x256,scalable}/apps"
    " /usr/share/man/man1 /usr/share/metainfo /usr/share/mime/packages"
)
"""On an rpm system with a desktop these belong to `filesystem` and `hicolor-icon-theme`."""


def rpm_installed_and_used(table: Table, kit: MediaKit, media: Path) -> None:
    """Hangar's own rpm in a root of its own, by dnf: installed, used, removed."""
    table.heading("rpm and dnf: installed, used, removed; no network interface is up")
    fingerprint = kit.fingerprint
    (package,) = media.glob("rpm/hangar-[0-9]*.rpm")
    system = kit.folder / "system"
    write_system_rpm(system, _needed_by(package))
    with Tree(RPM) as tree:
        done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
        words = "lacks what Hangar needs"
        table.check("libraries missing", words, done.refused_in(words))
        tree.run(f"rpm -i /mnt/*.rpm; bash -c 'mkdir -p {_SHARED_FOLDERS}'", media=system)
        before = files_of(tree.path)
        done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
        table.check("install.sh", "is installed.", done.line_with("is installed"))
        seen = tree.run("rpm -q gpg-pubkey").said
        table.check("our key in rpm afterwards", "is not installed", seen)
        check_doctor(table, tree)
        check_index(table, tree)
        check_answer(table, tree)
        done = tree.run("sh /mnt/uninstall.sh --purge", media=media)
        data = f"/home/{USER}/.local/share/hangar"
        table.check("uninstall.sh --purge says where data is", data, done.line_with(data).strip())
        left = differences(before, files_of(tree.path), kept=f"home/{USER}/")
        table.check("files left, gone or changed", "none", ", ".join(left) or "none")


def rpm_upgraded_and_refused(table: Table, kit: MediaKit, media: Path, older: Path) -> None:
    """With stand-ins: upgrade and downgrade, every refusal, by dnf and by rpm alone."""
    packages = kit.folder / f"{media.name}-packages"
    for tool in ("dnf", "rpm"):
        table.heading(f"{tool}: upgraded, downgraded, altered within a well-signed folder")
        with Tree(RPM) as tree:
            if tool == "rpm":
                tree.run("rm /usr/bin/dnf*")
            refusals_within(table, tree, kit, packages, RPM_PACKAGE)
            if tool == "dnf":  # rpm alone reads no metadata
                refusals_within(table, tree, kit, packages, RPM_REPOSITORY)
            _upgrade(table, tree, kit.fingerprint, media, older)


def _upgrade(table: Table, tree: Tree, fingerprint: str, media: Path, older: Path) -> None:
    program = "/opt/hangar/bin/hangar"
    tree.run(f"sh /mnt/install.sh {fingerprint}", media=older)
    tree.run(f"echo '{SITE_LINE}' >>{POLICY}")
    tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
    table.check("install.sh of a newer media", "hangar 0.2.0", tree.run(program).said)
    table.check("the site's policy is kept", SITE_LINE, tree.run(f"cat {POLICY}").said)
    done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=older)
    words = "brings the older 0.1.0-1; nothing was changed"
    table.check("install.sh of an older media", words, done.refused_in(words))
    tree.run(f"sh /mnt/install.sh --allow-downgrade {fingerprint}", media=older)
    table.check("the same with --allow-downgrade", "hangar 0.1.0", tree.run(program).said)


def _needed_by(package: Path) -> list[str]:
    """What an rpm needs of the system, but for what rpm itself provides."""
    asked = ["rpm", "-qp", "--nosignature", "--requires", str(package)]
    said = subprocess.run(asked, check=True, capture_output=True, text=True).stdout
    return [line for line in said.splitlines() if not line.startswith(("rpmlib(", "config("))]
