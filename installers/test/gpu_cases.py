"""The package of a GPU backend, with Mesa's Vulkan driver that computes on the processor.

No GPU is needed for it, and none is shown to work: only that the package installs, that llama.cpp
finds the backend in it, and that a model gives the same text with all layers there as without.
"""

import shutil
from pathlib import Path

from installers.test.roots import VULKAN
from installers.test.table import Table
from installers.test.tree import Tree
from installers.test.use import PYTHON

_PACKAGE = "hangar-gpu-vulkan"
_PROGRAM = """
import os, sys
from pathlib import Path
if sys.argv[1:]:
    os.environ['GGML_VK_VISIBLE_DEVICES'] = sys.argv[1]  # a driver in software is passed over
from assistant.domain.number_lock import NumberLock
from assistant.engines.chat_template import Segment
from assistant.engines.llama import LlamaModel
from assistant.engines.llama_messages import LoadOptions
options = LoadOptions(context_tokens=256, threads=1, layers=2, weights_bytes=2**20)
model = LlamaModel(Path('/tmp/model.gguf'), options)
said = model.generate([Segment('the limit load', False)], NumberLock([], 0), 8, lambda _: None)
print('runs', model.where)
print('says', ascii(said.text))
"""


def gpu_backend(table: Table, media: Path, fingerprint: str, model: Path) -> None:
    """Install both packages, and run a model with and without the backend.

    Args:
        table: Gets the rows.
        media: Media with Hangar's own package and that of the backend.
        fingerprint: Of the key that signed them.
        model: A small GGUF file.
    """
    table.heading("Vulkan backend, with a driver in software")
    with Tree(VULKAN) as tree:
        done = tree.run(f"sh /mnt/install.sh --also {_PACKAGE} {fingerprint}", media=media)
        table.check(f"install.sh --also {_PACKAGE}", "is installed.", done.line_with("installed"))
        shutil.copy(model, tree.path / "tmp/model.gguf")
        (tree.path / "tmp/program.py").write_text(_PROGRAM, "utf-8")
        without = tree.run_as_user(f"{PYTHON} -I /tmp/program.py")
        table.check("no GPU", "runs on the processor", without.line_with("runs"))
        there = tree.run_as_user(f"{PYTHON} -I /tmp/program.py 0")
        table.check("all layers on the driver", "3 layers on llvmpipe", there.line_with("runs"))
        table.check("the same text", without.line_with("says"), there.line_with("says"))
