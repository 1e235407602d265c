"""What is fetched: which packages, and that nothing else gets in."""

import hashlib
import os

import pytest

from installers.errors import BuildError
from installers.linux import fetch_interpreter as fetching
from installers.linux.deb_lock import DebPin, read_deb_lock, write_deb_lock
from installers.linux.places import INTERPRETER_LOCK, REQUIREMENTS, Places
from installers.linux.python_lock import LEFT_OUT, pins, shipped

CONTENT = b"what Debian offers"
DIGEST = hashlib.sha256(CONTENT).hexdigest()


def test_a_lock_is_read_as_it_was_written():
    """In the order of the names, with epochs and without."""
    written = [DebPin("zlib1g", "1:1.2.13", DIGEST), DebPin("libc6", "2.36-9+deb12u1", DIGEST)]
    assert read_deb_lock(write_deb_lock(["# why"], written)) == written[::-1]
    assert written[0].file_name == "zlib1g_1%3a1.2.13_amd64.deb"


@pytest.mark.parametrize(
    "line", ["libc6 2.36", f"libc6 2.36 {DIGEST[:-1]}", f"../libc6 2.36 {DIGEST}", "libc6=2.36"]
)
def test_a_line_without_name_version_and_hash_is_refused(line):
    """By its number."""
    with pytest.raises(BuildError, match="Line 2"):
        read_deb_lock(f"# comment\n{line}\n")


def test_the_lock_of_the_interpreter_is_in_order():
    """It names Python once, and everything in one version."""
    names = [pin.name for pin in read_deb_lock(INTERPRETER_LOCK.read_text("utf-8"))]
    assert "python3.11-minimal" in names
    assert names == sorted(set(names))


@pytest.fixture
def archive(tmp_path, monkeypatch):
    """A Debian archive with one package, asked by a stand-in for apt-get; returns its content."""
    programs = tmp_path / "programs"
    programs.mkdir()
    offered = tmp_path / "offered"
    offered.write_bytes(CONTENT)
    apt = programs / "apt-get"
    apt.write_text(f'#!/bin/sh\ncase "$*" in *download*) cp "{offered}" tool_1_amd64.deb;; esac\n')
    apt.chmod(0o755)
    lock = tmp_path / "interpreter.lock"
    lock.write_text(f"tool 1 {DIGEST}\n")
    monkeypatch.setenv("PATH", f"{programs}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setattr(fetching, "INTERPRETER_LOCK", lock)
    return offered


def test_a_package_with_the_locked_hash_is_kept(tmp_path, archive):
    """And what is not in the lock goes."""
    places = Places(fetched=tmp_path)
    places.interpreter.mkdir()
    (places.interpreter / "other_1_amd64.deb").write_bytes(b"of an older lock")
    fetching.fetch_interpreter(places)
    assert [file.name for file in places.interpreter.iterdir()] == ["tool_1_amd64.deb"]


def test_a_package_with_another_hash_is_refused_and_removed(tmp_path, archive):
    """Whatever the archive signed."""
    archive.write_bytes(CONTENT + b".")
    places = Places(fetched=tmp_path)
    with pytest.raises(BuildError, match="SHA-256"):
        fetching.fetch_interpreter(places)
    assert list(places.interpreter.iterdir()) == []


def test_a_kept_package_that_was_altered_is_fetched_again(tmp_path, archive):
    """Being there is not enough."""
    places = Places(fetched=tmp_path)
    places.interpreter.mkdir()
    (places.interpreter / "tool_1_amd64.deb").write_bytes(b"altered")
    fetching.fetch_interpreter(places)
    assert (places.interpreter / "tool_1_amd64.deb").read_bytes() == CONTENT


def test_markers_of_other_systems_are_left_out():
    """Only what this Python on Linux asks for is a pin."""
    hashed = f" \\\n    --hash=sha256:{DIGEST}\n"
    lock = (
        f"a==1{hashed}b==2 ; sys_platform == 'win32'{hashed}c==3 ; python_version > '3.1'{hashed}"
    )
    assert [(pin.name, pin.version, pin.hashes) for pin in pins(lock)] == [
        ("a", "1", (DIGEST,)),
        ("c", "3", (DIGEST,)),
    ]


def test_servers_and_clients_of_clusters_are_not_shipped():
    """What is left out is in the lock: a name that Chroma drops must go from the list too."""
    lock = REQUIREMENTS.read_text("utf-8")
    everything = {pin.name for pin in pins(lock)}
    assert everything >= LEFT_OUT
    assert {pin.name for pin in shipped(lock)} == everything - LEFT_OUT
    assert "tokenizers" in everything - LEFT_OUT
