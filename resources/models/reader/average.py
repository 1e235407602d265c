"""Average two trainings: `python -m reader.average ONE OTHER --share 0.3 --out FILE`.

What a later training learns and what it forgets lie on one line between their weights; a point
between them can be better than either end.
"""

import argparse
from pathlib import Path

import numpy as np
from safetensors.numpy import load_file, save_file


def main() -> None:
    """Write the average of the weights named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("one", type=Path)
    parser.add_argument("other", type=Path)
    parser.add_argument("--share", type=float, required=True, help="of the other one, 0 to 1")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    one, other = load_file(arguments.one), load_file(arguments.other)
    share = np.float32(arguments.share)
    save_file({name: (1 - share) * one[name] + share * other[name] for name in one}, arguments.out)


if __name__ == "__main__":
    main()
