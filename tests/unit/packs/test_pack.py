"""Packs: what is taken, and everything that is refused."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.jobs import CancelToken, JobCancelledError
from assistant.packs.bundle import BundleError, to_sign, write_bundle
from assistant.packs.contents import check_contents, digest_of
from assistant.packs.folder import check_files, files_in
from assistant.packs.keys import (
    ExternalKey,
    KeyFileError,
    PrivateKey,
    SigningFailedError,
    read_private_key,
    read_public_key,
)
from assistant.packs.pack import Pack, open_pack, open_signed
from assistant.packs.refusal import PackRefusedError
from assistant.packs.statement import Statement, check_paths, read_statement, write_statement
from assistant.packs.write import CannotPackError, write_pack
from tests.packs import FACTS, ORDER, make_key, make_pack


@pytest.fixture
def key(tmp_path: Path) -> PrivateKey:
    return make_key(tmp_path)


@pytest.fixture
def pack(tmp_path: Path, key: PrivateKey) -> Path:
    return make_pack(tmp_path / "babble-1.0", key)


def verify(folder: Path, key: PrivateKey, copy_to: Path | None = None) -> Pack:
    """Open a pack and hash all of it; raises where anything is wrong."""
    opened = open_pack(folder, [key.public])
    token = CancelToken()
    check_contents(
        folder, opened.statement.digests, opened.sizes, lambda *_: None, token, copy_to=copy_to
    )
    return opened


def test_a_pack_says_what_it_is_and_who_signed_it(pack, key):
    opened = verify(pack, key)

    assert (opened.card.name, opened.card.version, opened.card.sequence) == ("babble", "1.0", 3)
    assert sorted(opened.sizes) == ["LICENSE", "bom.cdx.json", "model.gguf", "pack.json"]
    assert opened.key.fingerprint == key.public.fingerprint
    bill = json.loads((pack / "bom.cdx.json").read_text())
    assert (bill["bomFormat"], bill["specVersion"]) == ("CycloneDX", "1.6")
    assert bill["metadata"]["component"]["hashes"][0]["content"] == opened.sha256


def test_packing_again_gives_the_same_bytes(tmp_path, pack, key):
    """Signatures too: the nonce is derived from what is signed (RFC 6979)."""
    again = make_pack(tmp_path / "elsewhere", key)
    for file in pack.iterdir():
        assert (again / file.name).read_bytes() == file.read_bytes()


def test_a_key_on_the_larger_curve_signs_too(tmp_path):
    key = make_key(tmp_path, "large", ec.SECP384R1())
    assert verify(make_pack(tmp_path / "pack", key), key).key.name == "large"


def test_every_single_bit_that_is_flipped_is_noticed(pack, key):
    """All of them, in every file of the pack."""
    flips = 0
    for file in sorted(pack.iterdir()):
        content = file.read_bytes()
        for bit in range(8 * len(content)):
            changed = bytearray(content)
            changed[bit // 8] ^= 1 << bit % 8
            file.write_bytes(changed)
            flips += 1
            with pytest.raises((PackRefusedError, BundleError)):
                verify(pack, key)
        file.write_bytes(content)
    assert flips > 30_000
    verify(pack, key)


def test_a_pack_cut_short_anywhere_is_refused(pack, key):
    for file in sorted(pack.iterdir()):
        content = file.read_bytes()
        for length in range(0, len(content), 7):
            file.write_bytes(content[:length])
            with pytest.raises((PackRefusedError, BundleError)):
                verify(pack, key)
        file.write_bytes(content)


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (lambda p: (p / "LICENSE").unlink(), "LICENSE is missing"),
        (lambda p: (p / "extra.txt").write_text("x"), "extra.txt is in it and not signed"),
        (lambda p: (p / ".hidden").write_text("x"), ".hidden is in it and not signed"),
        (lambda p: (p / "model.sig").unlink(), "it is not signed: it has no model.sig"),
        (lambda p: (p / "model.sig").write_text("{}"), "its signature file is damaged"),
        (lambda p: (p / "model.sig").write_bytes(b"\xff" * 99), "its signature file is damaged"),
        (lambda p: (p / "model.sig").write_text("[" * 99_999), "its signature file is damaged"),
        (lambda p: (p / "model.gguf").write_bytes(b"x"), "model.gguf has 1 bytes, not 14"),
        (lambda p: (p / "pack.json").write_text("{}"), "pack.json is not the one that was signed"),
    ],
)
def test_what_was_tampered_with_is_refused_and_named(pack, key, tamper, said):
    tamper(pack)
    with pytest.raises(PackRefusedError) as caught:
        verify(pack, key)
    assert caught.value.message == f"The model pack babble-1.0 is refused: {said}."
    assert "Do not use it" in caught.value.hint


@pytest.mark.parametrize("name", ["LICENSE", "model.gguf", "model.sig", "pack.json"])
def test_a_link_in_place_of_a_file_is_refused(tmp_path, pack, key, name):
    """Even one to the very same bytes."""
    moved = tmp_path / "elsewhere"
    (pack / name).rename(moved)
    (pack / name).symlink_to(moved)
    with pytest.raises(PackRefusedError, match="link"):
        verify(pack, key)


def test_a_link_to_a_folder_is_refused(tmp_path, pack, key):
    (tmp_path / "outside").mkdir()
    (pack / "more").symlink_to(tmp_path / "outside")
    with pytest.raises(PackRefusedError, match="more is a link"):
        verify(pack, key)


def test_a_file_that_changes_while_it_is_copied_is_refused(tmp_path, pack, key):
    """Media may give other bytes the second time; what is copied is what was hashed."""
    opened = open_pack(pack, [key.public])
    (pack / "model.gguf").write_bytes(b"GGUF and so off")
    (tmp_path / "copy").mkdir()
    with pytest.raises(BundleError, match=r"model\.gguf is not the file that was signed"):
        check_contents(
            pack,
            opened.statement.digests,
            opened.sizes,
            lambda *_: None,
            CancelToken(),
            copy_to=tmp_path / "copy",
        )


def test_a_file_that_grows_without_end_is_read_no_further_than_it_should_be(tmp_path, pack, key):
    opened = open_pack(pack, [key.public])
    (pack / "model.gguf").write_bytes(b"G" * 1_000_000)
    passed: list[int] = []
    with pytest.raises(BundleError):
        check_contents(
            pack,
            opened.statement.digests,
            opened.sizes,
            lambda done, _: passed.append(done),
            CancelToken(),
        )
    assert passed[-1] <= sum(opened.sizes.values()) + 1


def test_another_key_is_not_trusted_and_the_hint_says_who_can_change_that(tmp_path, pack):
    other = make_key(tmp_path, "other")
    with pytest.raises(PackRefusedError, match="a key that is not trusted here") as caught:
        open_pack(pack, [other.public])
    assert "trusted_keys" in caught.value.hint
    with pytest.raises(PackRefusedError, match="no key is trusted here"):
        open_pack(pack, [])


def test_a_signature_of_another_under_the_name_of_a_trusted_key_is_refused(tmp_path, pack, key):
    other = make_key(tmp_path, "other")
    forged = make_pack(tmp_path / "forged", other, replace(ORDER, summary="Forged."))
    table = json.loads((forged / "model.sig").read_text())
    table["verificationMaterial"]["publicKey"]["hint"] = key.public.fingerprint
    (forged / "model.sig").write_text(json.dumps(table, separators=(",", ":")))
    with pytest.raises(PackRefusedError, match="its signature is not that of the key 'site'"):
        open_pack(forged, [key.public, other.public])


def test_what_the_signature_does_not_cover_has_no_room_to_vary(pack, key):
    table = json.loads((pack / "model.sig").read_text())
    others = [
        json.dumps(table),
        json.dumps(table, separators=(",", ":")) + "\n",
        json.dumps({**table, "more": 1}, separators=(",", ":")),
    ]
    for text in others:
        (pack / "model.sig").write_text(text)
        with pytest.raises(PackRefusedError, match="not written as it must be"):
            open_pack(pack, [key.public])


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"name": "../elsewhere"}, "its name must be"),
        ({"name": "a/b"}, "its name must be"),
        ({"version": ""}, "no version or no licence"),
        ({"licence": ""}, "no version or no licence"),
        ({"licence": "x\x1b[2J"}, "single lines of text"),
        ({"sequence": 0}, "a whole number above 0"),
        ({"valid_until": "soon"}, "a date such as"),
    ],
)
def test_an_order_that_will_not_do_is_refused_before_anything_is_written(
    tmp_path, key, changed, said
):
    folder = tmp_path / "pack"
    with pytest.raises(CannotPackError, match=said):
        make_pack(folder, key, replace(ORDER, **changed))
    assert sorted(file.name for file in folder.iterdir()) == ["LICENSE", "model.gguf"]


def test_a_folder_without_a_licence_makes_no_pack(tmp_path, key):
    pack = make_pack(tmp_path / "pack", key)
    (pack / "LICENSE").rename(pack / "README")
    with pytest.raises(CannotPackError, match="no text of the licence"):
        write_pack(pack, ORDER, FACTS, key.public, key.sign)


def test_a_signed_card_that_makes_no_sense_is_refused(tmp_path, key):
    """Signed by someone trusted and still believed in nothing that is not checked."""
    for wrong in ({}, {"format": 2}, {"format": 1, "name": "x"}, [], "x", None, 7):
        folder = tmp_path / "odd"
        pack = make_pack(folder, key)
        content = json.dumps(wrong).encode()
        resign(pack, key, content)
        with pytest.raises(PackRefusedError):
            open_pack(pack, [key.public])


def resign(pack: Path, key: PrivateKey, card: bytes) -> None:
    """Sign a pack with another card."""
    opened = open_pack(pack, [key.public])
    digests = {**opened.statement.digests, "pack.json": digest_of(card)}
    payload = write_statement("babble", Statement(digests))
    (pack / "pack.json").write_bytes(card)
    bundle = write_bundle(payload, key.sign(to_sign(payload)), key.public)
    (pack / "model.sig").write_bytes(bundle)


@pytest.mark.parametrize(
    "paths",
    [
        ["../up"], ["/etc/passwd"], ["a//b"], [".git/config"], ["a/../b"], ["C:file"], ["a\\b"],
        ["x" * 200], ["a/b/c/d/e"], ["Model.gguf", "model.gguf"], [""], ["a "], ["end."], ["a\n"],
    ],
)  # fmt: skip
def test_names_that_would_leave_the_folder_or_collide_are_refused(paths):
    with pytest.raises(BundleError):
        check_paths(paths)
    digests = dict.fromkeys(paths, "0" * 64)
    with pytest.raises(BundleError):
        read_statement(write_statement("x", Statement(digests)))


def test_a_statement_with_another_order_of_files_is_taken_as_it_is(pack):
    """The digest of the whole is over the files as they are listed."""
    digests = {"b": "1" * 64, "a": "2" * 64}
    payload = write_statement("x", Statement(digests))
    assert read_statement(payload).root == Statement(digests).root
    assert read_statement(payload).root != Statement(dict(sorted(digests.items()))).root


def test_cancelling_stops_the_copy(tmp_path, pack, key):
    opened, token = open_pack(pack, [key.public]), CancelToken()
    token.cancel()
    (tmp_path / "copy").mkdir()
    with pytest.raises(JobCancelledError):
        check_contents(
            pack,
            opened.statement.digests,
            opened.sizes,
            lambda *_: None,
            token,
            copy_to=tmp_path / "copy",
        )


def test_files_that_are_no_keys_are_refused_with_what_would_be_one(tmp_path, key):
    rsa = tmp_path / "no.pem"
    rsa.write_text("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY-----\n")
    with pytest.raises(KeyFileError, match="no public key in PEM") as caught:
        read_public_key(rsa)
    assert "openssl" in caught.value.hint
    with pytest.raises(KeyFileError, match="cannot be read"):
        read_public_key(tmp_path / "missing.pem")
    with pytest.raises(KeyFileError, match="no private key in PEM"):
        read_private_key(tmp_path / "site.pem", lambda: b"")
    small = make_weak_key(tmp_path)
    with pytest.raises(KeyFileError, match="its curve is secp256k1"):
        read_private_key(small, lambda: b"")


def make_weak_key(folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256K1())
    file = folder / "koblitz.key"
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.BestAvailableEncryption(b"secret"),
        )
    )
    with pytest.raises(KeyFileError, match="password is wrong"):
        read_private_key(file, lambda: b"guess")
    file.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return file


def test_a_folder_signed_by_the_tool_of_the_standard_is_read(tmp_path):
    """Written by model-signing 1.1.1 over two files; that tool takes Hangar's packs as well."""
    folder = Path(__file__).parent / "signed_by_model_signing"
    key = read_public_key(folder.parent / "model_signing.pem")

    _, statement, signer = open_signed(folder, [key])

    found = files_in(folder)
    check_files(found, statement.digests)
    check_contents(folder, statement.digests, found, lambda *_: None, CancelToken())
    assert sorted(found) == ["a.txt", "sub/b.bin"]
    assert signer.name == "model_signing"


def test_a_key_in_a_token_signs_by_a_command(tmp_path, key):
    """OpenSSL stands in for what talks to the token; the key never comes to Hangar."""
    command = ("openssl", "dgst", "-sha256", "-sign", str(tmp_path / "site.key"))
    pack = make_pack(tmp_path / "pack", ExternalKey(key.public, command))
    assert verify(pack, key).key.name == "site"

    other = make_key(tmp_path, "other").public
    with pytest.raises(CannotPackError, match="not that of the key 'other'"):
        make_pack(tmp_path / "odd", ExternalKey(other, command))
    for wrong in (("false",), ("no-such-program",), ()):
        with pytest.raises(SigningFailedError, match="did not sign"):
            make_pack(tmp_path / "none", ExternalKey(key.public, wrong))
        assert not (tmp_path / "none" / "model.sig").exists()
