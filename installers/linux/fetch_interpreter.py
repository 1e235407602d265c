"""Fetch the interpreter: Debian 12's own packages of Python 3.11, and the libraries beside it."""

import os
import shutil
import subprocess

from installers.errors import BuildError, WrongHashError
from installers.linux.deb_lock import DebPin, read_deb_lock
from installers.linux.places import INTERPRETER_LOCK, Places
from installers.reproducible import sha256_of

_RENEW = "Where Debian has replaced it: python -m installers.linux.renew_interpreter_lock"


def fetch_interpreter(places: Places) -> None:
    """Fetch the packages of `interpreter.lock`, and leave nothing else in their folder.

    Raises:
        BuildError: There is no apt, a version is no longer offered, or a hash differs.
    """
    pins = read_deb_lock(INTERPRETER_LOCK.read_text("utf-8"))
    folder = places.interpreter
    folder.mkdir(parents=True, exist_ok=True)
    wanted = {pin.file_name: pin for pin in pins}
    for file in folder.iterdir():
        if file.name not in wanted or sha256_of(file) != wanted[file.name].sha256:
            file.unlink()
    missing = [pin for pin in pins if not (folder / pin.file_name).exists()]
    if not missing:
        return
    print(f"Fetching {len(missing)} packages of the interpreter …", flush=True)
    if not _download(missing, places) and not (_update() and _download(missing, places)):
        names = " ".join(f"{pin.name}={pin.version}" for pin in missing)
        raise BuildError(f"apt-get could not download {names}.", hint=_RENEW)
    for pin in missing:
        file = folder / pin.file_name
        if not file.exists() or sha256_of(file) != pin.sha256:
            file.unlink(missing_ok=True)
            raise WrongHashError(
                f"{pin.file_name} does not have the SHA-256 of interpreter.lock.", hint=_RENEW
            )


def _download(pins: list[DebPin], places: Places) -> bool:
    apt = shutil.which("apt-get")
    if apt is None:
        raise BuildError(
            "There is no apt-get here: the interpreter comes from Debian's archive.",
            hint="Build on Debian 12.",
        )
    # As root apt would download as another user, who may not write here.
    asked = [apt, "-qq", "-o", "APT::Sandbox::User=root", "download"]
    names = [f"{pin.name}:amd64={pin.version}" for pin in pins]
    done = subprocess.run([*asked, *names], check=False, cwd=places.interpreter)
    return done.returncode == 0


def _update() -> bool:
    """Ask Debian for its list of packages, where this user may."""
    if os.geteuid() != 0:
        return False
    update = ["apt-get", "-qq", "update"]
    return subprocess.run(update, check=False).returncode == 0
