"""The check of a model pack with plain OpenSSL agrees with Hangar's own."""

import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec

from tests.packs import make_key, make_pack

SCRIPT = Path(__file__).parents[2] / "installers" / "packs" / "check-pack.sh"

pytestmark = pytest.mark.skipif(
    shutil.which("openssl") is None, reason="needs the Debian package openssl"
)


def check(pack: Path, key: Path) -> "subprocess.CompletedProcess[str]":
    """Run the script as an administrator does."""
    command = ["sh", str(SCRIPT), str(pack), str(key)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("curve", [ec.SECP256R1(), ec.SECP384R1()])
def test_a_pack_is_taken_with_the_key_that_signed_it(tmp_path, curve):
    key = make_key(tmp_path, curve=curve)
    pack = make_pack(tmp_path / "pack", key)

    checked = check(pack, tmp_path / "site.pem")

    assert (checked.returncode, checked.stderr) == (0, "")
    assert key.public.fingerprint in checked.stdout
    assert checked.stdout.count("\n") == 2 + len(list(pack.iterdir())) - 1


def test_a_folder_signed_by_the_tool_of_the_standard_is_taken():
    signed = SCRIPT.parents[2] / "tests" / "unit" / "packs"
    checked = check(signed / "signed_by_model_signing", signed / "model_signing.pem")
    assert (checked.returncode, checked.stderr) == (0, "")
    assert "sub/b.bin" in checked.stdout


@pytest.mark.parametrize(
    ("tamper", "said"),
    [
        (lambda p: (p / "model.gguf").write_text("x"), "a file is not the one that was signed"),
        (lambda p: (p / "LICENSE").unlink(), "files are missing, or there are files not signed"),
        (lambda p: (p / "x").write_text("x"), "files are missing, or there are files not signed"),
        (lambda p: (p / "link").symlink_to("LICENSE"), "there are links or special files in it"),
        (lambda p: (p / "model.sig").unlink(), "is missing or a link"),
        (lambda p: (p / "model.sig").write_text("{}"), "the signature file is damaged"),
    ],
)  # fmt: skip
def test_what_was_tampered_with_is_refused(tmp_path, tamper, said):
    pack = make_pack(tmp_path / "pack", make_key(tmp_path))
    tamper(pack)
    checked = check(pack, tmp_path / "site.pem")
    assert checked.returncode == 1
    assert said in checked.stderr


def test_another_key_and_an_altered_list_are_refused(tmp_path):
    pack = make_pack(tmp_path / "pack", make_key(tmp_path))
    make_key(tmp_path, "other")
    assert "is not that of" in check(pack, tmp_path / "other.pem").stderr
    bundle = (pack / "model.sig").read_bytes()
    start = bundle.index(b'"payload":"') + 200
    altered = bytes([bundle[start] ^ 1]) if bundle[start : start + 1] != b"/" else b"A"
    (pack / "model.sig").write_bytes(bundle[:start] + altered + bundle[start + 1 :])
    assert check(pack, tmp_path / "site.pem").returncode == 1
