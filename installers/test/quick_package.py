"""A package for a short proof: real in all but llama.cpp, which is that of the checkout.

Compiling llama.cpp for every kind of processor takes longer than a test may. The package runs on
this computer, and perhaps on no other; it is never signed with a real key.
"""

import importlib.util
import tempfile
from pathlib import Path

from installers.linux.build_deb import build_deb, hangar_control
from installers.linux.build_tree import build_tree
from installers.linux.compile_llama import TAG, unpacked_source
from installers.linux.places import REQUIREMENTS, Places
from installers.linux.python_lock import LLAMA, shipped
from installers.linux.sign_models import ModelSigning
from installers.linux.wheel import write_wheel
from installers.reproducible import BUILD, source_date_epoch


def quick_package() -> Path:
    """Stage the tree from what was fetched, and build the .deb; returns the folder it lies in.

    Raises:
        BuildError: Something is missing, or what was fetched does not fit.
    """
    places = Places(BUILD / "quick")
    with tempfile.TemporaryDirectory() as scratch:
        build_tree(places, ModelSigning(), _wheel_of_the_checkout(places, Path(scratch)))
    build_deb(places.tree, hangar_control(places.tree), places.packages)
    return places.packages


def _wheel_of_the_checkout(places: Places, scratch: Path) -> Path:
    """The locked version as a wheel, with the libraries that the checkout has compiled."""
    pin = next(pin for pin in shipped(REQUIREMENTS.read_text("utf-8")) if pin.name == LLAMA)
    source = unpacked_source(places, pin, scratch)
    installed = importlib.util.find_spec("llama_cpp")
    assert installed is not None
    assert installed.origin is not None
    libraries = sorted((Path(installed.origin).parent / "lib").glob("*.so*"))
    wheel = scratch / f"{LLAMA.replace('-', '_')}-{pin.version}-{TAG}.whl"
    epoch = source_date_epoch()
    write_wheel(wheel, TAG, source, "llama_cpp", libraries, source_date_epoch=epoch)
    return wheel
