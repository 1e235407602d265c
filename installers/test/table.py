"""The table that the proof prints: case, expected, seen."""

from dataclasses import dataclass, field

_WIDTHS = (38, 46)


@dataclass(slots=True)
class Table:
    """Collects what was expected and what was seen, and prints each row as it comes.

    Attributes:
        differences: Names of the cases in which the expected words were not seen.
        count: How many cases there were.
    """

    differences: list[str] = field(default_factory=list)
    count: int = 0

    def heading(self, title: str) -> None:
        """Begin a group of cases."""
        print(f"\n{title}\n{'-' * len(title)}", flush=True)

    def check(self, case: str, expected: str, seen: str) -> bool:
        """Add a row; it differs unless the words expected stand in what was seen."""
        holds = expected in seen
        self.count += 1
        if not holds:
            self.differences.append(case)
        line = " / ".join(part.strip() for part in seen.splitlines() if part.strip())
        mark = "ok  " if holds else "DIFFERS"
        print(f"{mark} {case:{_WIDTHS[0]}} | {expected:{_WIDTHS[1]}} | {line}", flush=True)
        return holds

    def summary(self) -> str:
        """What the table comes to, in a line."""
        if not self.differences:
            return f"{self.count} cases, all as expected."
        return f"{self.count} cases, {len(self.differences)} differ: {'; '.join(self.differences)}"
