"""Where llama.cpp takes the libraries from that it computes with: its own folder, no other."""

import subprocess
import sys
from pathlib import Path

import pytest

from assistant.engines import llama_devices

_PLANTED = """
#include <stdio.h>
__attribute__((constructor)) static void run(void) { fclose(fopen("loaded", "w")); }
int ggml_backend_score(void) { return 1 << 20; }
"""
_LOAD = """
import ctypes, sys
from pathlib import Path
from assistant.engines import llama_devices
real = llama_devices.libggml

class NothingBuiltIn:
    '''The library as it is, but for saying that it holds no backend.'''
    def __init__(self):
        self.ggml_backend_reg_count = lambda: 0
    def __getattr__(self, name):
        return getattr(real, name)

if sys.argv[1] == "all":
    real.ggml_backend_load_all()
else:
    llama_devices.libggml = NothingBuiltIn()
    llama_devices.load_backends()
"""


@pytest.fixture
def folder_with_a_plant(tmp_path) -> Path:
    """A folder with a library that leaves a file behind when anybody loads it."""
    source = tmp_path / "planted.c"
    source.write_text(_PLANTED)
    planted = tmp_path / "libggml-cpu-planted.so"
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", planted, source], check=True)
    return tmp_path


def load_in(folder: Path, how: str) -> bool:
    """Load backends with `folder` as the working directory; True when the plant was run."""
    variables = {
        "PYTHONPATH": str(Path(__file__).parents[2]),
        "GGML_BACKEND_PATH": str(folder / "libggml-cpu-planted.so"),
        "OMP_NUM_THREADS": "1",
    }
    if how == "all":
        del variables["GGML_BACKEND_PATH"]
    subprocess.run([sys.executable, "-c", _LOAD, how], cwd=folder, env=variables, check=True)
    return (folder / "loaded").exists()


def test_a_library_planted_in_the_working_directory_is_not_loaded(folder_with_a_plant):
    """Nor is one that a variable names."""
    assert not load_in(folder_with_a_plant, "ours")


def test_llama_cpp_left_alone_would_load_it(folder_with_a_plant):
    """So the test above can fail."""
    assert load_in(folder_with_a_plant, "all")


class _Build:
    """A build of llama.cpp that holds `built_in` backends and finds others in `full`."""

    def __init__(self, built_in: int, full: Path) -> None:
        self.count = built_in
        self.asked: list[bytes] = []

        def count() -> int:
            return self.count

        def load(folder: bytes) -> None:
            self.asked.append(folder)
            self.count += folder == bytes(full)

        self.ggml_backend_reg_count = count
        self.ggml_backend_load_all_from_path = load


def test_a_build_that_holds_its_backend_is_left_alone(monkeypatch, tmp_path):
    """The one that `make setup` compiles does."""
    build = _Build(1, tmp_path)
    monkeypatch.setattr(llama_devices, "libggml", build)
    assert llama_devices.load_backends(tmp_path)
    assert build.asked == []


def test_an_installed_build_loads_from_its_own_folder(monkeypatch, tmp_path):
    """And says so when nothing is there, so that llama.cpp does not look elsewhere."""
    monkeypatch.setattr(llama_devices, "libggml", _Build(0, tmp_path))
    assert not llama_devices.load_backends(tmp_path / "empty")
    assert llama_devices.load_backends(tmp_path)


def test_the_folder_is_that_of_the_package(monkeypatch):
    """Whatever `LLAMA_CPP_LIB_PATH` says, which only the package's larger half heeds."""
    import llama_cpp

    assert llama_devices.libggml_base_path == Path(llama_cpp.__file__).parent / "lib"
