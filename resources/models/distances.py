"""How MPNet's attention tells distances apart: near ones one by one, far ones in ever wider steps.

As in T5, whose scheme it is: half of the buckets are for what stands before, half for what stands
after; half of each for single distances, the rest in logarithmic steps up to the greatest.
"""

import numpy as np
from numpy.typing import NDArray

BUCKETS = 32
_GREATEST = 128


def buckets(distances: NDArray[np.int64]) -> NDArray[np.int64]:
    """The bucket of each distance, which is negative for what stands before; any shape."""
    half, single = BUCKETS // 2, BUCKETS // 4
    far = np.abs(distances)
    steps = np.log(np.maximum(far, 1) / single) / np.log(_GREATEST / single) * (half - single)
    wide = np.minimum(single + steps.astype(np.int64), half - 1)
    return np.where(distances > 0, half, 0) + np.where(far < single, far, wide)
