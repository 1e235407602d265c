"""Fetch the Python packages that the payload is made of, each held against its pinned hash.

    python -m installers.windows.fetch

Fills one folder for `payload.ps1`: wheels for CPython 3.11 on 64-bit Windows, the source of
llama.cpp's package, the wheels of what compiles it, and three lock files that say which is which.
Only this step needs a package index, whichever pip is set up to ask.
"""

import re
import subprocess
import sys
from pathlib import Path

from packaging.requirements import Requirement

from installers.errors import BuildError
from installers.linux.python_lock import LEFT_OUT, LLAMA
from installers.reproducible import BUILD, CHECKOUT

WHEELHOUSE = BUILD / "windows" / "wheelhouse"
_WINDOWS = {
    "implementation_name": "cpython",
    "os_name": "nt",
    "platform_machine": "AMD64",
    "platform_python_implementation": "CPython",
    "platform_system": "Windows",
    "python_full_version": "3.11.9",
    "python_version": "3.11",
    "sys_platform": "win32",
}
"""What the markers of a lock are held against, whatever computer this is."""
_COMPILES = frozenset({"cmake", "ninja", "packaging", "pathspec", "scikit-build-core"})
PLATFORM = (
    *("--platform", "win_amd64", "--python-version", "3.11", "--implementation", "cp"),
    *("--abi", "cp311", "--abi", "abi3", "--abi", "none", "--only-binary", ":all:"),
)
_SOURCE = ("--no-binary", ":all:", "--no-build-isolation")


def windows_entries(lock: str) -> dict[str, str]:
    """The entries of a lock file that apply to Windows, without their markers, by package."""
    entries = {}
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        if "==" not in entry or entry.startswith("#"):
            continue
        asked = Requirement(entry.partition("\\\n")[0])
        if asked.marker is None or asked.marker.evaluate(_WINDOWS):
            hashes = entry.partition("\\\n")[2].rstrip()
            entries[asked.name] = f"{asked.name}{asked.specifier} \\\n{hashes}"
    return entries


def split_for_windows(runtime: str, development: str) -> dict[str, list[str]]:
    """The entries of the three lock files of the wheelhouse, made from the two of the checkout."""
    shipped = windows_entries(runtime)
    compilers = windows_entries(development)
    return {
        "runtime.lock": [
            shipped[name] for name in shipped if name not in LEFT_OUT and name != LLAMA
        ],
        "compiler.lock": [compilers[name] for name in compilers if name in _COMPILES],
        "llama.lock": [shipped[LLAMA]],
    }


def fetch(wheelhouse: Path) -> None:
    """Fill the folder `wheelhouse`.

    Raises:
        BuildError: pip could not get a package, or what it got is not what the lock says.
    """
    wheelhouse.mkdir(parents=True, exist_ok=True)
    locks = (CHECKOUT / name for name in ("requirements.lock", "requirements-dev.lock"))
    for name, entries in split_for_windows(*(lock.read_text("utf-8") for lock in locks)).items():
        lock = wheelhouse / name
        lock.write_text("\n".join(entries) + "\n", encoding="utf-8")
        print(f"Fetching {len(entries)} packages of {name} …", flush=True)
        how = _SOURCE if name == "llama.lock" else PLATFORM
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq"]
        asked = ["--no-deps", "--require-hashes", *how, "--dest", wheelhouse, "-r", lock]
        if subprocess.run([*pip, *asked], check=False).returncode:
            raise BuildError(
                f"pip could not fetch every package of {name}.",
                hint="See its lines above; pip's own settings say which index it asks.",
            )


def main() -> int:
    """Fetch; the exit status is 1 when something is missing or has another hash."""
    try:
        fetch(WHEELHOUSE)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
