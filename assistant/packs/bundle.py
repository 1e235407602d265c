"""The signature bundle: a DSSE envelope in a Sigstore bundle v0.3, signed by a plain key.

Specified by OpenSSF Model Signing v1.0, the Sigstore bundle format and DSSE. A bundle is taken only
in the one way it can be written, byte for byte: what is not covered by the signature has no room to
vary.
"""

import base64
import json
from collections.abc import Sequence
from typing import Any

from assistant.packs.keys import PublicKey

MAX_BUNDLE_BYTES = 4 * 2**20
_MEDIA_TYPE = "application/vnd.dev.sigstore.bundle.v0.3+json"
_PAYLOAD_TYPE = "application/vnd.in-toto+json"


class BundleError(Exception):
    """The bundle is none, or nobody who is trusted has signed it; says why, in half a sentence."""


class UntrustedKeyError(BundleError):
    """The bundle may be whole, but nobody who is trusted has signed it."""


def to_sign(payload: bytes) -> bytes:
    """The bytes that are signed: DSSE's pre-authentication encoding of the payload."""
    head = f"DSSEv1 {len(_PAYLOAD_TYPE)} {_PAYLOAD_TYPE} {len(payload)} "
    return head.encode() + payload


def write_bundle(payload: bytes, signature: bytes, key: PublicKey) -> bytes:
    """The bundle of a payload and the signature over `to_sign(payload)`."""
    return _written(_encoded(payload), _encoded(signature), key.fingerprint)


def open_bundle(bundle: bytes, trusted: Sequence[PublicKey]) -> tuple[bytes, PublicKey]:
    """The payload, and who of the trusted has signed it; nothing of it is read before.

    Raises:
        UntrustedKeyError: It is not signed by any of them.
        BundleError: It is no bundle, or altered.
    """
    payload, signature, hint = _parts(bundle)
    key = next((key for key in trusted if key.fingerprint == hint), None)
    if key is None:
        if not trusted:
            raise UntrustedKeyError("no key is trusted here")
        raise UntrustedKeyError(f"it is signed with a key that is not trusted here ({hint[:16]}…)")
    if bundle != _written(_encoded(payload), _encoded(signature), hint):
        raise BundleError("its signature file is not written as it must be")
    if not key.has_signed(to_sign(payload), signature):
        raise BundleError(f"its signature is not that of the key '{key.name}'")
    return payload, key


def _written(payload: str, signature: str, hint: str) -> bytes:
    table = {
        "mediaType": _MEDIA_TYPE,
        "verificationMaterial": {"publicKey": {"hint": hint}, "tlogEntries": []},
        "dsseEnvelope": {
            "payload": payload,
            "payloadType": _PAYLOAD_TYPE,
            "signatures": [{"sig": signature, "keyid": ""}],
        },
    }
    return json.dumps(table, separators=(",", ":")).encode()


def _parts(bundle: bytes) -> tuple[bytes, bytes, str]:
    try:
        table: Any = json.loads(bundle)
        envelope = table["dsseEnvelope"]
        hint = table["verificationMaterial"]["publicKey"]["hint"]
        payload = base64.b64decode(envelope["payload"], validate=True)
        signature = base64.b64decode(envelope["signatures"][0]["sig"], validate=True)
    except (ValueError, KeyError, IndexError, TypeError, RecursionError) as error:
        raise BundleError("its signature file is damaged") from error
    if not isinstance(hint, str):
        raise BundleError("its signature file is damaged")
    return payload, signature, "".join(filter(str.isalnum, hint))


def _encoded(content: bytes) -> str:
    return base64.b64encode(content).decode()
