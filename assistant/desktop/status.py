"""The strip at the foot of the window: air gap, who answers, state of the index."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QLabel

from assistant.desktop.parts import ElidedLabel, row, set_look
from assistant.desktop.status_link import StatusLink
from assistant.desktop.theme import Theme
from assistant.domain.answer import Mode
from assistant.domain.library import LibraryStatus, VectorState
from assistant.guard.air_gap import AirGapState, AirGapStrength


class StatusStrip(QFrame):
    """Always visible; every state has its own shape and its own words.

    Signals:
        models_asked(): Show the models.
    """

    models_asked = Signal()

    def __init__(self, theme: Theme, air_gap: AirGapState) -> None:
        super().__init__()
        set_look(self, "status")
        self.setAccessibleName("State")
        self._theme = theme
        line = row(self, margins=(12, 4, 12, 4), gap=6)
        self._marks: list[QLabel] = []
        self.air_gap, self.index = ElidedLabel("small"), ElidedLabel("small")
        self.answering = StatusLink("Show the models")
        self.answering.clicked.connect(self.models_asked)
        for words, icon in (
            (self.air_gap, "locked"),
            (self.answering, "cpu"),
            (self.index, "vectors"),
        ):
            if self._marks:
                line.addSpacing(18)
            mark = QLabel()
            theme.icon_on(mark, icon)
            self._marks.append(mark)
            line.addWidget(mark)
            line.addWidget(words)
            if words is self.answering:
                line.addStretch(1)
        self._show_air_gap(air_gap)
        self.show_models([])
        self.show_index(None)

    def show_models(self, models: Iterable[str], mode: Mode = Mode.QUOTE) -> None:
        """Name the models that answer, or answered last; none where none can be used."""
        names = ", ".join(models)
        mark = self._marks[1]
        if not names:
            self.answering.show_text("No model to answer with")
            self._theme.icon_on(mark, "warning", "warning")
            return
        made = "written" if mode is Mode.COMPOSE else "quoted"
        self.answering.show_text(f"Answers {made} with {names}, on this computer")
        self._theme.icon_on(mark, "cpu")

    def show_index(self, status: LibraryStatus | None) -> None:
        """Say which vector search answers in the open library."""
        mark = self._marks[2]
        if status is None:
            self.index.show_text("No library open")
            self._theme.icon_on(mark, "vectors")
        elif status.vectors is VectorState.READY:
            self.index.show_text("Index consistent")
            self._theme.icon_on(mark, "vectors", "good")
        else:
            self.index.show_text("Exact search while the vector index is rebuilt")
            self._theme.icon_on(mark, "exact", "warning")

    def _show_air_gap(self, state: AirGapState) -> None:
        holds = state.strength is AirGapStrength.KERNEL
        self.air_gap.show_text(f"No network: {state}")
        icon, role = ("locked", "good") if holds else ("unlocked", "warning")
        self._theme.icon_on(self._marks[0], icon, role)
