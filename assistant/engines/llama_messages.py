"""What the process with the language model and the one that started it say to each other.

Each message is a frame (`guard/frames.py`) whose header has a 'kind'. The parent sends 'load',
'count', 'generate' and, at any time, 'stop'; the child answers 'ready', 'counted', 'text' any
number of times and then 'done', or else 'stopped' or 'refused' with a reason.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

from assistant.domain.number_lock import NumberLock
from assistant.domain.prompt import Finish, Generation, Prompt
from assistant.engines.chat_template import Segment
from assistant.guard.frames import Header


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """How to load a model.

    Attributes:
        context_tokens: Length of the context.
        threads: Threads to compute with.
        layers: How many layers the model has; as many go on a GPU as there is room for.
        weights_bytes: Size of its weights.
        quantized_cache: Keep the context in 8 bits instead of 16.
        temperature: 0 always takes the likeliest token.
        seed: Of the choices where the temperature is above 0.
    """

    context_tokens: int
    threads: int
    layers: int = 0
    weights_bytes: int = 0
    quantized_cache: bool = False
    temperature: float = 0.0
    seed: int = 0


def load_request(file: str, options: LoadOptions) -> Header:
    """Ask to load a model."""
    return {"kind": "load", "file": file, "options": asdict(options)}


def options_of(request: Header) -> LoadOptions:
    """How to load it."""
    return LoadOptions(**request["options"])


def generate_request(segments: Sequence[Segment], prompt: Prompt) -> Header:
    """Ask to write what follows the segments of a prompt, within its bounds."""
    return {
        "kind": "generate",
        "segments": segments,
        "sources": prompt.sources,
        "citations": prompt.citations,
        "max_tokens": prompt.max_tokens,
    }


def segments_of(request: Header) -> list[Segment]:
    """What to go on from."""
    return [Segment(text, has_marks) for text, has_marks in request["segments"]]


def lock_of(request: Header) -> NumberLock:
    """What may be written."""
    return NumberLock(request["sources"], request["citations"])


def done(generation: Generation) -> Header:
    """Tell what was written."""
    return {"kind": "done", **asdict(generation)}


def generation_of(answer: Header) -> Generation:
    """What was written."""
    fields: dict[str, Any] = {name: answer[name] for name in Generation.__slots__}
    return Generation(**fields | {"finish": Finish(answer["finish"])})
