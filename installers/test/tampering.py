"""Every way in which a media folder is altered, and the words in which it must be refused."""

import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from installers.media.media_files import SIGNATURE, SUMS, write_sums
from installers.media.rpm_repository import signing_macros
from installers.media.signing_key import SigningKey


class Tampering(NamedTuple):
    """One way to alter a folder.

    Attributes:
        name: What is altered.
        refusal: Words of the line that refuses it.
        alter: Alters the folder; the key is one that the administrator does not know.
    """

    name: str
    refusal: str
    alter: Callable[[Path, SigningKey], None]


def flip_a_bit(file: Path, *, at: float = 0.5) -> None:
    """Change the lowest bit of one byte: in the middle of a file, or where `at` says, in parts."""
    content = bytearray(file.read_bytes())
    content[int((len(content) - 1) * at)] ^= 1
    file.write_bytes(content)


def _flipped(pattern: str) -> Callable[[Path, SigningKey], None]:
    return lambda media, _: flip_a_bit(next(media.glob(pattern)))


def _without(name: str) -> Callable[[Path, SigningKey], None]:
    return lambda media, _: (media / name).unlink()


def _with(name: str) -> Callable[[Path, SigningKey], None]:
    def add(media: Path, _: SigningKey) -> None:
        (media / name).write_text("Not signed.\n", "utf-8")

    return add


def _appended(name: str, text: str) -> Callable[[Path, SigningKey], None]:
    def append(media: Path, _: SigningKey) -> None:
        with (media / name).open("a", encoding="utf-8") as file:
            file.write(text)

    return append


def _truncated(media: Path, _: SigningKey) -> None:
    file = next(media.glob("apt/pool/main/*.deb"))
    os.truncate(file, file.stat().st_size - 1)


def _emptied_signature(media: Path, _: SigningKey) -> None:
    (media / SIGNATURE).write_bytes(b"")


def _link_in_place(media: Path, _: SigningKey) -> None:
    (media / "elsewhere").write_bytes((media / "README.txt").read_bytes())
    (media / "README.txt").unlink()
    (media / "README.txt").symlink_to("elsewhere")


def _linked_folder(media: Path, _: SigningKey) -> None:
    (media / "more").symlink_to("/")


def _sums_fitted(media: Path, _: SigningKey) -> None:
    flip_a_bit(next(media.glob("apt/pool/main/*.deb")))
    signature = (media / SIGNATURE).read_bytes()
    _forget_signature(media)
    write_sums(media)
    (media / SIGNATURE).write_bytes(signature)


def _signed_by_another(media: Path, stranger: SigningKey) -> None:
    """Everything fits, key included, but it is not the key that was announced."""
    flip_a_bit(next(media.glob("apt/pool/main/*.deb")))
    _forget_signature(media)
    stranger.write_public(media / "keys")
    stranger.sign_beside(write_sums(media))


def _signature_of_another(media: Path, stranger: SigningKey) -> None:
    """The announced key lies there, but another one signed."""
    stranger.sign_beside(media / SUMS)


def _two_keys(media: Path, stranger: SigningKey) -> None:
    """The announced key lies there, beside the one that signed."""
    announced = (media / "keys/hangar.gpg").read_bytes()
    _signed_by_another(media, stranger)
    _forget_signature(media)
    own = (media / "keys/hangar.gpg").read_bytes()
    (media / "keys/hangar.gpg").write_bytes(announced + own)
    stranger.sign_beside(write_sums(media))


def _forget_signature(media: Path) -> None:
    (media / SUMS).unlink()
    (media / SIGNATURE).unlink()


_NOT_AS_SIGNED = "is not as it was signed"
MEDIA = (
    Tampering("altered .deb", f"hangar_0.2.0_amd64.deb {_NOT_AS_SIGNED}", _flipped("apt/**/*.deb")),
    Tampering("altered .rpm", f"x86_64.rpm {_NOT_AS_SIGNED}", _flipped("rpm/*.rpm")),
    Tampering("edited Packages", f"Packages {_NOT_AS_SIGNED}", _flipped("apt/**/Packages")),
    Tampering("edited InRelease", f"InRelease {_NOT_AS_SIGNED}", _flipped("apt/**/InRelease")),
    Tampering("edited repomd.xml", f"repomd.xml {_NOT_AS_SIGNED}", _flipped("rpm/**/repomd.xml")),
    Tampering("altered install.sh", f"install.sh {_NOT_AS_SIGNED}", _appended("install.sh", "#\n")),
    Tampering("truncated .deb", f"hangar_0.2.0_amd64.deb {_NOT_AS_SIGNED}", _truncated),
    Tampering("missing file", "README.txt is missing", _without("README.txt")),
    Tampering("missing key", "keys/hangar.gpg is missing", _without("keys/hangar.gpg")),
    Tampering("extra file", "apt/more is not among the signed files", _with("apt/more")),
    Tampering("extra hidden file", ".more is not among the signed files", _with(".more")),
    Tampering("link in place of a file", "README.txt is a link", _link_in_place),
    Tampering("link to a folder", "more is a link", _linked_folder),
    Tampering("signature taken away", f"{SIGNATURE} is missing", _without(SIGNATURE)),
    Tampering("signature emptied", "SHA256SUMS does not hold", _emptied_signature),
    Tampering("signature of one bit less", "SHA256SUMS does not hold", _flipped(SIGNATURE)),
    Tampering("sums fitted to an altered .deb", "SHA256SUMS does not hold", _sums_fitted),
    Tampering("line added to the sums", "SHA256SUMS does not hold", _appended(SUMS, "0  x\n")),
    Tampering("signed by a foreign key", "the key that signed is", _signed_by_another),
    Tampering("foreign signature", "SHA256SUMS does not hold", _signature_of_another),
    Tampering("foreign key beside ours", "the key that signed is", _two_keys),
)
"""What is altered after signing: the check of the whole folder refuses it."""


def _no_inrelease(media: Path, _: SigningKey) -> None:
    """Only Release is left, which says the same and is signed by nobody."""
    signed = next(media.glob("apt/dists/*/InRelease"))
    text = signed.read_text("utf-8").split("\n\n", 1)[1]
    signed.with_name("Release").write_text(text.split("-----BEGIN")[0], "utf-8")
    signed.unlink()


def _inrelease_of_another(media: Path, stranger: SigningKey) -> None:
    signed = next(media.glob("apt/dists/*/InRelease"))
    _no_inrelease(media, stranger)
    stranger.sign_within(signed.with_name("Release"), signed)
    signed.with_name("Release").unlink()


def _edited_inrelease(media: Path, _: SigningKey) -> None:
    signed = next(media.glob("apt/dists/*/InRelease"))
    signed.write_text(signed.read_text("utf-8").replace("Label: Hangar", "Label: Hanger"), "utf-8")


REPOSITORY = (
    Tampering("altered .deb", "could not install Hangar", _flipped("apt/**/*.deb")),
    Tampering("edited Packages", "apt refused the repository", _flipped("apt/**/Packages")),
    Tampering("edited InRelease", "apt refused the repository", _edited_inrelease),
    Tampering("InRelease without signature", "apt refused the repository", _no_inrelease),
    Tampering("InRelease of a foreign key", "apt refused the repository", _inrelease_of_another),
)
"""What is altered before the folder is signed: apt refuses it by itself."""


def _last_byte_flipped(pattern: str) -> Callable[[Path, SigningKey], None]:
    """What is in a package stands at its end; before that is room that rpm leaves unsigned."""
    return lambda media, _: flip_a_bit(next(media.glob(pattern)), at=1)


def _rpmsign(*how: str) -> Callable[[Path, SigningKey], None]:
    def sign(media: Path, stranger: SigningKey) -> None:
        (package,) = media.glob("rpm/*.rpm")
        command = ["rpmsign", *how, *signing_macros(stranger), str(package)]
        subprocess.run(command, check=True, capture_output=True)

    return sign


_RPM_REFUSES, _DNF_REFUSES = "rpm refused the signature", "dnf could not install Hangar"
RPM_PACKAGE = (
    Tampering("altered .rpm", _RPM_REFUSES, _last_byte_flipped("rpm/*.rpm")),
    Tampering("unsigned .rpm", _RPM_REFUSES, _rpmsign("--delsign")),
    Tampering(".rpm of a foreign key", _RPM_REFUSES, _rpmsign("--resign")),
)
"""What is altered before the folder is signed: rpm refuses it by itself."""
RPM_REPOSITORY = (
    Tampering("edited repomd.xml", _DNF_REFUSES, _flipped("rpm/repodata/repomd.xml")),
    Tampering("edited primary.xml", _DNF_REFUSES, _flipped("rpm/repodata/primary.xml.gz")),
    Tampering("repomd.xml unsigned", _DNF_REFUSES, _without("rpm/repodata/repomd.xml.asc")),
)
"""What is altered before the folder is signed: dnf refuses it by itself."""


def copy_of(media: Path, to: Path) -> Path:
    """A copy that can be altered."""
    shutil.rmtree(to, ignore_errors=True)
    return shutil.copytree(media, to)
