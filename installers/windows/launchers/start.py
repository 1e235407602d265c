"""Starts Hangar on Windows: 'command' with the arguments that follow, or the 'window'.

Run by hangar.cmd and by the shortcut, always as `python -I -B start.py …`.
"""

import os
import sys
from collections.abc import MutableMapping
from importlib import import_module

UNSET = (
    # Each names a folder or a file that native code would load instead of ours.
    "GGML_BACKEND_PATH",
    "LLAMA_CPP_LIB_PATH",
    "QML_IMPORT_PATH",
    "QML2_IMPORT_PATH",
    "QT_PLUGIN_PATH",
    "QT_QPA_PLATFORM_PLUGIN_PATH",
)
_MODULES = {"command": "assistant.cli.main", "window": "assistant.desktop.main"}


def clean(environ: MutableMapping[str, str]) -> None:
    """Take out, in place, what would put another's code in the place of ours."""
    for name in list(environ):
        if name.upper() in UNSET:
            del environ[name]


def main() -> int:
    """Start what the first argument names; the exit status is that of Hangar."""
    clean(os.environ)
    kind = sys.argv.pop(1) if len(sys.argv) > 1 else "command"
    return int(import_module(_MODULES[kind]).main())


if __name__ == "__main__":
    raise SystemExit(main())
