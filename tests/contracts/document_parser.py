"""What every parser must do; the fake and the real one inherit these tests."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from assistant.domain.document import DocumentSkippedError, SkipReason
from assistant.ports import DocumentParser

PLAIN = "Torque table\n\nTighten M8 bolts to 25 N·m.\n\nApply two coats of primer.\n"


class DocumentParserContract:
    @pytest.fixture
    def parser(self) -> DocumentParser:
        raise NotImplementedError

    def test_a_text_file_becomes_a_document_with_its_words(self, parser):
        document = parser.parse(PLAIN.encode(), "torque.txt")
        assert document.format == "text"
        assert "25 N·m" in document.pages[0].text

    def test_blocks_lie_in_order_within_their_page(self, parser):
        for page in parser.parse(PLAIN.encode(), "torque.txt").pages:
            position = 0
            for block in page.blocks:
                assert position <= block.start < block.end <= len(page.text)
                position = block.end

    def test_a_file_without_text_is_skipped_with_the_reason(self, parser):
        with pytest.raises(DocumentSkippedError) as skipped:
            parser.parse(b"", "empty.txt")
        assert skipped.value.reason is SkipReason.NO_TEXT
        assert skipped.value.message

    def test_several_threads_may_parse_at_once(self, parser):
        contents = [f"Part number {n}\n".encode() for n in range(8)]
        with ThreadPoolExecutor(4) as threads:
            documents = list(threads.map(lambda c: parser.parse(c, "part.txt"), contents))
        for number, document in enumerate(documents):
            assert f"Part number {number}" in document.pages[0].text
