"""REPRODUCIBLE.txt: what was built from what, how to build it again, and what may differ."""

import shutil
import subprocess
import sys
from pathlib import Path

import assistant
from installers.accreditation.document import timestamp
from installers.linux.places import INTERPRETER_LOCK, REQUIREMENTS
from installers.reproducible import CHECKOUT, sha256_of

_TOOLS = (
    ("cc", "--version"),
    ("cmake", "--version"),
    ("dpkg-deb", "--version"),
    ("gpg", "--version"),
    ("osslsigncode", "--version"),
    ("patchelf", "--version"),
    ("rpmbuild", "--version"),
    ("wixl", "--version"),
)
_PACKAGES = ("*.deb", "*.rpm", "*.msi")
_TEXT = """\
Hangar {version}: how it was built, and how to build it again
=============================================================

Source
    Commit {commit}
    Time that stands in everything built: SOURCE_DATE_EPOCH={epoch}, which is {time}

What went in, beside the source
    SHA-256 {requirements}  requirements.lock
    SHA-256 {interpreter}  installers/linux/interpreter.lock
    These name every Python package and every Debian package with its SHA-256. What is fetched and
    has another hash is refused. llama.cpp is compiled from source, all else is taken as published.

Tools of this build
{tools}

Packages
{packages}

Compared
{compared}

How to build it again
    On Debian 12, in a checkout of the commit:

        export SOURCE_DATE_EPOCH={epoch}
        make installers
        sha256sum build/installers/packages/*

    Compare the sums with those above. The same versions of the tools are needed for the same bytes:
    another compiler makes another llama.cpp, another dpkg or rpm may pack otherwise.

What is not the same twice
    - Signatures. They hold a time, and with some kinds of key a random number. A signed .rpm, a
      signed .msi, the signed index of a repository (InRelease, repomd.xml.asc) and the signatures
      of media therefore differ from build to build. What they sign does not: compare a package
      before it is signed, or look at what the signature covers.
    - The keys. Each builder has their own.
    - This file and the list of tools in it, where the tools differ.

What this says and what it does not
    It says that whoever builds this commit with these tools can compare bytes. It does not say that
    the packages taken as published were built from the sources that their makers publish; their
    hashes say only that they are the same files.

Cryptography
    Hashes and signatures use FIPS-approved algorithms: SHA-256, SHA-384 and SHA-512, RSA, and ECDSA
    over P-256 or P-384. No certificate is claimed for the software that computes them. On a
    workstation in FIPS mode the signatures can be checked with the system's own OpenSSL.
"""


def statement(epoch: int, packages: Path | None = None, again: Path | None = None) -> str:
    """The text of the statement.

    Args:
        epoch: The time that stands in everything built, in seconds since 1970.
        packages: The folder with the packages; None for the copy inside them, which cannot name
            their hashes.
        again: The folder with the packages of a second build, to compare with.
    """
    return _TEXT.format(
        version=assistant.__version__,
        commit=commit(),
        epoch=epoch,
        time=timestamp(epoch),
        requirements=sha256_of(REQUIREMENTS),
        interpreter=sha256_of(INTERPRETER_LOCK),
        tools="\n".join(f"    {line}" for line in _tools()),
        packages=_indented(_sums(packages)),
        compared=_indented(_compared(packages, again)),
    )


def commit() -> str:
    """The commit of the checkout, and whether something in it differs from that."""
    git = ["git", "-C", str(CHECKOUT)]
    head = _output([*git, "rev-parse", "HEAD"]) or "unknown"
    changed = _output([*git, "status", "--porcelain", "--untracked-files=no"])
    return f"{head}, with changes that are not in it" if changed else head


def _sums(packages: Path | None) -> list[str]:
    if packages is None:
        return ["Their SHA-256 stand in the copy of this file that is on the media."]
    found = _packages_in(packages)
    return [f"SHA-256 {digest}  {name}" for name, digest in found.items()] or ["None were built."]


def _compared(packages: Path | None, again: Path | None) -> list[str]:
    if packages is None or again is None:
        return ["Nothing: this build was not compared with a second one when this was written."]
    first, second = _packages_in(packages), _packages_in(again)
    lines = []
    for name in sorted({*first, *second}):
        if name not in first or name not in second:
            lines.append(f"{name}: in one of the two builds only")
        else:
            same = first[name] == second[name]
            lines.append(f"{name}: {'identical, bit for bit' if same else 'DIFFERENT'}")
    return lines or ["Nothing: neither build has packages."]


def _packages_in(folder: Path) -> dict[str, str]:
    files = [file for pattern in _PACKAGES for file in folder.rglob(pattern)]
    return {file.relative_to(folder).as_posix(): sha256_of(file) for file in sorted(files)}


def _tools() -> list[str]:
    lines = [f"python: {sys.version.split()[0]}", f"system: {_system()}"]
    for name, option in _TOOLS:
        said = _output([name, option]) if shutil.which(name) else ""
        first = next((line.strip() for line in said.splitlines() if line.strip()), "not there")
        lines.append(f"{name}: {first}")
    return lines


def _system() -> str:
    release = Path("/etc/os-release")
    lines = release.read_text("utf-8").splitlines() if release.exists() else []
    names = [line.partition("=")[2].strip('"') for line in lines if line.startswith("PRETTY_NAME=")]
    return names[0] if names else sys.platform


def _output(command: list[str]) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return done.stdout.strip() or done.stderr.strip()


def _indented(lines: list[str]) -> str:
    return "\n".join(f"    {line}" for line in lines)
