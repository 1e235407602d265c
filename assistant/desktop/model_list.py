"""The models as they are at one time, and what is wrong with one of them."""

from collections.abc import Callable
from dataclasses import dataclass

from assistant.desktop.core import AssistantCore, ModelState
from assistant.errors import AssistantError, JobCancelledError
from assistant.jobs import CancelToken

WRITING = "writing"
"""The role of language models, the only ones that are brought in and out."""


class ModelUnusableError(AssistantError):
    """A model is missing or damaged."""

    def __init__(self, model: ModelState) -> None:
        super().__init__(f"The model '{model.name}' cannot be used.", hint=model.problem)


@dataclass(frozen=True, slots=True)
class ModelList:
    """Every model on this computer.

    Attributes:
        models: Those that come with Hangar first, then the language models.
        writer: Name of the language model that writes the next answer; empty without one.
    """

    models: tuple[ModelState, ...]
    writer: str

    @property
    def at_work(self) -> list[str]:
        """Names of the models that the next answer comes from."""
        return [
            model.name
            for model in self.models
            if not model.problem and (model.role != WRITING or model.name == self.writer)
        ]

    @property
    def unusable(self) -> list[ModelState]:
        """The models that cannot."""
        return [model for model in self.models if model.problem]

    @property
    def has_language_model(self) -> bool:
        """Whether there is one that writes, usable or not."""
        return any(model.role == WRITING for model in self.models)


def read_models(
    core: AssistantCore,
    *,
    thorough: bool = False,
    progressed: Callable[[int, int], None] = lambda done, total: None,
    token: CancelToken | None = None,
) -> ModelList:
    """Read them; blocks, and for long where their files are hashed.

    Raises:
        JobCancelledError: The token asked for it.
    """
    found = core.models.records(thorough=thorough, progressed=progressed, token=token)
    return ModelList(tuple(found), _writer(core))


def _writer(core: AssistantCore) -> str:
    try:
        return core.chosen_language_model()
    except JobCancelledError:
        raise
    except AssistantError:  # the model's own record says why, and so does the next answer
        return ""
