"""Asks whether to trust the key that a pack was signed with, its fingerprint in sight."""

from collections.abc import Set as AbstractSet

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from assistant.desktop import model_words
from assistant.desktop.pack_offer import KeyOffer
from assistant.desktop.parts import button, column, foreign, label, row, set_look
from assistant.desktop.sheet import Sheet
from assistant.desktop.theme import Theme


class KeyPage(Sheet):
    """To trust a key takes comparing its fingerprint with one that came another way."""

    def __init__(self, theme: Theme, revoked: AbstractSet[str]) -> None:
        super().__init__("Trust this key?")
        self._revoked = revoked
        self.offer: KeyOffer | None = None
        shown = QFrame()
        set_look(shown, "card")
        inside = column(shown, margins=(16, 12, 16, 16), gap=8)
        head = row(gap=8)
        mark = QLabel()
        theme.icon_on(mark, "key", "accent")
        head.addWidget(mark)
        self.name = foreign(look="strong")
        head.addWidget(self.name, 1)
        inside.addLayout(head)
        self.fingerprint = label(look="mono")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.fingerprint)
        self.body.addWidget(shown)
        self.advice = label(wraps=True)
        self.body.addWidget(self.advice)
        self.back = button("Back", name="Back to the list of models")
        self.trust = button("Trust this key", "primary")
        self.add_buttons([], [self.back, self.trust])

    def show_offer(self, offer: KeyOffer) -> None:
        """Show another key."""
        self.offer = offer
        self.say(
            "Trust this key?",
            f"{offer.folder.name} was signed with it. Every pack that it has signed will be taken"
            " from then on.",
        )
        self.name.setText(offer.key.name)
        self.fingerprint.setText(model_words.fingerprint(offer.key.fingerprint))
        is_revoked = offer.key.fingerprint in self._revoked
        self.advice.setText(
            "The site's policy has revoked this key: what it has signed is not taken any more."
            if is_revoked
            else "Compare the fingerprint, its SHA-256, with the one that whoever signs the packs"
            " gives you by another way: on paper, or by telephone. Trust the key only when every"
            " group is the same."
        )
        set_look(self.advice, "bad" if is_revoked else "")
        self.show_busy(False)
        self.scroll_to_top()

    def show_busy(self, is_busy: bool) -> None:
        """Take no orders while one is carried out."""
        super().show_busy(is_busy)
        if self.offer is not None and self.offer.key.fingerprint in self._revoked:
            self.trust.setEnabled(False)
