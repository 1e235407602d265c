"""Numbered SHALL statements, and the verification matrix that follows from them."""

import re
from dataclasses import dataclass

from layout import SHALL, Story
from reportlab.platypus import Paragraph

METHODS = {
    "A": "Analysis",
    "D": "Demonstration",
    "I": "Inspection",
    "T": "Test",
}


@dataclass(frozen=True, slots=True)
class Requirement:
    """One SHALL statement.

    Attributes:
        number: From 1, without gaps.
        title: A few words.
        section: Number of the section it stands in.
        methods: Letters of `METHODS`, as in 'A, T'.
        level: 'Q' qualification, 'A' acceptance, 'Q, A' both.
        criterion: What is recorded as the proof.
    """

    number: int
    title: str
    section: str
    methods: str
    level: str
    criterion: str

    @property
    def name(self) -> str:
        """As it is cited: 'AST-REQ-014'."""
        return f"AST-REQ-{self.number:03d}"


class RequirementList:
    """Writes requirements into a story and remembers them for the matrix."""

    def __init__(self, story: Story) -> None:
        self._story = story
        self._section = ""
        self.written: list[Requirement] = []

    def section(self, number: str, title: str) -> None:
        """Begin a section; the requirements that follow stand in it."""
        self._section = number
        self._story.heading(number, title)

    def add(self, title: str, text: str, methods: str, level: str, criterion: str) -> None:
        """Write the next requirement; `text` holds the word SHALL."""
        number = len(self.written) + 1
        requirement = Requirement(number, title, self._section, methods, level, criterion)
        self.written.append(requirement)
        body = re.sub(r"SHALL( NOT)?", r"<b>\g<0></b>", text)
        self._story.add(Paragraph(f"<b>{requirement.name}</b> <i>{title}.</i> {body}", SHALL))

    def matrix(self) -> list[list[str]]:
        """Rows of the verification matrix, the header first."""
        header = ["Requirement", "Title", "Section", "Method", "Level", "Evidence recorded"]
        return [header] + [
            [r.name, r.title, r.section, r.methods, r.level, r.criterion] for r in self.written
        ]
