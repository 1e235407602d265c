"""Old processors, emulated: what is compiled runs on them.

qemu's user mode emulates the instructions of a processor, and ends a program at the first one that
it has not. It cannot emulate seccomp; Hangar says so there, and has a tripwire in the lock's place.
So what is compiled is loaded and run here without the locks, and they are not shown. Nor is speed.
"""

import shutil
from pathlib import Path

from installers.test.roots import DEBIAN_12
from installers.test.table import Table
from installers.test.tree import Tree
from installers.test.use import PYTHON

PROCESSORS = {"Nehalem": "sse42", "Haswell": "haswell"}
"""Of 2008, without AVX; of 2013, with AVX2 and without AVX-512; and the variant of llama.cpp that
each is to take."""
_QEMU = "qemu-x86_64-static"
_LIBRARIES = """
import chromadb, lxml.etree, numpy, PySide6.QtWidgets, pypdfium2, tesserocr, tokenizers
print('loaded', numpy.ones(4).sum())
"""
_EMBEDDER = """
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.paths import embedder_folder
vector = OnnxEmbedder.open(embedder_folder(), threads=1).embed(['rod end B'])
print('embedded', vector.shape)
"""
_LANGUAGE_MODEL = """
from pathlib import Path
from assistant.domain.number_lock import NumberLock
from assistant.engines.chat_template import Segment
from assistant.engines.llama import LlamaModel
from assistant.engines.llama_messages import LoadOptions
model = LlamaModel(Path('/tmp/model.gguf'), LoadOptions(context_tokens=256, threads=1))
said = model.generate([Segment('the limit load', False)], NumberLock([], 0), 8, lambda _: None)
mapped = {line.split('/')[-1].strip() for line in open('/proc/self/maps') if 'libggml-cpu' in line}
print(said.prompt_tokens + said.tokens, 'tokens evaluated by', *mapped)
"""


def old_processors(table: Table, media: Path, fingerprint: str, model: Path) -> None:
    """Load and run what is compiled on each processor.

    Args:
        table: Gets the rows.
        media: Media with Hangar's own package.
        fingerprint: Of the key that signed it.
        model: A small GGUF file.
    """
    table.heading("Old processors, emulated by qemu; without seccomp, which it cannot emulate")
    with Tree(DEBIAN_12) as tree:
        done = tree.run(f"sh /mnt/install.sh {fingerprint}", media=media)
        table.check("install.sh", "is installed.", done.line_with("is installed"))
        emulator = shutil.which(_QEMU)
        if emulator is None:
            table.check("the emulator", "is there", f"{_QEMU} is missing")
            return
        shutil.copy(emulator, tree.path / "usr/bin")
        shutil.copy(model, tree.path / "tmp/model.gguf")
        for processor in PROCESSORS:
            _try(table, tree, processor)


def _try(table: Table, tree: Tree, processor: str) -> None:
    python = f"{_QEMU} -cpu {processor} {PYTHON} -I"
    done = tree.run_as_user(f"{python} -m assistant --version")
    table.check(f"{processor}: hangar --version", "Hangar ", done.line_with("Hangar "))
    for what, program, expected in (
        ("the compiled libraries", _LIBRARIES, "loaded 4.0"),
        ("the embedder, run", _EMBEDDER, "embedded (1, 384)"),
        ("a language model, run", _LANGUAGE_MODEL, f"libggml-cpu-{PROCESSORS[processor]}.so"),
    ):
        (tree.path / "tmp/program.py").write_text(program, "utf-8")
        done = tree.run_as_user(f"{python} /tmp/program.py")
        table.check(f"{processor}: {what}", expected, done.line_with(expected))
