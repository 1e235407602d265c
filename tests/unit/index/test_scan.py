"""Scanning: what counts as a document, and what is passed over."""

import os
import sys

import pytest

from assistant.index.catalogue import Root
from assistant.index.scan import scan
from assistant.index.scopes import Scope

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX links and pipes")


def files_of(folder, inside=""):
    return sorted(file.file for file in scan([Scope(Root(1, folder, True, 0), inside)]).files)


def test_files_are_named_relative_to_the_folder_with_slashes(tmp_path):
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "c.txt").touch()
    assert files_of(tmp_path) == ["a/b/c.txt"]
    assert files_of(tmp_path, "a") == ["a/b/c.txt"]
    assert files_of(tmp_path, "a/b/c.txt") == ["a/b/c.txt"]
    assert files_of(tmp_path, "gone.txt") == []


def test_hidden_and_lock_files_are_passed_over(tmp_path):
    for name in (".hidden.txt", "~$open.docx", ".~lock.x.odt#", "Thumbs.db", "kept.txt"):
        (tmp_path / name).touch()
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config.txt").touch()
    assert files_of(tmp_path) == ["kept.txt"]


@posix_only
def test_links_are_followed_to_files_elsewhere_and_never_in_circles(tmp_path):
    inside, outside = tmp_path / "inside", tmp_path / "outside"
    inside.mkdir()
    outside.mkdir()
    (outside / "far.txt").touch()
    (inside / "near.txt").touch()
    (inside / "circle").symlink_to(inside)
    (inside / "folder").symlink_to(outside)
    (inside / "far-link.txt").symlink_to(outside / "far.txt")
    (inside / "near-link.txt").symlink_to(inside / "near.txt")
    (inside / "broken.txt").symlink_to(inside / "nowhere")
    assert files_of(inside) == ["far-link.txt", "near.txt"]


@posix_only
def test_a_link_to_a_hidden_file_of_the_folder_counts(tmp_path):
    (tmp_path / ".store").mkdir()
    (tmp_path / ".store" / "x.txt").touch()
    (tmp_path / "shown.txt").symlink_to(tmp_path / ".store" / "x.txt")
    assert files_of(tmp_path) == ["shown.txt"]


@posix_only
def test_pipes_are_passed_over(tmp_path):
    os.mkfifo(tmp_path / "pipe.txt")
    assert files_of(tmp_path) == []
