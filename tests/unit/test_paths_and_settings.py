"""Where things are kept, and what can be set."""

import stat
from pathlib import Path

import pytest

from assistant.errors import UsageError
from assistant.paths import data_folder, expanded, hangar_home, private_folder
from assistant.settings import Settings, load_settings


def mode(folder):
    """The permissions of a folder."""
    return stat.S_IMODE(folder.stat().st_mode)


def test_the_data_folder_is_made_for_its_owner_alone(tmp_path):
    """0700, with its parents."""
    assert mode(data_folder(tmp_path / "a" / "home")) == 0o700


def test_a_folder_of_other_things_is_not_taken_over(tmp_path):
    """`HANGAR_HOME=~` must not close the home folder to others."""
    tmp_path.chmod(0o755)
    (tmp_path / "thesis.tex").touch()

    with pytest.raises(UsageError, match="Set HANGAR_HOME to a folder of its own"):
        data_folder(tmp_path)

    assert mode(tmp_path) == 0o755


def test_a_data_folder_in_use_is_taken_as_it_is(tmp_path):
    """Beside Hangar's own files anything may lie."""
    (tmp_path / "libraries").mkdir()
    (tmp_path / "notes.txt").touch()

    assert data_folder(tmp_path) == tmp_path


def test_a_folder_with_one_name_in_common_is_not_taken_over(tmp_path):
    """Other projects have 'models' and 'logs' too."""
    tmp_path.chmod(0o755)
    for name in ("models", "logs", "src"):
        (tmp_path / name).mkdir()

    with pytest.raises(UsageError, match="is no data folder of Hangar"):
        data_folder(tmp_path)

    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("names", [["settings.toml"], ["keys", "models"]])
def test_a_folder_of_nothing_but_hangars_own_is_a_data_folder(tmp_path, names):
    """Settings or keys may be put there before Hangar is started for the first time."""
    for name in names:
        (tmp_path / name).touch()

    assert data_folder(tmp_path) == tmp_path


def test_a_folder_with_hangars_log_is_a_data_folder(tmp_path):
    """It has been one since the first start, before there was a library."""
    (tmp_path / "logs").mkdir()
    (tmp_path / "logs" / "hangar.log").touch()
    (tmp_path / "notes.txt").touch()

    assert data_folder(tmp_path) == tmp_path


def test_a_path_may_begin_with_a_tilde(monkeypatch, tmp_path):
    """A user's home folder, or a file's own name where there is no such user."""
    monkeypatch.setenv("HOME", str(tmp_path))

    assert expanded(Path("~/mine")) == tmp_path / "mine"
    assert expanded(Path("~nosuch")) == Path("~nosuch")


def test_a_data_folder_in_the_home_of_nobody_is_refused(monkeypatch):
    """Hangar makes no folder called '~nosuch'."""
    monkeypatch.setenv("HANGAR_HOME", "~nosuch/hangar")

    with pytest.raises(UsageError, match="Set HANGAR_HOME to the full path of a folder"):
        hangar_home()


def test_the_variable_names_the_data_folder(monkeypatch, tmp_path):
    """HANGAR_HOME wins over the usual place, and may begin with '~'."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    monkeypatch.setenv("HANGAR_HOME", "~/mine")
    assert hangar_home() == tmp_path / "mine"

    monkeypatch.delenv("HANGAR_HOME")
    assert hangar_home() == tmp_path / ".local/share/hangar"


def test_a_private_folder_loses_what_others_could_do(tmp_path):
    """A folder made with a loose mask is closed."""
    (tmp_path / "open").mkdir(mode=0o777)

    assert mode(private_folder(tmp_path / "open")) == 0o700


def test_settings_have_defaults_where_there_is_no_file(tmp_path):
    """A new user needs no settings."""
    assert load_settings(tmp_path / "settings.toml") == Settings()


def test_settings_are_read(tmp_path):
    """A whole number will do where a fraction is meant."""
    file = tmp_path / "settings.toml"
    file.write_text('theme = "dark"\nrefusal_threshold = 1\nparser_seconds = 5\n')

    assert load_settings(file) == Settings(theme="dark", refusal_threshold=1, parser_seconds=5)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("parser_seconds = 0", "'parser_seconds' is 0, but must be a number from 1 to 3600."),
        ("parser_seconds = true", "'parser_seconds' is True, but must be a number from 1 to 3600."),
        ('theme = "pink"', "'theme' is 'pink', but must be 'system' or 'light' or 'dark'."),
        ("marking = 3", "'marking' is 3, but must be a text in quotes."),
        ("colour = 1", "there is no setting 'colour'."),
        ("theme = ", "cannot be read as settings"),
    ],
)
def test_a_wrong_setting_is_named_with_what_would_be_right(tmp_path, line, message):
    """One clear error, and nothing is guessed."""
    file = tmp_path / "settings.toml"
    file.write_text(line)

    with pytest.raises(UsageError) as caught:
        load_settings(file)

    assert message in str(caught.value)
    assert caught.value.hint
