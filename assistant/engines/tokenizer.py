"""The tokenizer that stands beside a model."""

import os
from pathlib import Path
from typing import Any

from assistant.engines.manifest import ModelDamagedError

TOKENIZER_FILE = "tokenizer.json"


def open_tokenizer(folder: Path) -> Any:
    """Open the tokenizer in `folder`; it neither cuts nor pads, and takes one thread.

    Raises:
        ModelDamagedError: The file is no tokenizer.
    """
    # Its own threads would compete with those of the model.
    os.environ["TOKENIZERS_PARALLELISM"] = "false"
    from tokenizers import Tokenizer

    try:
        tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
    except Exception as error:  # the library raises nothing narrower
        raise ModelDamagedError(folder, f"{TOKENIZER_FILE} cannot be read") from error
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def marks(tokenizer: Any) -> tuple[int, int]:
    """The tokens that lead a text and end each of its parts, for MPNet or for BERT.

    Raises:
        KeyError: It has neither's.
    """
    for first, end in (("<s>", "</s>"), ("[CLS]", "[SEP]")):  # MPNet knows those of BERT too
        ids = tokenizer.token_to_id(first), tokenizer.token_to_id(end)
        if None not in ids:
            return ids
    raise KeyError("the tokenizer marks neither where a text begins nor where it ends")
