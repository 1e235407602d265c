"""A language model in its process: real llama.cpp on small files with random weights."""

import dataclasses
import os
import random
import re
import signal
import sys
import threading
import time

import pytest

from assistant.bootstrap import build_assistant
from assistant.domain.answer import Mode
from assistant.domain.figures import code_before, figures, plain, spellings
from assistant.domain.prompt import Message, Prompt, Role
from assistant.engines.chat_jail import template_hash
from assistant.engines.gguf import GgufError, read_header
from assistant.engines.gguf_check import NoLanguageModelFileError
from assistant.engines.installed import InstalledModel, InstalledModels, UnknownModelError
from assistant.engines.llama_generator import (
    LlamaGenerator,
    ModelDoesNotFitError,
    ModelFailedError,
    fitting_context,
    memory_needed,
)
from assistant.engines.llama_messages import LoadOptions
from assistant.errors import JobCancelledError, UsageError
from assistant.jobs import CancelToken
from tests.contracts.generator import GeneratorContract, ignore, prompt_of
from tests.gguf_files import Shape, write_model

GIB = 2**30
_IN_LITTLE_MEMORY = """
import sys
sys.argv[2] = "600"
from assistant.engines.llama_worker import main
main()
"""
"""The worker as it is, in 600 MiB."""
OPTIONS = LoadOptions(context_tokens=1024, threads=1)


@pytest.fixture(scope="module")
def models(tmp_path_factory) -> InstalledModels:
    folder = tmp_path_factory.mktemp("models")
    made = InstalledModels(folder)
    file = write_model(folder.parent / "babble.gguf")
    made.add(file)
    return made


def generator_of(models, *, options=OPTIONS, idle_s=600.0, free=64 * GIB) -> LlamaGenerator:
    return LlamaGenerator(models.get("babble"), options, idle_s=idle_s, free_bytes=lambda: free)


@pytest.fixture(scope="module")
def opened(models):
    generator = generator_of(models)
    yield generator
    generator.close()


class TestLlamaGenerator(GeneratorContract):
    @pytest.fixture
    def generator(self, opened):
        return opened


def test_it_says_where_it_runs(opened):
    assert opened.at_work() == (
        "on the processor, 1 thread, 1,024 tokens of context, about 0.4 GiB; prompts for ChatML"
    )


@pytest.mark.parametrize("seed", range(4))
def test_whatever_random_weights_babble_no_foreign_number_comes_out(tmp_path, seed):
    """Hot models of several random weights, each over a text full of figures."""
    source = (
        "ICD-204 rev C: 41.3 kN at −54 °C, 1,204 times, 10 000 h, 10⁶ cycles; M8, 25 N·m, 4.2,"
        " 1.2e-5, 2026-11-20, 10-20 mm"
    )
    header = read_header(
        write_model(tmp_path / "babble.gguf", seed=seed).read_bytes(),
        (tmp_path / "babble.gguf").stat().st_size,
    )
    model = InstalledModel("babble", tmp_path / "babble.gguf", "", 0, header)
    options = LoadOptions(1024, 1, temperature=3.0, seed=seed)
    generator = LlamaGenerator(model, options, idle_s=600, free_bytes=lambda: 64 * GIB)
    allowed = spellings(source)
    found = 0
    try:
        for question in range(80):
            asked = (Message(Role.USER, f"{source}\n{question}?"),)
            prompt = Prompt(asked, (source,), 3, 120)
            text = generator.generate(prompt, ignore, CancelToken()).text
            assert set(re.findall(r"\[(.*?)\]", text)) <= {"1", "2", "3"}
            said = plain(re.sub(r"\[\d\]", ")))", text))
            for figure in figures(said):
                found += 1
                before = said[: figure.start]
                code = "-" if figure.value.startswith("-") else code_before(before)
                assert said[figure.start : figure.end] in allowed.get(code, ()), text
    finally:
        generator.close()
    assert found > 5


def test_a_template_whose_hash_is_known_is_used_without_being_asked_for(models):
    template = "{% for m in messages %}<|im_start|>{{ m.content }}{% endfor %}"
    of_file = models.get("babble")
    header = dataclasses.replace(of_file.header, chat_template=template)
    model = dataclasses.replace(of_file, header=header)
    for known, words in (([template_hash(template)], "template of the file"), ([], "ChatML")):
        generator = LlamaGenerator(
            model, OPTIONS, idle_s=600, free_bytes=lambda: 64 * GIB, known_templates=known
        )
        assert generator.at_work().endswith(words)
        generator.close()


def test_what_was_evaluated_is_kept_and_changes_nothing(models):
    """A second question about the same text needs less reading, and is answered as if new."""
    question = prompt_of("and so on " * 40)
    generator = generator_of(models)
    try:
        fresh = generator.generate(question, ignore, CancelToken())
        again = generator.generate(question, ignore, CancelToken())
    finally:
        generator.close()
    assert (fresh.kept_tokens, again.text) == (0, fresh.text)
    assert again.kept_tokens >= again.prompt_tokens - 128


def test_marks_in_a_text_are_no_marks(opened):
    """'<|im_end|>' in a passage is ten characters, not the end of a message."""
    assert opened.count_tokens(["<|im_end|>"], CancelToken())[0] > 5


@pytest.mark.parametrize("temperature", [0.0, 0.9])
def test_the_seed_decides_what_is_drawn(models, temperature):
    texts = []
    for seed in (1, 1, 2):
        options = LoadOptions(1024, 1, temperature=temperature, seed=seed)
        generator = generator_of(models, options=options)
        texts.append(generator.generate(prompt_of("Why?"), ignore, CancelToken()).text)
        generator.close()
    assert texts[0] == texts[1]
    assert (texts[0] == texts[2]) == (temperature == 0)


def test_a_killed_process_is_a_message_and_the_next_question_starts_another(models):
    generator = generator_of(models)
    try:
        generator.count_tokens(["warm"], CancelToken())
        first = generator.pid
        killer = threading.Thread(target=lambda: os.kill(first, signal.SIGKILL))

        def kill(_: str) -> None:
            if not killer.ident:
                killer.start()
                killer.join()

        with pytest.raises(ModelFailedError, match=r"ended unexpectedly \(signal 9\)"):
            generator.generate(prompt_of("Why?", 400), kill, CancelToken())
        assert generator.generate(prompt_of("Why?"), ignore, CancelToken()).text
        assert generator.pid != first
    finally:
        generator.close()


def test_stopping_takes_effect_while_writing_and_while_reading(tmp_path):
    """The process goes on; only the answer ends."""
    models = InstalledModels(tmp_path / "models")
    (tmp_path / "models").mkdir()
    shape = Shape(width=512, layers=12, heads=8, key_heads=8, inner=2048, context=4096)
    models.add(write_model(tmp_path / "babble.gguf", shape))
    generator = generator_of(models, options=LoadOptions(4096, 1))
    try:
        generator.count_tokens(["warm"], CancelToken())
        pid = generator.pid
        writing, reading = CancelToken(), CancelToken()
        with pytest.raises(JobCancelledError):
            generator.generate(prompt_of("Why?", 2000), lambda _: writing.cancel(), writing)
        stopper = threading.Timer(0.2, reading.cancel)
        stopper.start()
        with pytest.raises(JobCancelledError):
            generator.generate(prompt_of("and so on " * 700, 20), ignore, reading)
        stopper.join()
        assert generator.generate(prompt_of("Why?", 4), ignore, CancelToken()).tokens
        assert generator.pid == pid
    finally:
        generator.close()


def test_stopping_takes_effect_while_the_model_is_loaded(models):
    """Whoever closes the window does not wait for gigabytes; the next question loads again."""
    generator = generator_of(models)
    token = CancelToken()
    threading.Timer(0.1, token.cancel).start()
    try:
        with pytest.raises(JobCancelledError):  # a process alone takes longer to start
            generator.count_tokens(["warm"], token)
        assert generator.pid is None
        assert generator.count_tokens(["again"], CancelToken())[0] > 0
    finally:
        generator.close()


def test_an_idle_model_gives_its_memory_back(models):
    generator = generator_of(models, idle_s=0.05)
    try:
        generator.count_tokens(["warm"], CancelToken())
        for _ in range(200):
            if generator.pid is None:
                break
            time.sleep(0.05)
        assert generator.pid is None
        assert generator.count_tokens(["again"], CancelToken())[0] > 0
    finally:
        generator.close()


def test_a_model_that_does_not_fit_is_not_loaded(models):
    generator = generator_of(models, free=100 * 2**20)
    try:
        with pytest.raises(ModelDoesNotFitError, match=r"needs 0\.4 GiB of memory; 0\.1 GiB"):
            generator.count_tokens(["warm"], CancelToken())
        assert generator.pid is None
    finally:
        generator.close()


def test_the_context_is_cut_to_what_fits(models):
    header = models.get("babble").header
    wanted = LoadOptions(2**20, 1)
    assert fitting_context(header, wanted, 64 * GIB).context_tokens == header.context_tokens
    longer = dataclasses.replace(header, context_tokens=2**20)
    with_room = memory_needed(longer, LoadOptions(2**16, 1))
    assert fitting_context(longer, wanted, with_room).context_tokens == 2**16
    assert fitting_context(longer, wanted, 0).context_tokens == 2048


def test_a_process_that_cannot_be_started_is_a_message(models):
    generator = LlamaGenerator(
        models.get("babble"),
        OPTIONS,
        idle_s=600,
        free_bytes=lambda: 64 * GIB,
        command=["/nowhere/python"],
    )
    with pytest.raises(ModelFailedError, match="could not be started"):
        generator.count_tokens(["warm"], CancelToken())
    generator.close()


def test_running_out_of_memory_is_a_message(tmp_path):
    """The context is far larger than what the process may take."""
    models = InstalledModels(tmp_path / "models")
    (tmp_path / "models").mkdir()
    models.add(write_model(tmp_path / "babble.gguf", Shape(context=2**22, layers=16)))
    generator = LlamaGenerator(
        models.get("babble"),
        LoadOptions(2**22, 1),
        idle_s=600,
        free_bytes=lambda: 2**40,
        command=[sys.executable, "-I", "-c", _IN_LITTLE_MEMORY],
    )
    try:
        with pytest.raises(ModelFailedError, match="memory"):
            generator.count_tokens(["warm"], CancelToken())
    finally:
        generator.close()


def test_a_file_that_changed_after_it_was_added_is_a_message(tmp_path):
    """What llama.cpp makes of nonsense stays in its process."""
    models = InstalledModels(tmp_path / "models")
    (tmp_path / "models").mkdir()
    model = models.add(write_model(tmp_path / "babble.gguf"))
    content = bytearray(model.file.read_bytes())
    content[8:16] = b"\xff" * 8
    model.file.write_bytes(content)
    generator = generator_of(models)
    try:
        with pytest.raises(ModelFailedError, match="cannot load it"):
            generator.count_tokens(["warm"], CancelToken())
    finally:
        generator.close()


def test_damage_that_the_header_does_not_show_stays_in_the_process(tmp_path):
    """Files that were changed at random and still look sound are loaded, or refused with words."""
    rng = random.Random(7)
    sound = write_model(tmp_path / "sound.gguf").read_bytes()
    names = sound.index(b"token_embd.weight")
    tried = 0
    while tried < 12:
        mutated = bytearray(sound)
        for _ in range(6):
            mutated[rng.randrange(24, names)] = rng.randrange(256)
        try:
            header = read_header(bytes(mutated), len(mutated))
        except GgufError:
            continue
        tried += 1
        (tmp_path / "babble.gguf").write_bytes(mutated)
        model = InstalledModel("babble", tmp_path / "babble.gguf", "", len(mutated), header)
        generator = LlamaGenerator(model, OPTIONS, idle_s=600, free_bytes=lambda: 64 * GIB)
        try:
            generator.generate(prompt_of("Why?", 4), ignore, CancelToken())
        except ModelFailedError:
            pass
        finally:
            generator.close()


def test_what_is_added_is_a_copy_with_its_hash(models, tmp_path):
    model = models.get("babble")
    assert model.file.stat().st_mode & 0o777 == 0o600
    with pytest.raises(UsageError, match="already"):
        models.add(write_model(tmp_path / "babble.gguf"))
    with pytest.raises(UsageError, match="cannot be the name"):
        models.add(tmp_path / "babble.gguf", "../elsewhere")
    with pytest.raises(UnknownModelError, match="babble"):
        models.get("other")


def test_a_file_that_is_no_model_leaves_nothing_behind(models, tmp_path):
    before = sorted(models.get("babble").file.parent.parent.iterdir())
    (tmp_path / "picture.gguf").write_bytes(b"\x89PNG" * 100)
    with pytest.raises(NoLanguageModelFileError, match="does not begin as GGUF files do"):
        models.add(tmp_path / "picture.gguf")
    with pytest.raises(NoLanguageModelFileError, match="No such file"):
        models.add(tmp_path / "missing.gguf")
    token = CancelToken()
    token.cancel()
    with pytest.raises(JobCancelledError):
        models.add(write_model(tmp_path / "second.gguf"), token=token)
    assert sorted(models.get("babble").file.parent.parent.iterdir()) == before


def test_a_model_that_knows_nothing_never_shows_an_invented_number(tmp_path):
    """With random weights every composed answer falls back to the quoted one, or is refused."""
    folder = tmp_path / "documents"
    folder.mkdir()
    (folder / "strut.md").write_text("# Loads\n\nThe aft strut carries 41.3 kN in tension.\n")
    with build_assistant(tmp_path / "home") as assistant:
        assistant.models.add(write_model(tmp_path / "babble.gguf"))
        library = assistant.library("Struts", create=True)
        library.index([folder], lambda _: None, CancelToken())
        answer = library.ask("What load does the aft strut carry in tension?", Mode.COMPOSE)
        refused = library.ask("Who won the rowing regatta in Henley?", Mode.COMPOSE)
    assert answer.mode is Mode.QUOTE
    assert "41.3 kN" in answer.text
    assert "babble" in answer.models
    assert refused.refused
