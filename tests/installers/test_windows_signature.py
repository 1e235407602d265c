"""The signature of the MSI: made with throw-away keys, verified, and refused where it must be."""

import shutil
import time
from pathlib import Path
from typing import NamedTuple

import pytest

from installers.errors import BuildError
from installers.windows import sign_msi as signing
from installers.windows import verify_msi as verifying
from installers.windows.build_msi import build_msi
from installers.windows.compound_file import StrayBytesError, check_compound_file
from installers.windows.sign_msi import Signer, Stamper, sign_msi
from installers.windows.stand_in import write_stand_in
from installers.windows.throw_away_authority import SIGNS, STAMPS, ThrowAwayAuthority
from installers.windows.tools import AUTHOR, SIGN, can_time_stamp, find, missing, run
from installers.windows.verify_msi import Trust, verify_msi

_MISSING = missing(AUTHOR + SIGN)
pytestmark = [
    pytest.mark.skipif(bool(_MISSING), reason=f"needs the Debian packages {', '.join(_MISSING)}"),
    pytest.mark.skipif(not can_time_stamp(), reason="needs the package osslsigncode, 2.8 or later"),
]
_DAY_S = 86400


class Signed(NamedTuple):
    """An MSI before and after it was signed, and who did it."""

    unsigned: Path
    msi: Path
    authority: ThrowAwayAuthority
    signer: Signer
    stamper: Stamper
    trust: Trust


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> Signed:
    folder = tmp_path_factory.mktemp("signed")
    policy = folder / "policy.toml"
    policy.write_text("# policy\n")
    unsigned = folder / "unsigned.msi"
    payload = write_stand_in(folder / "payload")
    build_msi(payload, policy, unsigned, version="1.2.3", epoch=1_700_000_000)
    authority = ThrowAwayAuthority(folder / "ca")
    certificate, key = authority.certify("signer", SIGNS)
    signer = Signer(certificate, str(key))
    stamper = Stamper(*authority.certify("stamper", STAMPS, days_ago=20, days=200))
    trust = Trust(authority.certificate, authority.certificate)
    msi = folder / "signed.msi"
    sign_msi(unsigned, msi, signer, stamper, trust)
    return Signed(unsigned, msi, authority, signer, stamper, trust)


def fingerprint(certificate: Path) -> str:
    said = run("openssl", "x509", "-in", certificate, "-noout", "-fingerprint", "-sha256")
    return said.strip().partition("=")[2]


def test_a_signed_msi_verifies_and_says_when_it_was_stamped(signed: Signed) -> None:
    pinned = Trust(*[signed.authority.certificate] * 2, fingerprint(signed.signer.certificates))
    year = time.strftime("%Y", time.gmtime())
    assert year in verify_msi(signed.msi, signed.trust)
    assert year in verify_msi(signed.msi, pinned)


def test_an_msi_that_is_not_signed_is_refused(signed: Signed) -> None:
    with pytest.raises(BuildError, match=r"it is not signed\.\nDo not install it\."):
        verify_msi(signed.unsigned, signed.trust)


def test_an_altered_file_in_it_is_refused(signed: Signed, tmp_path: Path) -> None:
    altered = tmp_path / "altered.msi"
    content = signed.msi.read_bytes()
    assert content.count(b"MSCF") == 1  # the cabinet with the files
    place = content.index(b"MSCF") + 60
    altered.write_bytes(turned(content, place))
    with pytest.raises(BuildError, match="altered after it was signed"):
        verify_msi(altered, signed.trust)


def turned(content: bytes, place: int, bit: int = 0) -> bytes:
    """The content with one bit turned."""
    return content[:place] + bytes([content[place] ^ 1 << bit]) + content[place + 1 :]


def signature_places(signed: Signed, folder: Path) -> set[int]:
    """Where the signature itself stands, and its entry in the directory."""
    run("osslsigncode", "extract-signature", "-in", signed.msi, "-out", folder / "signature.der")
    content, signature = signed.msi.read_bytes(), (folder / "signature.der").read_bytes()
    start = content.index(signature)
    entry = content.index("\5DigitalSignature".encode("utf-16-le"))
    return {*range(start, start + len(signature)), *range(entry, entry + 128)}


def test_a_bit_turned_anywhere_beside_the_signature_itself_is_refused(
    signed: Signed, tmp_path: Path
) -> None:
    content, altered = signed.msi.read_bytes(), tmp_path / "altered.msi"
    excepted = signature_places(signed, tmp_path)
    accepted = []
    for number, place in enumerate(range(0, len(content), 251)):
        altered.write_bytes(turned(content, place, number % 8))
        try:
            verify_msi(altered, signed.trust)
        except BuildError:
            continue
        accepted.append(place)
    assert [place for place in accepted if place not in excepted] == []


def test_no_byte_but_those_of_streams_can_hold_anything(signed: Signed) -> None:
    content = signed.msi.read_bytes()
    check_compound_file(content)
    said = set()
    for place in range(0, len(content), 7):
        try:
            check_compound_file(turned(content, place, place % 8))
        except StrayBytesError as error:
            said.add(str(error))
    assert "something stands behind the end of a stream" in said
    assert "a sector belongs to two things or lies outside of the file" in said
    assert "an entry of its directory is not as osslsigncode writes it" in said
    with pytest.raises(StrayBytesError, match="no MSI as osslsigncode writes it"):
        check_compound_file(content + b"appended")
    with pytest.raises(StrayBytesError, match="stands in a sector that belongs to nothing"):
        check_compound_file(content + b"appended".ljust(512))
    with pytest.raises(StrayBytesError, match="no MSI as osslsigncode writes it"):
        check_compound_file(b"")


def test_an_altered_digest_of_the_names_is_refused(signed: Signed, tmp_path: Path) -> None:
    """osslsigncode itself prints both digests and exits with 0."""
    ca = signed.authority.certificate
    said = run("osslsigncode", "verify", "-in", signed.msi, "-CAfile", ca, "-TSA-CAfile", ca)
    digest = bytes.fromhex(said.partition("Current MsiDigitalSignatureEx")[2].split()[1])
    content, altered = signed.msi.read_bytes(), tmp_path / "altered.msi"
    altered.write_bytes(turned(content, content.index(digest)))
    with pytest.raises(BuildError, match="altered after it was signed"):
        verify_msi(altered, signed.trust)


def test_an_altered_table_is_refused(signed: Signed, tmp_path: Path) -> None:
    altered = Path(shutil.copy(signed.msi, tmp_path / "altered.msi"))
    change = "UPDATE `Property` SET `Value` = 'Other' WHERE `Property` = 'ProductName'"
    run("msibuild", altered, "-q", change)
    with pytest.raises(BuildError, match="does not verify"):
        verify_msi(altered, signed.trust)


def test_a_truncated_msi_is_refused(signed: Signed, tmp_path: Path) -> None:
    cut = tmp_path / "cut.msi"
    cut.write_bytes(signed.msi.read_bytes()[:-2000])
    with pytest.raises(BuildError, match="does not verify"):
        verify_msi(cut, signed.trust)


def test_a_signer_of_another_authority_is_refused(signed: Signed, tmp_path: Path) -> None:
    other = ThrowAwayAuthority(tmp_path / "other").certificate
    with pytest.raises(BuildError, match="the authority named did not certify the signer"):
        verify_msi(signed.msi, Trust(other, signed.authority.certificate))


def test_another_signer_of_the_same_authority_is_refused_where_one_is_named(
    signed: Signed,
) -> None:
    other, _ = signed.authority.certify("other", SIGNS)
    trust = Trust(*[signed.authority.certificate] * 2, fingerprint(other))
    with pytest.raises(BuildError, match="another signer than the one named"):
        verify_msi(signed.msi, trust)


def test_a_time_stamp_of_somebody_else_is_refused(signed: Signed, tmp_path: Path) -> None:
    """osslsigncode itself says so and exits with 0."""
    other = ThrowAwayAuthority(tmp_path / "other").certificate
    with pytest.raises(BuildError, match="nobody trusted has time-stamped it"):
        verify_msi(signed.msi, Trust(signed.authority.certificate, other))


def test_an_msi_without_a_time_stamp_is_refused(signed: Signed, tmp_path: Path) -> None:
    """osslsigncode itself exits with 0."""
    msi = tmp_path / "unstamped.msi"
    key = ["-certs", signed.signer.certificates, "-key", signed.signer.key]
    asked = ["sign", "-h", "sha256", "-add-msi-dse", *key, "-in", signed.unsigned, "-out", msi]
    run("osslsigncode", *asked)
    with pytest.raises(BuildError, match="it has no time stamp"):
        verify_msi(msi, signed.trust)


def test_a_signature_made_after_the_certificate_expired_is_refused(
    signed: Signed, tmp_path: Path
) -> None:
    certificate, key = signed.authority.certify("late", SIGNS, days_ago=10, days=2)
    out = tmp_path / "late.msi"
    with pytest.raises(BuildError, match="had expired when it was signed"):
        sign_msi(signed.unsigned, out, Signer(certificate, str(key)), signed.stamper, signed.trust)
    assert list(tmp_path.iterdir()) == []


def test_a_signature_stamped_before_the_certificate_expired_still_holds(
    signed: Signed, tmp_path: Path
) -> None:
    certificate, key = signed.authority.certify("early", SIGNS, days_ago=10, days=2)
    msi = tmp_path / "early.msi"
    then = str(int(time.time()) - 9 * _DAY_S)
    stamper = ["-TSA-certs", signed.stamper.certificates, "-TSA-key", signed.stamper.key]
    run(
        "osslsigncode",
        *("sign", "-h", "sha256", "-add-msi-dse", "-certs", certificate, "-key", key),
        *("-time", then, *stamper, "-TSA-time", then, "-in", signed.unsigned, "-out", msi),
    )
    assert verify_msi(msi, signed.trust)


def test_a_certificate_that_is_not_for_signing_programs_is_refused(
    signed: Signed, tmp_path: Path
) -> None:
    certificate, key = signed.authority.certify("visitor", "clientAuth")
    with pytest.raises(BuildError, match="does not verify"):
        sign_msi(
            signed.unsigned,
            tmp_path / "out.msi",
            Signer(certificate, str(key)),
            signed.stamper,
            signed.trust,
        )


@pytest.fixture
def token(signed: Signed, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Signer:
    """The signer's key in a software token, to be reached by PKCS#11."""
    module = Path("/usr/lib/softhsm/libsofthsm2.so")
    if find("softhsm2-util") is None or not module.exists():
        pytest.skip("needs the Debian package softhsm2")
    if not any(Path("/usr/lib").glob("*/engines-3/pkcs11.so")):
        pytest.skip("needs the Debian package libengine-pkcs11-openssl")
    (tmp_path / "tokens").mkdir()
    settings = tmp_path / "softhsm2.conf"
    settings.write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(settings))
    key = tmp_path / "key.p8"
    run("openssl", "pkcs8", "-topk8", "-nocrypt", "-in", signed.signer.key, "-out", key)
    pins = ["--pin", "4321", "--so-pin", "87654321"]
    run("softhsm2-util", "--init-token", "--free", "--label", "release", *pins)
    asked = ["--import", key, "--token", "release", "--label", "hangar", "--id", "01"]
    run("softhsm2-util", *asked, "--pin", "4321")
    key.unlink()
    pin = tmp_path / "pin"
    pin.write_text("4321")
    uri = "pkcs11:token=release;object=hangar"
    return Signer(signed.signer.certificates, uri, module, pin)


def test_a_key_in_a_token_signs(signed: Signed, token: Signer, tmp_path: Path) -> None:
    msi = tmp_path / "by-token.msi"
    sign_msi(signed.unsigned, msi, token, signed.stamper, signed.trust)
    assert verify_msi(msi, signed.trust)


def test_a_token_without_its_library_is_refused(signed: Signed, tmp_path: Path) -> None:
    signer = Signer(signed.signer.certificates, "pkcs11:token=release;object=hangar")
    with pytest.raises(BuildError, match=r"only of use together\.\nName both"):
        sign_msi(signed.unsigned, tmp_path / "out.msi", signer, signed.stamper, signed.trust)


def test_the_commands_sign_and_verify_and_say_so(
    signed: Signed, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    msi, ca = tmp_path / "hangar.msi", str(signed.authority.certificate)
    trusted = ["--ca", ca, "--tsa-ca", ca]
    by = ["--certificates", str(signed.signer.certificates), "--key", signed.signer.key]
    stamped = ["--tsa-certificates", str(signed.stamper.certificates)]
    stamped += ["--tsa-key", str(signed.stamper.key)]
    assert signing.main([str(signed.unsigned), "--out", str(msi), *by, *stamped, *trusted]) == 0
    assert "signed; time-stamped" in capsys.readouterr().out
    assert verifying.main([str(msi), *trusted]) == 0
    assert "signature and time stamp hold" in capsys.readouterr().out
    assert verifying.main([str(signed.unsigned), *trusted]) == 1
    assert "unsigned.msi does not verify: it is not signed." in capsys.readouterr().err
