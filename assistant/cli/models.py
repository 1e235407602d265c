"""hangar models: the models in use, with their hashes, and whether their files are intact."""

from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, Invocation, add_json

if TYPE_CHECKING:
    from assistant.bootstrap import ModelRecord


def add_parser(commands: Commands) -> None:
    """Add `hangar models`."""
    parser = commands.add_parser(
        "models",
        help="list the models with their hashes, and check their files",
        description=(
            "List the models that Hangar answers with: name, what it is for, SHA-256, licence and"
            " source. Every file is read and compared with its hash; exits with 1 when one"
            " differs."
        ),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
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
    damaged = [model.name for model in models if model.problem]
    if damaged:
        console.error(f"Not as they should be: {', '.join(damaged)}. Install Hangar again.")
    return 1 if damaged else 0


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
