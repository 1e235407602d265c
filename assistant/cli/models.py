"""hangar models: the models in use, with their hashes, and whether their files are intact."""

import argparse
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, Invocation, add_json

if TYPE_CHECKING:
    from assistant.bootstrap import ModelRecord


def add_parser(commands: Commands) -> None:
    """Add `hangar models`."""
    parser = commands.add_parser(
        "models",
        help="list the models with their hashes, or check their files",
        description=(
            "List the models that Hangar answers with: name, what it does, SHA-256, licence and"
            " source. 'check' reads every file again and compares its hash; it exits with 1 when"
            " one differs."
        ),
    )
    parser.add_argument(
        "action",
        metavar="ACTION",
        nargs="?",
        choices=("list", "check"),
        default="list",
        help="list (default) or check",
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """List the models, and check them when asked to."""
    arguments: argparse.Namespace = call.arguments
    console = call.console
    with call.open_assistant() as assistant:
        models = assistant.models()
    is_checked = arguments.action == "check"
    problems = {model.name: model.problem() if is_checked else "" for model in models}
    if arguments.json:
        shown = [_as_json(model) for model in models]
        if is_checked:
            shown = [entry | {"problem": problems[entry["name"]]} for entry in shown]
        console.json({"models": shown})
    else:
        for model in models:
            console.print(console.bold(model.name))
            for title, value in list(_as_json(model).items())[1:]:
                console.print(f"  {title:<8} {value}")
            if is_checked:
                problem = problems[model.name]
                console.print(f"  check    {console.bad(problem) if problem else 'intact'}")
    return 1 if any(problems.values()) else 0


def _as_json(model: "ModelRecord") -> dict[str, Any]:
    return {
        "name": model.name,
        "role": model.role,
        "sha256": model.sha256,
        "licence": model.licence,
        "source": model.source,
        "folder": str(model.folder),
    }
