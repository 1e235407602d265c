"""An answer with its proof, or a refusal with what came closest."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from assistant.desktop import wording
from assistant.desktop.answer_text import AnswerText
from assistant.desktop.parts import ElidedButton, button, column, label, row, set_look
from assistant.desktop.theme import Theme
from assistant.domain.answer import Answer, Citation, Mode, Passage

_CLOSEST = 3
_PREVIEW = 130
_MAX_NAME = 44
"""Characters of a file's name on a line that also has to name its page."""
_HINTS = (
    "Use the document's own words: a part number, a parameter, a unit.",
    "Ask for one thing at a time.",
)

Places = Callable[[int], bool]
"""Whether the document with this key has pages to speak of."""


class AnswerCard(QFrame):
    """What Hangar says to one question.

    Signals:
        citation_opened(Citation): Show the cited page.
        passage_opened(Passage): Show a passage that came close.
    """

    citation_opened = Signal(object)
    passage_opened = Signal(object)

    def __init__(
        self,
        theme: Theme,
        answer: Answer,
        *,
        is_verified: bool,
        has_pages: Places,
        note: str = "",
    ) -> None:
        super().__init__()
        set_look(self, "card")
        self.setAccessibleName("Answer")
        self._theme = theme
        self._answer = answer
        self._has_pages = has_pages
        self._layout = column(self, margins=(12, 16, 12, 12), gap=6)
        if answer.refused:
            self._fill_refusal()
        else:
            self._fill_answer(is_verified, note)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+C copies the whole answer where no words are selected."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Put the answer and its citations on the clipboard, as plain text."""
        QGuiApplication.clipboard().setText(self.plain_text())

    def focus_first(self) -> None:
        """Move the keyboard to the first citation, where there is one."""
        if not self._answer.refused and self.text.chips:
            self.text.chips[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def open_first(self) -> bool:
        """Open the first citation, or the closest passage; False where there is neither."""
        if self._answer.citations:
            self.citation_opened.emit(self._answer.citations[0])
        elif self._answer.closest:
            self.passage_opened.emit(self._answer.closest[0])
        return bool(self._answer.citations or self._answer.closest)

    def plain_text(self) -> str:
        """The question, the answer and where each citation stands."""
        answer = self._answer
        lines = [answer.question, "", answer.reason if answer.refused else answer.text]
        if answer.citations:
            lines.append("")
        lines += [f"[{c.n}] {_full_place(c)}" for c in answer.citations]
        lines += [f"An older version differs: {_full_place(c)}: {c.quote}" for c in answer.older]
        return "\n".join(lines)

    def _fill_answer(self, is_verified: bool, note: str) -> None:
        citations = self._answer.citations
        places = [self._place(c) for c in citations]
        is_verbatim = self._answer.is_word_for_word
        self.text = AnswerText(
            self._answer.text,
            self._answer.marks,
            {c.n: (c, where) for c, where in zip(citations, places, strict=True)},
            row_by_row=not is_verbatim,
        )
        self.text.citation_opened.connect(self.citation_opened)
        self._inset(self.text)
        self._layout.addLayout(self._verification(is_verified, is_verbatim))
        sources = column(gap=0)
        for citation, where in zip(citations, places, strict=True):
            shown = f"{citation.n}\u2002{self._place(citation, _MAX_NAME)}"
            source = ElidedButton(shown, "row", name=f"Open source {citation.n}: {where}")
            source.clicked.connect(lambda _=False, c=citation: self.citation_opened.emit(c))
            sources.addWidget(source)
        self._layout.addLayout(sources)
        for citation in self._answer.older:
            self._add_older(citation)
        self._add_left_out()
        if note:
            self._layout.addLayout(self._line("warning", "warning", note, "warning"))
        self._layout.addLayout(self._foot())

    def _add_left_out(self) -> None:
        """What the language model wrote that does not hold, struck through, with the reason."""
        left_out = [each for each in self._answer.sentences if not each.is_supported]
        if not left_out:
            return
        words = "The language model also wrote, and this does not hold:"
        self._layout.addLayout(self._line("warning", "warning", words, "warning"))
        for sentence in left_out:
            struck = label(sentence.text, "struck", wraps=True)
            reason = label(
                f"{sentence.reason[0].upper()}{sentence.reason[1:]}.", "small", wraps=True
            )
            both = column(margins=(30, 0, 8, 4), gap=0)
            both.addWidget(struck)
            both.addWidget(reason)
            self._layout.addLayout(both)

    def _add_older(self, citation: Citation) -> None:
        """What an older version says otherwise; read, it may matter more than the answer."""
        words = "An older version differs:"
        self._layout.addLayout(self._line("warning", "warning", words, "warning"))
        source = ElidedButton(
            self._place(citation, _MAX_NAME), "row", name=f"Open older: {self._place(citation)}"
        )
        source.clicked.connect(lambda: self.citation_opened.emit(citation))
        preview = label(wording.preview(citation.quote, _PREVIEW), "small", wraps=True)
        preview.setContentsMargins(8, 0, 8, 4)
        both = column(gap=0)
        both.addWidget(source)
        both.addWidget(preview)
        self._layout.addLayout(both)

    def _fill_refusal(self) -> None:
        self._layout.addLayout(self._line("nothing", "muted", "The documents do not say", "strong"))
        self._inset(label(self._answer.reason, wraps=True))
        closest = self._answer.closest[:_CLOSEST]
        if closest:
            self._layout.addSpacing(4)
            self._inset(label("Closest passages", "strong"))
        for passage in closest:
            self._add_passage(passage)
        self._layout.addSpacing(4)
        self._inset(label("Ask differently", "strong"))
        for hint in _HINTS:
            self._inset(label(f"–{wording.THIN}{hint}", "muted", wraps=True))

    def _add_passage(self, passage: Passage) -> None:
        has_pages = self._has_pages(passage.document_id)
        section = wording.section(passage.section[-1:])
        where = wording.place(passage.file, passage.page, section, has_pages=has_pages)
        shown = wording.place(
            passage.file, passage.page, section, has_pages=has_pages, limit=_MAX_NAME
        )
        source = ElidedButton(shown, "row", name=f"Open passage: {where}")
        source.clicked.connect(lambda: self.passage_opened.emit(passage))
        preview = label(wording.preview(passage.text, _PREVIEW), "small", wraps=True)
        preview.setContentsMargins(8, 0, 8, 4)
        both = column(gap=0)
        both.addWidget(source)
        both.addWidget(preview)
        self._layout.addLayout(both)

    def _verification(self, is_verified: bool, is_verbatim: bool) -> QHBoxLayout:
        pages = (
            "cited page"
            if len({(c.file, c.page) for c in self._answer.citations}) == 1
            else "cited pages"
        )
        if not is_verified:
            words = f"The {pages} no longer read as quoted; index the folder again."
            return self._line("warning", "warning", words, "warning")
        if self._answer.mode is Mode.COMPOSE:
            words = f"Written from the {pages}, and checked; every number stands there."
        elif is_verbatim:
            words = f"Quoted word for word from the {pages}."
        else:
            words = (
                f"Quoted from the {pages}; long quotes are cut, rows and options are read with the"
                " names they stand under."
            )
        return self._line("good", "good", words, "good")

    def _line(self, icon: str, role: str, words: str, look: str) -> QHBoxLayout:
        line = row(margins=(8, 0, 8, 0), gap=6)
        mark = QLabel()
        self._theme.icon_on(mark, icon, role)
        line.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        line.addWidget(label(words, look, wraps=True), 1)
        return line

    def _inset(self, widget: QWidget) -> None:
        """Add a widget in line with the text of the rows that can be pressed."""
        line = row(margins=(8, 0, 8, 0))
        line.addWidget(widget)
        self._layout.addLayout(line)

    def _foot(self) -> QHBoxLayout:
        foot = row(margins=(8, 0, 0, 0))
        total_ms = self._answer.timings_ms.get("total")
        took = f" in {total_ms:.0f}{wording.THIN}ms" if total_ms is not None else ""
        made = "Composed" if self._answer.mode is Mode.COMPOSE else "Quoted"
        evidence = f"Evidence: {self._answer.evidence.value}"
        words = made + took if self._answer.refused else f"{evidence} · {made.lower()}{took}"
        foot.addWidget(label(words, "small"), 1)
        copy = button("Copy", "link", name="Copy the answer with its citations")
        self._theme.icon_on(copy, "copy")
        copy.clicked.connect(self.copy)
        foot.addWidget(copy)
        return foot

    def _place(self, citation: Citation, limit: int | None = None) -> str:
        return wording.place(
            citation.file,
            citation.page,
            wording.innermost(citation.section),
            has_pages=self._has_pages(citation.document_id),
            limit=limit,
        )


def _full_place(citation: Citation) -> str:
    parts: Sequence[str] = (f"{citation.file}, p. {citation.page}", citation.section)
    return " · ".join(part for part in parts if part)
