"""A language model in a process of its own, started when needed and ended when idle."""

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Collection, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from typing import BinaryIO, cast

from assistant.domain.prompt import Generation, Prompt
from assistant.engines.chat_jail import TrustedTemplate, template_hash
from assistant.engines.chat_template import ChatTemplate
from assistant.engines.gguf import GgufHeader
from assistant.engines.installed import InstalledModel
from assistant.engines.llama_messages import (
    LoadOptions,
    generate_request,
    generation_of,
    load_request,
)
from assistant.errors import AssistantError, JobCancelledError
from assistant.guard.frames import FrameError, Header, read_frame, write_frame
from assistant.guard.worker_process import WorkerUnavailableError, start_process
from assistant.jobs import CancelToken
from assistant.ports import Generator

LLAMA_WORKER = (sys.executable, "-I", "-m", "assistant.engines.llama_worker")
_ASKED_EVERY_S = 0.05
_STOPPING_S = 10.0
_MIB = 2**20
_LEAST_CONTEXT = 2048
_COMPUTING_BYTES = 400 * _MIB
"""What llama.cpp takes beside the weights and the context."""


class ModelDoesNotFitError(AssistantError):
    """The model needs more memory than this computer has free."""

    def __init__(self, name: str, needed_bytes: int, free_bytes: int) -> None:
        super().__init__(
            f"The language model {name} needs {needed_bytes / 2**30:.1f} GiB of memory;"
            f" {free_bytes / 2**30:.1f} GiB is free.",
            hint="Close other programs, or use a smaller model.",
        )


class ModelFailedError(AssistantError):
    """The process with the language model refused, or ended."""

    def __init__(self, name: str, reason: str) -> None:
        super().__init__(
            f"The language model {name} did not answer: {reason}.",
            hint="Ask again: the model is started anew. The mode 'quote' answers without it.",
        )


class LlamaGenerator(Generator):
    """Implements `ports.Generator`; one answer at a time, asked from any thread."""

    def __init__(
        self,
        model: InstalledModel,
        options: LoadOptions,
        *,
        idle_s: float,
        free_bytes: Callable[[], int],
        known_templates: Collection[str] = (),
        command: Sequence[str] = LLAMA_WORKER,
    ) -> None:
        """Prepare; nothing is started before it is needed.

        `idle_s` is how long it may go unused before its memory is given back; `free_bytes` says
        how much there is. `known_templates` are the hashes of chat templates that may run without
        the user's word.
        """
        self._installed = model
        self._layout = _layout(model, known_templates)
        self._options = options
        self._idle_s = idle_s
        self._free_bytes = free_bytes
        self._command = command
        self._using = threading.Lock()
        # One thread that lives as long as the generator: a worker ends with the one it came from.
        self._starter = ThreadPoolExecutor(1, thread_name_prefix="llama-starter")
        self._process: _Process | None = None
        self._idle: threading.Timer | None = None
        self._where = ""
        self._is_closed = False

    @property
    def name(self) -> str:
        """Model name."""
        return self._installed.name

    @property
    def sha256(self) -> str:
        """SHA-256 of the model file, in hex."""
        return self._installed.sha256

    @property
    def context_tokens(self) -> int:
        """Length of the context, prompt and answer together."""
        return self._options.context_tokens

    @property
    def pid(self) -> int | None:
        """The process that holds the model now, if one does."""
        process = self._process
        return process.pid if process else None

    def at_work(self) -> str:
        """Load the model and say where it runs, with what, and how it is spoken to.

        Raises:
            ModelDoesNotFitError, ModelFailedError: The model cannot be used.
        """
        self._ask({"kind": "count", "texts": []}, "counted", lambda _: None, CancelToken())
        needed = memory_needed(self._installed.header, self._options) / 2**30
        return (
            f"{self._where}, {self.context_tokens:,} tokens of context, about {needed:.1f} GiB;"
            f" prompts for {self._layout.family}"
        )

    def count_tokens(self, texts: Sequence[str], token: CancelToken) -> list[int]:
        """Return the length of each text in tokens; loads the model where it is not.

        Raises:
            JobCancelledError: The token asked for it.
            ModelDoesNotFitError, ModelFailedError: The model cannot be used.
        """
        request = {"kind": "count", "texts": list(texts)}
        answer = self._ask(request, "counted", lambda _: None, token)
        try:
            return [int(count) for count in answer["tokens"]]
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFailedError(self.name, "its process talks nonsense") from error

    def generate(
        self, prompt: Prompt, told: Callable[[str], None], token: CancelToken
    ) -> Generation:
        """Write an answer; `told` gets it piece by piece.

        Raises:
            JobCancelledError: The token asked for it.
            ModelDoesNotFitError, ModelFailedError: The model cannot be used.
        """
        request = generate_request(self._layout.segments(prompt.messages), prompt)
        answer = self._ask(request, "done", told, token)
        try:
            return generation_of(answer)
        except (KeyError, TypeError, ValueError) as error:
            raise ModelFailedError(self.name, "its process talks nonsense") from error

    def close(self) -> None:
        """End the process for good and give its memory back."""
        with self._using:
            self._is_closed = True
            self._stop_waiting()
            self._end()
        self._starter.shutdown()

    def _ask(
        self, request: Header, wanted: str, told: Callable[[str], None], token: CancelToken
    ) -> Header:
        with self._using:
            self._stop_waiting()
            try:
                answer = self._loaded(token).ask(request, wanted, told, token)
            except (JobCancelledError, ModelDoesNotFitError):
                raise
            except _RefusedError as error:  # it is as well as before
                raise ModelFailedError(self.name, str(error)) from None
            except _EndedError as error:
                self._end()
                raise ModelFailedError(self.name, str(error)) from None
            except BaseException:  # what it still says would be taken for the next answer
                self._end()
                raise
            finally:
                self._wait_for_idleness()
            return answer

    def _loaded(self, token: CancelToken) -> "_Process":
        if self._is_closed:
            raise ModelFailedError(self.name, "the program is ending")
        if self._process is None or not self._process.is_alive:
            self._end()
            free = self._free_bytes()
            needed = memory_needed(self._installed.header, self._options)
            if needed > free:
                raise ModelDoesNotFitError(self.name, needed, free)
            arguments = [*self._command, str(os.getpid()), str(free // _MIB)]
            try:
                process = _Process(self._starter.submit(_started, arguments).result())
            except WorkerUnavailableError:
                raise _EndedError("its process could not be started") from None
            try:
                request = load_request(str(self._installed.file), self._options)
                # llama.cpp does not stop loading when asked to, so that its process is ended.
                ready = process.ask(request, "ready", lambda _: None, token, patience_s=0.0)
            except BaseException as error:  # a process without a model is of no use
                process.stop()
                if token.is_cancelled:
                    raise JobCancelledError from None
                if isinstance(error, _RefusedError):
                    raise _EndedError(str(error)) from None
                raise
            self._process = process
            self._where = str(ready["where"])
        return self._process

    def _end(self) -> None:
        if self._process is not None:
            self._process.stop()
            self._process = None

    def _wait_for_idleness(self) -> None:
        if self._process is not None:
            self._idle = threading.Timer(self._idle_s, self._end_if_idle)
            self._idle.name = "llama-idle"
            self._idle.daemon = True
            self._idle.start()

    def _stop_waiting(self) -> None:
        if self._idle is not None:
            self._idle.cancel()
            self._idle = None

    def _end_if_idle(self) -> None:
        if self._using.acquire(blocking=False):
            try:
                self._end()
            finally:
                self._using.release()


def _layout(
    model: InstalledModel, known_templates: Collection[str]
) -> ChatTemplate | TrustedTemplate:
    header = model.header
    own = ChatTemplate(header.control_tokens)
    is_trusted = model.trusts_template or template_hash(header.chat_template) in known_templates
    if is_trusted and header.chat_template:
        return TrustedTemplate(header.chat_template, header.end_token, own)
    return own


def memory_needed(header: GgufHeader, options: LoadOptions) -> int:
    """Bytes that a model takes with its context."""
    of_value = 34 / 32 if options.quantized_cache else 2
    context = options.context_tokens * header.kv_values_per_token * of_value
    return header.size_bytes + int(context) + _COMPUTING_BYTES


def fitting_context(header: GgufHeader, options: LoadOptions, free_bytes: int) -> LoadOptions:
    """The same with a context no longer than the model's own and than there is memory for."""
    tokens = min(options.context_tokens, header.context_tokens)
    chosen = replace(options, context_tokens=tokens)
    while tokens > _LEAST_CONTEXT and memory_needed(header, chosen) > free_bytes:
        tokens = max(tokens // 2, _LEAST_CONTEXT)
        chosen = replace(options, context_tokens=tokens)
    return chosen


def _started(arguments: list[str]) -> subprocess.Popen[bytes]:
    return start_process(arguments, {})


class _RefusedError(Exception):
    """The process does not do what it was asked; says why, in half a sentence."""


class _EndedError(Exception):
    """The process ended, or has to be ended; says why, in half a sentence."""


class _Process:
    """The process, and a thread that listens to it."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._requests = cast(BinaryIO, process.stdin)
        self._said: queue.SimpleQueue[Header | None] = queue.SimpleQueue()
        self._listener = threading.Thread(target=self._listen, name="llama-listener", daemon=True)
        self._listener.start()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self,
        request: Header,
        wanted: str,
        told: Callable[[str], None],
        token: CancelToken,
        patience_s: float = _STOPPING_S,
    ) -> Header:
        """Send a request and wait for the answer of kind `wanted`.

        Cancelled, it is killed where it has not stopped after `patience_s`.
        """
        token.check()
        self._send(request)
        stopped_at: float | None = None
        while True:
            try:
                answer = self._said.get(timeout=_ASKED_EVERY_S)
            except queue.Empty:
                answer = {"kind": "nothing"}
            if answer is None:
                raise _EndedError(self._why_ended())
            kind = answer.get("kind")
            if token.is_cancelled:
                # What it has written is not wanted any more, but it has to be ready for the next.
                if kind in ("stopped", "refused", wanted):
                    raise JobCancelledError
                if stopped_at is None:
                    self._send({"kind": "stop"})
                    stopped_at = time.monotonic()
                elif time.monotonic() >= stopped_at + patience_s:
                    self._process.kill()
            elif kind == "refused":
                raise _RefusedError(str(answer.get("reason")))
            elif kind == "text":
                told(str(answer.get("text", "")))
            elif kind == wanted:
                return answer

    def stop(self) -> None:
        """End it and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._listener.join()
        for pipe in (self._requests, cast(BinaryIO, self._process.stdout)):
            with contextlib.suppress(OSError):  # bytes that nobody took
                pipe.close()

    def _send(self, request: Header) -> None:
        try:
            write_frame(self._requests, request)
        except (OSError, ValueError):
            raise _EndedError(self._why_ended()) from None

    def _listen(self) -> None:
        with contextlib.suppress(FrameError, OSError, ValueError):
            while (frame := read_frame(cast(BinaryIO, self._process.stdout), 0)) is not None:
                self._said.put(frame[0])
        self._said.put(None)

    def _why_ended(self) -> str:
        try:
            status = self._process.wait(_STOPPING_S)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return "its process talks nonsense"
        if status == -6:  # what llama.cpp does when memory runs out or an assertion fails
            return "it ran out of memory, or its file is damaged"
        return "its process ended unexpectedly" + (f" (signal {-status})" if status < 0 else "")
