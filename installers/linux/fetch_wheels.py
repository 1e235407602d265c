"""Fetch the Python packages that are shipped, as wheels for CPython 3.11 on Linux."""

import subprocess
import sys
import tempfile
from pathlib import Path

from installers.errors import BuildError, WrongHashError
from installers.linux.places import REQUIREMENTS, Places
from installers.linux.python_lock import LLAMA, Pin, shipped
from installers.reproducible import sha256_of

GLIBC_MINOR = 34
"""The oldest C library that the packages run with is 2.34, which Qt's wheels ask for."""
_OLDEST_MINOR = 5
_LEGACY = ("manylinux2014_x86_64", "manylinux2010_x86_64", "manylinux1_x86_64", "linux_x86_64")
PLATFORMS = (
    *(f"manylinux_2_{minor}_x86_64" for minor in range(GLIBC_MINOR, _OLDEST_MINOR - 1, -1)),
    *_LEGACY,
)

_MISMATCH = "DO NOT MATCH THE HASHES"
"""How pip says so."""


def fetch_wheels(places: Places) -> None:
    """Fetch all shipped packages but llama.cpp's into the wheelhouse, and nothing else there.

    Raises:
        BuildError: pip could not get one, or got one whose hash is not in the lock.
    """
    wanted = [pin for pin in shipped(REQUIREMENTS.read_text("utf-8")) if pin.name != LLAMA]
    places.wheelhouse.mkdir(parents=True, exist_ok=True)
    by_hash = {digest: pin for pin in wanted for digest in pin.hashes}
    there = set()
    for wheel in places.wheelhouse.glob("*.whl"):
        pin = by_hash.get(sha256_of(wheel))
        if pin is None:
            wheel.unlink()  # of an older lock, or compiled here and put back by the next step
        else:
            there.add(pin.name)
    if missing := [pin for pin in wanted if pin.name not in there]:
        print(f"Fetching {len(missing)} wheels …", flush=True)
        platforms = [part for name in PLATFORMS for part in ("--platform", name)]
        abis = ["--abi", "cp311", "--abi", "abi3", "--abi", "none"]
        python = ["--python-version", "3.11", "--implementation", "cp", *abis, *platforms]
        _download(missing, places.wheelhouse, "--only-binary", ":all:", *python)


def fetch_source(places: Places) -> None:
    """Fetch the source distribution of llama.cpp's package.

    Raises:
        BuildError: pip could not get it, or its hash is not in the lock.
    """
    pin = next(pin for pin in shipped(REQUIREMENTS.read_text("utf-8")) if pin.name == LLAMA)
    places.sources.mkdir(parents=True, exist_ok=True)
    if not any(sha256_of(archive) in pin.hashes for archive in places.sources.iterdir()):
        print("Fetching the source of llama.cpp …", flush=True)
        how = ("--no-binary", ":all:", "--no-build-isolation")
        _download([pin], places.sources, *how)


def _download(pins: list[Pin], folder: Path, *how: str) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".lock", encoding="utf-8") as lock:
        lock.write("\n".join(pin.text for pin in pins))
        lock.flush()
        pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "download", "-qq"]
        asked = ["--no-deps", "--require-hashes", *how, "--dest", str(folder), "-r", lock.name]
        done = subprocess.run([*pip, *asked], check=False, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        print(done.stderr, file=sys.stderr)
        if _MISMATCH in done.stderr:
            raise WrongHashError(
                "A package does not have the SHA-256 of requirements.lock.",
                hint="See pip's lines above; find out why before anything is built.",
            )
        raise BuildError(
            "pip could not fetch every package of requirements.lock.",
            hint="See its lines above; pip's own settings say which index it asks.",
        )
