"""Quantity: whether a question asks for a number, and whether a text gives one."""

import re

from assistant.domain.terms import stem, terms

_QUANTITIES = frozenset(
    stem(word)
    for word in """
    acceleration accuracy address airspeed amount angle area backlash bandwidth capacitance capacity
    clearance coefficient compliance cost count current date deflection delay density depth
    diameter displacement distance dose duration efficiency energy factor force frequency gap
    height impedance impulse latency length level limit load mass maximum minimum modulus moment
    number percentage period power pressure radius range rate ratio resistance size span speed
    stiffness strain strength stress temperature thickness throughput thrust time tolerance torque
    value velocity version voltage volume weight width year
    """.split()  # noqa: SIM905 (a quoted list would be a column a page long)
)
_HOW_MANY = (
    r"\bhow (?:many|much|long|far|fast|often|high|large|big|deep|wide|thick|heavy|old|hot|cold)\b"
)
_ASKS_HOW_MANY = re.compile(_HOW_MANY, re.IGNORECASE)
_ASKS_HOW_MANY_OR_WHEN = re.compile(
    rf"{_HOW_MANY}|\bwhen (?:is|was|were|did|does|do)\b", re.IGNORECASE
)
_ASKS_WHAT = re.compile(r"\b(?:what|which)\b", re.IGNORECASE)
_ASKS_WHAT_OF = re.compile(
    r"\b(?:what|which)\s+(?:(?:is|was)\s+)?(?:(?:the|its)\s+)?(?:[\w'/.()-]+\s+){0,6}?([\w-]+)\s+"
    r"(?:of|in|at|for|on|does|do|did|is|was|must|shall|should|can|may|has|have|had|with|to|when|per"
    r"|will|by|from|under|before|after|during|between|within|above|below|as|if|while)\b",
    re.IGNORECASE,
)
"""What is asked for is the last word before these: the rate in 'which baud rate does'."""
_NUMBER_WORD = re.compile(
    r"\b(?:one|two|three|four|five|six|seven|eight|nine|ten|dozen|hundred|thousand|half|twice)\b",
    re.IGNORECASE,
)


def may_want_number(question: str) -> bool:
    """Whether a number is likely to answer: a quantity is among what it asks."""
    if _ASKS_HOW_MANY_OR_WHEN.search(question):
        return True
    return bool(_ASKS_WHAT.search(question)) and not _QUANTITIES.isdisjoint(terms(question))


def needs_number(question: str) -> bool:
    """Whether hardly anything but a number answers: a quantity is what it asks for."""
    if _ASKS_HOW_MANY.search(question):
        return True
    asked = _ASKS_WHAT_OF.search(question)
    return asked is not None and is_quantity(asked[1])


def is_quantity(word: str) -> bool:
    """Whether a word names what is measured or counted."""
    return stem(word.lower()) in _QUANTITIES


def has_number(text: str) -> bool:
    """Whether a text gives a number, in digits or words."""
    return any(character.isdigit() for character in text) or has_number_word(text)


def has_number_word(text: str) -> bool:
    """Whether a text gives a number in words."""
    return _NUMBER_WORD.search(text) is not None
