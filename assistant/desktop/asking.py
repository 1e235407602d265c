"""Asks a library, and checks that what it quotes stands on the page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from assistant.desktop.core import LibraryCore
from assistant.desktop.jobs import Work
from assistant.domain.answer import Answer, Citation, Mode, Turn
from assistant.errors import AssistantError, JobCancelledError
from assistant.jobs import CancelToken


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer, and whether every quote was found again where its citation says.

    Attributes:
        answer: As the core gave it, without what an older version does not say any more.
        is_verified: Each quote equals the stored page's characters at its offsets.
        note: Why there is no composed answer although there is a language model; empty where
            there is one, or nothing went wrong.
    """

    answer: Answer
    is_verified: bool
    note: str = ""


def prepare(
    library: LibraryCore, question: str, scope: frozenset[int] | None, earlier: Sequence[Turn]
) -> Work:
    """The work that ends in a `CheckedAnswer`, for the asking lane.

    What the question leaves out is taken from the `earlier` ones; the answer says how it was asked.

    Where there is a language model, it reports the quoted `CheckedAnswer` as soon as there is one,
    and then what is written, piece by piece.
    """

    def ask(report: Callable[[CheckedAnswer | str], None], token: CancelToken) -> CheckedAnswer:
        asked = library.standalone(question, earlier, token)
        quoted = _checked(library, library.ask(asked, Mode.QUOTE, scope))
        try:
            if quoted.answer.refused or not library.can_compose():
                return quoted
            report(quoted)
            return _checked(library, library.compose(quoted.answer, report, token))
        except JobCancelledError:
            raise
        except AssistantError as error:
            return replace(quoted, note=str(error))

    return ask


def _checked(library: LibraryCore, answer: Answer) -> CheckedAnswer:
    older = tuple(citation for citation in answer.older if _stands(library, citation))
    is_verified = all(_stands(library, citation) for citation in answer.citations)
    return CheckedAnswer(replace(answer, older=older), is_verified)


def _stands(library: LibraryCore, citation: Citation) -> bool:
    text = library.page(citation.document_id, citation.page).text
    return text[citation.start : citation.end] == citation.quote
