"""The jailed process that reads what stands in a GGUF file: `-m assistant.engines.gguf_worker`."""

import sys
from dataclasses import asdict

from assistant.engines.chat_render import TemplateRefusedError, render
from assistant.engines.gguf import GgufError, read_header
from assistant.guard.frames import Header
from assistant.guard.serve import serve


def answer(request: Header, payload: bytes) -> tuple[Header, bytes]:
    """Answer a request of kind 'header', with the beginning of a file, or 'render'."""
    try:
        if request["kind"] == "header":
            header = read_header(payload, request["file_bytes"])
            return {"kind": "gguf", **asdict(header)}, b""
        text = render(request["template"], request["messages"], request["end_token"])
        return {"kind": "rendered"}, text.encode("utf-8", "replace")
    except (GgufError, TemplateRefusedError) as error:
        return {"kind": "unsound", "reason": str(error)}, b""


def warm_up() -> None:
    """Let Jinja import and compile what it needs; nothing can be opened afterwards."""
    render("{% for m in messages %}{{ m.content | trim }}{% endfor %}", [{"content": "x"}], "")


if __name__ == "__main__":
    serve(sys.argv[1:], warm_up, answer)
