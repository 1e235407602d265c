"""The reading models that ship, on ONNX Runtime."""

import shutil

import pytest

from assistant.engines.manifest import ModelDamagedError, ModelMissingError
from assistant.engines.onnx_reader import OnnxReader
from assistant.paths import reader_folder, second_reader_folder
from tests.contracts.reader import ReaderContract


@pytest.fixture(scope="module", params=[reader_folder(), second_reader_folder()])
def opened(request) -> OnnxReader:
    return OnnxReader.open(request.param, threads=2)


class TestOnnxReader(ReaderContract):
    @pytest.fixture
    def reader(self, opened):
        return opened


def best_answer(reader: OnnxReader, question: str, passage: str) -> tuple[str, float]:
    """The likeliest answer of up to ten tokens, and by how much it beats there being none."""
    reading = reader.read(question, [passage])[0]
    count = len(reading.offsets)
    total, first, last = max(
        (float(reading.starts[first] + reading.ends[last]), first, last)
        for first in range(count)
        for last in range(first, min(first + 10, count))
    )
    found = passage[reading.offsets[first, 0] : reading.offsets[last, 1]]
    return found, total - reading.no_answer


PASSAGE = (
    "Hydraulic power unit › 4 Limits\nThe relief valve opens at 21.5 MPa. The reservoir holds"
    " 3.2 litres of fluid at 20 °C. The pump is driven by a 28 V motor."
)


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("At what pressure does the relief valve open?", "21.5 MPa"),
        ("How much fluid does the reservoir hold?", "3.2 litres"),
    ],
)
def test_the_value_is_found_with_its_unit(opened, question, answer):
    assert answer in best_answer(opened, question, PASSAGE)[0]


def test_what_the_passage_does_not_say_is_less_likely_answered(opened):
    said = best_answer(opened, "At what pressure does the relief valve open?", PASSAGE)[1]
    unsaid = best_answer(opened, "Who manufactures the relief valve?", PASSAGE)[1]
    assert said > unsaid


def test_a_very_long_passage_is_read_as_far_as_the_model_reaches(opened):
    reading = opened.read("What?", ["word " * 3000])[0]
    assert 300 < len(reading.offsets) < 400


def test_a_missing_model_says_what_to_do(tmp_path):
    with pytest.raises(ModelMissingError, match="is missing or incomplete"):
        OnnxReader.open(tmp_path / "reader")


def test_a_model_of_another_size_is_refused(tmp_path):
    folder = shutil.copytree(reader_folder(), tmp_path / "reader")
    with (folder / "model.onnx").open("ab") as model:
        model.write(b"more")
    with pytest.raises(ModelDamagedError, match="bytes, not"):
        OnnxReader.open(folder)
