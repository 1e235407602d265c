"""Set up a checkout: system libraries, a virtual environment, the locked packages, Hangar itself.

    python3 scripts/setup.py

Needs nothing but Python 3.11 or later. Packages come from wherever pip is set up to look, and must
have the hashes of `requirements-dev.lock`. Running it again changes nothing that is in order.
"""

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from system_libraries import NEEDED, WANTED, packages_missing

CHECKOUT = Path(__file__).resolve().parent.parent
VENV = CHECKOUT / ".venv"
PYTHON = VENV / "bin" / "python"
LOCK = CHECKOUT / "requirements-dev.lock"
COMPILED = "llama-cpp-python=="
"""Published as source only."""
_LEFT_OUT = ("LLAVA_BUILD", "LLAMA_BUILD_COMMON", "LLAMA_BUILD_TOOLS", "LLAMA_BUILD_TESTS")
_TO_COMPILE = {
    # Pictures, tools and examples take longer to compile than all that is used.
    "CMAKE_ARGS": " ".join(f"-D{part}=OFF" for part in (*_LEFT_OUT, "LLAMA_BUILD_EXAMPLES")),
    "CMAKE_BUILD_PARALLEL_LEVEL": str(os.cpu_count() or 1),
}


def main() -> int:
    """Set everything up; the exit status is 1 when something is left for the user to do."""
    if sys.version_info < (3, 11):  # noqa: UP036 - an older one may well be what runs this
        print(f"Hangar needs Python 3.11 or later; this is {sys.version.split()[0]}.")
        return 1
    needed = packages_missing(NEEDED)
    if importlib.util.find_spec("ensurepip") is None:
        needed.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if not install_system_packages(needed, is_needed=True):
        return 1
    install_system_packages(packages_missing(WANTED), is_needed=False)
    try:
        _install_python_packages()
    except subprocess.CalledProcessError as error:
        print(f"Setting up stopped at: {' '.join(map(str, error.cmd[:4]))} … (see above).")
        return 1
    return 0


def install_system_packages(packages: list[str], *, is_needed: bool) -> bool:
    """Install Debian packages where that is possible; otherwise say how. False when missing."""
    if not packages:
        return True
    command = f"apt-get install -y --no-install-recommends {' '.join(packages)}"
    apt = shutil.which("apt-get")
    if apt is None or not is_root():
        purpose = "Missing system packages" if is_needed else "Recommended system packages"
        print(f"{purpose}; install them with: sudo {command}", flush=True)
        return False
    print(f"Installing {len(packages)} system packages: {' '.join(packages)} …", flush=True)
    install = [apt, *command.split()[1:]]
    if _is_quietly_done(install):
        return True
    _is_quietly_done([apt, "update"])
    if _is_quietly_done(install):
        return True
    print(f"They could not be installed; try: {command}", flush=True)
    return False


def is_root() -> bool:
    """Whether this process may install system packages."""
    return hasattr(os, "geteuid") and os.geteuid() == 0


def _is_quietly_done(command: list[str]) -> bool:
    done = subprocess.run(command, check=False, capture_output=True, stdin=subprocess.DEVNULL)
    return done.returncode == 0


def _install_python_packages() -> None:
    started = time.monotonic()
    if not PYTHON.exists():
        print("Making the virtual environment .venv …", flush=True)
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
    ready, compiled = split_lock(LOCK.read_text(encoding="utf-8"))
    print(f"Installing {len(ready)} Python packages (1 to 4 minutes the first time) …", flush=True)
    _install(ready, "--only-binary", ":all:")
    if not _is_there(compiled):
        print("Compiling llama.cpp (once; about 7 minutes on two cores) …", flush=True)
        _install(compiled, "--no-build-isolation", variables=_TO_COMPILE)
    _pip("--no-build-isolation", "--editable", str(CHECKOUT))
    print(f"Installed in {time.monotonic() - started:.0f} s.", flush=True)


def split_lock(lock: str) -> tuple[list[str], list[str]]:
    """The entries of a lock file, each with its hashes: those to install, those to compile."""
    entries = [entry for entry in re.split(r"\n(?=\S)", lock.strip()) if "==" in entry]
    compiled = [entry for entry in entries if entry.startswith(COMPILED)]
    return [entry for entry in entries if entry not in compiled], compiled


def _is_there(entries: list[str]) -> bool:
    """Whether these packages are installed in these versions."""
    wanted = {entry.split()[0] for entry in entries}
    listed = [str(PYTHON), "-m", "pip", "--disable-pip-version-check", "list", "--format=freeze"]
    found = subprocess.run(listed, check=True, capture_output=True, text=True).stdout
    return wanted <= {line.replace("_", "-") for line in found.splitlines()}


def _install(entries: list[str], *how: str, variables: dict[str, str] | None = None) -> None:
    with tempfile.NamedTemporaryFile("w", suffix=".lock", encoding="utf-8") as part:
        part.write("\n".join(entries))
        part.flush()
        _pip("--require-hashes", *how, "--requirement", part.name, variables=variables)


def _pip(*arguments: str, variables: dict[str, str] | None = None) -> None:
    install = ["-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    # The tools that compile are in the environment, and are looked for by name.
    path = f"{PYTHON.parent}{os.pathsep}{os.environ.get('PATH', '')}"
    environ = {**os.environ, **(variables or {}), "PATH": path}
    subprocess.run([PYTHON, *install, *arguments], check=True, env=environ)


if __name__ == "__main__":
    sys.exit(main())
