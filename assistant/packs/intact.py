"""Which files have been hashed: one that was not touched since need not be read again."""

import contextlib
import json
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any

from assistant.jobs import CancelToken
from assistant.packs.contents import hash_file

_FILE = ".hashed.json"


class HashedFiles:
    """What files had for a hash, size and time when they were hashed last; kept in a file."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._lock = threading.Lock()

    def has(
        self,
        file: Path,
        sha256: str,
        *,
        anew: bool = False,
        progressed: Callable[[int], None] = lambda count: None,
        token: CancelToken | None = None,
    ) -> bool:
        """Whether `file` has this hash; it is read only when its size or time has changed.

        With `anew` it is read in any case; `progressed` gets the bytes of each step.

        Raises:
            OSError: It cannot be read.
            JobCancelledError: The token asked for it.
        """
        about = file.stat()
        state = [about.st_size, about.st_mtime_ns, about.st_ctime_ns]
        key = str(file.resolve())
        with self._lock:
            known = self._known().get(key)
        if not anew and known == [*state, sha256]:
            return True
        found = hash_file(file, progressed, token)
        with self._lock:
            self._note(key, [*state, found])
        return found == sha256

    def _known(self) -> dict[str, Any]:
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
        except (OSError, ValueError):  # then everything is hashed once more
            return {}
        return table if isinstance(table, dict) else {}

    def _note(self, key: str, entry: list[Any]) -> None:
        known = {path: old for path, old in self._known().items() if Path(path).exists()}
        unfinished = self._file.with_suffix(f".{os.getpid()}.part")
        with contextlib.suppress(OSError):  # not to be remembered costs time and nothing else
            unfinished.write_text(json.dumps(known | {key: entry}), encoding="utf-8")
            unfinished.chmod(0o600)
            unfinished.replace(self._file)
