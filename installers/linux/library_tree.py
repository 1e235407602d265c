"""Stage the Python packages: the wheels of the runtime lock, and nothing that pip adds to them."""

import csv
import os
import shutil
import sys
import tempfile
from pathlib import Path

from installers.errors import BuildError
from installers.linux.places import REQUIREMENTS, Places
from installers.linux.python_lock import LLAMA, shipped
from installers.linux.qt_parts import link_libraries, thin_out
from installers.programs import run
from installers.reproducible import sha256_of

_OF_PIP = ("INSTALLER", "REQUESTED", "direct_url.json")
_LIBGOMP = "libgomp.so.1"


def write_wheelhouse_lock(places: Places, llama_wheel: Path) -> Path:
    """Put the compiled wheel into the wheelhouse, and write the lock of what is shipped.

    It holds one hash for each package: that of the wheel that is there.

    Raises:
        BuildError: A wheel of the lock is missing.
    """
    for older in places.wheelhouse.glob(f"{llama_wheel.name.partition('-')[0]}-*.whl"):
        older.unlink()
    shutil.copyfile(llama_wheel, places.wheelhouse / llama_wheel.name)
    there = {sha256_of(wheel): wheel for wheel in places.wheelhouse.glob("*.whl")}
    lines = []
    for pin in shipped(REQUIREMENTS.read_text("utf-8")):
        hashes = [sha256_of(llama_wheel)] if pin.name == LLAMA else pin.hashes
        found = [digest for digest in hashes if digest in there]
        if not found:
            raise BuildError(
                f"The wheel of {pin.name} {pin.version} is not in {places.wheelhouse}.",
                hint="Fetch it: python -m installers.linux.fetch",
            )
        lines.append(f"{pin.name}=={pin.version} --hash=sha256:{found[0]}\n")
    lock = places.wheelhouse / "requirements.lock"
    lock.write_text("".join(lines), "utf-8")
    return lock


def stage_libraries(places: Places, prefix: Path, lock: Path) -> None:
    """Install the wheels of `lock` into `prefix`/lib, without scripts, and thin them out."""
    site = prefix / "lib"
    pip = [sys.executable, "-m", "pip", "--isolated", "--disable-pip-version-check", "install"]
    how = ["--quiet", "--no-index", "--no-deps", "--no-compile", "--require-hashes"]
    where = ["--find-links", str(places.wheelhouse), "--target", str(site), "-r", str(lock)]
    # A file of settings may name an index, even for '--isolated'.
    with tempfile.TemporaryDirectory(prefix="hangar-pip-") as scratch:
        variables = {"PIP_CONFIG_FILE": os.devnull, "TMPDIR": scratch}
        run([*pip, *how, *where], hint="Fetch the wheels anew.", variables=variables)
    for unwanted in ("bin", "include", "share"):
        shutil.rmtree(site / unwanted, ignore_errors=True)
    for tests in sorted(site.glob("numpy/**/tests")):
        shutil.rmtree(tests)
    thin_out(site)
    link_libraries(prefix)
    (site / "llama_cpp" / "lib" / _LIBGOMP).symlink_to(f"../../../python/lib/{_LIBGOMP}")
    for file in site.rglob("*"):
        if file.is_file() and not file.is_symlink():
            file.chmod(0o644)  # nothing there is a program
    for folder in sorted(site.glob("*.dist-info")):
        for name in _OF_PIP:
            (folder / name).unlink(missing_ok=True)
        _tidy_record(folder / "RECORD")


def _tidy_record(record: Path) -> None:
    """Leave in a package's list of files those that are there, in order."""
    site = record.parent.parent
    with record.open(newline="", encoding="utf-8") as stream:
        rows = [row for row in csv.reader(stream) if (site / row[0]).is_file()]
    with record.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows(
            sorted(row for row in rows if not row[0].startswith(".."))
        )
