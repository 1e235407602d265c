"""Follow-up: a question that leans on the one before, made to stand on its own."""

import re
from collections.abc import Sequence

from assistant.answer.prompt import CLOSE, FREED, OPEN
from assistant.answer.quantity import is_quantity
from assistant.domain.answer import Turn
from assistant.domain.prompt import Message, Prompt, Role
from assistant.domain.terms import content_terms, terms
from assistant.jobs import CancelToken
from assistant.ports import Generator

_MAX_WORDS = 40
_MAX_TOKENS = 80
_TURNS = 2
# 'AND gate' and 'or-gate' are things.
_CONNECTED = re.compile(
    r"(?!(?:AND|OR)\b)(?i:and what about|and|or|but|what about|how about)\b(?!-)[ ,]*"
)
_ARTICLE = r"(?:the|an?|this|that|each|every)\s"
_STANDS_FOR = re.compile(r"\b(?:[Ii]t|[Ii]ts|[Tt]hey|them|[Tt]heirs?|itself)\b")
_MANY = frozenset({"they", "them", "their", "theirs"})
_IMPERSONAL = re.compile(
    r"\bit (?:(?:is )?(?:possible|necessary|required|safe|true|that|permitted|allowed)|takes? )"
    r"|\bdoes it take\b|\bit means\b",
    re.IGNORECASE,
)
_NAMED = re.compile(rf"\b{_ARTICLE}", re.IGNORECASE)
_POSSESSIVE = frozenset({"its", "their", "theirs"})
# Asked of a thing, as quantities are, and no thing themselves.
_ALSO_ASKED_OF = frozenset({"altitude", "flow", "margin", "material", "one", "ones"})
_AFTER = (
    "in at on for when during with to from by before after under if is are was were be been not"
    " about a an the and or"
)
_ENDS = rf"(?=\s+(?:{'|'.join(_AFTER.split())}|\w+ed)\b|[?.,;]|$)"
_OF = re.compile(rf"\b(?:of|for|about)\s+({_ARTICLE}.+?){_ENDS}", re.IGNORECASE)
_DOES_IT = re.compile(rf"^(?:do|does|did)\s+({_ARTICLE}\S+)", re.IGNORECASE)
_DONE_BY = re.compile(rf"\b(?:do|does|did)\s+({_ARTICLE}?.+?)\s+\S+?{_ENDS}", re.IGNORECASE)
_BEING = re.compile(
    rf"\b(?:is|are|was|were|can|shall|must)\s+({_ARTICLE}.+?){_ENDS}", re.IGNORECASE
)
_QUANTITY = re.compile(rf"\b{_ARTICLE}[^?]+?(?=\s+of\s)", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|can|may|must|shall|should|will|would)\b",
    re.IGNORECASE,
)


def standalone(question: str, earlier: Sequence[Turn]) -> str:
    """The question with what it leaves out, by rule, from the last of the `earlier` turns.

    'And in compression?' goes on with the question before, 'And the forward strut?' asks the same
    of another thing, and 'it' is the thing asked about.
    """
    question = " ".join(question.split())
    if not earlier or not (_fragment(question) or _names_earlier(question)):
        return question
    before = earlier[-1].question.strip()
    subject = _subject(before)
    if fragment := _fragment(question):
        thing = re.sub(r"^(?:of|for)\s+(?=the|an?\b)", "", fragment.rstrip(" ?."))
        if _NAMED.match(thing) and (old := _asked_instead(before, subject, thing)):
            return before[: old.start()] + thing + before[old.end() :]
        return _with_added(before.rstrip(" ?."), fragment)
    word = _STANDS_FOR.search(question)
    is_fitting = word and (word[0].lower() in _MANY) == bool(re.search(r"[^s]s$", subject))
    if word is None or not subject or not is_fitting:
        return f"{before} {question}"
    return question[: word.start()] + _put_in(word[0], subject) + question[word.end() :]


def _with_added(before: str, fragment: str) -> str:
    """The question before with a fragment at its end: 'in compression' instead of 'in tension'."""
    preposition = fragment.split()[0]
    alike = re.search(rf"\b{re.escape(preposition)}\s+[^\s?]+$", before, re.IGNORECASE)
    return f"{before[: alike.start()]}{fragment}" if alike else f"{before}, {fragment}"


def _asked_instead(before: str, subject: str, thing: str) -> re.Match[str] | None:
    """What of the question before a new thing takes the place of: the quantity, or the subject."""
    last = thing.split()[-1].lower()
    if is_quantity(last) or last in _ALSO_ASKED_OF:
        return None if last.startswith("one") else _QUANTITY.search(before)
    return re.search(rf"{re.escape(subject)}(?!\s+\w+ing\b)\b", before) if subject else None


def rewritten(
    question: str,
    earlier: Sequence[Turn],
    generator: Generator,
    instructions: str,
    token: CancelToken,
) -> str:
    """The same by a language model; by rule where what it writes adds or leaves something out.

    Raises:
        JobCancelledError: The token asked for it.
        AssistantError: The language model cannot be used; says why.
    """
    question = " ".join(question.split())
    by_rule = standalone(question, earlier)
    if by_rule == question:
        return question
    turns = earlier[-_TURNS:]
    said = "\n".join(
        f"Question: {turn.question}\nAnswer: {_one_line(turn.answer)}" for turn in turns
    )
    messages = (
        Message(Role.SYSTEM, instructions),
        Message(Role.USER, f"{said}\n\nNext question: {question}"),
    )
    sources = (question, *(f"{turn.question} {turn.answer}" for turn in turns))
    prompt = Prompt(messages, sources, citations=0, max_tokens=_MAX_TOKENS)
    written = generator.generate(prompt, lambda _: None, token).text.strip()
    known = frozenset(term for source in sources for term in terms(source))
    new = content_terms(written) if written else []
    keeps_all = set(new) >= set(content_terms(question)) - {"it"}
    is_sound = "\n" not in written and len(written.split()) <= _MAX_WORDS and keeps_all
    return written if new and is_sound and known.issuperset(new) else by_rule


def _one_line(answer: str) -> str:
    """An answer's text between marks that cannot stand in it: it is a document's, not ours."""
    text = " ".join(answer.split()).translate(FREED)
    return f"{OPEN}{text}{CLOSE}"


def _names_earlier(question: str) -> bool:
    """Whether 'it' or the like stands for something that the question itself does not name."""
    match = _STANDS_FOR.search(question)
    if match is None or _IMPERSONAL.search(question):
        return False
    return not _NAMED.search(question[: match.start()])


def _fragment(question: str) -> str:
    """What follows 'and' or 'what about', where that is no whole question."""
    match = _CONNECTED.match(question)
    rest = question[match.end() :] if match else ""
    return rest if rest.strip(" ?.!") and not _VERB.search(rest) else ""


def _subject(question: str) -> str:
    """The thing a question is about, with its article; empty where that is not plain."""
    for pattern in (_OF, _DOES_IT, _DONE_BY, _BEING):
        if found := pattern.findall(question):
            return str(found[-1])
    return ""


def _put_in(word: str, subject: str) -> str:
    if word.lower() not in _POSSESSIVE:
        return subject
    return f"{subject}'" if subject.endswith("s") else f"{subject}'s"
