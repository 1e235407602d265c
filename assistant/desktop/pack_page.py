"""What a pack is, before anything of it is copied."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel

from assistant.desktop import model_words, wording
from assistant.desktop.facts import Facts
from assistant.desktop.pack_offer import PackOffer
from assistant.desktop.parts import button, column, foreign, label, row, set_look
from assistant.desktop.sheet import Sheet
from assistant.desktop.theme import Theme
from assistant.packs.pack import Pack


class PackPage(Sheet):
    """A pack whose signature is right, with what it says of itself."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("A pack")
        self._theme = theme
        self.offer: PackOffer | None = None
        signed = QFrame()
        set_look(signed, "card")
        inside = column(signed, margins=(16, 12, 16, 16), gap=8)
        head = row(gap=8)
        mark = QLabel()
        theme.icon_on(mark, "signed", "good")
        head.addWidget(mark)
        self.signer = foreign(look="strong")
        head.addWidget(self.signer, 1)
        inside.addLayout(head)
        self.fingerprint = label(look="mono")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        inside.addWidget(self.fingerprint)
        inside.addWidget(
            label(
                "The fingerprint of the key, its SHA-256. The signature covers every file; each is"
                " compared with it while it is copied.",
                "small",
                wraps=True,
            )
        )
        self.body.addWidget(signed)
        self.facts = Facts()
        card = QFrame()
        set_look(card, "card")
        column(card, margins=(16, 12, 16, 16)).addWidget(self.facts)
        self.body.addWidget(card)
        self.said = label(look="muted", wraps=True)
        self.body.addWidget(self.said)
        self.back = button("Back", name="Back to the list of models")
        self.install = button("Install", "primary", name="Install this pack")
        self.install.setDefault(True)
        self.add_buttons([], [self.back, self.install])

    def show_offer(self, offer: PackOffer) -> None:
        """Show another pack."""
        self.offer = offer
        pack, card = offer.pack, offer.pack.card
        self.say(f"{card.name} {card.version}", card.summary)
        self.signer.setText(f"Signed by {pack.key.name}")
        self.fingerprint.setText(model_words.fingerprint(pack.key.fingerprint))
        files = wording.count(len(pack.sizes) + 1, "file")
        until, until_look = _validity(pack)
        self.facts.show_facts(
            (
                ("Use", "Writes answers, from the passages that were found", ""),
                ("Licence", card.licence, ""),
                ("Size", f"{model_words.binary_size(card.size_bytes)} in {files}", ""),
                (
                    "Memory",
                    model_words.memory(offer.memory),
                    "" if offer.memory.fits else "caution",
                ),
                ("Valid until", until, until_look),
                ("From", str(pack.folder), ""),
            )
        )
        self.say_state("")
        self.show_busy(False)
        self.scroll_to_top()

    def show_busy(self, is_busy: bool) -> None:
        """Take no orders while one is carried out."""
        super().show_busy(is_busy)
        if self.offer is not None and self.offer.pack.card.has_expired:
            self.install.setEnabled(False)

    def say_state(self, sentence: str) -> None:
        """Say what became of the pack."""
        self.said.setText(sentence)
        self.said.setVisible(bool(sentence))


def _validity(pack: Pack) -> tuple[str, str]:
    card = pack.card
    if not card.valid_until:
        return "no end", ""
    if card.has_expired:
        return f"{card.valid_until}: too late to install it. Bring in a newer pack.", "bad"
    return card.valid_until, ""
