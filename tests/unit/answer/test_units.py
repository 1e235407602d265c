"""What of a page can be quoted."""

from assistant.answer.units import units_of
from assistant.domain.answer import Passage
from assistant.domain.document import BlockKind
from tests.factories import make_page


def test_running_heads_and_footers_are_never_quoted():
    """A passage around a footer has the units of its text alone."""
    page = make_page(
        (BlockKind.FURNITURE, "Strut Specification"),
        (BlockKind.PARAGRAPH, "It is 12 kg."),
        (BlockKind.FURNITURE, "Page 7"),
    )
    passage = Passage(
        chunk_id=1,
        document_id=1,
        file="strut.pdf",
        title="",
        page=page.number,
        section=(),
        start=0,
        end=len(page.text),
        text=page.text,
        search_text=page.text,
        score=1.0,
    )

    assert [unit.reading for unit in units_of(passage, page)] == ["It is 12 kg."]
