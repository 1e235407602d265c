"""What an MSI needs and wixl cannot say: written into its tables afterwards, by msibuild."""

from collections.abc import Iterator
from pathlib import Path

from installers.windows import firewall
from installers.windows.payload import COMMAND, Payload
from installers.windows.wxs import POLICY, POLICY_FOLDER, identifier

_PERMANENT, _NEVER_OVERWRITE, _64_BIT = 16, 128, 256
_SEQUENCE = "InstallExecuteSequence"
_REMOVE_OLDER = 1501
"""Right after InstallInitialize: within the transaction, so that a failed upgrade brings the older
version back, and before the new files come, so that nothing of the older one stays."""
_POLICY_RIGHTS = "O:BAG:SYD:PAI(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)(A;OICI;0x1200a9;;;BU)"
"""Administrators write, users read. Without this a user could put files into the folder, as into
every folder below ProgramData."""


def write_tables(folder: Path) -> list[Path]:
    """Write the tables that wixl does not know, as files for `msibuild -i`."""
    bin_component = identifier("c", COMMAND.parent)
    bin_folder = identifier("d", COMMAND.parent)
    tables = {
        "Environment": (
            ("Environment", "Name", "Value", "Component_"),
            ("s72", "l255", "L255", "s72"),
            # '*' the machine's variable, '=' set at installation, '-' taken out at removal.
            ("Path", "=-*PATH", f"[~];[{bin_folder}]", bin_component),
        ),
        "MsiLockPermissionsEx": (
            ("MsiLockPermissionsEx", "LockObject", "Table", "SDDLText", "Condition"),
            ("s72", "s72", "s32", "s0", "S255"),
            (POLICY, POLICY_FOLDER, "CreateFolder", _POLICY_RIGHTS, ""),
        ),
    }
    written = []
    for name, (columns, types, *rows) in tables.items():
        lines = (columns, types, (name, columns[0]), *rows)
        file = folder / f"{name}.idt"
        file.write_text("".join("\t".join(line) + "\r\n" for line in lines), newline="")
        written.append(file)
    return written


def statements(payload: Payload) -> Iterator[str]:
    """The changes to the tables that wixl has written, in the SQL of Windows Installer."""
    kept = _PERMANENT | _NEVER_OVERWRITE | _64_BIT
    yield _update("Component", "Component", POLICY, "Attributes", kept)
    yield _update(_SEQUENCE, "Action", "RemoveExistingProducts", "Sequence", _REMOVE_OLDER)
    yield _insert(_SEQUENCE, Action="RemoveEnvironmentStrings", Sequence=3300)
    yield _insert(_SEQUENCE, Action="WriteEnvironmentStrings", Sequence=5200)
    for action in firewall.actions([identifier("f", program) for program in payload.programs]):
        yield _insert(
            "CustomAction",
            Action=action.name,
            Type=action.type,
            Source=firewall.FOLDER,
            Target=action.command,
        )
        yield _insert(
            _SEQUENCE, Action=action.name, Condition=action.condition, Sequence=action.sequence
        )


# The values are those above, none with an apostrophe; msibuild takes no parameters apart from them.


def _update(table: str, key: str, row: str, column: str, value: int) -> str:
    return f"UPDATE `{table}` SET `{column}` = {value} WHERE `{key}` = '{row}'"  # noqa: S608


def _insert(table: str, **row: str | int) -> str:
    columns = ", ".join(f"`{column}`" for column in row)
    values = ", ".join(
        f"'{value}'" if isinstance(value, str) else str(value) for value in row.values()
    )
    return f"INSERT INTO `{table}` ({columns}) VALUES ({values})"  # noqa: S608
