"""From what a wheel's metadata says of its licence to an SPDX expression."""

import re
import tomllib
from email.message import Message
from pathlib import Path
from typing import Any

from installers.accreditation.component import Licence
from installers.accreditation.expression import licences_in

_TABLES = tomllib.loads((Path(__file__).parent / "licences.toml").read_text("utf-8"))
_SPELT: dict[str, str] = _TABLES["spelt"]
_CLASSIFIED: dict[str, str] = _TABLES["classified"]
_REVIEWED: dict[str, str] = _TABLES["reviewed"]
_IN_WORDS: dict[str, str] = _TABLES["in_words"]
_KNOWN = frozenset(_TABLES["spdx"]["known"])


def table(name: str) -> dict[str, Any]:
    """One of the tables of `licences.toml`."""
    found: dict[str, Any] = _TABLES[name]
    return found


def licence_of(name: str, metadata: Message) -> Licence:
    """The licence of the Python package `name`.

    What was reviewed by hand goes first, then the metadata's expression, then its free text, then
    its classifiers. Words that are no SPDX expression are kept as they are.
    """
    if name in _REVIEWED:
        return Licence(_REVIEWED[name])
    if name in _IN_WORDS:
        return Licence(_IN_WORDS[name], is_expression=False)
    if expression := metadata.get("License-Expression"):
        return Licence(str(expression))
    declared = str(metadata.get("License") or "").strip()
    if declared:
        return spelt(declared.splitlines()[0])
    classifiers = [str(line) for line in metadata.get_all("Classifier") or []]
    known = [_CLASSIFIED[line] for line in classifiers if line in _CLASSIFIED]
    if known:
        return Licence(" AND ".join(known))
    return Licence("not declared", is_expression=False)


def spelt(words: str) -> Licence:
    """The licence that `words` mean."""
    tidy = re.sub(r" +", " ", _SPELT.get(words, words))
    return Licence(tidy, is_expression=licences_in(tidy) <= _KNOWN)
