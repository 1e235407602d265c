"""What training changes of a network's weights, kept small: thin matrices and what is small anyway.

The greatest part of what is learnt lies along few directions (a truncated singular value
decomposition finds the best ones), so that a few megabytes bring a model of a hundred.
"""

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

Tensors = Mapping[str, NDArray[np.float32]]
Learnt = dict[str, NDArray[np.float16]]
"""By name; of a matrix that is large in the network, '.narrow', shape (outputs, rank), and
'.widen', shape (rank, inputs), whose product is added to it."""

_LARGE = 512
_KEPT = ("words.weight", "positions.weight")
"""They are not trained."""


def learnt(before: Tensors, after: Tensors, rank: int) -> Learnt:
    """What to add to `before` to come as near to `after` as matrices of that rank can."""
    kept: Learnt = {}
    for name, weight in after.items():
        if name in _KEPT:
            continue
        change = weight - before[name]
        if min(change.shape) < _LARGE or change.ndim < 2:
            kept[name] = change.astype(np.float16)
            continue
        left, values, right = np.linalg.svd(change, full_matrices=False)
        root = np.sqrt(values[:rank])
        kept[f"{name}.narrow"] = np.ascontiguousarray(left[:, :rank] * root, np.float16)
        kept[f"{name}.widen"] = np.ascontiguousarray(root[:, None] * right[:rank], np.float16)
    return kept


def grown(before: Tensors, added: Learnt) -> dict[str, NDArray[np.float32]]:
    """The network's weights with what was learnt."""
    weights = dict(before)
    for name, change in added.items():
        if name.endswith(".narrow"):
            name = name.removesuffix(".narrow")
            narrow, widen = change.astype(np.float32), added[f"{name}.widen"].astype(np.float32)
            weights[name] = before[name] + narrow @ widen
        elif not name.endswith(".widen"):
            weights[name] = before[name] + change.astype(np.float32)
    return weights
