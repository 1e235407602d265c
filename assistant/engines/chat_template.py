"""How a conversation is laid out for a family of models, told by the marks in its vocabulary."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from assistant.domain.prompt import Message, Role


class Segment(NamedTuple):
    """A stretch of a prompt: a family's own marks, or text in which marks mean nothing."""

    text: str
    has_marks: bool


@dataclass(frozen=True, slots=True)
class _Family:
    """What surrounds the messages.

    Attributes:
        name: As shown to the user.
        telling: The mark that tells the family; it is in the vocabulary of no other.
        before: What stands before a message of each role; without one for the system, its
            message goes before the first of the user.
        after: What stands after it.
        silence: What is put at the answer's beginning of models that think aloud first, where
            the vocabulary has '<think>'.
    """

    name: str
    telling: str
    before: dict[Role, str]
    after: dict[Role, str]
    silence: str = ""


def _alike(
    before: str, after: str, names: tuple[str, str, str]
) -> tuple[dict[Role, str], dict[Role, str]]:
    """The same marks for all roles, which are told by names for system, user and assistant."""
    marks = {role: before.format(name) for role, name in zip(Role, names, strict=True) if name}
    return marks, dict.fromkeys(Role, after)


_USUAL = ("system", "user", "assistant")
_FAMILIES = (
    _Family("Phi", "<|im_sep|>", *_alike("<|im_start|>{}<|im_sep|>", "<|im_end|>", _USUAL)),
    _Family(
        "ChatML",
        "<|im_start|>",
        *_alike("<|im_start|>{}\n", "<|im_end|>\n", _USUAL),
        silence="<think>\n\n</think>\n\n",
    ),
    _Family(
        "Llama 3",
        "<|start_header_id|>",
        *_alike("<|start_header_id|>{}<|end_header_id|>\n\n", "<|eot_id|>", _USUAL),
    ),
    _Family(
        "Granite",
        "<|start_of_role|>",
        *_alike("<|start_of_role|>{}<|end_of_role|>", "<|end_of_text|>\n", _USUAL),
    ),
    _Family(
        "Gemma",
        "<start_of_turn>",
        *_alike("<start_of_turn>{}\n", "<end_of_turn>\n", ("", "user", "model")),
    ),
    _Family("Phi 3", "<|end|>", *_alike("<|{}|>\n", "<|end|>\n", _USUAL)),
    _Family(
        "Mistral",
        "[SYSTEM_PROMPT]",
        {Role.SYSTEM: "[SYSTEM_PROMPT]", Role.USER: "[INST]", Role.ASSISTANT: ""},
        {Role.SYSTEM: "[/SYSTEM_PROMPT]", Role.USER: "[/INST]", Role.ASSISTANT: "</s>"},
    ),
    _Family(
        "Mistral",
        "[INST]",
        {Role.USER: "[INST]", Role.ASSISTANT: ""},
        {Role.USER: "[/INST]", Role.ASSISTANT: "</s>"},
    ),
)
_UNKNOWN = _Family(
    "plain text",
    "",
    {Role.SYSTEM: "", Role.USER: "Question:\n", Role.ASSISTANT: "Answer:\n"},
    dict.fromkeys(Role, "\n\n"),
)


class ChatTemplate:
    """The layout of one model's family."""

    def __init__(self, control_tokens: Collection[str]) -> None:
        """Choose by the marks that a vocabulary has; plain text where none is known."""
        families = [family for family in _FAMILIES if family.telling in control_tokens]
        self._family = families[0] if families else _UNKNOWN
        self._silence = self._family.silence if "<think>" in control_tokens else ""

    @property
    def family(self) -> str:
        """Its name, for the user."""
        return self._family.name

    def segments(self, messages: Sequence[Message]) -> list[Segment]:
        """Lay out a conversation, up to where the assistant goes on."""
        family = self._family
        laid: list[Segment] = []
        waiting = ""
        for message in messages:
            if message.role not in family.before:
                waiting += f"{message.text}\n\n"
                continue
            laid.append(Segment(family.before[message.role], True))
            laid.append(Segment(waiting + message.text, False))
            laid.append(Segment(family.after[message.role], True))
            waiting = ""
        laid.append(Segment(family.before[Role.ASSISTANT] + self._silence, True))
        return [segment for segment in laid if segment.text]
