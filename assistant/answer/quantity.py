"""Quantity: whether a question asks for a number, and whether a text gives one."""

import re

from assistant.domain.terms import stem, terms

_QUANTITIES = frozenset(
    stem(word)
    for word in """
    acceleration address altitude amount angle area backlash bandwidth capacitance capacity
    clearance coefficient compliance cost count current date deflection delay density depth diameter
    displacement distance duration efficiency energy factor force fraction frequency gain gap height
    impedance impulse interval latency length level limit load mass maximum minimum modulus moment
    number offset percentage period power pressure proportion radius range rate ratio resistance
    share size span speed stiffness strain strength stress temperature thickness threshold
    throughput thrust time timeout tolerance torque value velocity version voltage volume weight
    width year
    """.split()  # noqa: SIM905 (a quoted list would be a column a page long)
)
_ASKS_HOW_MANY = re.compile(
    r"\bhow (?:many|much|long|far|fast|often|high|large|big|deep|wide|thick|heavy|old|hot|cold"
    r"|tall|small|strong|stiff|slow|early|late|soon)\b"
    r"|\bwhen (?:is|are|was|were|did|does|do|must|shall|should|can|may|will)\b",
    re.IGNORECASE,
)
_ASKS_WHAT = re.compile(r"\b(?:what|which)\b|^(?:give|state|name|find|list)\b", re.IGNORECASE)
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|half|twice)\b",
    re.IGNORECASE,
)

_NUMBER = re.compile(r"(?<![^\W_])(?<![^\W_]-)[vV]?\d(?:[\w.,:]*\w)?")


def may_want_number(question: str) -> bool:
    """Whether a number is likely to answer: a quantity is among what it asks."""
    if _ASKS_HOW_MANY.search(question):
        return True
    return bool(_ASKS_WHAT.search(question)) and not _QUANTITIES.isdisjoint(terms(question))


def is_quantity(word: str) -> bool:
    """Whether a word names what is measured or counted."""
    return stem(word.lower()) in _QUANTITIES


def gives_number(text: str, question: str) -> bool:
    """Whether a text gives a number, in digits or in words, that does not stand in the question.

    The 2 of 'p2p' and the 12 of 'D12' are no numbers, they are parts of names.
    """
    if _NUMBER_WORD.search(text):
        return True
    return not set(_NUMBER.findall(text)).issubset(_NUMBER.findall(question))
