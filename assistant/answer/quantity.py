"""Quantity: whether a question asks for a number, and whether a text gives one."""

import re

from assistant.domain.measure import is_unit
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
_ASKS_AMOUNT = re.compile(
    r"\bhow (?:many|much|large|big|heavy|thick|wide|deep|tall|high)\b"
    r"|\b(?:what|which) (?:[\w-]+ ){0,2}version\b|\bversion number\b",
    re.IGNORECASE,
)
_IN_UNIT = re.compile(r"\bin ([^\W\d_][^\s\d,;:?]+)(?![\d-])", re.IGNORECASE)
_AMOUNT_WORD = re.compile(
    r"\b(?:no|none|zero|once|single|every|indefinite\w*|unlimited|infinite\w*|all|both|pair|only"
    r"|first|second|third|fourth|fifth|hourly|daily|weekly|monthly|annual\w*"
    r"|an? (?:couple|few|third|quarter|second|minute|hour|day|week|month|year))\b",
    re.IGNORECASE,
)
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


def asks_amount(question: str) -> bool:
    """Whether only a number can answer: how many, how large, in which unit, of which version."""
    in_unit = any(is_unit(found[1]) for found in _IN_UNIT.finditer(question))
    return in_unit or _ASKS_AMOUNT.search(question) is not None


def gives_amount(text: str, question: str) -> bool:
    """Whether a text gives a number, or says in words how much: 'none', 'every week'."""
    return gives_number(text, question) or _AMOUNT_WORD.search(text) is not None
