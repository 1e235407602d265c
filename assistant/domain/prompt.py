"""What a language model is asked, and what it has written."""

from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """Who says a message."""

    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation; its text is text, whatever marks stand in it."""

    role: Role
    text: str


@dataclass(frozen=True, slots=True)
class Prompt:
    """What to write, and within which bounds.

    Attributes:
        messages: The conversation; the model writes what the assistant says next.
        sources: Texts whose figures may be written; no other figure will be.
        citations: '[1]' to this number may be written; no other bracket will be.
        max_tokens: Most tokens to write.
    """

    messages: tuple[Message, ...]
    sources: tuple[str, ...]
    citations: int
    max_tokens: int


class Finish(StrEnum):
    """Why a model stopped writing."""

    END = "end"
    """It was done."""
    LENGTH = "length"
    """It had written as much as it may."""
    STUCK = "stuck"
    """It had nothing to say that it may, or said the same over and over."""


@dataclass(frozen=True, slots=True)
class Generation:
    """What a model has written.

    Attributes:
        text: Ends within no figure and no citation.
        finish: Why it ends.
        tokens: Number of tokens written.
        prompt_tokens: Number of tokens asked with.
        kept_tokens: How many of those were known from the time before.
        refused_tokens: How often the model's first choice was not allowed.
        temperature: 0 where the likeliest was always written.
        seed: Of what was drawn otherwise.
        prompt_ms: Time for reading the prompt.
        writing_ms: Time for writing.
    """

    text: str
    finish: Finish
    tokens: int
    prompt_tokens: int
    kept_tokens: int
    refused_tokens: int
    temperature: float
    seed: int
    prompt_ms: float
    writing_ms: float
