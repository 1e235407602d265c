"""Pin the interpreter's Debian packages anew, in the versions that the archive offers now.

    python -m installers.linux.renew_interpreter_lock

The names are those of the lock; only versions and hashes change. Look at the difference before it
is committed: the packages are made from what stands there.
"""

import re
import subprocess
import sys

from installers.errors import BuildError
from installers.linux.deb_lock import DebPin, read_deb_lock, write_deb_lock
from installers.linux.places import INTERPRETER_LOCK


def main() -> int:
    """Rewrite `interpreter.lock`; the exit status is 1 when a package is not offered."""
    text = INTERPRETER_LOCK.read_text("utf-8")
    comments = [line for line in text.splitlines() if line.startswith("#")]
    try:
        offered = [_offered(pin.name) for pin in read_deb_lock(text)]
    except BuildError as error:
        print(error, file=sys.stderr)
        return 1
    INTERPRETER_LOCK.write_text(write_deb_lock(comments, offered), "utf-8")
    return 0


def _offered(name: str) -> DebPin:
    """The version of a package that apt would download."""
    asked = ["apt-cache", "--no-all-versions", "show", f"{name}:amd64"]
    done = subprocess.run(asked, check=False, capture_output=True, text=True)
    fields = dict(re.findall(r"^(Version|SHA256): (\S+)$", done.stdout, re.MULTILINE))
    if not {"Version", "SHA256"} <= fields.keys():
        raise BuildError(
            f"Debian's archive, as apt knows it, offers no {name}.", hint="Run: apt-get update"
        )
    return DebPin(name, fields["Version"], fields["SHA256"])


if __name__ == "__main__":
    sys.exit(main())
