"""What is wrong in a long file, without a list as long as the file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from competences.problems import Problem, Severity

MOST_NAMED: Final = 50
"""Problems of one code that are named one by one; the rest is counted."""


@dataclass(slots=True)
class FileProblems:
    """What is wrong in a file: the first of each code one by one, the rest as a count."""

    named: list[Problem] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)

    def note(
        self,
        code: str,
        severity: Severity,
        where: Mapping[str, str | int] | None = None,
        values: Mapping[str, str | float] | None = None,
    ) -> None:
        """Take in one problem."""
        self.counts[code] = self.counts.get(code, 0) + 1
        if self.counts[code] <= MOST_NAMED:
            self.named.append(Problem(code, severity, where or {}, values or {}))

    def problems(self) -> tuple[Problem, ...]:
        """Give all problems, and per code with more than `MOST_NAMED` how many more there are."""
        more = {code: n - MOST_NAMED for code, n in self.counts.items() if n > MOST_NAMED}
        return (
            *self.named,
            *(Problem("more-problems", "warning", {}, {"of": c, "n": n}) for c, n in more.items()),
        )
