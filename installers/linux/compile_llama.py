"""Compile llama.cpp with one library for each kind of processor, and pack it as a wheel.

    python -m installers.linux.compile_llama

The libraries that every processor runs hold no instruction above x86-64's first version. What is
faster stands in `libggml-cpu-*.so`, of which llama.cpp loads the best at run time. Compiled once:
the wheel is kept under the hash of everything that went into it.
"""

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from installers.errors import BuildError
from installers.linux.places import REQUIREMENTS, Places
from installers.linux.python_lock import LLAMA, Pin, shipped
from installers.linux.wheel import write_wheel
from installers.reproducible import sha256_of

TAG = "py3-none-manylinux_2_34_x86_64"
_OFF = (
    "GGML_NATIVE",
    "GGML_CCACHE",
    "LLAMA_BUILD_COMMON",
    "LLAMA_BUILD_TOOLS",
    "LLAMA_BUILD_TESTS",
    "LLAMA_BUILD_EXAMPLES",
    "LLAMA_BUILD_SERVER",
    "LLAMA_BUILD_APP",
    "LLAMA_BUILD_UI",
    "LLAMA_USE_PREBUILT_UI",
    "LLAMA_OPENSSL",
)
_ON = (
    "BUILD_SHARED_LIBS",
    "GGML_BACKEND_DL",
    "GGML_CPU_ALL_VARIANTS",
    "CMAKE_BUILD_WITH_INSTALL_RPATH",
    # One file for each library, without links to it: a wheel holds no links, and copies under
    # several names would be loaded several times.
    "CMAKE_PLATFORM_NO_VERSIONED_SONAME",
)
SETTINGS = (
    *(f"-D{name}=OFF" for name in _OFF),
    *(f"-D{name}=ON" for name in _ON),
    "-DCMAKE_BUILD_TYPE=Release",
    "-DCMAKE_INSTALL_RPATH=$ORIGIN",
    # What the sources would ask git for, which would answer for the checkout around them.
    "-DLLAMA_BUILD_NUMBER=0",
    "-DLLAMA_BUILD_COMMIT=unknown",
)
_EPOCH = 1_500_000_000
"""The time of every file in the wheel: the same however old the checkout is."""
_RECIPE = 1
"""To be raised when this file makes something else of the same source and settings."""


def main() -> int:
    """Compile where nothing fitting is there; prints the wheel's path."""
    print(compiled_wheel(Places()))
    return 0


def compiled_wheel(places: Places) -> Path:
    """The wheel of the locked version; compiled when there is none yet.

    Raises:
        BuildError: The source is not there, or does not compile.
    """
    pin = next(pin for pin in shipped(REQUIREMENTS.read_text("utf-8")) if pin.name == LLAMA)
    folder = places.compiled / f"llama-{inputs_key(pin, SETTINGS)}"
    name = f"{LLAMA.replace('-', '_')}-{pin.version}-{TAG}.whl"
    if not (folder / name).exists():
        print("Compiling llama.cpp for every kind of processor …", flush=True)
        with tempfile.TemporaryDirectory(prefix="hangar-llama-") as scratch:
            source = unpacked_source(places, pin, Path(scratch))
            libraries = compile_libraries(source, Path(scratch) / "build", SETTINGS)
            folder.mkdir(parents=True, exist_ok=True)
            partial = folder / f"{name}.partial"
            write_wheel(partial, TAG, source, "llama_cpp", libraries, source_date_epoch=_EPOCH)
            partial.replace(folder / name)
    return folder / name


def unpacked_source(places: Places, pin: Pin, scratch: Path) -> Path:
    """Unpack the source of the locked version into `scratch`; returns its top folder.

    Raises:
        BuildError: It was not fetched, or is not what the lock says.
    """
    name = f"{pin.name.replace('-', '_')}-{pin.version}"
    archive = places.sources / f"{name}.tar.gz"
    if not archive.exists() or sha256_of(archive) not in pin.hashes:
        raise BuildError(
            f"{archive} is not there, or is not what requirements.lock says.",
            hint="Fetch it: python -m installers.linux.fetch",
        )
    with tarfile.open(archive) as packed:
        packed.extractall(scratch, filter="data")
    return scratch / name


def compile_libraries(
    source: Path, build: Path, settings: tuple[str, ...], *, target: str = "all"
) -> list[Path]:
    """Compile `target` in the folder `build`; returns the stripped libraries.

    Raises:
        BuildError: A tool is missing, or the compiler complained.
    """
    flags = f"-ffile-prefix-map={build}=build -ffile-prefix-map={source}=llama.cpp"
    cmake = [_tool("cmake"), "-S", str(source / "vendor" / "llama.cpp"), "-B", str(build)]
    languages = (f"-DCMAKE_C_FLAGS={flags}", f"-DCMAKE_CXX_FLAGS={flags}")
    _run([*cmake, "-G", "Ninja", f"-DCMAKE_MAKE_PROGRAM={_tool('ninja')}", *languages, *settings])
    jobs = str(os.cpu_count() or 1)
    _run([_tool("cmake"), "--build", str(build), "--target", target, "--parallel", jobs])
    made = sorted((build / "bin").glob("*.so"))
    _run(["strip", "--strip-unneeded", *map(str, made)])
    return made


def inputs_key(pin: Pin, settings: tuple[str, ...], *tools: str) -> str:
    """A name for what goes into a build: recipe, source, settings, compilers and other `tools`."""
    versions = [
        subprocess.run([tool, "--version"], check=True, capture_output=True).stdout
        for tool in ("gcc", "ld", _tool("cmake"), *tools)
    ]
    parts = [str(_RECIPE), *pin.hashes, *settings, *map(bytes.decode, versions)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:16]


def _tool(name: str) -> str:
    """A build tool of the checkout's own environment, or of the system."""
    beside = Path(sys.executable).parent / name
    found = str(beside) if beside.exists() else shutil.which(name)
    if found is None:
        raise BuildError(f"{name} is not there.", hint="Run: make setup")
    return found


def _run(command: list[str]) -> None:
    # No compiler flags of the caller's, and no git, which would answer for the checkout.
    environ = {"PATH": os.environ["PATH"], "GIT_DIR": os.devnull, "LC_ALL": "C"}
    done = subprocess.run(
        command, check=False, env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace")[-3000:]
        raise BuildError(f"{said}\n{Path(command[0]).name} failed.", hint="See the lines above.")


if __name__ == "__main__":
    sys.exit(main())
