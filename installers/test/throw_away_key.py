"""Keys for a test: made in a key ring of their own, and gone with it."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from installers.media.signing_key import SigningKey

_DAY_S = 86_400


class Keys(NamedTuple):
    """The keys of one proof.

    Attributes:
        ours: The one that the administrator knows.
        stranger: One that nobody announced.
        expired: One that has expired, and signs as if it were still valid.
    """

    ours: SigningKey
    stranger: SigningKey
    expired: SigningKey


@contextmanager
def throw_away_keys(epoch: int) -> Iterator[Keys]:
    """Make keys that can sign what bears the date `epoch`; GNUPGHOME names their ring meanwhile.

    Args:
        epoch: In the past, in seconds since 1970.
    """
    # Not below a test's own folder: a socket's path has 107 characters at most.
    home = Path(tempfile.mkdtemp(prefix="keys-"))
    before = os.environ.get("GNUPGHOME")
    os.environ["GNUPGHOME"] = str(home)
    try:
        made_at = epoch - 2 * _DAY_S
        yield Keys(
            ours=_make_key("ours", made_at, epoch),
            stranger=_make_key("stranger", made_at, epoch),
            expired=_make_key("expired", made_at, made_at + 60, lasts=f"seconds={_DAY_S}"),
        )
    finally:
        stop = ["gpgconf", "--kill", "gpg-agent"]
        subprocess.run(stop, check=False)
        # The agent takes its sockets away as it ends: one may be gone when its turn comes.
        shutil.rmtree(home, ignore_errors=True)
        if home.exists():
            shutil.rmtree(home)
        del os.environ["GNUPGHOME"]
        if before is not None:
            os.environ["GNUPGHOME"] = before


def _make_key(name: str, made_at: int, signs_at: int, *, lasts: str = "never") -> SigningKey:
    make = [
        *("gpg", "--batch", "--quiet", "--no-options", "--passphrase", ""),
        *("--faked-system-time", str(made_at), "--status-fd", "1"),
        *("--quick-generate-key", f"{name} <{name}@example.invalid>", "rsa3072", "sign", lasts),
    ]
    done = subprocess.run(make, check=True, capture_output=True, text=True)
    created = next(line for line in done.stdout.splitlines() if "KEY_CREATED" in line)
    return SigningKey.find(created.split()[-1], signs_at)
