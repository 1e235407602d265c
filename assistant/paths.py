"""The one place that knows where things are: data, resources, models, logs."""

import os
import sys
from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def hangar_home() -> Path:
    """The user's data folder: `HANGAR_HOME`, or the platform's usual place for such data."""
    if chosen := os.environ.get("HANGAR_HOME"):
        return Path(chosen).expanduser().absolute()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData/Local")) / "Hangar"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local/share")) / "hangar"


def private_folder(folder: Path) -> Path:
    """Create `folder` with its parents, readable by its owner only (0700), and return it."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder


def resources() -> Path:
    """Icons, styles, samples and models: beside the package, in a checkout and installed alike."""
    return _PACKAGE.parent / "resources"


def embedder_folder() -> Path:
    """The embedding model with its tokenizer and manifest."""
    return resources() / "models" / "embedder"


def samples() -> Path:
    """The sample documents."""
    return resources() / "samples"


def libraries_folder(home: Path) -> Path:
    """Where the libraries are kept, a folder each."""
    return home / "libraries"


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
