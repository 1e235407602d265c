"""Runs the programs that sign, and says in one line what one of them complained about."""

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installers.errors import BuildError


def run(
    command: Sequence[str | Path],
    *,
    hint: str,
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> str:
    """Run a program in the language C and return its standard output.

    Raises:
        BuildError: It failed; the message ends in the last line of what it said.
    """
    environ = {**os.environ, "LC_ALL": "C.UTF-8", **(variables or {})}
    done = subprocess.run(
        [str(part) for part in command],
        check=False,
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode != 0:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["nothing"]
        name = Path(command[0]).name
        raise BuildError(f"{name} ended with status {done.returncode}: {said[-1]}", hint=hint)
    return done.stdout
