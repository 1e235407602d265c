"""What is signed: an in-toto statement with the SHA-256 of every file.

Specified by OpenSSF Model Signing v1.0. The digest of the whole is the SHA-256 over the digests of
the files, in the order in which they are listed.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assistant.packs.bundle import BundleError

_TYPE = "https://in-toto.io/Statement/v1"
_PREDICATE = "https://model_signing/signature/v1.0"
_SHA256 = re.compile(r"[0-9a-f]{64}")
# Nothing hidden, nothing that a drive letter, FAT or a shell takes for something else.
_PATH = re.compile(r"[A-Za-z0-9_][\w.+-]{0,119}(?:/[A-Za-z0-9_][\w.+-]{0,119}){0,3}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Statement:
    """The files of a folder.

    Attributes:
        digests: SHA-256 of each file, in hex, by its path relative to the folder, with '/'.
    """

    digests: Mapping[str, str]

    @property
    def root(self) -> str:
        """The digest of the whole, in hex."""
        whole = hashlib.sha256()
        for digest in self.digests.values():
            whole.update(bytes.fromhex(digest))
        return whole.hexdigest()


def write_statement(name: str, statement: Statement) -> bytes:
    """The statement as it is signed, of a folder that is called `name`."""
    table = {
        "_type": _TYPE,
        "subject": [{"name": name, "digest": {"sha256": statement.root}}],
        "predicateType": _PREDICATE,
        "predicate": {
            "serialization": {
                "method": "files",
                "hash_type": "sha256",
                "allow_symlinks": False,
                "ignore_paths": [],
            },
            "resources": [
                {"name": path, "algorithm": "sha256", "digest": statement.digests[path]}
                for path in statement.digests
            ],
        },
    }
    return json.dumps(table, indent=2).encode()


def read_statement(payload: bytes) -> Statement:
    """The statement in a payload that is known to be signed.

    Paths that it says were left out are of no account: a folder must hold what the statement
    names, and nothing else.

    Raises:
        BundleError: It is no such statement, or not one that is taken here.
    """
    try:
        table: Any = json.loads(payload)
        resources = table["predicate"]["resources"]
        serialization = table["predicate"]["serialization"]
        kinds = (table["_type"], table["predicateType"], serialization["method"])
        stated: Any = table["subject"][0]["digest"]["sha256"]
        digests = {str(entry["name"]): str(entry["digest"]) for entry in resources}
        hashed_with = {entry["algorithm"] for entry in resources}
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise BundleError("what is signed is no list of files") from error
    if kinds != (_TYPE, _PREDICATE, "files") or hashed_with != {"sha256"}:
        raise BundleError("it is signed in another way than OpenSSF Model Signing v1.0, by files")
    if not all(map(_SHA256.fullmatch, digests.values())) or len(digests) != len(resources):
        raise BundleError("what is signed is no list of files")
    check_paths(list(digests))
    statement = Statement(digests)
    if statement.root != stated:
        raise BundleError("the digests that are signed do not agree with each other")
    return statement


def check_paths(paths: list[str]) -> None:
    """See that these can be the files of a pack.

    Raises:
        BundleError: One of them cannot.
    """
    for path in paths:
        if not _PATH.fullmatch(path) or path.endswith("."):
            shown = "".join(filter(str.isprintable, path))[:60]
            raise BundleError(f"'{shown}' cannot be the name of a file in it")
    if len({path.casefold() for path in paths}) < len(paths):
        raise BundleError("two of its files differ only in capital letters")
