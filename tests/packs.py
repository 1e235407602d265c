"""Small packs to test with: keys made anew, and a folder that is signed with them."""

from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.packs.bill import ModelFacts
from assistant.packs.keys import ExternalKey, PrivateKey, read_private_key
from assistant.packs.write import PackOrder, write_pack

FACTS = ModelFacts("model.gguf", "Babble", "llama", "Apache-2.0", 1_000, 2_048)
ORDER = PackOrder("babble", "1.0", 3, "Apache-2.0", "Writes nonsense.")


def make_key(folder: Path, name: str = "site", curve: ec.EllipticCurve | None = None) -> PrivateKey:
    """A private key in a file of its own, and its public half beside it as NAME.pem."""
    key = ec.generate_private_key(curve or ec.SECP256R1())
    file = folder / f"{name}.key"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    made = read_private_key(file, lambda: b"")
    (folder / f"{name}.pem").write_bytes(made.public.pem)
    return made


def make_pack(
    folder: Path,
    key: PrivateKey | ExternalKey,
    order: PackOrder = ORDER,
    content: bytes = b"GGUF and so on",
) -> Path:
    """A signed pack of a file that only looks like a model."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.gguf").write_bytes(content)
    (folder / "LICENSE").write_text("Do as you please.\n")
    write_pack(folder, order, FACTS, key.public, key.sign)
    return folder
