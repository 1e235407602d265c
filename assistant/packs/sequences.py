"""The newest sequence seen of each pack, kept even when the model is removed: no way back."""

import json
from pathlib import Path

from assistant.durable import write_durably
from assistant.packs.pack import Pack
from assistant.packs.refusal import PackRefusedError

_FILE = ".sequences.json"


class Sequences:
    """Which pack of each name was the newest so far; a file in the models' folder."""

    def __init__(self, folder: Path) -> None:
        self._file = folder / _FILE
        self._folder = folder

    def check(self, pack: Pack) -> None:
        """See that `pack` is not older than what was installed under its name before.

        Raises:
            PackRefusedError: It is, or it has the same sequence and other contents.
        """
        sequence, root = self._seen().get(pack.card.name, (0, ""))
        if pack.card.sequence < sequence:
            raise PackRefusedError(
                pack.folder.name,
                f"it has the sequence {pack.card.sequence}, and {sequence} was installed before",
                "Bring in the newest pack. An older one may have faults that are known.",
            )
        if pack.card.sequence == sequence and pack.statement.root != root:
            raise PackRefusedError(
                pack.folder.name,
                f"another pack of the same name and sequence {sequence} was installed before",
                "Whoever signs it has to give each pack a sequence of its own.",
            )

    def note(self, pack: Pack) -> None:
        """Remember `pack` as the newest; durable when it returns."""
        seen = self._seen() | {pack.card.name: (pack.card.sequence, pack.statement.root)}
        write_durably(self._file, json.dumps(seen, indent=1).encode(), 0o600)

    def _seen(self) -> dict[str, tuple[int, str]]:
        """By name; raises where the file is damaged, for then nothing is known to be newer."""
        try:
            table = json.loads(self._file.read_text(encoding="utf-8"))
            return {str(name): (int(entry[0]), str(entry[1])) for name, entry in table.items()}
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, TypeError, IndexError, AttributeError) as error:
            raise PackRefusedError(
                "to be installed",
                f"{self._file} cannot be read, which says what was installed before",
                "An administrator may delete that file; older packs are then taken once more.",
            ) from error
