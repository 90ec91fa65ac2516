"""The queue as a table that a person fills in with a spreadsheet, and what comes back.

The last column takes `yes`, `no`, `none` (the training teaches nothing of all this), or what it teaches instead,
written as in a catalogue. An empty cell leaves the question open. Of two answers that contradict each other, the first
row counts.
"""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from competences import Problem, frameworks, load_framework
from recommender.adapters import Row, Table
from recommender.catalogue import Catalogue, Outcome, Training
from recommender.claims import outcomes_of
from recommender.decisions import WHOLE, Decision, Verdict, contradict, is_claimed, key_of
from recommender.errors import Unreadable
from recommender.tagger.review import Question
from recommender.vocabulary import fold, vocabulary

COLUMNS: Final = (
    "training", "title", "competence", "name", "from", "to", "probability", "words", "decision",
)  # fmt: skip
NEEDED: Final = ("training", "competence", "from", "to", "decision")
"""The columns that are read when the table comes back."""
NOTHING: Final = frozenset({"none", "niets", "rien", "nichts"})
FORMULA: Final = tuple("=+-@\t\r")
"""What a cell must not begin with: a spreadsheet would compute it."""
MARK: Final = "\ufeff"
"""What tells spreadsheets that a file is UTF-8."""


@dataclass(frozen=True, slots=True)
class Answers:
    """What a table says: decisions, the number of questions left open, and what could not be understood."""

    decisions: tuple[Decision, ...]
    undecided: int
    problems: tuple[Problem, ...]


def table_of(questions: Sequence[Question], language: str) -> str:
    """Give the queue as CSV, names of competences in a language; no cell begins a formula.

    Semicolons part the cells: Belgian spreadsheets open such a file in columns by themselves.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for one in questions:
        writer.writerow(guarded(cell) for cell in _cells(one, language))
    return text.getvalue()


def guarded(cell: str) -> str:
    """Give a cell that no spreadsheet takes for a formula: one that could be is preceded by an apostrophe."""
    return f"'{cell}" if cell.lstrip("'").startswith(FORMULA) else cell


def bared(cell: str) -> str:
    """Give the cell that `guarded` made safe."""
    return cell[1:] if cell.startswith("'") and cell.lstrip("'").startswith(FORMULA) else cell


def answers_of(table: Table, catalogue: Catalogue, by: str, at: datetime) -> Answers:
    """Give what a table decides of a catalogue's suggestions, on the word of `by`.

    Problems, all warnings with row and column, each of a row that decides nothing: `decision-not-understood`,
    `decision-training-unknown`, `decision-claimed`, `decision-twice`, and those of `outcomes_of`. Raises `Unreadable`
    (`tag-column-missing`).
    """
    for name in NEEDED:
        if name not in table.columns:
            known = ", ".join(table.columns)[:400]
            raise Unreadable(code="tag-column-missing", name=name, columns=known)
    reader = _Reader({one.id: one for one in catalogue}, by, at)
    for row in table.rows:
        reader.read(row)
    decisions = tuple(one for each in reader.found.values() for one in each.values())
    return Answers(decisions, reader.undecided, tuple(reader.problems))


class _Reader:
    """Reads rows and collects decisions and problems."""

    def __init__(self, trainings: dict[str, Training], by: str, at: datetime) -> None:
        self.trainings, self.by, self.at = trainings, by, at
        self.found: dict[str, dict[str, Decision]] = {}
        self.problems: list[Problem] = []
        self.undecided = 0

    def read(self, row: Row) -> None:
        """Take the decision of a row, or note why there is none."""
        said = row.cells.get("decision", "")
        if not said:
            self.undecided += 1
            return
        name = bared(row.cells.get("training", ""))
        training = self.trainings.get(name)
        if training is None or is_claimed(training):
            code = "decision-claimed" if training else "decision-training-unknown"
            self._note(code, row, "training", value=name[:80])
            return
        understood = self._understood(row, said)
        if understood is None:
            return
        verdict, competence, said_to_teach = understood
        outcomes = tuple(replace(one, origin="reviewed") for one in said_to_teach)
        decision = self._decision(training, verdict, competence, outcomes, row)
        of_text = self.found.setdefault(decision.text, {})
        if any(contradict(decision, one) for one in of_text.values()):
            self._note("decision-twice", row, "decision", value=said[:80])
            return
        of_text.setdefault(competence, decision)

    def _understood(self, row: Row, said: str) -> tuple[Verdict, str, tuple[Outcome, ...]] | None:
        """Give what a decision says and of which competence; None where it is not understood."""
        competence = row.cells.get("competence", "")
        if fold(said) in NOTHING:
            return "rejected", WHOLE, ()
        answer = vocabulary().answer(said)
        if answer is not None:
            levels = f"{_whole(row, 'from')}-{_whole(row, 'to')}" if answer else "0-1"
            where: dict[str, str | int] = {"row": row.number, "column": "competence"}
            asked, wrong = outcomes_of(f"{competence}:{levels}", where)
            self.problems += wrong
            if wrong:
                return None
            return ("confirmed", competence, asked) if answer else ("rejected", competence, ())
        outcomes, wrong = outcomes_of(said, {"row": row.number, "column": "decision"})
        if wrong and ":" in said:
            self.problems += wrong
            return None
        if wrong or not outcomes:
            self._note("decision-not-understood", row, "decision", value=said[:80])
            return None
        return "changed", competence, outcomes

    def _decision(
        self,
        training: Training,
        verdict: Verdict,
        competence: str,
        outcomes: tuple[Outcome, ...],
        row: Row,
    ) -> Decision:
        shown = {one.competence: one.probability for one in training.outcomes if not one.trusted}
        return Decision(
            text=key_of(training),
            competence=competence,
            verdict=verdict,
            outcomes=outcomes,
            by=self.by,
            at=self.at,
            title=training.title,
            description=training.description,
            language=training.language,
            probability=shown.get(competence, _chance(row)),
        )

    def _note(self, code: str, row: Row, column: str, *, value: str) -> None:
        where: dict[str, str | int] = {"row": row.number, "column": column}
        self.problems.append(Problem(code, "warning", where, {"value": value}))


def _cells(question: Question, language: str) -> Iterator[str]:
    """Go through the cells of a question, in the order of `COLUMNS`."""
    said = question.suggestion
    yield from (question.training, question.title, said.competence)
    yield _name(said.competence, language)
    yield from (str(said.entry), str(said.exit), f"{said.probability:.2f}", ", ".join(said.words))
    yield ""


def _name(whole: str, language: str) -> str:
    """Give the name of a competence; nothing where its framework has no pack."""
    framework, _, code = whole.partition("/")
    if framework not in frameworks():
        return ""
    found = load_framework(framework)
    return found.competence(code).name[language] if code in found.codes else ""


def _whole(row: Row, column: str) -> str:
    """Give a level as it may be written in a claim: a spreadsheet may have made 2 of it, or 2.0."""
    return row.cells.get(column, "").removesuffix(".0")


def _chance(row: Row) -> float:
    """Give the chance that a row tells; 0 where it tells none."""
    try:
        told = float(row.cells.get("probability", "").replace(",", "."))
    except ValueError:
        return 0.0
    return told if 0 <= told <= 1 else 0.0
