"""Ctrl+C and a polite kill: the first asks the job to stop, the next ends the program."""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from assistant.errors import JobCancelledError
from assistant.jobs import CancelToken

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


class StoppedBySignalError(JobCancelledError):
    """A signal asked the job to stop, and it did.

    Attributes:
        exit_status: The exit status that tells a shell which signal it was.
    """

    def __init__(self, signal_number: int) -> None:
        super().__init__()
        self.hint = "What was done so far is kept; the next run goes on from there."
        self.exit_status = 128 + signal_number


@contextmanager
def cancelled_by_signals(token: CancelToken) -> Iterator[None]:
    """Cancel `token` on SIGINT or SIGTERM, once; after that the signals do what they always do.

    Raises:
        StoppedBySignalError: A signal came, and the job stopped for it.
    """
    came: list[int] = []

    def cancel(number: int, frame: FrameType | None) -> None:
        came.append(number)
        token.cancel()
        restore()

    def restore() -> None:
        for number, handler in before.items():
            signal.signal(number, handler)

    before = {number: signal.signal(number, cancel) for number in _SIGNALS}
    try:
        yield
    except JobCancelledError as error:
        if came:
            raise StoppedBySignalError(came[0]) from error
        raise
    finally:
        restore()
