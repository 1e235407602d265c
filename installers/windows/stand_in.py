"""A payload of a few small files, in the layout of the real one, for trials and tests."""

from pathlib import Path

_FILES = {
    "bin/hangar.cmd": "@echo off\r\n",
    "bin/start.py": "print('stand-in')\n",
    "python/python.exe": "stand-in of python.exe\n",
    "python/pythonw.exe": "stand-in of pythonw.exe\n",
    "python/Lib/os.py": "# stand-in\n",
    "lib/assistant/__init__.py": '"""Stand-in."""\n',
    "lib/assistant/a module with a long name.py": "# stand-in\n",
    "lib/resources/prompts/system.txt": "stand-in\n",
    "lib/tokenizer.dist-info/licenses/LICENSE": "stand-in\n",
    "lib/tokenizer.dist-info/licenses/vendored/parser/LICENSE": "stand-in\n",
    "share/LICENSE": "stand-in\n",
}


def write_stand_in(folder: Path, marked: str = "") -> Path:
    """Fill `folder` and return it; `marked` stands at the end of every file."""
    for name, text in _FILES.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text + marked, encoding="utf-8", newline="")
    return folder
