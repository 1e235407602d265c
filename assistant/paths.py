"""The one place that knows where things are: data, resources, models, logs."""

import os
import sys
from contextlib import suppress
from pathlib import Path

from assistant.errors import UsageError

_OURS = frozenset({"keys", "libraries", "logs", "models", "settings.toml", "window.ini"})
_PACKAGE = Path(__file__).resolve().parent


def hangar_home() -> Path:
    """The user's data folder: `HANGAR_HOME`, or the platform's usual place for such data.

    Raises:
        UsageError: It begins with the home folder of a user who has none.
    """
    try:
        if chosen := os.environ.get("HANGAR_HOME"):
            return Path(chosen).expanduser().absolute()
        if sys.platform == "win32":
            return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Hangar"
        return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "hangar"
    except RuntimeError as error:
        raise UsageError(
            "The data folder is in a home folder that does not exist.",
            hint="Set HANGAR_HOME to the full path of a folder of its own.",
        ) from error


def expanded(path: Path) -> Path:
    """A path as the user typed it, with '~' read as the home folder."""
    with suppress(RuntimeError):  # '~nosuch' is nobody's home folder, and may be a file's name
        return path.expanduser()
    return path


def private_folder(folder: Path) -> Path:
    """Create `folder` with its parents, readable by its owner only (0700), and return it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def data_folder(home: Path) -> Path:
    """Create the data folder `home`, or see that it is one, and return it.

    Raises:
        UsageError: It holds something else; closing it to others would be none of our business.
    """
    entries = {entry.name for entry in home.iterdir()} if home.is_dir() else set()
    is_in_use = "libraries" in entries or log_file(home).is_file()
    if not is_in_use and not entries <= _OURS:
        raise UsageError(
            f"{home} is no data folder of Hangar: other things are kept there.",
            hint="Set HANGAR_HOME to a folder of its own, such as a new one inside it.",
        )
    return private_folder(home)


def resources() -> Path:
    """Icons, styles, samples and models: beside the package, in a checkout and installed alike."""
    return _PACKAGE.parent / "resources"


def embedder_folder() -> Path:
    """The embedding model with its tokenizer and manifest."""
    return resources() / "models" / "embedder"


def reader_folder() -> Path:
    """The reading model with its tokenizer and manifest."""
    return resources() / "models" / "reader"


def second_reader_folder() -> Path:
    """The larger reading model with its tokenizer and manifest."""
    return resources() / "models" / "second_reader"


def shipped_models_folder() -> Path:
    """The models that come with Hangar; in an installation with one signature over them all."""
    return resources() / "models"


def pinned_keys() -> list[Path]:
    """The public keys of an installation, the current one and the next; none in a checkout."""
    return sorted((resources() / "keys").glob("*.pem"))


def is_installed() -> bool:
    """Whether this is an installation and no checkout."""
    return not (_PACKAGE.parent / "pyproject.toml").exists()


def program_folder() -> Path:
    """Everything that the program consists of: an installation's folder, or the checkout."""
    return _PACKAGE.parents[1] if is_installed() else _PACKAGE.parent


def policy_file() -> Path:
    """What the site's administrator has laid down for every user."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", "C:/ProgramData")) / "Hangar" / "policy.toml"
    return Path("/etc/hangar/policy.toml")


def prompts_folder() -> Path:
    """What a language model is told."""
    return resources() / "prompts"


def samples() -> Path:
    """The sample documents."""
    return resources() / "samples"


def libraries_folder(home: Path) -> Path:
    """Where the libraries are kept, a folder each."""
    return home / "libraries"


def models_folder(home: Path) -> Path:
    """Where the user's language models are kept, a folder each."""
    return home / "models"


def keys_folder(home: Path) -> Path:
    """Keys whose packs the user takes, where the site's policy leaves that to the user."""
    return home / "keys"


def settings_file(home: Path) -> Path:
    """The user's settings."""
    return home / "settings.toml"


def log_file(home: Path) -> Path:
    """The log."""
    return home / "logs" / "hangar.log"


def text_recognition_models() -> Path | None:
    """The folder with Tesseract's English model: shipped, or the system's; None without one."""
    shared = Path("/usr/share")
    folders = (
        resources() / "models" / "ocr",
        shared / "tesseract-ocr" / "5" / "tessdata",
        shared / "tesseract-ocr" / "4.00" / "tessdata",
        shared / "tessdata",
        shared / "tesseract" / "tessdata",
    )
    return next((folder for folder in folders if (folder / "eng.traineddata").is_file()), None)
