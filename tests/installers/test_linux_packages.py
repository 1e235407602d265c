"""The .deb and the .rpm: the same bytes from the same tree, and what they say of themselves."""

import os
import shutil
import subprocess

import pytest

from installers.errors import BuildError
from installers.linux.build_deb import Control, build_deb, hangar_control
from installers.linux.build_rpm import Spec, build_rpm, by_soname
from installers.reproducible import settle, sha256_of

needs_rpm = pytest.mark.skipif(
    shutil.which("rpmbuild") is None, reason="rpmbuild is missing: Debian's package rpm"
)
EPOCH = 1_700_000_000
CONTROL = Control(
    "hangar", "1.2.3", ("libc6 (>= 2.34)", "a | b"), ("c",), "an assistant", " It reads.\n"
)
SPEC = Spec("hangar", "1.2.3", "An assistant", "Apache-2.0", ("a",), ("c",), "It reads.", "echo x")


@pytest.fixture(autouse=True)
def _one_time(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(EPOCH))


@pytest.fixture
def stand_in(tmp_path):
    """A small tree with all that a large one has: programs, links, configuration, documents."""
    return stage(tmp_path / "tree")


def stage(tree):
    program = tree / "opt/hangar/bin/hangar"
    program.parent.mkdir(parents=True)
    program.write_text("#!/bin/sh\necho hello\n")
    program.chmod(0o700)
    (tree / "etc/hangar").mkdir(parents=True)
    (tree / "etc/hangar/policy.toml").write_text("[settings]\n")
    (tree / "usr/bin").mkdir(parents=True)
    (tree / "usr/bin/hangar").symlink_to("/opt/hangar/bin/hangar")
    settle(tree, EPOCH)
    return tree


def in_other_surroundings(folder, build):
    """Stage and build in a longer path and with a umask that lets nobody else read."""
    before = os.umask(0o077)
    try:
        folder.mkdir()
        return build(stage(folder / "another-tree"), folder / "packages")
    finally:
        os.umask(before)


def said_by(*command):
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def test_two_debs_of_the_same_tree_are_equal(stand_in, tmp_path):
    """Whatever the folder and the umask."""
    one = build_deb(stand_in, CONTROL, tmp_path / "packages")
    other = in_other_surroundings(
        tmp_path / "elsewhere", lambda tree, packages: build_deb(tree, CONTROL, packages)
    )
    assert sha256_of(one) == sha256_of(other)


def test_a_changed_byte_changes_the_deb(stand_in, tmp_path):
    """So the test above can fail."""
    one = sha256_of(build_deb(stand_in, CONTROL, tmp_path / "packages"))
    (stand_in / "opt/hangar/bin/hangar").write_text("#!/bin/sh\necho hullo\n")
    assert sha256_of(build_deb(stand_in, CONTROL, tmp_path / "packages")) != one


def test_the_deb_belongs_to_root_and_runs_for_all(stand_in, tmp_path):
    """Whoever built it, and however little others may do with the files there."""
    deb = build_deb(stand_in, CONTROL, tmp_path / "packages")
    listed = said_by("dpkg-deb", "--contents", deb)
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    assert "-rwxr-xr-x" in next(line for line in listed.splitlines() if "bin/hangar" in line)


def test_the_deb_says_what_it_needs(stand_in, tmp_path):
    """The fields that apt looks at."""
    deb = build_deb(stand_in, CONTROL, tmp_path / "packages")
    assert said_by("dpkg-deb", "--field", deb, "Depends").strip() == "libc6 (>= 2.34), a | b"
    assert said_by("dpkg-deb", "--field", deb, "Version").strip() == "1.2.3"
    assert deb.name == "hangar_1.2.3_amd64.deb"


def test_the_policy_is_configuration(stand_in, tmp_path):
    """An upgrade asks before it replaces what an administrator wrote."""
    deb = build_deb(stand_in, CONTROL, tmp_path / "packages")
    assert said_by("dpkg-deb", "--info", deb, "conffiles") == "/etc/hangar/policy.toml\n"


def test_a_purge_says_where_the_users_data_is(stand_in, tmp_path):
    """And a removal says nothing."""
    deb = build_deb(stand_in, CONTROL, tmp_path / "packages")
    unpacked = tmp_path / "control"
    subprocess.run(["dpkg-deb", "--control", deb, unpacked], check=True)
    assert "~/.local/share/hangar" in said_by(unpacked / "postrm", "purge")
    assert said_by(unpacked / "postrm", "remove") == ""


def test_a_package_without_a_tree_is_refused(tmp_path):
    """With the command that builds one."""
    with pytest.raises(BuildError, match=r"installers\.linux\.build_tree"):
        hangar_control(tmp_path / "nothing")


@needs_rpm
def test_two_rpms_of_the_same_tree_are_equal(stand_in, tmp_path):
    """Whatever the folder and the umask."""
    one = build_rpm(stand_in, SPEC, tmp_path / "packages")
    other = in_other_surroundings(
        tmp_path / "elsewhere", lambda tree, packages: build_rpm(tree, SPEC, packages)
    )
    assert sha256_of(one) == sha256_of(other)


@needs_rpm
def test_the_rpm_says_what_it_needs_and_what_it_holds(stand_in, tmp_path):
    """The system's own folders do not belong to it."""
    rpm = build_rpm(stand_in, SPEC, tmp_path / "packages")
    query = ["rpm", "-q", "--dbpath", tmp_path / "db", "-p", rpm]
    assert "a\n" in said_by(*query, "--requires")
    assert said_by(*query, "--configfiles") == "/etc/hangar/policy.toml\n"
    held = said_by(*query, "--list").splitlines()
    assert "/opt/hangar/bin" in held
    assert not {"/opt", "/usr", "/usr/bin", "/etc"} & set(held)


def test_an_rpm_asks_for_libraries_by_their_names():
    """So that it does not matter what a distribution calls the package."""
    assert by_soname({"libc.so.6", "libz.so.1", "ld-linux-x86-64.so.2"}) == (
        "libc.so.6(GLIBC_2.34)(64bit)",
        "libz.so.1()(64bit)",
    )
