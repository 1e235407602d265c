"""One question and what became of it."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QApplication, QWidget

from assistant.desktop import wording
from assistant.desktop.answer_card import AnswerCard, Places
from assistant.desktop.asking import CheckedAnswer
from assistant.desktop.draft import Draft
from assistant.desktop.jobs import Job
from assistant.desktop.parts import button, column, foreign, label, row
from assistant.desktop.problem_card import ProblemCard
from assistant.desktop.theme import Theme
from assistant.domain.answer import Turn
from assistant.errors import AssistantError

_PATIENCE_MS = 300
_QUESTION_CHARACTERS, _QUESTION_LINES = 600, 8
"""Of a longer question the beginning is shown, so that its answer stays in view."""


class Exchange(QWidget):
    """The question, then one of: searching, answer, refusal, problem, cancelled.

    While a language model writes, what it writes stands above the quoted answer.

    Signals:
        citation_opened(Citation): Show the cited page.
        passage_opened(Passage): Show a passage.
        grown(): It has become higher; whoever scrolls may want to follow.
    """

    citation_opened = Signal(object)
    passage_opened = Signal(object)
    grown = Signal()

    def __init__(
        self, theme: Theme, question: str, searching: str, job: Job, has_pages: Places
    ) -> None:
        super().__init__()
        self._theme = theme
        self._has_pages = has_pages
        self._job = job
        self.is_done = False
        self.card: AnswerCard | ProblemCard | None = None
        self.draft: Draft | None = None
        self._layout = column(self, gap=8)
        self._asked = question
        self.question = foreign(_shown(question), "heading")
        self._layout.addWidget(self.question)
        self.understood = foreign(look="small")
        self.understood.hide()
        self._layout.addWidget(self.understood)
        self.turn: Turn | None = None
        self.waiting = self._make_waiting(searching)
        self._layout.addWidget(self.waiting)
        self._appearing = QTimer(self, singleShot=True, interval=_PATIENCE_MS)
        self._appearing.timeout.connect(self.waiting.show)
        self._appearing.start()
        job.progressed.connect(self._take)
        job.succeeded.connect(self._conclude)
        job.failed.connect(self.show_problem)
        job.cancelled.connect(self.show_cancelled)
        job.finished.connect(self._end)

    @Slot(object)
    def show_answer(self, checked: CheckedAnswer) -> None:
        """Show the answer, or the refusal, and how the question was understood."""
        answer = checked.answer
        self.turn = Turn(answer.question, answer.text)
        self.understood.setText(f"Understood as: {_shown(answer.question)}")
        self.understood.setVisible(answer.question.split() != self._asked.split())
        card = AnswerCard(
            self._theme,
            answer,
            is_verified=checked.is_verified,
            note=checked.note,
            has_pages=self._has_pages,
        )
        card.citation_opened.connect(self.citation_opened)
        card.passage_opened.connect(self.passage_opened)
        self._show(card)

    @Slot(object)
    def show_problem(self, error: AssistantError) -> None:
        """Show why there is no answer."""
        self._end_draft()
        self._show(ProblemCard(self._theme, error))

    @Slot()
    def show_cancelled(self) -> None:
        """Say that the question was taken back."""
        self._end_waiting()
        self._layout.addWidget(label("Cancelled.", "muted"))

    def cancel(self) -> None:
        """Stop waiting for the answer, or for more than the quoted one; says so at once."""
        if self._job.is_cancelled:
            return
        self._job.cancel()
        self._job.cancelled.disconnect(self.show_cancelled)
        if self.card is None:
            self.show_cancelled()
        else:
            self._end_draft()

    def stop_writing(self) -> None:
        """Be content with the quoted answer, where another is still being written."""
        if self.draft is not None:
            self.cancel()

    @Slot(object)
    def _take(self, reported: CheckedAnswer | str) -> None:
        """Show the quoted answer at once, and what is being written above it."""
        if isinstance(reported, CheckedAnswer):
            self.draft = Draft()
            self.draft.stopped.connect(self.cancel)
            self._layout.addWidget(self.draft)
            self.show_answer(reported)
        elif self.draft is not None:
            self.draft.add(reported)

    @Slot(object)
    def _conclude(self, checked: CheckedAnswer) -> None:
        self._end_draft()
        self.show_answer(checked)

    def _show(self, card: AnswerCard | ProblemCard) -> None:
        self._end_waiting()
        old, self.card = self.card, card
        self._layout.addWidget(card)
        if old is not None:
            if isinstance(card, AnswerCard) and old.isAncestorOf(
                QApplication.focusWidget() or self
            ):
                card.show()
                card.focus_first()  # before the old one hides, which sends the keyboard elsewhere
            self._layout.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.grown.emit()

    def _end_draft(self) -> None:
        if self.draft is not None:
            self._layout.removeWidget(self.draft)
            self.draft.hide()
            self.draft.deleteLater()
            self.draft = None

    @Slot()
    def _end(self) -> None:
        self.is_done = True

    def _end_waiting(self) -> None:
        self._appearing.stop()
        self.waiting.hide()

    def _make_waiting(self, words: str) -> QWidget:
        waiting = QWidget()
        line = row(waiting)
        line.addWidget(label(words, "muted"))
        stop = button("Cancel", "link", name="Cancel the question")
        stop.clicked.connect(self.cancel)
        line.addWidget(stop)
        line.addStretch()
        waiting.hide()
        return waiting


def _shown(question: str) -> str:
    if len(question) <= _QUESTION_CHARACTERS and question.count("\n") < _QUESTION_LINES:
        return question
    return wording.preview(question, _QUESTION_CHARACTERS)
