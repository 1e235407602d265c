"""Identifiers: whether a text speaks of another thing of the kind that was asked about."""

from collections.abc import Mapping
from functools import lru_cache

from assistant.domain.figures import figures, plain


@lru_cache(maxsize=4096)
def identifiers(text: str) -> Mapping[str, frozenset[str]]:
    """The identifiers with a number in a text: the numbers of each kind, '1037' of 'bc-'.

    A kind is what stands right before the number, and has a capital letter in the text.
    """
    read = plain(text)
    found: dict[str, set[str]] = {}
    for figure in figures(read):
        written = read[figure.start - len(figure.code) : figure.start]
        if figure.code and written != written.lower():
            found.setdefault(figure.code, set()).add(figure.value)
    return {kind: frozenset(numbers) for kind, numbers in found.items()}


def names_another(asked: str, said: str) -> bool:
    """Whether `said` names identifiers of a kind that is asked about, and none that is asked."""
    wanted = identifiers(asked)
    there = identifiers(said) if wanted else {}
    return any(
        kind in there and there[kind].isdisjoint(numbers) for kind, numbers in wanted.items()
    )
