"""The rules that keep every program of the installation off the network, in both directions.

Each rule is put in place twice, because neither way does the whole job by itself:

- As a value below the key in which the firewall service keeps its own rules, in the grammar that
  Microsoft documents for rules in a registry ([MS-GPFAS] 2.2.2.19). Windows Installer writes it,
  repairs it, rolls it back and removes it without any code of ours, and an auditor reads it in the
  MSI's Registry table. But nothing promises that a running service notices: it reads the key when
  it starts, which is when Windows does.
- By `netsh advfirewall`, through the service, so that the rule holds from the installation on. Its
  exit status is ignored: where the service is switched off it can do nothing, and the value above
  is there when the service is switched on. (PowerShell would do the same, slower, and not where a
  site has it in constrained-language mode.)

So after a restart a rule shows twice in the list; both block, and both go when Hangar goes, by the
one name that all of them have.
"""

from collections.abc import Iterator
from typing import NamedTuple

RULE = "Hangar air gap"
KEY = r"SYSTEM\CurrentControlSet\Services\SharedAccess\Parameters\FirewallPolicy\FirewallRules"
FOLDER = "System64Folder"
"""Where the commands are run; a folder of the installation could not be removed meanwhile."""
_DIRECTIONS = ("Out", "In")
_NETSH = f'"[{FOLDER}]netsh.exe" advfirewall firewall'

# Types of custom actions: a command line, run later by the installer's service itself, not as the
# user, and going on whatever its exit status is.
_COMMAND, _GO_ON, _ON_ROLLBACK, _DEFERRED, _AS_SYSTEM = 34, 64, 256, 1024, 2048
_TYPE = _COMMAND | _GO_ON | _DEFERRED | _AS_SYSTEM

_IS_REMOVAL = 'REMOVE~="ALL"'
_BEFORE_VALUES_GO, _BEFORE_VALUES_COME, _AFTER_VALUES_CAME = 2590, 4990, 5010
"""Places around RemoveRegistryValues (2600) and WriteRegistryValues (5000)."""


class Value(NamedTuple):
    """A rule as a registry value; both are formatted by Windows Installer."""

    name: str
    text: str


class Action(NamedTuple):
    """A command that Windows Installer runs at one place of its sequence."""

    name: str
    type: int
    command: str
    condition: str
    sequence: int


def values(program: str, file_id: str) -> Iterator[Value]:
    """The rules for one program.

    Args:
        program: Its path in the installation, which names the values.
        file_id: Its row in the File table, from which Windows Installer knows its full path.
    """
    for direction in _DIRECTIONS:
        fields = (
            "v2.10",
            "Action=Block",
            "Active=TRUE",
            f"Dir={direction}",
            f"App=[#{file_id}]",
            f"Name={RULE}",
            f"Desc=Hangar never uses a network ({direction.lower()}).",
            "EmbedCtxt=Hangar",
        )
        yield Value(f"Hangar-{program.replace('/', '-')}-{direction}", "|".join(fields) + "|")


def actions(file_ids: list[str]) -> Iterator[Action]:
    """The commands that put the rules in place at once, for the programs with these file ids."""
    forget = f'{_NETSH} delete rule name="{RULE}"'
    stays = f"NOT {_IS_REMOVAL}"
    yield Action("FirewallForget", _TYPE, forget, _IS_REMOVAL, _BEFORE_VALUES_GO)
    # A repair must not add a second set, and an installation that fails must leave none.
    yield Action("FirewallRenew", _TYPE, forget, stays, _BEFORE_VALUES_COME)
    undo = Action("FirewallUndo", _TYPE | _ON_ROLLBACK, forget, stays, _AFTER_VALUES_CAME)
    yield undo
    rules = [(file_id, direction) for file_id in file_ids for direction in _DIRECTIONS]
    for number, (file_id, direction) in enumerate(rules, start=1):
        command = (
            f'{_NETSH} add rule name="{RULE}" dir={direction.lower()} action=block'
            f' program="[#{file_id}]" enable=yes'
        )
        yield Action(f"FirewallBlock{number}", _TYPE, command, stays, undo.sequence + number)
