"""Failures that are foreseen: what happened, and what the user can do about it."""


class AssistantError(Exception):
    """Base of every failure with a message written for the user.

    Attributes:
        message: One sentence: what happened.
        hint: One sentence: what to do about it; empty when there is nothing to do.
    """

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class UsageError(AssistantError):
    """The command or setting given makes no sense as it stands."""


class UnexpectedError(AssistantError):
    """A failure nobody foresaw, caught at the edge of a thread or process."""

    def __init__(self, error: BaseException) -> None:
        said = ": ".join(filter(None, (type(error).__name__, str(error).strip())))
        super().__init__(
            f"Something failed that should not have: {said.rstrip('.')}.",
            hint="The log in the data folder has the details; run 'hangar doctor'.",
        )


class JobCancelledError(AssistantError):
    """The user asked a running job to stop, and it did."""

    def __init__(self) -> None:
        super().__init__("Cancelled.")
