"""Every tampering, tried with install.sh in a tree: refused in a clear line, nothing installed."""

from collections.abc import Sequence
from pathlib import Path

from installers.test.media_kit import LONG_AGO, MediaKit
from installers.test.roots import USER, Root
from installers.test.table import Table
from installers.test.tampering import MEDIA, REPOSITORY, Tampering, copy_of
from installers.test.tree import Tree

_WRONG = "0123456789ABCDEF0123456789ABCDEF01234567"


def refusals_of_the_folder(table: Table, root: Root, kit: MediaKit, media: Path) -> None:
    """What was altered after signing, and what the administrator gets wrong."""
    table.heading(f"{root.name}: media altered after signing, by install.sh")
    known = kit.fingerprint
    with Tree(root) as tree:
        for tampering in MEDIA:
            altered = copy_of(media, kit.folder / "altered")
            tampering.alter(altered, kit.keys.stranger)
            _check(table, tree, altered, known, tampering.name, tampering.refusal)
        _check(table, tree, media, _WRONG, "wrong fingerprint given", "the key that signed is")
        _check(table, tree, media, known[-8:], "part of the fingerprint given", "no full finger")
        _check(table, tree, media, "", "no fingerprint, nobody to ask", "Compare it with the one")
        done = tree.run(f"sh /mnt/install.sh {known}", media=media, user=USER)
        words = "Only root can install"
        table.check("not root", words, done.refused_in(words))
        _check_expired_key(table, tree, kit, kit.folder / f"{media.name}-packages")


def _check_expired_key(table: Table, tree: Tree, kit: MediaKit, packages: Path) -> None:
    """A key that has expired since. gpgv refuses it; sqv takes what it signed before."""
    key = kit.keys.expired
    media = kit.of_packages("expired-key", packages, key=key)
    if (tree.path / "usr/bin/gpgv").exists():
        words = "is the key expired or revoked"
        _check(table, tree, media, key.fingerprint, "key expired since, by gpgv", words)
    else:
        done = tree.run(f"sh /mnt/install.sh {key.fingerprint}", media=media)
        words = "is installed"
        table.check("key expired since, by sqv (accepted)", words, done.line_with(words))


def refusals_of_apt(table: Table, root: Root, kit: MediaKit, packages: Path) -> None:
    """What was altered before the folder was signed: the second lock, apt's own."""
    table.heading(f"{root.name}: repository altered within a well-signed folder, by apt")
    expired = kit.of_packages("expired", packages, valid_until=LONG_AGO)
    with Tree(root) as tree:
        refusals_within(table, tree, kit, packages, REPOSITORY)
        _check(table, tree, expired, kit.fingerprint, "Release expired", "is expired")


def refusals_within(
    table: Table, tree: Tree, kit: MediaKit, packages: Path, tamperings: Sequence[Tampering]
) -> None:
    """Media that are signed after the packages were altered."""
    for tampering in tamperings:
        media = kit.of_packages("within", packages, alter=tampering.alter)
        _check(table, tree, media, kit.fingerprint, tampering.name, tampering.refusal)


def _check(table: Table, tree: Tree, media: Path, fingerprint: str, case: str, words: str) -> None:
    """Install, and see the refusal and nothing installed."""
    done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
    seen = done.refused_in(words)
    if (tree.path / "opt" / "hangar").exists():
        seen = "it was installed"
    table.check(case, words, seen)
