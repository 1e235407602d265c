"""hangar models: list the models and check their files; bring language models in and out."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli import packs
from assistant.cli.command import Commands, HelpFormatter, Invocation, add_action, add_json
from assistant.cli.console import sized
from assistant.cli.interrupt import cancelled_by_signals
from assistant.cli.progress_line import ProgressLine
from assistant.jobs import CancelToken

if TYPE_CHECKING:
    from assistant.models.record import ModelRecord


def add_parser(commands: Commands) -> None:
    """Add `hangar models` with its own commands."""
    parser = commands.add_parser(
        "models",
        help="list the models and check their files; bring language models in and out",
        description=(
            "List the models that Hangar answers with: name, what it is for, who signed it,"
            " SHA-256, licence and source. Every file is read and compared with its hash; exits"
            " with 1 when one differs. With a language model, answers can be composed: written in"
            " sentences from the passages, each of them checked. Language models come as signed"
            " packs, or unsigned where the site's policy allows it."
        ),
        epilog=(
            "examples:\n"
            "  hangar models verify /media/usb/granite-3b\n"
            "  hangar models install /media/usb/granite-3b\n"
            "  hangar models add /media/usb/granite-3b-Q4_K_M.gguf\n"
            "  hangar models remove granite-3b-Q4_K_M"
        ),
        formatter_class=HelpFormatter,
    )
    add_json(parser)
    parser.set_defaults(run=run_list)
    actions = parser.add_subparsers(metavar="ACTION", title="actions")
    add_action(actions, "list", run_list, "list the models (what happens without ACTION)")
    add = add_action(actions, "add", run_add, "copy a language model that nobody has signed")
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
    packs.add_actions(actions)


def run_list(call: Invocation) -> int:
    """List the models and say which are damaged."""
    with call.open_assistant() as assistant:
        models = assistant.models.records()
    console = call.console
    if call.arguments.json:
        console.json({"models": [as_json(model) for model in models]})
    else:
        for model in models:
            console.print(console.bold(model.name))
            print_record(call, model)
    shipped = [model.name for model in models if model.problem and model.role != "writing"]
    added = [model.name for model in models if model.problem and model.role == "writing"]
    if shipped:
        console.error(f"Not as they should be: {', '.join(shipped)}. Install Hangar again.")
    if added:
        console.error(f"Not to be used: {', '.join(added)}. The list says why.")
    return 1 if shipped or added else 0


def run_add(call: Invocation) -> int:
    """Copy a language model, say what it is and that nobody has signed it."""
    console, token = call.console, CancelToken()
    with (
        call.open_assistant() as assistant,
        cancelled_by_signals(token),
        ProgressLine(console, "Copying") as line,
    ):
        record = assistant.models.add(
            call.arguments.file,
            call.arguments.name,
            trusts_template=call.arguments.trust_template,
            progressed=line.show,
            token=token,
        )
    if call.arguments.json:
        console.json({"model": as_json(record)})
    else:
        console.print(f"Added {console.bold(record.name)}: {record.source}.")
        print_record(call, record)
        console.paragraph("Answers are composed with it from now on, where they hold.")
    console.error(
        f"{record.name} is NOT SIGNED: nothing but your own care says where it comes from. Every"
        " list and report of models shows it so."
    )
    return 0


def run_remove(call: Invocation) -> int:
    """Delete the copy of a language model."""
    name: str = call.arguments.name
    with call.open_assistant() as assistant:
        assistant.models.remove(name)
    if call.arguments.json:
        call.console.json({"removed": name})
    else:
        call.console.print(f"Removed {name}.")
    return 0


def print_record(call: Invocation, model: "ModelRecord") -> None:
    """Print what is known of a model, a line each."""
    console = call.console
    is_foreign = model.role == "writing"
    lines = {
        "role": model.role,
        "version": model.version,
        "trust": console.bad(model.signed) if not model.key and is_foreign else model.signed,
        "sha256": model.sha256,
        "size": sized(model.size_bytes),
        "memory": f"about {sized(model.memory_bytes)}" if model.memory_bytes else "",
        "licence": model.licence,
        "source": model.source,
        "folder": str(model.folder),
        "check": console.bad(model.problem) if model.problem else "intact",
    }
    for title, value in lines.items():
        if value:
            console.print(f"  {title:<8} {value}")


def as_json(model: "ModelRecord") -> dict[str, Any]:
    """The same for programs."""
    return {
        "name": model.name,
        "role": model.role,
        "version": model.version,
        "sha256": model.sha256,
        "licence": model.licence,
        "source": model.source,
        "signed_by": model.signer or None,
        "size_bytes": model.size_bytes,
        "memory_bytes": model.memory_bytes,
        "folder": str(model.folder),
        "problem": model.problem,
    }
