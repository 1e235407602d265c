"""Identifiers: whether a text speaks of another thing of the kind that was asked about."""

import re
from collections.abc import Mapping
from functools import lru_cache

from assistant.domain.figures import figures, plain
from assistant.domain.measure import is_unit

_PARTS = re.compile(r"[:/-]")

Number = tuple[str, ...]
"""What a kind is numbered by, in its parts: '12-5' of 'D12-5' is 12 and 5."""


@lru_cache(maxsize=4096)
def identifiers(text: str, *, as_typed: bool = False) -> Mapping[str, frozenset[Number]]:
    """The identifiers with a number in a text: the numbers of each kind, '1037' of 'bc-'.

    A kind is what stands right before the number, and has a capital letter in the text; where
    users typed it, it need not, as long as it is no unit: 'bc-1037', but not 'm2'.
    """
    read = plain(text)
    found: dict[str, set[Number]] = {}
    for figure in figures(read):
        written = read[figure.start - len(figure.code) : figure.start]
        has_capital = written != written.lower()
        if figure.code and (has_capital or (as_typed and not is_unit(figure.code.strip("-_^/")))):
            parts = (part.lstrip("0") for part in _PARTS.split(figure.value))
            found.setdefault(figure.code, set()).add(tuple(parts))
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def names_another(asked: str, said: str) -> bool:
    """Whether `said` names identifiers of a kind that is asked about, and none that is asked."""
    wanted = identifiers(asked, as_typed=True)
    there = identifiers(said) if wanted else {}
    return any(
        kind in there and not any(_is_same(one, other) for one in numbers for other in there[kind])
        for kind, numbers in wanted.items()
    )


def _is_same(asked: Number, said: Number) -> bool:
    """Whether one begins like the other, D12 and D12-5, or is among those listed."""
    length = min(len(asked), len(said))
    return asked[:length] == said[:length] or (len(asked) == 1 and asked[0] in said)
