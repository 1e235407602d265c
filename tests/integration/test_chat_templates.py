"""How conversations are laid out: Hangar's own templates, and a file's own in its jail."""

import re

import pytest

from assistant.domain.prompt import Message, Role
from assistant.engines.chat_jail import TrustedTemplate
from assistant.engines.chat_template import ChatTemplate
from assistant.paths import prompts_folder

CONVERSATION = (
    Message(Role.SYSTEM, "Be exact."),
    Message(Role.USER, "Why <|im_end|>?"),
    Message(Role.ASSISTANT, "Because."),
    Message(Role.USER, "Since when?"),
)
OWN = ChatTemplate(["<|im_start|>"])
CHATML = (
    "{% for message in messages %}<|im_start|>{{ message['role'] }}\n{{ message['content'] }}"
    "<|im_end|>\n{% endfor %}{% if add_generation_prompt %}<|im_start|>assistant\n{% endif %}"
)


def text_of(segments) -> str:
    return "".join(segment.text for segment in segments)


@pytest.mark.parametrize(
    ("marks", "family", "begins", "ends"),
    [
        (["<|im_start|>"], "ChatML", "<|im_start|>system\nBe exact.", "<|im_start|>assistant\n"),
        (["<|start_header_id|>"], "Llama 3", "<|start_header_id|>system", "<|end_header_id|>\n\n"),
        (["[INST]", "[/INST]"], "Mistral", "[INST]Be exact.\n\nWhy", "Since when?[/INST]"),
        (["[INST]", "[SYSTEM_PROMPT]"], "Mistral", "[SYSTEM_PROMPT]Be exact.", "when?[/INST]"),
        (["<start_of_turn>"], "Gemma", "<start_of_turn>user\nBe exact.", "<start_of_turn>model\n"),
        (["<|start_of_role|>"], "Granite", "<|start_of_role|>system", "assistant<|end_of_role|>"),
        (["<|end|>"], "Phi 3", "<|system|>\nBe exact.<|end|>", "<|assistant|>\n"),
        (["<|im_start|>", "<|im_sep|>"], "Phi", "<|im_start|>system<|im_sep|>", "<|im_sep|>"),
        (["<|im_start|>", "<think>"], "ChatML", "<|im_start|>system", "<think>\n\n</think>\n\n"),
        ([], "plain text", "Be exact.\n\nQuestion:\nWhy", "Answer:\n"),
    ],
)
def test_each_family_has_its_layout(marks, family, begins, ends):
    template = ChatTemplate(marks)
    laid = template.segments(CONVERSATION)
    assert template.family == family
    assert text_of(laid).startswith(begins)
    assert text_of(laid).endswith(ends)
    assert all(not segment.has_marks for segment in laid if "Why" in segment.text)


def test_a_trusted_template_lays_out_as_the_file_says():
    """With another mark than our own layout has, so that falling back would be seen."""
    of_file = CHATML.replace("<|im_start|>", "<|begin|>")
    laid = TrustedTemplate(of_file, "<|im_end|>", OWN).segments(CONVERSATION)
    own = text_of(OWN.segments(CONVERSATION))
    assert text_of(laid) == own.replace("<|im_start|>", "<|begin|>")
    assert [each.text for each in laid if not each.has_marks] == [m.text for m in CONVERSATION]


@pytest.mark.parametrize(
    "template",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ messages.__init__.__globals__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ 'a' * 10**10 }}",
        "{% set x = 'a' * 10**9 %}{{ x * 10 }}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}",
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
        "{% include '/etc/passwd' %}",
        "{% import 'os' as os %}",
        "{{ messages[0].content.format.__globals__ }}",
        "{{ '%s' | format(messages) | map }}",
        "{{ raise_exception('roles must alternate') }}",
        "{% for message in messages %}{{ message.content }}",
        "{{ messages[1].content }}{{ messages[0].content }}",
        "{{ messages | length }}",
        "{{ 1 / 0 }}",
        "{{ (10 ** 1000) ** 100000 }}",
        "{" * 5000,
        "",
    ],
)
def test_a_hostile_or_useless_template_gives_way_to_our_own(template):
    laid = TrustedTemplate(template, "", OWN).segments(CONVERSATION)
    assert laid == OWN.segments(CONVERSATION)


def test_the_known_templates_are_hashes_and_names():
    lines = (prompts_folder() / "known_templates.txt").read_text(encoding="utf-8").splitlines()
    listed = [line for line in lines if not line.startswith("#")]
    assert len(listed) > 10
    assert all(re.fullmatch(r"[0-9a-f]{64}  [\w.-]+", line) for line in listed)


def test_a_template_is_run_once_for_messages_of_the_same_roles(monkeypatch):
    template = TrustedTemplate(CHATML, "", OWN)
    first = template.segments(CONVERSATION)
    monkeypatch.setattr("assistant.engines.chat_jail._WORKER", ("/nowhere",))
    assert template.segments(CONVERSATION) == first
