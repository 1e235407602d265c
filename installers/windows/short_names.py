"""Names of eight characters and three, which the tables of an MSI hold beside each long name."""

import re
from collections.abc import Iterable

_IS_SHORT = re.compile(r"[A-Za-z0-9_\-~]{1,8}(\.[A-Za-z0-9_\-~]{1,3})?")


def with_short_names(names: Iterable[str]) -> dict[str, str]:
    """The names of one folder as an MSI writes them: `FILE1.TXT`, or `H0000001.PY|a long name.py`.

    The short ones are numbered in the order of the names, and differ from all others in the folder.
    """
    ordered = sorted(names)
    taken = {name.upper() for name in ordered if _IS_SHORT.fullmatch(name)}
    written = {}
    number = 0
    for name in ordered:
        if _IS_SHORT.fullmatch(name):
            written[name] = name
            continue
        short = ""
        while not short or short in taken:
            number += 1
            short = f"H{number:07}{_suffix(name)}"
        taken.add(short)
        written[name] = f"{short}|{name}"
    return written


def _suffix(name: str) -> str:
    _, dot, last = name.rpartition(".")
    kept = re.sub(r"[^A-Za-z0-9]", "", last)[:3].upper() if dot else ""
    return f".{kept}" if kept else ""
