"""What the answers can say something about: counts per item and category, and the problems that they show."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from competences.calibration.curve_arrays import Flags
from competences.calibration.expectation import Chunk, scored
from competences.curves import Tables
from competences.items import Item, Knowledge
from competences.problems import Problem
from competences.running import Runner

Counts = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class ItemKinds:
    """What counting needs to know: trait and whether it is a task, `(items,)`, and the most categories of an item."""

    trait: NDArray[np.intp]
    task: Flags
    categories: int


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """How often each category was chosen, `(items, categories)`, and who answered on a trait at all, `(traits,)`."""

    counts: Counts
    persons: Counts

    @property
    def answers(self) -> Counts:
        """Give the number of answers to each item, `(items,)`."""
        return np.asarray(self.counts.sum(axis=1))

    def unchosen(self, tables: Tables) -> frozenset[str]:
        """Give the ids of items with a category that nobody chose."""
        return frozenset(
            item.id
            for item, counts, steps in zip(tables.items, self.counts, tables.steps, strict=True)
            if not counts[:steps].all()
        )


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Which items' numbers move, which of their slopes, and which items' answers enter, `(items,)` each."""

    moves: Flags
    slope_moves: Flags
    enters: Flags
    problems: tuple[Problem, ...]


def gathered(tables: Tables, traits: int, chunks: Sequence[Chunk], run: Runner) -> Tally:
    """Give the tally of all chunks."""
    task = np.array([isinstance(item, Knowledge) for item in tables.items])
    kinds = ItemKinds(tables.trait, task, max(tables.steps))
    counts = np.zeros((len(tables.items), kinds.categories), dtype=np.int64)
    persons = np.zeros(traits, dtype=np.int64)
    for part in run(counted, kinds, chunks):
        counts += part.counts
        persons[: len(part.persons)] += part.persons
    return Tally(counts, persons)


def counted(kinds: ItemKinds, chunk: Chunk) -> Tally:
    """Give the tally of a chunk; a pure task."""
    answers = scored(chunk.answers, kinds.task)
    counts = [np.sum(answers == category, axis=0) for category in range(kinds.categories)]
    traits = range(int(kinds.trait.max()) + 1)
    persons = [np.sum((answers[:, kinds.trait == trait] >= 0).any(axis=1)) for trait in traits]
    return Tally(np.stack(counts, axis=1), np.array(persons))


def judged(tables: Tables, tally: Tally, fixed: frozenset[str], *, own_priors: bool) -> Judgement:
    """Give what can be estimated and the problems in the way.

    An item without answers, or with one and the same answer from everybody, stays as it is and does not enter. With
    own_priors, from other traits, persons differ before they answer, so that even a single item shows its slope.
    """
    stays = np.array([item.id in fixed for item in tables.items])
    varied = np.sum(tally.counts > 0, axis=1) > 1
    answered = tally.answers > 0
    moves = ~stays & varied
    enters = answered & (stays | varied)
    beside = np.array([np.sum(enters & (tables.trait == trait)) for trait in tables.trait])
    lonely = moves & (beside == 1) & (not own_priors)
    problems = []
    for place, item in enumerate(tables.items):
        if not stays[place]:
            problems += _found(item, tally.counts[place, : tables.steps[place]])
        if lonely[place]:
            where = {"competence": item.competence, "kind": item.kind, "item": item.id}
            problems.append(Problem("trait-single-item", "warning", where))
    return Judgement(moves, moves & ~lonely, enters, tuple(problems))


def _found(item: Item, counts: Counts) -> list[Problem]:
    """Give what is wrong with the answers to one item."""
    where = {"item": item.id}
    chosen = int(np.sum(counts > 0))
    if not chosen:
        return [Problem("item-unanswered", "warning", where)]
    if chosen == 1:
        values = {"n": int(counts.sum()), "category": int(counts.argmax())}
        return [Problem("item-constant", "warning", where, values)]
    empty = np.flatnonzero(counts == 0)
    return [Problem("category-empty", "warning", where, {"category": int(k)}) for k in empty]
