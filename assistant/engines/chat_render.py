"""A GGUF file's own chat template, rendered in Jinja's sandbox; only ever within a jail."""

from collections.abc import Sequence
from typing import Any, NoReturn

from jinja2 import TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

_MAX_CHARS = 2_000_000


class TemplateRefusedError(Exception):
    """The template cannot be used; says why, in half a sentence."""


def render(template: str, messages: Sequence[dict[str, str]], end_token: str) -> str:
    """Lay out messages, each with 'role' and 'content', up to where the assistant goes on.

    The token that begins a text is left out: whoever tokenizes adds it where it belongs.

    Raises:
        TemplateRefusedError: The template is wrong, goes too far, or refuses the messages.
    """
    environment = ImmutableSandboxedEnvironment(trim_blocks=True, lstrip_blocks=True)
    environment.globals["raise_exception"] = _refuse
    values: dict[str, Any] = {
        "messages": messages,
        "add_generation_prompt": True,
        "enable_thinking": False,
        "bos_token": "",
        "eos_token": end_token,
    }
    try:
        rendered = environment.from_string(template).render(**values)
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError) as error:
        raise TemplateRefusedError(f"its chat template fails ({error})") from error
    if len(rendered) > _MAX_CHARS:
        raise TemplateRefusedError("its chat template writes without end")
    return rendered


def _refuse(reason: str) -> NoReturn:
    raise TemplateRefusedError(f"its chat template says: {reason}")
