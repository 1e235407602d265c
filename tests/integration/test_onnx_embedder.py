"""The embedding model as it is built, on ONNX Runtime."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from assistant.engines.manifest import ModelDamagedError, ModelMissingError
from assistant.engines.onnx import ModelNotLoadedError, OnnxSession
from assistant.engines.onnx_embedder import OnnxEmbedder
from assistant.paths import embedder_folder
from tests.contracts.embedder import EmbedderContract

SENTENCES = [
    "Tighten the M8 bolts to 25 N·m.",
    "Der Luftdruck sinkt mit der Höhe.",
    "MIL-STD-1553B",
    "The pump SHALL deliver 12 l/min at 210 bar. " * 12,
    "GRID  1001  0  0.0  12.5  3.0",
    "温度",
]


@pytest.fixture(scope="module")
def opened() -> OnnxEmbedder:
    return OnnxEmbedder.open(embedder_folder(), threads=2)


class TestOnnxEmbedder(EmbedderContract):
    @pytest.fixture
    def embedder(self, opened):
        return opened


def test_a_text_has_one_vector_whatever_it_is_embedded_with(opened):
    alone = np.vstack([opened.embed([text]) for text in SENTENCES])
    together = opened.embed([*SENTENCES * 30, "bolt", "torque " * 300])[: len(SENTENCES)]
    assert np.abs(together - alone).max() < 1e-5


def test_the_number_of_threads_changes_nothing(opened):
    single = OnnxEmbedder.open(embedder_folder(), threads=1)
    texts = SENTENCES * 20
    assert np.array_equal(single.embed(texts), opened.embed(texts))


def test_several_threads_may_embed_at_once(opened):
    expected = opened.embed(SENTENCES)
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(opened.embed, [SENTENCES] * 12))
    assert all(np.array_equal(result, expected) for result in results)


def test_what_follows_the_longest_text_the_model_takes_is_left_out(opened):
    text = "bolt " * opened.max_tokens
    longer, shorter = text + "primer " * 50, "bolt " * (opened.max_tokens - 1)
    vectors = opened.embed([text, longer, shorter])
    assert np.array_equal(vectors[0], vectors[1])
    assert not np.array_equal(vectors[0], vectors[2])


def test_a_question_is_nearest_to_the_passage_that_answers_it(opened):
    passages = [
        "The limit load of the aft strut is 41.3 kN in tension.",
        "The housing is painted with two coats of epoxy primer.",
        "Remote terminals answer within 12 microseconds.",
    ]
    question = opened.embed(["How much force can the rear rod carry?"])[0]
    assert int((opened.embed(passages) @ question).argmax()) == 0


def test_a_model_that_is_not_built_is_said_in_plain_words(tmp_path):
    with pytest.raises(ModelMissingError, match="is not built"):
        OnnxEmbedder.open(tmp_path / "embedder")


def test_a_model_file_full_of_other_bytes_is_said_in_plain_words(tmp_path):
    folder = shutil.copytree(embedder_folder(), tmp_path / "embedder")
    model = folder / "model.onnx"
    model.write_bytes(b"\0" * model.stat().st_size)
    with pytest.raises(ModelNotLoadedError, match=r"model\.onnx cannot be loaded or run"):
        OnnxEmbedder.open(folder).embed(["torque"])


def test_a_tokenizer_full_of_other_bytes_is_said_in_plain_words(tmp_path):
    folder = shutil.copytree(embedder_folder(), tmp_path / "embedder")
    tokenizer = folder / "tokenizer.json"
    tokenizer.write_bytes(b"\0" * tokenizer.stat().st_size)
    with pytest.raises(ModelDamagedError, match=r"tokenizer\.json cannot be read"):
        OnnxEmbedder.open(folder).embed(["torque"])


def test_bytes_that_are_no_model_are_said_in_plain_words():
    with pytest.raises(ModelNotLoadedError, match="The model cannot be loaded"):
        OnnxSession.open(b"no model")


def test_importing_the_engine_loads_no_library_and_sets_nothing():
    program = (
        "import os, sys; before = dict(os.environ)\n"
        "import assistant.engines.onnx_embedder\n"
        "assert not {'onnxruntime', 'tokenizers'} & set(sys.modules)\n"
        "assert dict(os.environ) == before"
    )
    subprocess.run([sys.executable, "-c", program], check=True)


def test_telemetry_is_off_before_the_library_loads():
    program = (
        "import os, sys\n"
        "from assistant.engines.onnx_embedder import OnnxEmbedder\n"
        "from assistant.paths import embedder_folder\n"
        "seen = []\n"
        "class Finder:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name == 'onnxruntime':\n"
        "            seen.append(os.environ.get('ORT_DISABLE_TELEMETRY'))\n"
        "sys.meta_path.insert(0, Finder())\n"
        "OnnxEmbedder.open(embedder_folder()).embed(['strut'])\n"
        "assert seen == ['1'], seen"
    )
    clean = {name: text for name, text in os.environ.items() if name != "ORT_DISABLE_TELEMETRY"}
    subprocess.run([sys.executable, "-c", program], check=True, env=clean)
