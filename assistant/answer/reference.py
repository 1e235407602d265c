"""Reference: whether a sentence begins by pointing back at what stands before it.

'If this condition holds, the rocket is stable.' says nothing alone.
"""

import re

# 'It is recommended that' points at nothing before, nor does 'This document'.
_POINTS_BACK = re.compile(
    r"(?:(?:if|when|in|for|with|by|to|at|under|after|because of|as|on|during|without) )?"
    r"(?:this|these|that|those|such)\b"
    r"(?! (?:document|manual|guide|handbook|standard|specification|report|chapter|section|part"
    r"|table|figure|appendix|page|paper)s?\b)"
    r"|(?:it|they|its|their)\b(?! (?:\w+ ){1,3}(?:that|to)\b)"
    r"|(?:otherwise|instead)\b",
    re.IGNORECASE,
)
_OPENING = re.compile(r"\W*")


def points_back(sentence: str) -> bool:
    """Whether a sentence begins with a word for what was said before it."""
    opening = _OPENING.match(sentence)
    return _POINTS_BACK.match(sentence, opening.end() if opening else 0) is not None
