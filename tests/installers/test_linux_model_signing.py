"""The models that come with a package are signed by a key that the package pins."""

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec

from assistant.packs.keys import read_public_key
from assistant.packs.pack import open_signed
from installers.errors import BuildError
from installers.linux.sign_models import ModelSigning, sign_shipped_models


@pytest.fixture
def models(tmp_path):
    """A folder like the one that holds the shipped models."""
    folder = tmp_path / "models"
    (folder / "reader").mkdir(parents=True)
    (folder / "reader/model.onnx").write_bytes(b"weights")
    return folder


def key_pair(folder, name):
    """A throw-away key: the private file and the public one."""
    private, public = folder / f"{name}.key", folder / f"{name}.pem"
    key = ec.generate_private_key(ec.SECP256R1())
    pem, unlocked = serialization.Encoding.PEM, serialization.NoEncryption()
    private.write_bytes(key.private_bytes(pem, serialization.PrivateFormat.PKCS8, unlocked))
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    public.write_bytes(key.public_key().public_bytes(pem, form))
    return private, public


def test_the_signature_covers_the_models_and_is_the_same_each_time(models, tmp_path):
    """So that a build with keys gives the same bytes too."""
    private, public = key_pair(tmp_path, "current")
    signing = ModelSigning([public], private)
    sign_shipped_models(models, signing)
    signature = (models / "model.sig").read_bytes()
    sign_shipped_models(models, signing)
    assert (models / "model.sig").read_bytes() == signature
    _, statement, key = open_signed(models, [read_public_key(public)])
    assert "reader/model.onnx" in statement.digests
    assert key.name == "current"


def test_without_pinned_keys_nothing_is_signed(models):
    """A build to try things out."""
    sign_shipped_models(models, ModelSigning())
    assert not (models / "model.sig").exists()


def test_pinned_keys_without_one_that_signs_are_refused(models, tmp_path):
    """Hangar would refuse its own models."""
    _, public = key_pair(tmp_path, "current")
    with pytest.raises(BuildError, match="no key signs"):
        sign_shipped_models(models, ModelSigning([public]))


def test_a_key_that_is_not_pinned_cannot_sign(models, tmp_path):
    """However good it is."""
    private, _ = key_pair(tmp_path, "other")
    _, public = key_pair(tmp_path, "current")
    with pytest.raises(BuildError, match="not pinned"):
        sign_shipped_models(models, ModelSigning([public], private))
    assert not (models / "model.sig").exists()
