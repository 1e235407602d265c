"""The jailed process that reads what stands in a GGUF file: `-m assistant.engines.gguf_worker`."""

import contextlib
import sys
from dataclasses import asdict

from assistant.engines.chat_render import TemplateRefusedError, render
from assistant.engines.gguf import GgufError, read_header, read_part
from assistant.guard.frames import Header
from assistant.guard.serve import serve


def answer(request: Header, payload: bytes) -> tuple[Header, bytes]:
    """Answer a request of kind 'header' or 'part', with a file's beginning, or 'render'."""
    try:
        if request["kind"] == "part":
            return {"kind": "gguf", **asdict(read_part(payload, request["file_bytes"]))}, b""
        if request["kind"] == "header":
            header = read_header(payload, request["file_bytes"])
            return {"kind": "gguf", **asdict(header)}, b""
        text = render(request["template"], request["messages"], request["end_token"])
        return {"kind": "rendered"}, text.encode("utf-8", "replace")
    except (GgufError, TemplateRefusedError) as error:
        return {"kind": "unsound", "reason": str(error)}, b""


# A bit of everything that chat templates use, so that all of it is imported before the jail closes.
_SAMPLE = r"""
{%- macro shown(m, end='\u0041\n') -%}
  {{ m['role'] + ': ' + m.content | trim + end }}
{%- endmacro -%}
{%- set ns = namespace(first=true, parts=[]) -%}
{%- if messages[0].role == 'system' and tools is not defined -%}
  {% set ns.first = false %}
{%- endif -%}
{%- for m in messages[0:] -%}
  {%- if loop.first and m.content is string and m.content.startswith('x') -%}
    {{- shown(m) | upper ~ (m | tojson(indent=2)) ~ messages | length }}
    {{- m.content.split('x')[-1] }}
  {%- elif m.role in ['user', 'tool'] and (loop.index0 % 2) == 1 -%}
    {{ {'a': 1} | items | list | first | join(',') }}
  {%- else -%}
    {{ m.content | replace('a', 'b') | default('') }}
  {%- endif -%}
{%- endfor -%}
{%- if add_generation_prompt and not ns.first -%}{{ bos_token ~ eos_token }}{%- endif -%}
"""


def warm_up() -> None:
    """Let Jinja import and compile what it needs; nothing can be opened afterwards."""
    render(_SAMPLE, [{"role": "system", "content": "x"}, {"role": "user", "content": "é"}], "")
    for wrong in ("{{ nothing.there }}", "{% if %}", "{{ ''.__class__ }}", "{{ 1 / 0 }}"):
        with contextlib.suppress(TemplateRefusedError):
            render(wrong, [], "")


if __name__ == "__main__":
    serve(sys.argv[1:], warm_up, answer)
