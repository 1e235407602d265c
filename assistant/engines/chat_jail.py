"""The chat template of a GGUF file that the user trusts, rendered by a jailed process."""

import hashlib
import logging
import re
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

from assistant.domain.prompt import Message, Role
from assistant.engines.chat_render import TemplateRefusedError
from assistant.engines.chat_template import ChatTemplate, Segment
from assistant.guard.worker_process import WorkerDiedError, WorkerProcess

log = logging.getLogger(__name__)

_WORKER = (sys.executable, "-I", "-m", "assistant.engines.gguf_worker")
_MEMORY_MIB = 256
_SECONDS = 5
_MAX_BYTES = 8 * 2**20
# What stands for a message's text while the template runs: characters of no script, which Unicode
# leaves to private agreement. The text itself never passes through the template.
_PLACE = re.compile("\ue000(\\d+)\ue001")


def template_hash(template: str) -> str:
    """SHA-256 of a template without the white space around it, in hex."""
    return hashlib.sha256(template.strip().encode("utf-8", "replace")).hexdigest()


class TrustedTemplate:
    """Lays conversations out as the file says; as its family does, where that fails."""

    def __init__(self, template: str, end_token: str, own: ChatTemplate) -> None:
        self._template = template
        self._end_token = end_token
        self._own = own
        self._parts: dict[tuple[Role, ...], list[str]] = {}

    @property
    def family(self) -> str:
        """Its name, for the user."""
        return f"{self._own.family}, by the template of the file"

    def segments(self, messages: Sequence[Message]) -> list[Segment]:
        """Lay out a conversation, up to where the assistant goes on."""
        try:
            return self._laid_out(messages)
        except TemplateRefusedError as error:
            log.warning("Hangar's own chat template is used: %s", error)
            return self._own.segments(messages)

    def _laid_out(self, messages: Sequence[Message]) -> list[Segment]:
        roles = tuple(message.role for message in messages)
        if roles not in self._parts:  # a template sees nothing else, so it need not run again
            self._parts[roles] = self._parts_for(roles)
        segments = [
            Segment(messages[int(part)].text, False) if at % 2 else Segment(part, True)
            for at, part in enumerate(self._parts[roles])
        ]
        return [segment for segment in segments if segment.text]

    def _parts_for(self, roles: Sequence[Role]) -> list[str]:
        """Marks and, at every other place, the number of the message that belongs there."""
        places = [
            {"role": role.value, "content": f"\ue000{n}\ue001"} for n, role in enumerate(roles)
        ]
        parts = _PLACE.split(self._rendered(places))
        if [int(n) for n in parts[1::2]] != list(range(len(roles))):
            raise TemplateRefusedError("its chat template leaves messages out or moves them")
        return parts

    def _rendered(self, messages: Sequence[dict[str, str]]) -> str:
        request = {
            "kind": "render",
            "template": self._template,
            "messages": messages,
            "end_token": self._end_token,
        }
        with ThreadPoolExecutor(1) as starter:
            worker = WorkerProcess(_WORKER, _MEMORY_MIB, _SECONDS, starter)
            try:
                answer, text = worker.ask(request, b"", _SECONDS, _MAX_BYTES)
            except WorkerDiedError as error:
                raise TemplateRefusedError("its chat template never ends") from error
            finally:
                worker.stop()
        if answer.get("kind") != "rendered":
            detail = answer.get("reason", answer.get("detail"))
            raise TemplateRefusedError(str(detail or "its chat template fails")[:200])
        return text.decode("utf-8", "replace")
