"""The one error of a pack that must not be used."""

from assistant.errors import AssistantError

BRING_ANEW = "Do not use it. Bring the pack in anew from whoever signed it."


class PackRefusedError(AssistantError):
    """A pack is not what its signature says, or not signed by anyone who is trusted here."""

    def __init__(self, pack: str, reason: str, hint: str = BRING_ANEW) -> None:
        super().__init__(f"The model pack {pack} is refused: {reason}.", hint=hint)


class UntrustedPackError(PackRefusedError):
    """A pack is signed with a key that is not trusted here; it may well be whole."""

    def __init__(self, pack: str, reason: str) -> None:
        super().__init__(
            pack,
            reason,
            "If it should be, the administrator adds the key's file to 'trusted_keys' in the site's"
            " policy; compare the fingerprint first.",
        )
