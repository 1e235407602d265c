"""ONNX Runtime: a session on the processor that listens to nobody and gives memory back."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from assistant.errors import AssistantError

_SHRINK_ARENA = "memory.enable_memory_arena_shrinkage"
_ERRORS_ONLY = 3

_SLOWER_FUSIONS = ["SkipLayerNormFusion", "BiasGeluFusion"]
"""Their kernels are slower than what they replace, ninefold for the first."""


class ModelNotLoadedError(AssistantError):
    """ONNX Runtime cannot load or run a model file."""

    def __init__(self, name: str, error: Exception) -> None:
        super().__init__(
            f"{name} cannot be loaded as a model: {error}",
            hint="Run 'hangar doctor' to check the models, and 'make model' to build them again.",
        )


class OnnxSession:
    """One loaded model; `run` may be called from several threads at once.

    Threads inside one call do not pay at the sizes Hangar uses: callers that have several
    batches run them side by side. With `threads` of 1 the session starts no thread at all.
    """

    def __init__(self, session: Any, runtime: Any) -> None:
        self._session = session
        self._shrinking = runtime.RunOptions()
        self._shrinking.add_run_config_entry(_SHRINK_ARENA, "cpu:0")

    @classmethod
    def open(cls, model: Path | bytes, threads: int = 1) -> Self:
        """Load a model: its file, or the bytes of one.

        Raises:
            ModelNotLoadedError: This is no model that this ONNX Runtime can run.
        """
        runtime = _load_runtime()
        options = runtime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.log_severity_level = _ERRORS_ONLY
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        source = model if isinstance(model, bytes) else str(model)
        try:
            session = runtime.InferenceSession(
                source,
                options,
                providers=["CPUExecutionProvider"],
                disabled_optimizers=_SLOWER_FUSIONS,
            )
        except Exception as error:
            name = model.name if isinstance(model, Path) else "The model"
            raise ModelNotLoadedError(name, error) from error
        return cls(session, runtime)

    def run(
        self,
        outputs: Sequence[str],
        feeds: Mapping[str, NDArray[Any]],
        *,
        give_memory_back: bool = False,
    ) -> list[NDArray[np.float32]]:
        """Return the named outputs for the inputs `feeds`.

        The memory of a run is kept for the next one, unless `give_memory_back` is set.
        """
        options = self._shrinking if give_memory_back else None
        results: list[NDArray[np.float32]] = self._session.run(list(outputs), feeds, options)
        return results


def _load_runtime() -> Any:
    """Import ONNX Runtime with its telemetry off; it reads the variable as it loads."""
    os.environ["ORT_DISABLE_TELEMETRY"] = "1"
    import onnxruntime

    return onnxruntime
