"""How large the encoders are, and what each is told of where a token stands."""

from collections.abc import Container
from typing import NamedTuple

from distances import BUCKETS
from weights import HIDDEN, LAYERS


class Design(NamedTuple):
    """How large a network is, and what it is told of where a token stands.

    Attributes:
        width: Of what stands for a token.
        layers: How many.
        words: How many tokens are known.
        positions: How many places are known.
        first_position: The place of the first token.
        segments: How many parts of a text are told apart; 0 where they are not.
        buckets: How many distances attention tells apart; 0 where it knows none.
        epsilon: Added to the variance in each normalisation.
    """

    width: int
    layers: int
    words: int
    positions: int
    first_position: int
    segments: int
    buckets: int
    epsilon: float


MINILM = Design(HIDDEN, LAYERS, 30522, 512, 0, segments=2, buckets=0, epsilon=1e-12)
MPNET = Design(768, 12, 30527, 514, 2, segments=0, buckets=BUCKETS, epsilon=1e-5)


def design_of(tensors: Container[str]) -> Design:
    """That of a network, by the names of its tensors."""
    return MPNET if "distances.weight" in tensors else MINILM
