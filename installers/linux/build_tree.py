"""Stage everything that the packages put on a workstation, once, from its root.

    python -m installers.linux.build_tree [--pack-key PUBLIC.pem … --model-key PRIVATE.pem]

The .deb and the .rpm are made from this one tree. The same checkout gives the same tree, byte for
byte and with the same times and modes, in whatever folder it is built and by whomever.
"""

import argparse
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

from installers.accreditation import build as accreditation
from installers.accreditation.inventory import Sources
from installers.debian_tools import ensure
from installers.errors import BuildError
from installers.linux.bytecode import compile_bytecode
from installers.linux.compile_llama import compiled_wheel
from installers.linux.hangar_tree import stage_hangar
from installers.linux.interpreter_tree import isolate, stage_interpreter
from installers.linux.library_tree import stage_libraries, write_wheelhouse_lock
from installers.linux.places import PREFIX, Places
from installers.linux.sign_models import ModelSigning, sign_shipped_models
from installers.linux.system_files import stage_system_files
from installers.linux.system_libraries import libraries_needed
from installers.linux.tools import BUILDING
from installers.reproducible import settle, source_date_epoch


def main(argv: Sequence[str] | None = None) -> int:
    """Build the tree; the exit status is 1 when something is missing."""
    parser = argparse.ArgumentParser(description="Stage the tree that the packages are made from.")
    add_tree_options(parser)
    chosen = parser.parse_args(argv)
    try:
        build_tree(Places(), signing_of(chosen))
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def add_tree_options(parser: argparse.ArgumentParser) -> None:
    """Let a program take what a tree is built with; `signing_of` reads it back."""
    parser.add_argument(
        "--pack-key",
        metavar="PEM",
        type=Path,
        action="append",
        default=[],
        help="a public key whose model packs are trusted; the current one first, then the next",
    )
    parser.add_argument(
        "--model-key",
        metavar="PEM",
        type=Path,
        help="the private key that signs the models which come with Hangar; one of the pack keys'",
    )
    parser.add_argument(
        "--model-sign-with",
        metavar="COMMAND",
        default="",
        help="have COMMAND sign, for a key in a PKCS#11 token: it gets what is to be signed on"
        " standard input and gives the signature in DER; --model-key is the public key then",
    )


def signing_of(chosen: argparse.Namespace) -> ModelSigning:
    """How the models are signed, from what `add_tree_options` let in."""
    return ModelSigning(chosen.pack_key, chosen.model_key, chosen.model_sign_with)


def build_tree(places: Places, signing: ModelSigning, llama_wheel: Path | None = None) -> None:
    """Stage the tree of `places` anew, with another wheel of llama.cpp where one is given.

    Raises:
        BuildError: Something is missing, or what was fetched does not fit.
    """
    ensure(BUILDING)
    epoch = source_date_epoch()
    lock = write_wheelhouse_lock(places, llama_wheel or compiled_wheel(places))
    partial = places.tree.with_name("tree.partial")
    shutil.rmtree(partial, ignore_errors=True)
    prefix = partial / PREFIX
    stage_interpreter(places, prefix)
    stage_libraries(places, prefix, lock)
    stage_hangar(prefix, signing.trusted)
    sign_shipped_models(prefix / "lib" / "resources" / "models", signing)
    stage_system_files(partial, epoch)
    compile_bytecode(partial, prefix)
    isolate(prefix)
    libraries_needed(partial)
    sources = Sources(partial, places.wheelhouse, places.interpreter, places.sources)
    accreditation.write(sources, prefix / "share")
    settle(partial, epoch)
    shutil.rmtree(places.tree, ignore_errors=True)
    partial.rename(places.tree)


if __name__ == "__main__":
    sys.exit(main())
