"""What every embedder must do; the fake and the real one inherit these tests."""

import numpy as np
import pytest

from assistant.ports import Embedder

TEXTS = [
    "Tighten the M8 bolts to 25 N·m.",
    "Apply two coats of primer and let each dry.",
    "Torque for M8 bolts: 25 N·m.",
    "",
]


class EmbedderContract:
    @pytest.fixture
    def embedder(self) -> Embedder:
        raise NotImplementedError

    def test_a_text_becomes_a_unit_vector_of_the_dimension_promised(self, embedder):
        vectors = embedder.embed(TEXTS)
        assert vectors.shape == (len(TEXTS), embedder.dimension)
        assert vectors.dtype == np.float32
        assert np.linalg.norm(vectors, axis=1) == pytest.approx(1.0, abs=1e-3)

    def test_texts_keep_their_order_whatever_their_length(self, embedder):
        texts = [*TEXTS, " ".join(TEXTS * 8), "bolt"]
        together = embedder.embed(texts)
        alone = np.vstack([embedder.embed([text]) for text in texts])
        assert (together * alone).sum(axis=1).min() > 0.98

    def test_texts_of_like_meaning_are_nearer_than_others(self, embedder):
        bolts, primer, torque, _ = embedder.embed(TEXTS)
        assert bolts @ torque > bolts @ primer

    def test_no_texts_become_no_vectors(self, embedder):
        assert embedder.embed([]).shape == (0, embedder.dimension)
        assert embedder.count_tokens([]) == []

    def test_tokens_are_counted_without_cutting(self, embedder):
        short, long = embedder.count_tokens(["torque", "torque " * 2000])
        assert short >= 1
        assert long >= 2000

    def test_the_model_says_which_it_is(self, embedder):
        assert embedder.name
        assert len(bytes.fromhex(embedder.sha256)) == 32
