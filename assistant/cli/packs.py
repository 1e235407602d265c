"""hangar models pack, verify and install: signed packs of language models."""

import getpass
import os
import shlex
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assistant.cli.command import Commands, Invocation, add_action
from assistant.cli.console import sized
from assistant.cli.interrupt import cancelled_by_signals
from assistant.cli.progress_line import ProgressLine
from assistant.jobs import CancelToken

if TYPE_CHECKING:
    from assistant.packs.keys import PublicKey
    from assistant.packs.pack import Pack

_PASSWORD = "HANGAR_KEY_PASSWORD"  # noqa: S105  the name of a variable


def add_actions(actions: Commands) -> None:
    """Add what `hangar models` does with packs."""
    verify = add_action(actions, "verify", run_verify, "check a signed pack and say what it is")
    verify.add_argument("folder", metavar="PACK", type=Path, help="the folder that the pack is")
    _add_key(verify, "check against this public key instead of those trusted here")
    install = add_action(actions, "install", run_install, "install a language model from a pack")
    install.add_argument("folder", metavar="PACK", type=Path, help="the folder that the pack is")
    _add_key(install, "trust this public key from now on, where the policy leaves that to you")
    pack = add_action(actions, "pack", run_pack, "make a signed pack of a folder with a model")
    pack.description = (
        "Make a signed pack: DIR holds a GGUF file, or all parts of a split one, and the text of"
        " its licence. A card (pack.json), a bill of materials (bom.cdx.json) and the signature"
        " (model.sig) are added to it. A key that is encrypted is asked for its password, or takes"
        f" it from {_PASSWORD}."
    )
    pack.add_argument("folder", metavar="DIR", type=Path)
    pack.add_argument("--name", required=True, help="name of the model where it is installed")
    pack.add_argument("--version", required=True, help="such as 3.1")
    pack.add_argument(
        "--sequence", required=True, type=int, help="rises with every pack of this name, from 1"
    )
    pack.add_argument(
        "--key", required=True, type=Path, metavar="FILE", help="private key, ECDSA, in PEM"
    )
    pack.add_argument(
        "--sign-with",
        metavar="COMMAND",
        help="have COMMAND sign, for a key in a PKCS#11 token or elsewhere: it gets what is to be"
        " signed on standard input and gives the signature in DER; --key is the public key then",
    )
    pack.add_argument(
        "--licence", default="", help="SPDX identifier (default: what the GGUF file states)"
    )
    pack.add_argument("--summary", default="", help="what the model is, in a sentence")
    pack.add_argument(
        "--valid-until", default="", metavar="DATE", help="last day on which it may be installed"
    )


def run_verify(call: Invocation) -> int:
    """Check a pack from its signature to its last byte."""
    token = CancelToken()
    with call.open_assistant() as assistant, cancelled_by_signals(token):
        pack = assistant.models.open_pack(call.arguments.folder, _keys(call))
        with ProgressLine(call.console, "Checking") as line:
            assistant.models.verify_pack(pack, line.show, token)
    _show(call, pack, "Every file is as it was signed.")
    return 0


def run_install(call: Invocation) -> int:
    """Install a pack."""
    token = CancelToken()
    with call.open_assistant() as assistant, cancelled_by_signals(token):
        models = assistant.models
        for key in _keys(call):
            models.trust(key)
        pack = models.open_pack(call.arguments.folder)
        with ProgressLine(call.console, "Copying") as line:
            models.install(pack, line.show, token)
    _show(call, pack, "Installed. Answers are composed with it from now on, where they hold.")
    return 0


def run_pack(call: Invocation) -> int:
    """Make a pack."""
    from assistant.packs.keys import ExternalKey, PrivateKey, read_private_key, read_public_key
    from assistant.packs.write import PackOrder, fits_fat

    arguments, console, token = call.arguments, call.console, CancelToken()
    order = PackOrder(
        name=arguments.name,
        version=arguments.version,
        sequence=arguments.sequence,
        licence=arguments.licence,
        summary=arguments.summary,
        valid_until=arguments.valid_until,
    )
    key: PrivateKey | ExternalKey
    if arguments.sign_with:
        key = ExternalKey(read_public_key(arguments.key), tuple(shlex.split(arguments.sign_with)))
    else:
        key = read_private_key(arguments.key, _password)
    with call.open_assistant() as assistant, cancelled_by_signals(token):
        with ProgressLine(console, "Hashing") as line:
            card = assistant.models.pack(arguments.folder, order, key, line.show, token)
        pack = assistant.models.open_pack(arguments.folder, [key.public])
    _show(call, pack, "Packed and signed.")
    if not fits_fat(card):
        console.error(
            "A file of it has 4 GiB or more, which FAT32 media cut: use exFAT, or split the GGUF."
        )
    return 0


def _add_key(parser: Any, purpose: str) -> None:
    parser.add_argument("--key", type=Path, metavar="FILE", help=purpose)


def _keys(call: Invocation) -> "list[PublicKey]":
    from assistant.packs.keys import read_public_key

    return [read_public_key(call.arguments.key)] if call.arguments.key else []


def _password() -> bytes:
    given = os.environ.get(_PASSWORD)
    return (getpass.getpass("Password of the key: ") if given is None else given).encode()


def _show(call: Invocation, pack: "Pack", outcome: str) -> None:
    console, card = call.console, pack.card
    if call.arguments.json:
        console.json({"pack": _as_json(pack)})
        return
    console.print(f"{console.bold(f'{card.name} {card.version}')}: {card.summary or card.model}")
    lines = {
        "signed": f"by {pack.key.named}",
        "sequence": str(card.sequence),
        "licence": card.licence,
        "size": f"{sized(card.size_bytes)} in {len(pack.sizes) + 1} files",
        "sha256": pack.sha256,
        "until": card.valid_until,
    }
    for title, value in lines.items():
        if value:
            console.print(f"  {title:<8} {value}")
    console.paragraph(outcome)


def _as_json(pack: "Pack") -> dict[str, Any]:
    card = pack.card
    return {
        "name": card.name,
        "version": card.version,
        "sequence": card.sequence,
        "licence": card.licence,
        "summary": card.summary,
        "valid_until": card.valid_until or None,
        "signed_by": {"name": pack.key.name, "sha256": pack.key.fingerprint},
        "size_bytes": card.size_bytes,
        "sha256": pack.sha256,
    }
