"""Compile the tree's Python files, so that nothing is compiled or written on the target."""

import subprocess
from pathlib import Path

from installers.errors import BuildError
from installers.linux.interpreter_tree import VERSION


def compile_bytecode(root: Path, prefix: Path) -> None:
    """Compile with the tree's own interpreter, each file in the order of the names.

    The bytecode names files as they are on the target, and is never compared with them. The hash
    seed is fixed because constants are stored in the order of a set.

    Raises:
        BuildError: A file does not compile.
    """
    python = prefix / "python"
    compiler = [str(python / "bin" / f"python{VERSION}"), "-S", "-B", "-m", "compileall", "-q"]
    how = ["--invalidation-mode", "unchecked-hash", "-s", str(root), "-p", "/"]
    what = [str(python / "lib" / f"python{VERSION}"), str(prefix / "lib")]
    done = subprocess.run(
        [*compiler, *how, *what], check=False, env={"PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8"}
    )
    if done.returncode:
        raise BuildError("A Python file of the tree does not compile.", hint="See the lines above.")
