"""ONNX Runtime on the processor: a loaded model, with telemetry off before the library loads."""

import os
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError

_ERRORS_ONLY = 3

_BATCH_TOKENS = 512
"""Tokens per run of a model: its activations then stay in a core's own cache."""

_SLOWER_FUSIONS = ["SkipLayerNormFusion", "BiasGeluFusion"]
"""Their kernels are slower than what they replace, ninefold for the first."""


class ModelNotLoadedError(AssistantError):
    """ONNX Runtime cannot load or run a model file."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__(
            f"{name} cannot be loaded or run as a model: {error}",
            hint="Run 'hangar doctor' to check the models; where one is damaged, install Hangar"
            " again.",
        )


class OnnxSession:
    """One loaded model; `run` may be called from several threads at once.

    A run takes the thread it is called on and starts no other: several batches side by side
    keep the cores busier than several threads within one batch.
    """

    def __init__(self, session: Any) -> None:
        self._session = session
        self._inputs = frozenset(value.name for value in session.get_inputs())

    @classmethod
    def open(cls, model: Path | bytes) -> Self:
        """Load a model: its file, or the bytes of one.

        Raises:
            ModelNotLoadedError: This is no model that this ONNX Runtime can run.
        """
        runtime = _load_runtime()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        source = model if isinstance(model, bytes) else str(model)
        try:
            session = runtime.InferenceSession(
                source,
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_SLOWER_FUSIONS,
            )
        except Exception as error:  # its errors share no base of their own
            name = model.name if isinstance(model, Path) else "The model"
            raise ModelNotLoadedError(name, error) from error
        return cls(session)

    @property
    def inputs(self) -> frozenset[str]:
        """The names of what the model is given."""
        return self._inputs

    def run(
        self, outputs: Sequence[str], feeds: Mapping[str, NDArray[Any]]
    ) -> list[NDArray[np.float32]]:
        """Return the named outputs for the inputs `feeds`.

        Raises:
            ModelNotLoadedError: The model cannot be run on them, for lack of memory or as it is.
        """
        try:
            results: list[NDArray[np.float32]] = self._session.run(list(outputs), feeds)
        except Exception as error:  # its errors share no base of their own
            raise ModelNotLoadedError("The model", error) from error
        return results


def _load_runtime() -> Any:
    """Import ONNX Runtime with its telemetry off; it reads the variable as it loads."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime


def equal_lengths(lengths: Sequence[int]) -> list[list[int]]:
    """Group texts of equal length in tokens, by their positions, in batches for one run each.

    The longest come first, so that no thread is left with them last.
    """
    by_length: defaultdict[int, list[int]] = defaultdict(list)
    for position, length in enumerate(lengths):
        by_length[length].append(position)
    batches = []
    for length in sorted(by_length, reverse=True):
        alike = by_length[length]
        size = max(1, _BATCH_TOKENS // length)
        batches += [alike[start : start + size] for start in range(0, len(alike), size)]
    return batches
