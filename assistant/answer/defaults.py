"""Defaults: what holds unless told otherwise, in questions and in what documents say."""

import re

_SET = r"given|set|unset|used|specified|configured|changed|overridden|provided|passed|supplied"
_SETTING = r"giving|setting|using|specifying|configuring|changing|overriding|providing|passing"
_ASKS = re.compile(
    r"\bdefaults?\b|\bunless\b|\bout of the box\b|\b(?:unset|unspecified|omitted)\b"
    rf"|\b(?:not|none (?:is|are)|\w+n['’]t|no [\w-]+ (?:\w+ )?(?:is|are|was|were))"
    rf" (?:\w+ ){{0,2}}?(?:{_SET})\b"
    rf"|\bwithout (?:\w+ ){{0,2}}?(?:{_SETTING})\b|\bleft (?:alone|out|unset|empty|blank)\b"
    r"|\bif (?:I|you|we) (?:do not|don['’]t)\b",
    re.IGNORECASE,
)
_NAMES = re.compile(r"\bdefaults?\b", re.IGNORECASE)
_GIVES = re.compile(
    r"\bdefault(?:s|ed)?(?: \w+)? ?(?:is|are|to|:|=)|\(default\b|\bdefault\b.{0,12}\d",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"\bdefaults?\b|\b(?:unless|otherwise)\b"
    r"|\b(?:if|when) (?:not|none (?:is|are)|omitted|unset|unspecified)\b"
    rf"|\bif no [\w-]+ (?:\w+ )?(?:is|are) (?:{_SET})\b",
    re.IGNORECASE,
)


def asks_default(question: str) -> bool:
    """Whether a question asks what holds where nothing is set: 'by default', 'if none is given'."""
    return _ASKS.search(question) is not None


def names_default(question: str) -> bool:
    """Whether a question asks for a default and calls it so."""
    return _NAMES.search(question) is not None


def gives_default(text: str) -> bool:
    """Whether a text gives the default of something: 'The default is 3 s'."""
    return _GIVES.search(text) is not None


def says_default(text: str) -> bool:
    """Whether a text says what holds where nothing is set."""
    return _SAYS.search(text) is not None
