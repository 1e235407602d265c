"""The runtime lock, and which of its packages are shipped."""

import re
from dataclasses import dataclass

from packaging.requirements import Requirement

LLAMA = "llama-cpp-python"
"""Published as source only; compiled here."""

# Chroma names them, for its server, its command line, its deployment and its downloads. Hangar
# uses none of those, and nothing that is shipped imports them.
LEFT_OUT = frozenset(
    {
        # Time zones, which the system has.
        "tzdata",
        # The client of a cluster, 126 MB, and what only it needs.
        "durationpy",
        "kubernetes",
        "oauthlib",
        "python-dateutil",
        "requests-oauthlib",
        "websocket-client",
        # Clients for HTTP, and what only they need. Chroma imports httpx, which stays.
        "aiohappyeyeballs",
        "aiohttp",
        "aiohttp-retry",
        "aiosignal",
        "charset-normalizer",
        "frozenlist",
        "httpcore2",
        "httpx2",
        "multidict",
        "propcache",
        "requests",
        "truststore",
        "urllib3",
        "yarl",
        # Downloads of models; tokenizers names them and runs without.
        "filelock",
        "fsspec",
        "hf-xet",
        "huggingface-hub",
        # The server.
        "httptools",
        "uvicorn",
        "uvloop",
        "watchfiles",
        "websockets",
        # Command lines, and building packages from source.
        "annotated-doc",
        "build",
        "click",
        "pyproject-hooks",
        "shellingham",
        "typer",
    }
)


@dataclass(frozen=True, slots=True)
class Pin:
    """One package of the lock.

    Attributes:
        name: Its name, as the lock writes it.
        version: Its version.
        hashes: The SHA-256 of every file that may be it.
        text: The entry as it stands in the lock.
    """

    name: str
    version: str
    hashes: tuple[str, ...]
    text: str


def pins(lock: str) -> list[Pin]:
    """The packages of a lock file that apply to this interpreter, in its order."""
    found = []
    for entry in re.split(r"\n(?=\S)", lock.strip()):
        if "==" not in entry or entry.startswith("#"):
            continue
        asked = Requirement(entry.split("\\\n")[0])
        if asked.marker is None or asked.marker.evaluate():
            version = next(iter(asked.specifier)).version
            hashes = tuple(re.findall(r"--hash=sha256:([0-9a-f]{64})", entry))
            found.append(Pin(asked.name, version, hashes, entry.rstrip()))
    return found


def shipped(lock: str) -> list[Pin]:
    """Those of them that are in the packages."""
    return [pin for pin in pins(lock) if pin.name not in LEFT_OUT]
