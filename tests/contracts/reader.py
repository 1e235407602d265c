"""What every reader must do; the fake and the real one inherit these tests."""

import numpy as np
import pytest

from assistant.ports import Reader

QUESTION = "To what torque are the M8 bolts tightened?"
PASSAGES = [
    "Apply two coats of primer and let each dry.",
    "Tighten the M8 bolts to 25 N·m. Check them after a week.",
    "",
]


class ReaderContract:
    @pytest.fixture
    def reader(self) -> Reader:
        raise NotImplementedError

    def test_every_passage_is_read_in_order(self, reader):
        readings = reader.read(QUESTION, PASSAGES)
        assert len(readings) == len(PASSAGES)
        for reading, passage in zip(readings, PASSAGES, strict=True):
            tokens = [passage[start:end] for start, end in reading.offsets]
            assert "".join(tokens) == "".join(passage.split())

    def test_each_token_has_its_logits(self, reader):
        for reading in reader.read(QUESTION, PASSAGES):
            assert reading.starts.shape == reading.ends.shape == (len(reading.offsets),)
            assert reading.starts.dtype == reading.ends.dtype == np.float32

    def test_the_passage_that_answers_is_the_more_relevant(self, reader):
        primer, bolts, _ = reader.read(QUESTION, PASSAGES)
        assert bolts.relevance > primer.relevance

    def test_a_passage_reads_the_same_alone(self, reader):
        together = reader.read(QUESTION, PASSAGES)
        for reading, passage in zip(together, PASSAGES, strict=True):
            alone = reader.read(QUESTION, [passage])[0]
            assert alone.relevance == pytest.approx(reading.relevance, abs=1e-3)
            assert alone.starts == pytest.approx(reading.starts, abs=1e-3)

    def test_no_passages_are_no_readings(self, reader):
        assert reader.read(QUESTION, []) == []

    def test_the_model_says_which_it_is(self, reader):
        assert reader.name
        assert len(bytes.fromhex(reader.sha256)) == 32
