"""What every generator must do; the fake and the real one inherit these tests."""

import re

import pytest

from assistant.domain.prompt import Message, Prompt, Role
from assistant.errors import JobCancelledError
from assistant.jobs import CancelToken
from assistant.ports import Generator

PASSAGE = "The aft strut carries 41.3 kN in tension."


def prompt_of(question: str, max_tokens: int = 60) -> Prompt:
    messages = (Message(Role.SYSTEM, "Answer."), Message(Role.USER, f"{PASSAGE}\n{question}"))
    return Prompt(messages, (PASSAGE,), 2, max_tokens)


def ignore(_: str) -> None:
    pass


class GeneratorContract:
    @pytest.fixture
    def generator(self) -> Generator:
        raise NotImplementedError

    def test_the_text_is_told_as_it_is_written(self, generator):
        pieces: list[str] = []
        written = generator.generate(prompt_of("Why?"), pieces.append, CancelToken())
        assert "".join(pieces) == written.text
        assert len(pieces) > 1

    def test_no_foreign_figure_and_no_forged_citation_is_written(self, generator):
        for question in ("How much?", "How many?", "When?"):
            text = generator.generate(prompt_of(question), ignore, CancelToken()).text
            assert set(re.findall(r"\[(.*?)\]", text)) <= {"1", "2"}
            said = re.sub(r"\[.*?\]", "|", text)
            assert set(re.findall(r"\d[\d.]*\d|\d", said)) <= {"41.3"}

    def test_the_same_prompt_gives_the_same_text(self, generator):
        first = generator.generate(prompt_of("Why?"), ignore, CancelToken())
        generator.generate(prompt_of("How much is that in tension?"), ignore, CancelToken())
        assert generator.generate(prompt_of("Why?"), ignore, CancelToken()).text == first.text

    def test_no_more_is_written_than_asked_for(self, generator):
        assert generator.generate(prompt_of("Why?", 3), ignore, CancelToken()).tokens <= 3

    def test_tokens_are_counted(self, generator):
        none, few, more = generator.count_tokens(
            ["", "one two", "one two three four five six"], CancelToken()
        )
        assert none == 0 < few < more

    def test_a_cancelled_answer_is_not_given_and_the_next_one_is(self, generator):
        token = CancelToken()
        token.cancel()
        with pytest.raises(JobCancelledError):
            generator.generate(prompt_of("Why?"), ignore, token)
        assert generator.generate(prompt_of("Why?"), ignore, CancelToken()).text

    def test_the_model_says_which_it_is(self, generator):
        assert generator.name
        assert len(bytes.fromhex(generator.sha256)) == 32
        assert generator.context_tokens > 0
