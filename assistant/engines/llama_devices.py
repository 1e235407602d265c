"""Where llama.cpp can compute: the GPUs that its build knows, and the memory they have free."""

import ctypes
import os
from pathlib import Path
from typing import NamedTuple

import llama_cpp.llama_cpp as llama
from llama_cpp._ggml import libggml, libggml_base_path

_GPU = 1
_SPARED = 0.9
"""Share of a GPU's free memory that is taken: the context and what computes need some too."""


class Placement(NamedTuple):
    """How many of a model's layers go on a GPU; `gpu` is its name, empty without one."""

    gpu_layers: int
    gpu: str


def load_backends(folder: Path = libggml_base_path) -> bool:
    """Load what llama.cpp computes with from its own `folder`; False when nothing is there.

    An installed build has a library for each kind of processor, of which the fastest that runs
    here is taken. A build that holds one itself has no need of any. To be called before all else:
    llama.cpp would look for them in the working directory too.
    """
    libggml.ggml_backend_reg_count.restype = ctypes.c_size_t
    if not libggml.ggml_backend_reg_count():
        os.environ.pop("GGML_BACKEND_PATH", None)  # would be loaded as well
        libggml.ggml_backend_load_all_from_path.restype = None
        libggml.ggml_backend_load_all_from_path.argtypes = [ctypes.c_char_p]
        libggml.ggml_backend_load_all_from_path(os.fsencode(folder))
    return bool(libggml.ggml_backend_reg_count())


def placement(layers: int, model_bytes: int) -> Placement:
    """Put as many of the layers on a GPU as there is room for; none where there is no GPU."""
    if not llama.llama_supports_gpu_offload():
        return Placement(0, "")
    free, names = _gpus()
    if not names:
        return Placement(0, "")
    of_layer = model_bytes / (layers + 1)  # what is no layer takes about as much as one
    fitting = min(layers + 1, int(free * _SPARED / of_layer))
    return Placement(fitting, names[0] if fitting else "")


def _gpus() -> tuple[int, list[str]]:
    """Bytes that all GPUs have free, and their names."""
    libggml.ggml_backend_dev_count.restype = ctypes.c_size_t
    libggml.ggml_backend_dev_get.restype = ctypes.c_void_p
    libggml.ggml_backend_dev_get.argtypes = [ctypes.c_size_t]
    libggml.ggml_backend_dev_type.argtypes = [ctypes.c_void_p]
    libggml.ggml_backend_dev_description.restype = ctypes.c_char_p
    libggml.ggml_backend_dev_description.argtypes = [ctypes.c_void_p]
    size = ctypes.POINTER(ctypes.c_size_t)
    libggml.ggml_backend_dev_memory.argtypes = [ctypes.c_void_p, size, size]
    free_bytes, names = 0, []
    for number in range(libggml.ggml_backend_dev_count()):
        device = libggml.ggml_backend_dev_get(number)
        if libggml.ggml_backend_dev_type(device) == _GPU:
            free, total = ctypes.c_size_t(), ctypes.c_size_t()
            libggml.ggml_backend_dev_memory(device, ctypes.byref(free), ctypes.byref(total))
            free_bytes += free.value
            names.append(libggml.ggml_backend_dev_description(device).decode("utf-8", "replace"))
    return free_bytes, names
