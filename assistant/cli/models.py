"""hangar models: list the models and check their files; add and remove language models."""

import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, HelpFormatter, Invocation, add_action, add_json
from assistant.cli.console import Console
from assistant.cli.interrupt import cancelled_by_signals
from assistant.jobs import CancelToken

if TYPE_CHECKING:
    from assistant.bootstrap import ModelRecord

_REDRAW_S = 0.1
_CLEAR_LINE = "\r\x1b[K"


def add_parser(commands: Commands) -> None:
    """Add `hangar models` with its own commands."""
    parser = commands.add_parser(
        "models",
        help="list the models and check their files; add and remove language models",
        description=(
            "List the models that Hangar answers with: name, what it is for, SHA-256, licence and"
            " source. Every file is read and compared with its hash; exits with 1 when one"
            " differs. With a language model, answers can be composed: written in sentences from"
            " the passages, each of them checked."
        ),
        epilog=(
            "examples:\n"
            "  hangar models add /media/usb/granite-3b-Q4_K_M.gguf\n"
            "  hangar models remove granite-3b-Q4_K_M"
        ),
        formatter_class=HelpFormatter,
    )
    add_json(parser)
    parser.set_defaults(run=run_list)
    actions = parser.add_subparsers(metavar="ACTION", title="actions")
    add_action(actions, "list", run_list, "list the models (what happens without ACTION)")
    add = add_action(actions, "add", run_add, "copy a language model into the data folder")
    add.add_argument("file", metavar="FILE.gguf", type=Path, help="an instruction model, in GGUF")
    add.add_argument("--name", default="", help="its name here (default: the file's)")
    add.add_argument(
        "--trust-template",
        action="store_true",
        help="lay prompts out by the template in the file, a small program, instead of Hangar's own"
        " for its family; it runs in a locked process",
    )
    remove = add_action(actions, "remove", run_remove, "delete the copy of a language model")
    remove.add_argument("name", metavar="NAME", help="the model, as it is listed")


def run_list(call: Invocation) -> int:
    """List the models and say which are damaged."""
    with call.open_assistant() as assistant:
        models = assistant.models()
    console = call.console
    if call.arguments.json:
        console.json({"models": [_as_json(model) for model in models]})
    else:
        for model in models:
            console.print(console.bold(model.name))
            for title, value in list(_as_json(model).items())[1:-1]:
                console.print(f"  {title:<8} {value}")
            console.print(f"  check    {console.bad(model.problem) if model.problem else 'intact'}")
    shipped = [model.name for model in models if model.problem and model.role != "writing"]
    added = [model.name for model in models if model.problem and model.role == "writing"]
    if shipped:
        console.error(f"Not as they should be: {', '.join(shipped)}. Install Hangar again.")
    if added:
        console.error(f"Changed since they were added: {', '.join(added)}. Add them again.")
    return 1 if shipped or added else 0


def run_add(call: Invocation) -> int:
    """Copy a language model, and say what it is."""
    console, token = call.console, CancelToken()
    with call.open_assistant() as assistant, cancelled_by_signals(token):
        with _Copying(console) as copying:
            model = assistant.language_models.add(
                call.arguments.file,
                call.arguments.name,
                trusts_template=call.arguments.trust_template,
                progressed=copying.show,
                token=token,
            )
        records = assistant.models(thorough=False)
    record = next(each for each in records if (each.role, each.name) == ("writing", model.name))
    if call.arguments.json:
        console.json({"model": _as_json(record)})
        return 0
    console.print(f"Added {console.bold(record.name)}: {record.source}.")
    console.print(f"  sha256   {record.sha256}")
    console.print(f"  licence  {record.licence}")
    console.paragraph("Answers are composed with it from now on, where they hold.")
    return 0


def run_remove(call: Invocation) -> int:
    """Delete the copy of a language model."""
    name: str = call.arguments.name
    with call.open_assistant() as assistant:
        assistant.language_models.remove(name)
    if call.arguments.json:
        call.console.json({"removed": name})
    else:
        call.console.print(f"Removed {name}.")
    return 0


class _Copying:
    """How far the copy is, on one line of a terminal."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._drawn_at = float("-inf")

    def show(self, done_bytes: int, total_bytes: int) -> None:
        now = time.monotonic()
        if not self._console.shows_progress or now - self._drawn_at < _REDRAW_S:
            return
        self._drawn_at = now
        share = 100 * done_bytes // max(total_bytes, 1)
        self._write(f"{_CLEAR_LINE}Copying … {share} % of {total_bytes / 2**30:.1f} GiB")

    def __enter__(self) -> "_Copying":
        return self

    def __exit__(self, *_: object) -> None:
        if self._console.shows_progress:
            self._write(_CLEAR_LINE)

    def _write(self, text: str) -> None:
        self._console.err.write(text)
        self._console.err.flush()


def _as_json(model: "ModelRecord") -> dict[str, Any]:
    return {
        "name": model.name,
        "role": model.role,
        "sha256": model.sha256,
        "licence": model.licence,
        "source": model.source,
        "folder": str(model.folder),
        "problem": model.problem,
    }
