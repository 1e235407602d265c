"""A Debian tree without a network: install, use, upgrade, downgrade, remove, nothing left."""

from pathlib import Path

from installers.media.build_media import version_of
from installers.test.leftovers import differences, files_of
from installers.test.roots import SERVER, USER, Root
from installers.test.table import Table
from installers.test.tree import Tree
from installers.test.use import check_answer, check_doctor, check_index, check_window

POLICY = "/etc/hangar/policy.toml"
SITE_LINE = "# Added by the site."
_USER_DATA = f"home/{USER}/"


def install_and_remove(
    table: Table, root: Root, media: Path, fingerprint: str, newer: Path | None = None
) -> None:
    """The life of an installation, from a clean tree to a clean tree.

    Args:
        table: Gets the rows.
        root: The tree.
        media: Media with Hangar's own package.
        fingerprint: Of the key that signed it.
        newer: The same under a higher version, by the same key; without it nothing is upgraded.
    """
    table.heading(f"{root.name}: installed, used, removed; no network interface is up")
    with Tree(root) as tree:
        before = files_of(tree.path)
        _install_and_use(table, tree, media, fingerprint)
        tree.run(f"echo '{SITE_LINE}' >>{POLICY}")
        if newer is not None:
            _upgrade_and_downgrade(table, tree, media, newer, fingerprint)
        _remove(table, tree, media)
        left = differences(before, files_of(tree.path), kept=_USER_DATA)
        table.check("files left, gone or changed", "none", ", ".join(left) or "none")


def _install_and_use(table: Table, tree: Tree, media: Path, fingerprint: str) -> None:
    seen = tree.run("cat /proc/net/if_inet6 /proc/net/fib_trie; sed 1d /proc/net/route").said
    table.check("addresses and routes in the tree", "none", seen.strip() or "none")
    version = version_of(media)
    in_groups = " ".join(fingerprint[n : n + 4] for n in range(0, 40, 4))
    done = tree.run(f"sh /mnt/install.sh '{in_groups}'", media=media)
    installed = f"Hangar {version} is installed."
    table.check("install.sh", installed, done.line_with("is installed"))
    table.check("hangar --version", version, tree.run_as_user("hangar --version").said)
    check_doctor(table, tree)
    check_index(table, tree)
    check_answer(table, tree)
    check_window(table, tree)


def _upgrade_and_downgrade(
    table: Table, tree: Tree, media: Path, newer: Path, fingerprint: str
) -> None:
    done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=newer)
    expected = f"Hangar {version_of(newer)} is installed."
    table.check("install.sh of a newer media", expected, done.line_with("is installed"))
    policy = tree.run(f"tail -n 1 {POLICY}").said
    table.check("the site's policy is kept", SITE_LINE, policy)
    check_answer(table, tree, "the user's library is kept")

    done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
    older = f"brings the older {version_of(media)}; nothing was changed"
    table.check("install.sh of an older media", older, done.refused_in(older))
    done = tree.run(f"sh /mnt/install.sh --allow-downgrade {fingerprint}", media=media)
    expected = f"Hangar {version_of(media)} is installed."
    table.check("the same with --allow-downgrade", expected, done.line_with("is installed"))


def _remove(table: Table, tree: Tree, media: Path) -> None:
    done = tree.run("sh /mnt/uninstall.sh", media=media)
    table.check("uninstall.sh", "Hangar is removed.", done.line_with("is removed"))
    policy = tree.run(f"tail -n 1 {POLICY}").said
    table.check("the site's policy is kept", SITE_LINE, policy)
    done = tree.run("sh /mnt/uninstall.sh --purge", media=media)
    data = f"/home/{USER}/.local/share/hangar"
    table.check("uninstall.sh --purge says where data is", data, done.line_with(data).strip())


def lacking_libraries(table: Table, media: Path, fingerprint: str) -> None:
    """A server without the libraries of a desktop: they are named, and nothing is changed."""
    table.heading("Debian 12 without a desktop's libraries")
    with Tree(SERVER) as tree:
        before = files_of(tree.path)
        done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
        words = "lacks what Hangar needs"
        table.check("install.sh names what is missing", words, done.refused_in(words))
        table.check("it names libegl1", "libegl1", done.line_with(words))
        left = differences(before, files_of(tree.path), kept="-")
        table.check("files left, gone or changed", "none", ", ".join(left) or "none")
