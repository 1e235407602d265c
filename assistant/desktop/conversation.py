"""The middle pane: questions and answers, and the field to ask in."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QFrame, QScrollArea, QStackedWidget, QWidget

from assistant.desktop import wording
from assistant.desktop.answer_card import Places
from assistant.desktop.ask_field import AskField
from assistant.desktop.exchange import Exchange
from assistant.desktop.jobs import Job
from assistant.desktop.parts import ElidedLabel, button, column, label, row, set_look, tool
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.scope_button import ScopeButton
from assistant.desktop.theme import Theme
from assistant.desktop.welcome import Welcome
from assistant.domain.answer import Turn
from assistant.errors import AssistantError

MIN_WIDTH = 360
_LINE_CHARACTERS = 84
"""Width of the column in average characters: 60 to 80 of them inside a card."""


class Conversation(QWidget):
    """Head with the library's name and the scope, exchanges, ask field.

    Signals:
        asked(str): A question was asked.
        citation_opened(Citation): Show the cited page.
        passage_opened(Passage): Show a passage.
    """

    asked = Signal(str)
    citation_opened = Signal(object)
    passage_opened = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.setMinimumWidth(MIN_WIDTH)
        self.setAccessibleName("Questions and answers")
        set_look(self, "pane")
        layout = column(self, gap=0)
        self.title = ElidedLabel("heading")
        self.scope = ScopeButton(theme)
        self.fold_left = tool(theme, "fold_left", "Fold the libraries away or back (Ctrl+B)")
        self.fold_right = tool(theme, "fold_right", "Fold the page away or back (Ctrl+Shift+B)")
        self.menu_button = tool(theme, "menu", "All commands (F10)")
        head = row(margins=(8, 8, 8, 8), gap=4)
        for widget in (self.fold_left, self.title, self.scope, self.fold_right, self.menu_button):
            head.addWidget(widget, 1 if widget is self.title else 0)
        layout.addLayout(head)
        self.welcome = Welcome(theme)
        self.exchanges: list[Exchange] = []
        self._shown: list[QWidget] = []
        self._followed: QWidget | None = None
        self._list = column(gap=24)
        self.stack = QStackedWidget()
        self._scroller = self._make_scroller()
        self.stack.addWidget(self.welcome)
        self.stack.addWidget(self._scroller)
        layout.addWidget(self.stack, 1)
        self.field = AskField()
        self._foot = column()
        self._foot.addWidget(self._centred(self._make_foot(), (16, 8, 16, 12)))
        layout.addLayout(self._foot)

    def show_library(self, name: str) -> None:
        """Head the pane with the open library, and start with an empty page."""
        self.title.show_text(name or "No library")
        for exchange in self.exchanges:  # the next question would wait for what they still do
            if not exchange.is_done:
                exchange.cancel()
        for widget in self._shown:
            widget.hide()
            widget.deleteLater()
        self._followed = None
        self._shown.clear()
        self.exchanges.clear()

    def show_holdings(self, documents: int) -> None:
        """Welcome while there is nothing to ask, converse otherwise."""
        self.field.setEnabled(documents > 0)
        self.ask_button.setEnabled(documents > 0)
        is_empty = not documents and not self._shown
        self.stack.setCurrentWidget(self.welcome if is_empty else self._scroller)
        self.opening.setVisible(documents > 0 and not self._shown)
        self.opening.setText(
            f"{wording.count(documents, 'document')} ready. Ask for a value, a requirement, a"
            " procedure; the answer names the page that proves it."
        )

    def add_exchange(self, question: str, job: Job, searched: int, has_pages: Places) -> None:
        """Show a question; its answer follows when the job is done."""
        words = f"Searching {wording.count(searched, 'document')}…"
        exchange = Exchange(self._theme, question, words, job, has_pages)
        exchange.citation_opened.connect(self.citation_opened)
        exchange.passage_opened.connect(self.passage_opened)
        exchange.grown.connect(lambda: self._follow(exchange))
        self.exchanges.append(exchange)
        self._append(exchange)

    def turns(self) -> list[Turn]:
        """What was asked and answered so far, as understood."""
        return [exchange.turn for exchange in self.exchanges if exchange.turn is not None]

    @property
    def is_quiet(self) -> bool:
        """Whether no question is being answered at the moment."""
        return all(exchange.is_done for exchange in self.exchanges)

    def stop_writing(self) -> None:
        """Let what is being written be, for the sake of the next question."""
        for exchange in self.exchanges:
            exchange.stop_writing()

    def show_problem(self, error: AssistantError) -> None:
        """Show what went wrong outside a question, in its place among the exchanges."""
        self._append(ProblemCard(self._theme, error))

    def _append(self, widget: QWidget) -> None:
        self.opening.hide()
        self._shown.append(widget)
        self._list.insertWidget(self._list.count() - 1, widget)
        self.stack.setCurrentWidget(self._scroller)
        self._follow(widget)

    def _follow(self, widget: QWidget) -> None:
        """Keep `widget` in view, its top first, until the user scrolls elsewhere."""
        self._followed = widget
        QTimer.singleShot(0, widget, self._scroll)

    @Slot()
    def _scroll(self) -> None:
        """Scroll to what is followed; again whenever the layout has found more or less room."""
        inner, bar = self._scroller.widget(), self._scroller.verticalScrollBar()
        if self._followed is not None and inner is not None:
            top = self._followed.mapTo(inner, self._followed.rect().topLeft()).y()
            bar.setValue(top - 8)
        taken = bar.sizeHint().width() if bar.maximum() > 0 else 0
        self._foot.setContentsMargins(0, 0, taken, 0)  # in line with the cards above

    @Slot()
    def _leave(self) -> None:
        self._followed = None

    def _make_scroller(self) -> QScrollArea:
        self.opening = label(look="muted", wraps=True)
        self._list.addWidget(self.opening)
        self._list.addStretch()
        scroller = QScrollArea()
        scroller.setWidgetResizable(True)
        scroller.setFrameShape(QFrame.Shape.NoFrame)
        scroller.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroller.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inner = QWidget()
        inner.setLayout(self._list)
        scroller.setWidget(self._centred(inner, (16, 12, 16, 12)))
        bar = scroller.verticalScrollBar()
        bar.rangeChanged.connect(self._scroll)
        bar.actionTriggered.connect(self._leave)
        return scroller

    def _make_foot(self) -> QWidget:
        foot = QWidget()
        line = row(foot)
        line.addWidget(self.field, 1)
        self.ask_button = button("Ask", "primary", name="Ask the question")
        self.ask_button.clicked.connect(self.field.ask)
        self.ask_button.setFixedHeight(self.field.height())
        line.addWidget(self.ask_button, 0, Qt.AlignmentFlag.AlignBottom)
        self.field.asked.connect(self.asked)
        for widget in (self.field, self.ask_button):
            widget.setEnabled(False)  # until a library is open
        return foot

    def _centred(self, inner: QWidget, margins: Sequence[int]) -> QWidget:
        """A column no wider than reads well, in the middle of the pane."""
        inner.setMaximumWidth(self.fontMetrics().averageCharWidth() * _LINE_CHARACTERS)
        around = QWidget()
        set_look(around, "pane")
        left, top, right, bottom = margins
        line = row(around, margins=(left, top, right, bottom), gap=0)
        line.addStretch(1)
        line.addWidget(inner, 1000)
        line.addStretch(1)
        return around
