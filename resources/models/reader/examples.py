"""Examples to learn from: a question, a passage, and where the passage answers it.

Read from sets that are no part of the project (their README says where they come from and under
which licences) and from `questions/`, which is. Every passage is given the way Hangar gives it: a
line with the document's title and section, then the text.
"""

import gzip
import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from assistant.domain.context import with_context

QUESTIONS = Path(__file__).parent / "questions"

_TITLE_LINE_SHARE = 0.6
"""Share of the encyclopaedic passages that carry their title, so that both are known."""

_OTHER_PASSAGES = 4_000

_HELD_BACK = 6
"""One in so many of the passages with questions of our own is kept for measuring."""


@dataclass(frozen=True, slots=True)
class Example:
    """A question and a passage.

    Attributes:
        question: As asked.
        passage: Context line and text.
        answers: Whether the passage answers the question.
        spans: Start and end offsets of the answers in `passage`, the best first. Empty where it
            does not answer, or where only that it does is known.
        source: The set it is from.
    """

    question: str
    passage: str
    answers: bool
    spans: tuple[tuple[int, int], ...]
    source: str

    @property
    def answer(self) -> str:
        """The best answer, word for word; empty where there is none."""
        return self.passage[slice(*self.spans[0])] if self.spans else ""


def read_rows(path: Path) -> Iterator[dict[str, Any]]:
    """The objects of a file of JSON lines, packed by gzip or not."""
    content = path.read_bytes()
    text = (gzip.decompress(content) if path.suffix == ".gz" else content).decode()
    return (json.loads(line) for line in text.split("\n") if line.strip())


def squad11(shared: Path) -> list[Example]:
    """SQuAD 1.1 train; without the rows whose answer occurs more than once."""
    rows = read_rows(shared / "reader" / "squad11_train.jsonl.gz")
    rng = random.Random(1)
    return [_example(row, "squad11", rng) for row in rows if not row.get("ambiguous_offset")]


def squad11_neighbours(shared: Path) -> list[Example]:
    """SQuAD 1.1 questions beside a paragraph of the same article that does not answer them."""
    questions, paragraphs = {}, {}
    for row in read_rows(shared / "reader" / "squad11_train.jsonl.gz"):
        questions[row["id"]] = row
        paragraphs[row["id"].rpartition("-")[0]] = row["context"]
    rng = random.Random(2)
    pairs = []
    for pair in read_rows(shared / "reader" / "squad11_hard_negative_pairs.jsonl.gz"):
        row, other = questions[pair["question_id"]], paragraphs.get(pair["neg_para"])
        if other and row["answers"][0]["text"].lower() not in other.lower():
            without = {**row, "context": other, "answers": [], "answerable": False}
            pairs.append(_example(without, "squad11_neighbours", rng))
    return pairs


def encyclopaedia(shared: Path) -> list[Example]:
    """Our own questions over paragraphs of SQuAD 1.1 train, more than half of them near misses.

    What is kept of a paragraph is its key and where its answers stand, not its words.
    """
    paragraphs = {
        row["id"].rpartition("-")[0]: row
        for row in read_rows(shared / "reader" / "squad11_train.jsonl.gz")
    }
    rng = random.Random(6)
    examples = []
    for path in sorted((QUESTIONS / "encyclopaedia").glob("*.jsonl")):
        for row in read_rows(path):
            paragraph = paragraphs[row["paragraph"]]
            asked = [(question, [(start, end)]) for question, start, end in row["answered"]]
            asked += [(question, []) for question in row["unanswered"]]
            for question, spans in asked:
                answers = [{"text": paragraph["context"][s:e], "start": s} for s, e in spans]
                own = {"question": question, "answers": answers, "answerable": bool(spans)}
                examples.append(_example({**paragraph, **own}, "encyclopaedia", rng))
    return examples


def squad20(shared: Path, *, to_score: bool) -> list[Example]:
    """Half of SQuAD 2.0 dev: every other article to learn from, the others to score."""
    rows = list(read_rows(shared / "reader" / "squad20_dev_a.jsonl.gz"))
    titles = sorted({row["title"] for row in rows})
    chosen = set(titles[1::2] if to_score else titles[::2])
    rng = random.Random(3)
    return [_example(row, "squad20", rng) for row in rows if row["title"] in chosen]


def smaller_sets(shared: Path) -> list[Example]:
    """Natural Questions, QAMR, TAT-QA, COVID-QA and CLAPnq."""
    rng = random.Random(4)
    examples = []
    for name in (
        *("nq_qed_train", "nq_qed_dev", "qamr_dev", "qamr_test"),
        *("tatqa_dev", "tatqa_test", "covidqa_all", "clapnq_dev_dev"),
    ):
        for row in read_rows(shared / "reader" / f"{name}.jsonl.gz"):
            is_doubtful = name.startswith("nq") and not row["answerable"]
            if not row.get("ambiguous_offset") and not is_doubtful:
                examples.append(_example(row, name.split("_")[0], rng))
    return examples


def answer_sentences(shared: Path) -> list[Example]:
    """SelQA: paragraphs that answer, where only the sentence is known and not the span."""
    examples = []
    for part in ("dev", "test"):
        for row in read_rows(shared / "sentences" / f"selqa_{part}.jsonl.gz"):
            text = " ".join(row["sentences"]).strip()
            examples.append(Example(row["question"], text, any(row["labels"]), (), "selqa"))
    return examples


def engineering(shared: Path, *, held_back: bool) -> list[Example]:
    """Our own questions, over public-domain engineering prose and over passages of our own.

    A passage's questions are all held back, or all not.
    """
    passages, questions = own_questions(shared)
    return [
        _own_example(row, passages[row["passage"]])
        for row in questions
        if is_held_back(row["passage"]) == held_back
    ]


def over_own_passages() -> list[Example]:
    """Our own questions over passages of our own, for which no other set is needed."""
    rows = [row for path in sorted(QUESTIONS.glob("*.jsonl")) for row in read_rows(path)]
    passages = {row["passage"]: row for row in rows if "text" in row}
    asked = [row for row in rows if "question" in row and row["passage"] in passages]
    return [_own_example(row, passages[row["passage"]]) for row in asked]


def engineering_passages(shared: Path) -> list[str]:
    """The passages that our own questions are about, and many that they are not about."""
    passages, questions = own_questions(shared)
    used = dict.fromkeys(row["passage"] for row in questions)
    others = random.Random(5).sample(sorted(set(passages) - set(used)), _OTHER_PASSAGES)
    return [_own_passage(passages[key])[0] for key in (*used, *others)]


def own_questions(shared: Path) -> tuple[dict[str, dict[str, Any]], list[dict[str, Any]]]:
    """All passages of engineering prose by their keys, ours included, and our questions."""
    passages = {row["id"]: row for row in prose(shared)}
    questions = []
    for path in sorted(QUESTIONS.glob("*.jsonl")):
        for row in read_rows(path):
            if "text" in row:
                passages[row["passage"]] = row
            else:
                questions.append(row)
    return passages, questions


def prose(shared: Path) -> Iterator[dict[str, Any]]:
    """The public-domain passages: 'id', 'source', 'section', 'text'."""
    for path in sorted((shared / "passages").glob("*.jsonl.gz")):
        yield from read_rows(path)


def is_held_back(passage: str) -> bool:
    """Whether the questions of a passage of ours are kept for measuring."""
    return random.Random(f"held back {passage}").randrange(_HELD_BACK) == 0


def _example(row: dict[str, Any], source: str, rng: random.Random) -> Example:
    title = str(row.get("title", "")).replace("_", " ")
    shown = title if rng.random() < _TITLE_LINE_SHARE else ""
    passage, offset = _in_context(row["context"], shown, ())
    spans = tuple(
        (offset + answer["start"], offset + answer["start"] + len(answer["text"]))
        for answer in row["answers"]
    )
    is_long = bool(row.get("long_form"))
    return Example(
        row["question"], passage, bool(row["answerable"]), () if is_long else spans, source
    )


def _own_example(row: dict[str, Any], passage: dict[str, Any]) -> Example:
    text, offset = _own_passage(passage)
    if row["answer"] is None:
        return Example(row["question"], text, False, (), "engineering")
    start = offset + passage["text"].index(row["answer"])
    spans = ((start, start + len(row["answer"])),)
    return Example(row["question"], text, True, spans, "engineering")


def _own_passage(passage: dict[str, Any]) -> tuple[str, int]:
    title = str(passage.get("source", "")).rpartition("/")[2]
    return _in_context(passage["text"], title, passage.get("section", "").split(" › "))


def _in_context(text: str, title: str, section: Sequence[str]) -> tuple[str, int]:
    """A passage as Hangar gives it, and the offset of `text` in it."""
    passage = with_context(text, title, section, file="")
    return passage, len(passage) - len(text)
