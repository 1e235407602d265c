"""What a folder must hold to become a pack, and what its model says of itself."""

import re
from pathlib import Path

from assistant.engines.gguf_check import check_gguf
from assistant.packs.bill import ModelFacts
from assistant.packs.write import CannotPackError

_LATER_PART = re.compile(r"-(?!00001)\d{5}-of-\d{5}\.gguf$")


def facts_of(folder: Path) -> ModelFacts:
    """What the one GGUF file in `folder`, or the first of a split one, says of itself.

    Raises:
        CannotPackError: There is none, or there are several models.
        NoLanguageModelFileError: It is no language model that can be run.
    """
    files = sorted(folder.glob("*.gguf"))
    firsts = [file for file in files if not _LATER_PART.search(file.name)]
    if len(firsts) != 1:
        found = f"it has {len(firsts)}" if firsts else "it has none"
        raise CannotPackError(
            f"{folder.name} makes no pack: it must have one model in GGUF, and {found}.",
            hint="Put the model and the text of its licence into a folder of their own.",
        )
    header = check_gguf(firsts[0])
    if len(files) != header.parts:
        raise CannotPackError(
            f"{folder.name} makes no pack: the model has {header.parts} parts, and there are"
            f" {len(files)} files."
        )
    return ModelFacts(
        firsts[0].name,
        header.name,
        header.architecture,
        header.licence,
        header.parameters,
        header.context_tokens,
    )
