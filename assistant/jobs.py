"""Long work that can be watched and cancelled; knows nothing of Qt."""

import threading

from assistant.errors import JobCancelledError


class CancelToken:
    """A request to stop, made by one thread and honoured by another.

    Cancelling is checked once per unit of work; it never interrupts one.
    """

    def __init__(self) -> None:
        self._event = threading.Event()

    def cancel(self) -> None:
        """Ask the job to stop at its next check."""
        self._event.set()

    @property
    def is_cancelled(self) -> bool:
        """Whether someone has asked the job to stop."""
        return self._event.is_set()

    def check(self) -> None:
        """Raise `JobCancelledError` once the job was asked to stop."""
        if self._event.is_set():
            raise JobCancelledError
