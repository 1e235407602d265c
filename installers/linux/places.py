"""Where the Linux build keeps what it fetches, compiles, stages and packs."""

from dataclasses import dataclass, field
from pathlib import Path

from installers.reproducible import BUILD, CHECKOUT

HERE = Path(__file__).resolve().parent
FILES = HERE / "files"
"""What goes into the packages as it stands here, but for the marks in `@…@`."""
REQUIREMENTS = CHECKOUT / "requirements.lock"
INTERPRETER_LOCK = HERE / "interpreter.lock"
PREFIX = "opt/hangar"
"""Where Hangar is installed, below the root of the target."""


@dataclass(frozen=True, slots=True)
class Places:
    """The folders of one build. Fetched and compiled things can be shared by several."""

    root: Path = BUILD
    fetched: Path = field(default=BUILD)

    @property
    def wheelhouse(self) -> Path:
        """The wheels that are shipped, and the lock file that says which."""
        return self.fetched / "wheelhouse"

    @property
    def interpreter(self) -> Path:
        """The Debian packages of the interpreter and its libraries."""
        return self.fetched / "interpreter"

    @property
    def sources(self) -> Path:
        """What is fetched as source."""
        return self.fetched / "sources"

    @property
    def compiled(self) -> Path:
        """Compiled wheels and libraries, each in a folder named by the hash of its inputs."""
        return self.fetched / "compiled"

    @property
    def tree(self) -> Path:
        """What the packages put on the target, from its root."""
        return self.root / "tree"

    @property
    def packages(self) -> Path:
        """The finished packages."""
        return self.root / "packages"
