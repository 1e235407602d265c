"""Whose packs are taken: keys of the package, of the site, and of the user where allowed."""

from pathlib import Path

from assistant import paths
from assistant.durable import write_durably
from assistant.errors import UsageError
from assistant.packs.keys import PublicKey, read_public_keys
from assistant.policy import Policy


class Trust:
    """The keys that count here; `folder` is where the user's own are kept."""

    def __init__(self, policy: Policy, folder: Path) -> None:
        self._policy = policy
        self._folder = folder

    def keys(self) -> tuple[PublicKey, ...]:
        """All of them, less the revoked.

        Raises:
            KeyFileError: One of the files is no key.
        """
        files = [*paths.pinned_keys(), *self._policy.trusted_keys]
        if self._policy.allows_unsigned_models:
            files += sorted(self._folder.glob("*.pem"))
        keys = read_public_keys(files)
        return tuple(key for key in keys if key.fingerprint not in self._policy.revoked_keys)

    def add(self, key: PublicKey) -> None:
        """Take packs that `key` has signed from now on.

        Raises:
            UsageError: The policy names whose packs are taken.
        """
        if not self._policy.allows_unsigned_models:
            raise UsageError(
                f"The site's policy names whose packs are taken ({self._policy.source}).",
                hint="The administrator adds a key to 'trusted_keys' there.",
            )
        file = paths.private_folder(self._folder) / f"{key.name}.pem"
        if file.exists() and file.read_bytes() != key.pem:  # another's who is called the same
            file = file.with_name(f"{key.name}-{key.fingerprint[:8]}.pem")
        write_durably(file, key.pem, 0o600)
