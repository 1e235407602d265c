"""The site's policy: what its administrator has laid down for every user, read from TOML.

`/etc/hangar/policy.toml` belongs to root and comes with the package. A checkout has none, and is
administered by whoever works in it.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from assistant.errors import AssistantError

_NAMES = ("unsigned_models", "trusted_keys", "revoked_keys", "settings")
_FINGERPRINT = re.compile(r"[0-9a-f]{64}")


class PolicyError(AssistantError):
    """The policy cannot be read; nothing is done before it can."""

    def __init__(self, file: Path, reason: str) -> None:
        super().__init__(
            f"The site's policy {file} cannot be used: {reason}.",
            hint="The administrator has to correct it; Hangar does nothing until then.",
        )


@dataclass(frozen=True, slots=True)
class Policy:
    """What is allowed here.

    Attributes:
        allows_unsigned_models: Whether language models without a trusted signature may be used.
        trusted_keys: Files of public keys whose packs are taken, beside those of the package.
        revoked_keys: Fingerprints of keys whose packs are not taken any more.
        settings: Settings that are fixed for every user.
        source: Where this is laid down, in words.
    """

    allows_unsigned_models: bool
    trusted_keys: tuple[Path, ...] = ()
    revoked_keys: frozenset[str] = frozenset()
    settings: Mapping[str, Any] = field(default_factory=dict)
    source: str = ""


def load_policy(file: Path, *, is_installed: bool) -> Policy:
    """Read the policy.

    Without a file an installation is strict, so that deleting it loosens nothing, and a checkout
    is free.

    Raises:
        PolicyError: The file cannot be read, or something in it makes no sense.
    """
    try:
        table = tomllib.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        source = f"no policy in {file}"
        return Policy(allows_unsigned_models=not is_installed, source=source)
    except OSError as error:
        raise PolicyError(file, str(error.strerror)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PolicyError(file, f"it is no TOML ({error})") from error
    for name in table:
        if name not in _NAMES:
            raise PolicyError(file, f"there is no '{name}'; there are {', '.join(_NAMES)}")
    unsigned = table.get("unsigned_models", "refuse")
    if unsigned not in ("allow", "refuse"):
        raise PolicyError(file, "'unsigned_models' must be 'allow' or 'refuse'")
    keys = _texts(file, table, "trusted_keys")
    revoked = _texts(file, table, "revoked_keys")
    if not all(map(_FINGERPRINT.fullmatch, revoked)):
        raise PolicyError(file, "'revoked_keys' must be fingerprints of 64 hexadecimal digits")
    settings = table.get("settings", {})
    if not isinstance(settings, dict):
        raise PolicyError(file, "'settings' must be a table")
    return Policy(
        allows_unsigned_models=unsigned == "allow",
        trusted_keys=tuple(file.parent / key for key in keys),
        revoked_keys=frozenset(revoked),
        settings=settings,
        source=str(file),
    )


def _texts(file: Path, table: Mapping[str, Any], name: str) -> list[str]:
    texts = table.get(name, [])
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise PolicyError(file, f"'{name}' must be a list of texts in quotes")
    return texts
