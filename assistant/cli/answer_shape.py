"""Answers and passages as JSON: the contract with programs that read Hangar's output."""

from typing import Any

from assistant.domain.answer import Answer, Citation, Passage
from assistant.domain.prompt import Generation

_SCORE_DIGITS = 6
SECTION_MARK = " › "


def answer_as_json(answer: Answer, id_: Any = None) -> dict[str, Any]:
    """The JSON object of an answer; `id_` is the batch line's own, None outside of a batch."""
    return {
        "id": id_,
        "question": answer.question,
        "answer": answer.text,
        "refused": answer.refused,
        "reason": answer.reason,
        "mode": answer.mode.value,
        "evidence": answer.evidence.value,
        "citations": [_citation(citation) for citation in answer.citations],
        "older": [_citation(citation) for citation in answer.older],
        "sentences": [
            {"text": each.text, "supported": each.is_supported, "reason": each.reason}
            for each in answer.sentences
        ],
        "writing": _writing(answer.writing) if answer.writing else None,
        "retrieved": [
            {"file": page.file, "page": page.page, "score": round(page.score, _SCORE_DIGITS)}
            for page in answer.retrieved
        ],
        "models": answer.models,
        "timings_ms": {step: round(taken, 1) for step, taken in answer.timings_ms.items()},
    }


def passage_as_json(passage: Passage) -> dict[str, Any]:
    """The JSON object of a passage."""
    return {
        "file": passage.file,
        "page": passage.page,
        "title": passage.title,
        "section": SECTION_MARK.join(passage.section),
        "score": round(passage.score, _SCORE_DIGITS),
        "text": passage.text,
    }


def place(file: str, page: int) -> str:
    """'spec.pdf, p. 4'; a format without pages is named by its file alone."""
    has_pages = page > 1 or file.lower().endswith((".pdf", ".pptx"))
    return f"{file}, p. {page}" if has_pages else file


def _writing(generation: Generation) -> dict[str, Any]:
    return {
        "finish": generation.finish.value,
        "tokens": generation.tokens,
        "prompt_tokens": generation.prompt_tokens,
        "temperature": generation.temperature,
        "seed": generation.seed,
    }


def _citation(citation: Citation) -> dict[str, Any]:
    return {
        "n": citation.n,
        "file": citation.file,
        "page": citation.page,
        "section": citation.section,
        "quote": citation.quote,
        "rects": [[round(edge, 2) for edge in rect] for rect in citation.rects],
    }
