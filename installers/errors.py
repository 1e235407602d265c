"""What stops a build, in words for whoever runs it."""


class BuildError(Exception):
    """A step cannot go on: what happened, and what to do about it."""

    def __init__(self, what: str, *, hint: str) -> None:
        super().__init__(f"{what}\n{hint}")


class WrongHashError(BuildError):
    """What was fetched is not what its lock says: never to be passed over."""
