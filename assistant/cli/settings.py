"""hangar settings: where the settings stand, what they are and what they mean."""

from dataclasses import fields

from assistant.cli.command import Commands, Invocation, add_json
from assistant.paths import is_installed, policy_file, settings_file
from assistant.policy import load_policy
from assistant.settings import Settings, load_settings


def add_parser(commands: Commands) -> None:
    """Add `hangar settings`."""
    parser = commands.add_parser(
        "settings",
        help="show the settings, what they mean and where they are kept",
        description=(
            "Show every setting with its value and meaning. To change one, write it into the file"
            " named at the top, such as: parser_processes = 4"
        ),
    )
    add_json(parser)
    parser.set_defaults(run=run)


def run(call: Invocation) -> int:
    """Show all settings."""
    file = settings_file(call.home)
    fixed = load_policy(policy_file(), is_installed=is_installed()).settings
    settings = load_settings(file, fixed)
    values = {field.name: getattr(settings, field.name) for field in fields(Settings)}
    console = call.console
    if call.arguments.json:
        console.json({"file": str(file), "settings": values, "fixed": sorted(fixed)})
        return 0
    console.print(f"{file}{'' if file.exists() else ' (not there; these are the defaults)'}")
    console.print()
    for field in fields(Settings):
        value = values[field.name]
        shown = f'"{value}"' if isinstance(value, str) else f"{value}"
        console.print(f"{console.bold(field.name)} = {shown}")
        console.paragraph(field.metadata["text"], "    ")
        if field.name in fixed:
            console.paragraph(f"Fixed by the site's policy, {policy_file()}.", "    ")
    return 0
