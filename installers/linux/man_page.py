"""The man pages, written from what the programs say of themselves with --help."""

import argparse
import os
import re
from datetime import UTC, datetime

from assistant import __version__
from assistant.cli.main import make_parser

_WIDTH = 78
_DESKTOP = """\
.SH NAME
hangar\\-desktop \\- ask your own documents in a window
.SH SYNOPSIS
.B hangar\\-desktop
[\\fIPATH\\fR ...]
.SH DESCRIPTION
Opens Hangar's window, and indexes the folders given.
It needs a display of this computer; one that is reached over a network is refused.
.PP
.B hangar desktop
does the same.
"""
_END = """\
.SH FILES
.TP
.I ~/.local/share/hangar
The data folder, where
.B HANGAR_HOME
names no other: libraries, language models you have added, settings, the log.
It is readable by its owner only, and no package removes it.
.TP
.I /etc/hangar/policy.toml
The site's policy, written by an administrator.
.TP
.I /opt/hangar
The program with everything it runs with, the licences and the list of what is in it.
.SH SEE ALSO
{see_also}
"""


def man_pages(epoch: int) -> dict[str, str]:
    """The pages by file name; `epoch` is their date, in seconds since 1970."""
    date = datetime.fromtimestamp(epoch, UTC).strftime("%Y-%m-%d")
    heading = '.TH {name} 1 {date} "Hangar {version}" "User Commands"\n.nh\n'
    hangar = heading.format(name="HANGAR", date=date, version=__version__) + _hangar()
    desktop = heading.format(name="HANGAR\\-DESKTOP", date=date, version=__version__) + _DESKTOP
    return {
        "hangar.1": hangar + _END.format(see_also=".BR hangar\\-desktop (1)"),
        "hangar-desktop.1": desktop + _END.format(see_also=".BR hangar (1)"),
    }


def _hangar() -> str:
    parser = make_parser()
    overview = _sections(_help(parser))
    parts = [
        ".SH NAME\nhangar \\- answer engineering questions from your own documents\n",
        ".SH SYNOPSIS\n.B hangar\n[\\fB\\-\\-version\\fR] \\fICOMMAND\\fR [\\fIOPTION\\fR ...]\n",
        f".SH DESCRIPTION\n{_escaped(parser.description or '')}\n",
    ]
    parts += [f".SH {title.upper()}\n{_verbatim(text)}" for title, text in overview]
    parts.append(".SH EACH COMMAND\n")
    for name, command in _commands(parser):
        parts.append(f".SS hangar {_escaped(name)}\n{_verbatim(_help(command))}")
    return "".join(parts)


def _commands(parser: argparse.ArgumentParser) -> list[tuple[str, argparse.ArgumentParser]]:
    """The commands of a parser and, behind each, the commands of that."""
    found = []
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, command in action.choices.items():
                found.append((name, command))
                found += [(f"{name} {inner}", one) for inner, one in _commands(command)]
    return found


def _help(parser: argparse.ArgumentParser) -> str:
    """What a parser prints for --help, whatever the width of the terminal here."""
    before = os.environ.get("COLUMNS")
    os.environ["COLUMNS"] = str(_WIDTH)
    try:
        return parser.format_help()
    finally:
        if before is None:
            del os.environ["COLUMNS"]
        else:
            os.environ["COLUMNS"] = before


def _sections(text: str) -> list[tuple[str, str]]:
    """The titled parts of a help text: 'options:' and the like."""
    parts = re.split(r"^(\S[^\n]*):\n", text, flags=re.MULTILINE)
    titled = zip(parts[1::2], parts[2::2], strict=True)
    return [(title, body.strip("\n")) for title, body in titled if not title.startswith("usage")]


def _verbatim(text: str) -> str:
    return f".nf\n{_escaped(text.strip(chr(10)))}\n.fi\n"


def _escaped(text: str) -> str:
    """A text in which roff sees no command: no escape, no line that begins with a dot."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return re.sub(r"^([.'])", r"\\&\1", text, flags=re.MULTILINE)
