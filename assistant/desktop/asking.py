"""Asks a library, and checks that what it quotes stands on the page."""

from dataclasses import dataclass, replace

from assistant.desktop.core import LibraryCore
from assistant.desktop.jobs import Work
from assistant.domain.answer import Answer, Citation, Mode


@dataclass(frozen=True, slots=True)
class CheckedAnswer:
    """An answer, and whether every quote was found again where its citation says.

    Attributes:
        answer: As the core gave it, without what an older version does not say any more.
        is_verified: Each quote equals the stored page's characters at its offsets.
    """

    answer: Answer
    is_verified: bool


def prepare(library: LibraryCore, question: str, scope: frozenset[int] | None) -> Work:
    """The work that ends in a `CheckedAnswer`, for the asking lane."""

    def ask(*_: object) -> CheckedAnswer:
        answer = library.ask(question, Mode.AUTO, scope)
        older = tuple(citation for citation in answer.older if _stands(library, citation))
        is_verified = all(_stands(library, citation) for citation in answer.citations)
        return CheckedAnswer(replace(answer, older=older), is_verified)

    return ask


def _stands(library: LibraryCore, citation: Citation) -> bool:
    text = library.page(citation.document_id, citation.page).text
    return text[citation.start : citation.end] == citation.quote
