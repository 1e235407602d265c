"""What is said when something fails that nobody foresaw."""

import pytest

from assistant.errors import UnexpectedError


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (ValueError("bad magic"), "ValueError: bad magic."),
        (OSError("No space left."), "OSError: No space left."),
        (KeyError(), "KeyError."),
    ],
)
def test_an_unforeseen_failure_is_a_sentence_of_its_own(error: Exception, said: str) -> None:
    assert str(UnexpectedError(error)) == (
        f"Something failed that should not have: {said}"
        " The log in the data folder has the details; run 'hangar doctor'."
    )
