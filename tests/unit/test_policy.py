"""The site's policy: read, and strict whenever it cannot be."""

import pytest

from assistant.errors import UsageError
from assistant.policy import Policy, PolicyError, load_policy
from assistant.settings import Settings, load_settings


def test_without_a_file_an_installation_is_strict_and_a_checkout_free(tmp_path):
    file = tmp_path / "policy.toml"
    assert not load_policy(file, is_installed=True).allows_unsigned_models
    assert load_policy(file, is_installed=False).allows_unsigned_models


def test_a_policy_is_read(tmp_path):
    file = tmp_path / "policy.toml"
    print_of = "ab" * 32
    file.write_text(
        f'unsigned_models = "allow"\ntrusted_keys = ["keys/site.pem", "/etc/x.pem"]\n'
        f'revoked_keys = ["{print_of}"]\n[settings]\nmarking = "RESTRICTED"\n'
    )
    policy = load_policy(file, is_installed=True)
    assert policy.allows_unsigned_models
    assert [str(key) for key in policy.trusted_keys] == [f"{tmp_path}/keys/site.pem", "/etc/x.pem"]
    assert policy.revoked_keys == {print_of}
    assert policy.settings == {"marking": "RESTRICTED"}


def test_an_empty_policy_refuses_unsigned_models(tmp_path):
    file = tmp_path / "policy.toml"
    file.write_text("")
    assert load_policy(file, is_installed=False) == Policy(False, source=str(file))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("unsigned_models = true", "'unsigned_models' must be 'allow' or 'refuse'"),
        ("unsigned_model = 'allow'", "there is no 'unsigned_model'"),
        ("trusted_keys = 'x'", "'trusted_keys' must be a list of texts"),
        ("revoked_keys = ['x']", "fingerprints of 64 hexadecimal digits"),
        ("settings = 3", "'settings' must be a table"),
        ("=", "it is no TOML"),
    ],
)
def test_a_policy_that_makes_no_sense_stops_everything(tmp_path, text, said):
    file = tmp_path / "policy.toml"
    file.write_text(text)
    with pytest.raises(PolicyError) as caught:
        load_policy(file, is_installed=False)
    assert said in caught.value.message
    assert "administrator" in caught.value.hint


def test_a_policy_that_cannot_be_read_is_no_free_pass(tmp_path):
    (tmp_path / "policy.toml").mkdir()
    with pytest.raises(PolicyError, match="Is a directory"):
        load_policy(tmp_path / "policy.toml", is_installed=False)


def test_settings_that_the_site_has_fixed_go_before_the_users(tmp_path):
    file = tmp_path / "settings.toml"
    file.write_text('marking = "mine"\ntheme = "dark"\n')
    settings = load_settings(file, {"marking": "RESTRICTED"})
    assert settings == Settings(marking="RESTRICTED", theme="dark")
    with pytest.raises(UsageError, match="The site's policy: there is no setting 'colour'"):
        load_settings(file, {"colour": "red"})
