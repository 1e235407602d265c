"""hangar library and hangar search, status and settings, as called and as read."""

import json

import pytest

from assistant.cli.library import FolderNotInLibraryError
from tests.cli.conftest import NoSuchLibraryError


def test_the_libraries_are_listed_with_what_they_hold(terminal, tmp_path):
    """`list` is what happens without an action."""
    terminal.assistant.libraries["default"].roots = (tmp_path,)

    terminal.run("library")

    assert terminal.text == (
        "default\n"
        f"  {tmp_path}\n"
        "  3 documents, 34 pages, 1,200 chunks, 2.4 MiB, 1 file skipped\n"
        "  vector index ready\n"
    )


@pytest.mark.parametrize("argv", [["--json", "list"], ["list", "--json"], ["--json"]])
def test_json_may_be_asked_for_before_or_after_the_action(terminal, argv):
    """Neither place undoes the other."""
    terminal.run("library", *argv)

    assert json.loads(terminal.text)["libraries"][0]["documents"] == 3


def test_a_library_is_shown_with_its_files_and_why_some_were_skipped(terminal):
    """All of them, or only the skipped ones."""
    terminal.run("library", "show", "--skipped")

    assert "b.pdf  skipped: encrypted. It needs a password." in terminal.text
    assert "a.pdf" not in terminal.text


def test_a_deleted_library_is_gone_and_its_documents_are_not(terminal):
    """Outside a terminal nobody is asked."""
    assert terminal.run("library", "delete", "default") == 0

    assert terminal.text == ("Library 'default' is deleted. Its documents are where they were.\n")
    assert terminal.assistant.libraries == {}


def test_deleting_what_is_not_there_fails(terminal):
    """With the name."""
    with pytest.raises(NoSuchLibraryError, match="There is no library 'typo'"):
        terminal.run("library", "delete", "typo")


def test_a_folder_is_forgotten_even_when_its_drive_is_away(terminal, tmp_path):
    """By its name alone."""
    library = terminal.assistant.libraries["default"]
    library.roots = (tmp_path / "unplugged",)

    terminal.run("library", "forget", str(tmp_path / "unplugged"))

    assert library.forgotten == [tmp_path / "unplugged"]


def test_a_folder_called_with_a_tilde_is_forgotten(terminal, tmp_path, monkeypatch):
    """Where it is nobody's home folder, it is a name."""
    monkeypatch.chdir(tmp_path)
    library = terminal.assistant.libraries["default"]
    library.roots = (tmp_path / "~nosuch",)

    terminal.run("library", "forget", "~nosuch")

    assert library.forgotten == [tmp_path / "~nosuch"]


def test_forgetting_a_folder_that_is_not_in_the_library_names_those_that_are(terminal, tmp_path):
    """Nothing is forgotten by a near miss."""
    library = terminal.assistant.libraries["default"]
    library.roots = (tmp_path / "standards",)

    with pytest.raises(FolderNotInLibraryError) as raised:
        terminal.run("library", "forget", str(tmp_path))

    assert raised.value.hint == f"Its folders: {tmp_path / 'standards'}."
    assert library.forgotten == []


def test_a_search_lists_passages_with_their_place(terminal):
    """As many as asked for."""
    terminal.run("search", "struts", "-k", "2")

    assert terminal.text == (
        "  1. spec/strut.pdf, p. 1 · Assembly\n"
        "     Passage 1 speaks of struts.\n"
        "  2. spec/strut.pdf, p. 2 · Assembly\n"
        "     Passage 2 speaks of struts.\n"
    )


def test_a_search_finds_twenty_unless_told_otherwise(terminal):
    """In JSON with the whole passage and its score."""
    terminal.run("search", "struts", "--json")

    passages = json.loads(terminal.text)["passages"]
    assert len(passages) == 20
    assert passages[1] == {
        "file": "spec/strut.pdf",
        "page": 2,
        "title": "Strut",
        "section": "Assembly",
        "score": 0.5,
        "text": "Passage 2 speaks of struts.",
    }


def test_the_status_names_the_data_folder_and_who_keeps_the_air_gap(terminal, tmp_path):
    """Below the libraries."""
    terminal.run("status")

    assert terminal.text.splitlines()[-2:] == [
        f"Data folder  {tmp_path}",
        "Air gap      enforced by the kernel",
    ]


def test_the_status_without_libraries_says_how_to_make_one(terminal):
    """The first thing a new user sees."""
    terminal.assistant.libraries.clear()

    terminal.run("status")

    assert terminal.text.startswith("There is no library yet. Make one: hangar index FOLDER\n")


def test_settings_are_shown_with_values_and_meaning(terminal, tmp_path):
    """From the file, or the defaults where there is none."""
    (tmp_path / "settings.toml").write_text("parser_processes = 7\n")

    terminal.run("settings", "--json")

    shown = json.loads(terminal.text)
    assert shown["file"] == str(tmp_path / "settings.toml")
    assert shown["settings"]["parser_processes"] == 7
    assert shown["settings"]["theme"] == "system"
