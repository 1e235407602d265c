"""Compile llama.cpp's backend for GPUs, and pack it as a package of its own.

    python -m installers.linux.build_gpu_backend vulkan

The package holds one library, which goes into the folder of Hangar's own build of llama.cpp and is
found there. It fits that one version of Hangar only. Neither has run on a GPU: `vulkan` was tried
with Mesa's driver that draws on the processor; `cuda`, which needs NVIDIA's compiler, was never
compiled.
"""

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant import __version__
from installers.debian_tools import Tool, ensure
from installers.errors import BuildError
from installers.linux.build_deb import Control, build_deb
from installers.linux.build_rpm import Spec, build_rpm
from installers.linux.compile_llama import (
    SETTINGS,
    compile_libraries,
    inputs_key,
    unpacked_source,
)
from installers.linux.places import PREFIX, REQUIREMENTS, Places
from installers.linux.python_lock import LLAMA, shipped
from installers.linux.tools import (
    BUILDING,
    CUDA,
    VULKAN,
    VULKAN_HEADERS,
    Header,
    ensure_headers,
)
from installers.linux.vulkan_headers import vulkan_headers
from installers.reproducible import settle, source_date_epoch


@dataclass(frozen=True, slots=True)
class Backend:
    """One kind of GPU that llama.cpp knows.

    Attributes:
        label: Its name for people.
        setting: What turns it on.
        tools: The programs that compile it.
        headers: The headers that it is compiled with.
        depends: Debian's packages that it runs with.
        requires: The same for rpm.
    """

    label: str
    setting: str
    tools: tuple[Tool, ...]
    headers: tuple[Header, ...]
    depends: tuple[str, ...]
    requires: tuple[str, ...]


BACKENDS = {
    "vulkan": Backend(
        label="Vulkan",
        setting="-DGGML_VULKAN=ON",
        tools=VULKAN,
        headers=VULKAN_HEADERS,
        depends=("libvulkan1", "mesa-vulkan-drivers | vulkan-icd"),
        requires=("libvulkan.so.1()(64bit)",),
    ),
    "cuda": Backend(
        label="CUDA",
        setting="-DGGML_CUDA=ON",
        tools=CUDA,
        headers=(),
        depends=("libcuda1 | libcuda.so.1",),
        requires=("libcuda.so.1()(64bit)",),
    ),
}
_WITHOUT_PROCESSORS = ("-DGGML_CPU_ALL_VARIANTS=OFF", "-DGGML_CPU=OFF")


def main(argv: Sequence[str] | None = None) -> int:
    """Build both packages of a backend; prints their paths."""
    parser = argparse.ArgumentParser(description="Build the package of a GPU backend.")
    parser.add_argument("backend", choices=sorted(BACKENDS))
    chosen = parser.parse_args(argv)
    try:
        for package in build_gpu_backend(Places(), chosen.backend):
            print(package)
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def build_gpu_backend(places: Places, kind: str) -> tuple[Path, Path]:
    """Compile the backend `kind` and pack it as .deb and .rpm.

    Raises:
        BuildError: A tool is missing, or it does not compile.
    """
    backend = BACKENDS[kind]
    ensure((*BUILDING, *backend.tools))
    ensure_headers(backend.headers)
    library, licence = _compiled(places, kind, backend)
    name = f"hangar-gpu-{kind}"
    summary = f"{backend.label} backend for the language models of Hangar"
    description = (
        f"Lets Hangar's language models compute on GPUs by {backend.label}. It holds one library"
        " of llama.cpp."
    )
    with tempfile.TemporaryDirectory(prefix=f"{name}-", dir=places.root) as scratch:
        tree = Path(scratch) / "tree"
        target = tree / PREFIX / "lib" / "llama_cpp" / "lib" / library.name
        target.parent.mkdir(parents=True)
        shutil.copyfile(library, target)
        notice = tree / "usr" / "share" / "doc" / name / "copyright"
        notice.parent.mkdir(parents=True)
        shutil.copyfile(licence, notice)
        settle(tree, source_date_epoch())
        depends = (f"hangar (= {__version__})", *backend.depends)
        control = Control(name, __version__, depends, (), summary, f" {description}\n")
        requires = (f"hangar = {__version__}", *backend.requires)
        spec = Spec(name, __version__, summary, "MIT", requires, (), description)
        return (
            build_deb(tree, control, places.packages),
            build_rpm(tree, spec, places.packages),
        )


def _compiled(places: Places, kind: str, backend: Backend) -> tuple[Path, Path]:
    """The backend's library and llama.cpp's licence; compiled when they are not there yet."""
    pin = next(pin for pin in shipped(REQUIREMENTS.read_text("utf-8")) if pin.name == LLAMA)
    settings = (*SETTINGS, *_WITHOUT_PROCESSORS, backend.setting)
    programs = [tool.program for tool in backend.tools]
    folder = places.compiled / f"{kind}-{inputs_key(pin, settings, *programs)}"
    library, licence = folder / f"libggml-{kind}.so", folder / "LICENSE"
    if not library.exists():
        print(f"Compiling the {backend.label} backend of llama.cpp …", flush=True)
        with tempfile.TemporaryDirectory(prefix="hangar-llama-") as scratch:
            source = unpacked_source(places, pin, Path(scratch))
            build = Path(scratch) / "build"
            if kind == "vulkan":
                settings = (*settings, f"-DVulkan_INCLUDE_DIR={vulkan_headers(places)}")
            made = compile_libraries(source, build, settings, target=f"ggml-{kind}")
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(source / "vendor" / "llama.cpp" / "LICENSE", licence)
            found = next(file for file in made if file.name == library.name)
            shutil.copyfile(found, library.with_suffix(".partial"))
            library.with_suffix(".partial").replace(library)
    return library, licence


if __name__ == "__main__":
    sys.exit(main())
