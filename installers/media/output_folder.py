"""Makes room for what is built, without ever emptying a folder that someone else filled."""

import shutil
from pathlib import Path

from installers.errors import BuildError


def make_room(folder: Path, *, made_of: str) -> None:
    """Remove an earlier result at `folder`, told by the file `made_of` within; make its parents.

    Raises:
        BuildError: Something else is there.
    """
    if folder.exists() and any(folder.iterdir()) and not (folder / made_of).is_file():
        raise BuildError(
            f"{folder} holds other things, and would be replaced.", hint="Name another folder."
        )
    shutil.rmtree(folder, ignore_errors=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
