"""A language model in llama.cpp, by its C interface: prompt in, text out, held by the number lock.

Lives in a process of its own (`llama_worker.py`): a failed assertion in llama.cpp ends the process.
"""

import codecs
import ctypes
import os
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from assistant.domain.number_lock import NumberLock, Written, beginnings
from assistant.domain.prompt import Finish, Generation
from assistant.engines.chat_template import Segment
from assistant.engines.llama_devices import load_backends, placement
from assistant.engines.llama_messages import LoadOptions

_BLOCK = 128
"""Tokens evaluated at once. A prompt is cut at its multiples, and only whole ones are kept for the
next prompt, so that an answer does not depend on what was asked before."""
_TRIED_FIRST = 64
_SAMPLED_FROM = 40
_LONGEST_CIRCLE = 16
_CIRCLES = 4
"""Up to so many tokens, so many times over, and a model is going round in circles."""
_C_LIBRARY = ctypes.CDLL("ucrtbase" if os.name == "nt" else None)
_ABORTED = 2
_ERROR = 3
_MAX_COMPLAINT = 200
_Q8_0 = 8


class ModelRefusedError(Exception):
    """llama.cpp does not take the model, or has no memory for it; says which."""


class StoppedError(Exception):
    """Someone asked to stop."""


class _Complaints:
    """Keeps what llama.cpp says instead of letting it print; only the last error is of use."""

    def __init__(self) -> None:
        self.last = ""
        self._callback = llama.llama_log_callback(self._take)
        llama.llama_log_set(self._callback, None)

    def _take(self, level: int, text: bytes, _: object) -> None:
        if level == _ERROR:
            self.last = text.decode("utf-8", "replace").strip()[:_MAX_COMPLAINT]


class LlamaModel:
    """One model and its context; used by one thread, stopped by any."""

    def __init__(self, file: Path, options: LoadOptions) -> None:
        """Load the model.

        Raises:
            ModelRefusedError: It cannot be.
        """
        self._options = options
        self._stop = ctypes.create_string_buffer(b"0")
        # llama.cpp asks it between any two steps. As a function of the C library, it is answered
        # without Python: the number in a text of one digit.
        self._asked_to_stop = ctypes.cast(_C_LIBRARY.atoi, llama.ggml_abort_callback)
        self._model: Any = None
        self._context: Any = None
        self.where = ""
        self._complaints = _Complaints()
        if not load_backends():
            raise ModelRefusedError("this build of llama.cpp has nothing to compute with")
        llama.llama_backend_init()
        self._load(file)
        self._vocabulary = llama.llama_model_get_vocab(self._model)
        self._token_count = llama.llama_vocab_n_tokens(self._vocabulary)
        self._pieces: dict[int, bytes] = {}
        self._evaluated: list[int] = []
        self._prompt_tokens = 0

    def _load(self, file: Path) -> None:
        options = self._options
        chosen = llama.llama_model_default_params()
        placed = placement(options.layers, options.weights_bytes)
        chosen.n_gpu_layers = placed.gpu_layers
        self.where = f"on the processor, {_counted(options.threads, 'thread')}"
        if placed.gpu:
            self.where = (
                f"{_counted(placed.gpu_layers, 'layer')} on {placed.gpu}, the rest {self.where}"
            )
        self._model = llama.llama_model_load_from_file(str(file).encode(), chosen)
        if not self._model:
            said = f" ({self._complaints.last})" if self._complaints.last else ""
            raise ModelRefusedError(f"llama.cpp cannot load it{said}")
        of_context = llama.llama_context_default_params()
        of_context.n_ctx = options.context_tokens
        of_context.n_batch = of_context.n_ubatch = _BLOCK
        of_context.n_threads = of_context.n_threads_batch = options.threads
        of_context.flash_attn_type = llama.LLAMA_FLASH_ATTN_TYPE_ENABLED
        of_context.no_perf = True
        if options.quantized_cache:
            of_context.type_k = of_context.type_v = _Q8_0
        self._context = llama.llama_init_from_model(self._model, of_context)
        if not self._context:
            self.close()
            raise ModelRefusedError("llama.cpp cannot make its context; memory may be short")
        llama.llama_set_abort_callback(
            self._context, self._asked_to_stop, ctypes.cast(self._stop, ctypes.c_void_p)
        )

    def stop(self) -> None:
        """Stop what is going on within a step of it, from any thread."""
        self._stop.value = b"1"

    def allow(self) -> None:
        """Take back what `stop` has asked for, before the next is begun."""
        self._stop.value = b"0"

    def close(self) -> None:
        """Give the memory back."""
        if self._context:
            llama.llama_free(self._context)
        if self._model:
            llama.llama_model_free(self._model)
        self._context = self._model = None

    @property
    def context(self) -> Any:
        """The context of llama.cpp, for measuring what it does alone."""
        return self._context

    def forget(self) -> None:
        """Keep nothing of what was evaluated."""
        self._forget_after(0)

    def tokens(self, segments: Sequence[Segment]) -> list[int]:
        """The tokens of a prompt; marks in a text that has none become ordinary characters."""
        found = []
        if llama.llama_vocab_get_add_bos(self._vocabulary):
            found.append(llama.llama_vocab_bos(self._vocabulary))
        for segment in segments:
            found += self._tokens_of(segment)
        return found

    def count_tokens(self, text: str) -> int:
        """The length of a text in tokens."""
        return len(self._tokens_of(Segment(text, False)))

    def generate(
        self,
        segments: Sequence[Segment],
        lock: NumberLock,
        max_tokens: int,
        told: Callable[[str], None],
    ) -> Generation:
        """Write what follows a prompt, at most `max_tokens` tokens; `told` gets it piece by piece.

        Raises:
            StoppedError: `stop` was called.
            ModelRefusedError: The prompt is longer than the context.
        """
        prompt = self.tokens(segments)
        if len(prompt) + max_tokens > self._options.context_tokens:
            raise ModelRefusedError("the prompt is longer than the context")
        started = time.perf_counter()
        kept = self._evaluate_prompt(prompt)
        read = time.perf_counter()
        writer = _Writer(lock, told)
        finish = Finish.LENGTH
        dice = np.random.default_rng(self._options.seed)
        for _ in range(max_tokens):
            token = self._next(writer, dice)
            if token is None:
                finish = Finish.END if writer.has_ended else Finish.STUCK
                break
            if writer.goes_in_circles:
                finish = Finish.STUCK
                break
            self._evaluate([token])
        return Generation(
            text=writer.settled_text,
            finish=finish,
            tokens=len(writer.tokens),
            prompt_tokens=len(prompt),
            kept_tokens=kept,
            refused_tokens=writer.refused,
            temperature=self._options.temperature,
            seed=self._options.seed,
            prompt_ms=(read - started) * 1000,
            writing_ms=(time.perf_counter() - read) * 1000,
        )

    def _next(self, writer: "_Writer", dice: np.random.Generator) -> int | None:
        """Write the likeliest token that may be written; None at the end."""
        if self._stop.value != b"0":
            raise StoppedError
        for place, token in enumerate(self._candidates(dice)):
            writer.refused += place == 1
            if llama.llama_vocab_is_eog(self._vocabulary, token):
                if writer.can_end:
                    writer.has_ended = True
                    return None
            elif writer.take(token, self._piece(token)):
                return token
        return None

    def _candidates(self, dice: np.random.Generator) -> Iterator[int]:
        """Tokens in the order to try them: the likeliest first, the rest only when asked for."""
        logits = self._logits()
        if self._options.temperature > 0:
            yield from _sampled(logits, self._options.temperature, dice)
        else:
            yield int(logits.argmax())
        count = min(_TRIED_FIRST, self._token_count - 1)
        best = np.argpartition(-logits, count)[:count]
        yield from (int(token) for token in best[np.argsort(-logits[best], kind="stable")])
        yield from (int(token) for token in np.argsort(-logits, kind="stable")[count:])

    def _logits(self) -> NDArray[np.float32]:
        pointer = llama.llama_get_logits_ith(self._context, -1)
        return np.ctypeslib.as_array(pointer, (self._token_count,))

    def _evaluate_prompt(self, tokens: list[int]) -> int:
        """Evaluate what is not known of a prompt; returns how many tokens were."""
        same = 0
        # What was written after it was evaluated token by token, and does not count.
        before = self._evaluated[: self._prompt_tokens]
        for one, other in zip(tokens[:-1], before, strict=False):
            if one != other:
                break
            same += 1
        self._forget_after(same // _BLOCK * _BLOCK)
        kept = len(self._evaluated)  # less where the model cannot forget a part
        for first in range(kept, len(tokens), _BLOCK):
            self._evaluate(tokens[first : first + _BLOCK])
        self._prompt_tokens = len(tokens)
        return kept

    def _evaluate(self, tokens: Sequence[int]) -> None:
        if self._stop.value != b"0":  # a GPU does not ask between its steps
            raise StoppedError
        held = (llama.llama_token * len(tokens))(*tokens)  # the batch only points to it
        status = llama.llama_decode(self._context, llama.llama_batch_get_one(held, len(tokens)))
        if status == 0:
            self._evaluated += tokens
            return
        self._forget_after(len(self._evaluated) // _BLOCK * _BLOCK)
        if status == _ABORTED:
            raise StoppedError
        raise ModelRefusedError(f"llama.cpp could not evaluate the prompt (status {status})")

    def _forget_after(self, count: int) -> None:
        memory = llama.llama_get_memory(self._context)
        if not llama.llama_memory_seq_rm(memory, 0, count, -1):
            llama.llama_memory_clear(memory, True)
            count = 0
        del self._evaluated[count:]
        self._prompt_tokens = min(self._prompt_tokens, count)

    def _tokens_of(self, segment: Segment) -> list[int]:
        text = segment.text.encode("utf-8", "replace")
        room = (llama.llama_token * (len(text) + 8))()
        count = llama.llama_tokenize(
            self._vocabulary, text, len(text), room, len(room), False, segment.has_marks
        )
        return room[: max(count, 0)]

    def _piece(self, token: int) -> bytes:
        if token not in self._pieces:
            room = ctypes.create_string_buffer(256)
            size = llama.llama_token_to_piece(self._vocabulary, token, room, len(room), 0, False)
            self._pieces[token] = room.raw[: max(size, 0)]
        return self._pieces[token]


def _counted(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"


def _sampled(
    logits: NDArray[np.float32], temperature: float, dice: np.random.Generator
) -> list[int]:
    """The likeliest tokens in a random order that follows their probabilities."""
    count = min(_SAMPLED_FROM, len(logits) - 1)
    best = np.argpartition(-logits, count)[:count]
    drawn = logits[best] / temperature + dice.gumbel(size=count)
    return [int(token) for token in best[np.argsort(-drawn, kind="stable")]]


class _Writer:
    """The text that comes of the tokens, as far as the lock lets it pass."""

    def __init__(self, lock: NumberLock, told: Callable[[str], None]) -> None:
        self._written: Written = lock.start()
        self._told = told
        self._decoder = codecs.getincrementaldecoder("utf-8")()
        self._text = self._unsettled = ""
        self.tokens: list[int] = []
        self.refused = 0
        self.has_ended = False

    @property
    def settled_text(self) -> str:
        """The text up to where it is within no figure and no citation."""
        return self._text

    @property
    def can_end(self) -> bool:
        """Whether the text may end here."""
        return self._written.is_settled and not self._decoder.getstate()[0]

    @property
    def goes_in_circles(self) -> bool:
        """Whether the same tokens come over and over."""
        return any(
            len(self.tokens) >= length * _CIRCLES * 2
            and self.tokens[-length * _CIRCLES :] == self.tokens[-length:] * _CIRCLES
            for length in range(1, _LONGEST_CIRCLE + 1)
        )

    def take(self, token: int, piece: bytes) -> bool:
        """Add a token's bytes to the text; False where they are refused."""
        before = self._decoder.getstate()
        text = self._decoded(piece)
        written = None if text is None else self._written.then(text)
        if text is None or written is None:
            self._decoder.setstate(before)
            return False
        self._written = written
        self.tokens.append(token)
        self._unsettled += text
        if self.can_end and self._unsettled:
            self._text += self._unsettled
            self._told(self._unsettled)
            self._unsettled = ""
        return True

    def _decoded(self, piece: bytes) -> str | None:
        """The characters that a piece completes; None where no text can come of it."""
        try:
            text = self._decoder.decode(piece)
        except UnicodeDecodeError:
            return None
        begun = self._decoder.getstate()[0]
        return text if piece and (not begun or begun in beginnings()) else None
