"""The process that holds a language model: `python -I -m assistant.engines.llama_worker`.

It is started by `llama_generator.py`, is cut off from the network like its parent, and ends with
that.
"""

import contextlib
import queue
import sys
import threading
from pathlib import Path
from typing import BinaryIO

from assistant.engines.llama import LlamaModel, ModelRefusedError, StoppedError
from assistant.engines.llama_messages import done, lock_of, options_of, segments_of
from assistant.guard.air_gap import engage
from assistant.guard.frames import FrameError, Header, read_frame, write_frame
from assistant.guard.jail import end_with_parent, limit_memory
from assistant.guard.serve import take_pipes


class _Worker:
    """Answers one request after the other; only 'stop' overtakes."""

    def __init__(self, requests: BinaryIO, answers: BinaryIO) -> None:
        self._requests = requests
        self._answers = answers
        self._waiting: queue.SimpleQueue[Header | None] = queue.SimpleQueue()
        self._model: LlamaModel | None = None

    def run(self) -> None:
        """Work until the parent closes the pipe."""
        threading.Thread(target=self._listen, daemon=True).start()
        while (request := self._waiting.get()) is not None:
            try:
                self._answer(request)
            except StoppedError:
                self._say({"kind": "stopped"})
            except ModelRefusedError as error:
                self._say({"kind": "refused", "reason": str(error)})
            except MemoryError:
                self._say({"kind": "refused", "reason": "there is not enough memory"})

    def _listen(self) -> None:
        with contextlib.suppress(FrameError, OSError):
            while (frame := read_frame(self._requests, 0)) is not None:
                self._heed(frame[0])
        self._waiting.put(None)

    def _heed(self, request: Header) -> None:
        """Take a request in; what is to be stopped came before, what is allowed comes after."""
        if request["kind"] == "stop":
            if self._model is not None:
                self._model.stop()
            return
        if self._model is not None:
            self._model.allow()
        self._waiting.put(request)

    def _answer(self, request: Header) -> None:
        if request["kind"] == "load":
            self._model = LlamaModel(Path(request["file"]), options_of(request))
            self._say({"kind": "ready", "where": self._model.where})
            return
        if self._model is None:
            raise ModelRefusedError("no model is loaded")
        if request["kind"] == "count":
            counts = [self._model.count_tokens(text) for text in request["texts"]]
            self._say({"kind": "counted", "tokens": counts})
            return
        generation = self._model.generate(
            segments_of(request),
            lock_of(request),
            request["max_tokens"],
            lambda text: self._say({"kind": "text", "text": text}),
        )
        self._say(done(generation))

    def _say(self, answer: Header) -> None:
        write_frame(self._answers, answer)


def main() -> None:
    """Serve the process given as the first argument, within the MiB given as the second."""
    parent_pid, memory_mib = (int(argument) for argument in sys.argv[1:])
    end_with_parent(parent_pid)
    engage()
    pipes = take_pipes()
    limit_memory(memory_mib)
    _Worker(*pipes).run()


if __name__ == "__main__":
    main()
