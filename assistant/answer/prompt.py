"""Prompt: a question and its passages, laid out for a language model within its context."""

from collections.abc import Sequence
from string import Template
from typing import NamedTuple

from assistant.domain.answer import Passage
from assistant.domain.context import with_context
from assistant.domain.prompt import Message, Prompt, Role
from assistant.jobs import CancelToken
from assistant.ports import Generator

MAX_TOKENS = 200
"""Room for an answer of 60 words with its citations, in any tokenizer."""
_MAX_PASSAGES = 6
_MARK_TOKENS = 48
"""What a family's marks and the passages' may take beside the texts."""
# The marks around a passage are brackets that its text is freed of.
OPEN, CLOSE = "⟦", "⟧"
FREED = str.maketrans(OPEN + CLOSE, "[]")


class Instructions(NamedTuple):
    """The texts of `resources/prompts`: what the model is told, and how it is asked."""

    system: str
    question: str
    rewrite: str


class Asked(NamedTuple):
    """A prompt, and the passages in it in the order of their numbers."""

    prompt: Prompt
    passages: tuple[Passage, ...]


def prompt_for(
    question: str,
    passages: Sequence[Passage],
    instructions: Instructions,
    generator: Generator,
    token: CancelToken,
) -> Asked | None:
    """Ask `question` from as many of the best passages as fit, whole; None where not one does.

    Raises:
        JobCancelledError: The token asked for it, such as while the model was loaded.
        AssistantError: The language model cannot be used; says why.
    """
    texts = [_marked(n, passage) for n, passage in enumerate(passages[:_MAX_PASSAGES], 1)]
    layout = Template(instructions.question)
    bare = layout.substitute(passages="", question=question)
    system, asked, *lengths = generator.count_tokens([instructions.system, bare, *texts], token)
    room = generator.context_tokens - MAX_TOKENS - _MARK_TOKENS - system - asked
    taken = 0
    for length in lengths:
        room -= length + 2
        if room < 0:
            break
        taken += 1
    if not taken:
        return None
    text = layout.substitute(passages="\n\n".join(texts[:taken]), question=question)
    messages = (Message(Role.SYSTEM, instructions.system), Message(Role.USER, text))
    chosen = tuple(passages[:taken])
    sources = (question, *(source_of(passage) for passage in chosen))
    return Asked(Prompt(messages, sources, taken, MAX_TOKENS), chosen)


def source_of(passage: Passage) -> str:
    """What an answer may take from a passage: its text as it stands and as it is read."""
    where = with_context("", passage.title, passage.section, passage.file)
    return f"{where}\n{passage.text}\n{passage.search_text}"


def _marked(n: int, passage: Passage) -> str:
    text = with_context(passage.search_text, passage.title, passage.section, passage.file)
    return f"{OPEN}passage {n}{CLOSE}\n{text.translate(FREED)}\n{OPEN}end of {n}{CLOSE}"
