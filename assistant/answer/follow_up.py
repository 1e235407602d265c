"""Follow-up: a question that leans on the one before, made to stand on its own."""

import re
from collections.abc import Sequence

from assistant.domain.answer import Turn
from assistant.domain.prompt import Message, Prompt, Role
from assistant.domain.terms import content_terms, terms
from assistant.jobs import CancelToken
from assistant.ports import Generator

_MAX_WORDS = 40
_MAX_TOKENS = 80
_TURNS = 2
_CONNECTED = re.compile(r"(?:and|or|but|what about|how about|and what about)\b[ ,]*", re.IGNORECASE)
_ARTICLE = r"(?:the|an?|this|that|each|every)\s"
_STANDS_FOR = re.compile(r"\b(?:it|its|they|them|their|theirs|itself)\b", re.IGNORECASE)
_NAMED = re.compile(rf"\b{_ARTICLE}", re.IGNORECASE)
_POSSESSIVE = frozenset({"its", "their", "theirs"})
_AFTER = (
    "in at on for when during with to from by before after under if is are was were a an the and or"
)
_ENDS = rf"(?=\s+(?:{'|'.join(_AFTER.split())}|\w+ed)\b|[?.,;]|$)"
_OF = re.compile(rf"\b(?:of|for)\s+({_ARTICLE}.+?){_ENDS}", re.IGNORECASE)
_DONE_BY = re.compile(rf"\b(?:do|does|did)\s+({_ARTICLE}?.+?)\s+\S+?{_ENDS}", re.IGNORECASE)
_BEING = re.compile(
    rf"\b(?:is|are|was|were|can|shall|must)\s+({_ARTICLE}.+?){_ENDS}", re.IGNORECASE
)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|may|must|shall|should|will|would)\b",
    re.IGNORECASE,
)


def leans(question: str) -> bool:
    """Whether a question cannot be understood without the one before."""
    return bool(_fragment(question)) or _names_earlier(question)


def standalone(question: str, earlier: Sequence[Turn]) -> str:
    """The question with what it leaves out, by rule, from the last of the `earlier` turns.

    'And in compression?' goes on with the question before, 'And the forward strut?' asks the same
    of another thing, and 'it' is the thing asked about.
    """
    if not earlier or not leans(question):
        return question
    before = earlier[-1].question.strip()
    subject = _subject(before)
    if fragment := _fragment(question):
        if subject and re.match(_ARTICLE, fragment, re.IGNORECASE):
            return before.replace(subject, fragment.rstrip(" ?."))
        return f"{before.rstrip(' ?.')}, {fragment}"
    if not subject:
        return f"{before} {question}"
    return _STANDS_FOR.sub(lambda match: _put_in(match[0], subject), question, count=1)


def rewritten(
    question: str, earlier: Sequence[Turn], generator: Generator, instructions: str
) -> str:
    """The same by a language model; by rule where what it writes adds or leaves something out.

    Raises:
        AssistantError: The language model cannot be used; says why.
    """
    by_rule = standalone(question, earlier)
    if by_rule == question:
        return question
    turns = earlier[-_TURNS:]
    said = "\n".join(f"Question: {turn.question}\nAnswer: {turn.answer}" for turn in turns)
    messages = (
        Message(Role.SYSTEM, instructions),
        Message(Role.USER, f"{said}\n\nNext question: {question}"),
    )
    sources = (question, *(f"{turn.question} {turn.answer}" for turn in turns))
    prompt = Prompt(messages, sources, citations=0, max_tokens=_MAX_TOKENS)
    written = generator.generate(prompt, lambda _: None, CancelToken()).text.strip()
    known = frozenset(term for source in sources for term in terms(source))
    new = content_terms(written) if written else []
    keeps_all = set(new) >= set(content_terms(question)) - {"it"}
    is_sound = "\n" not in written and len(written.split()) <= _MAX_WORDS and keeps_all
    return written if new and is_sound and known.issuperset(new) else by_rule


def _names_earlier(question: str) -> bool:
    """Whether 'it' or the like stands for something that the question itself does not name."""
    match = _STANDS_FOR.search(question)
    return match is not None and not re.search(
        rf"\b{_ARTICLE}", question[: match.start()], re.IGNORECASE
    )


def _fragment(question: str) -> str:
    """What follows 'and' or 'what about', where that is no whole question."""
    match = _CONNECTED.match(question)
    rest = question[match.end() :] if match else ""
    return rest if rest and not _VERB.search(rest) else ""


def _subject(question: str) -> str:
    """The thing a question is about, with its article; empty where that is not plain."""
    for pattern in (_OF, _DONE_BY, _BEING):
        if found := pattern.findall(question):
            return str(found[-1])
    return ""


def _put_in(word: str, subject: str) -> str:
    return f"{subject}'s" if word.lower() in _POSSESSIVE else subject
