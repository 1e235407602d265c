"""Says why a pack is not installed, and what to do about it."""

from assistant.desktop.pack_offer import Refusal
from assistant.desktop.parts import button
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.sheet import Sheet
from assistant.desktop.theme import Theme


class RefusedPage(Sheet):
    """A refusal, with a way on where there is one."""

    def __init__(self, theme: Theme) -> None:
        super().__init__("This pack is not installed")
        self._theme = theme
        self.refusal: Refusal | None = None
        self.card: ProblemCard | None = None
        self.back = button("Back", name="Back to the list of models")
        self.trust = button("Choose the signer's key…", name="Choose the signer's public key")
        self.another = button("Choose another pack…", "primary")
        self.add_buttons([], [self.back, self.trust, self.another])

    def show_refusal(self, refusal: Refusal) -> None:
        """Show another refusal."""
        self.refusal = refusal
        if self.card is not None:
            self.card.hide()
            self.card.deleteLater()
        self.card = ProblemCard(self._theme, refusal.error)
        self.body.insertWidget(0, self.card)
        self.say("This pack is not installed", f"Nothing was copied from {refusal.folder}.")
        self.trust.setVisible(refusal.may_trust)
        self.scroll_to_top()
