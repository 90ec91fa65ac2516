"""Fixed forms: everybody is asked the same statements, and means of the steps are all that is used of the answers."""

from typing import Final

import numpy as np

from competences.answer_sheets import all_answers
from competences.curves import tabulate
from competences.field_trial import drawn
from competences.items import ItemBank
from competences.outcomes import CUTS, right, rms
from competences.scenarios import Study
from competences.simulation import study_of
from competences.traits import Floats

LEARNERS: Final = 4000
"""Other people of known truth, from whom the weights of all means are learnt."""
_LEARNERS_STREAM: Final = 8
_STREAM: Final = 7


def fixed_form(
    bank: ItemBank, persons: int, counts: list[int], seed: int
) -> list[dict[str, float]]:
    """Give the error of fixed forms of so many items, spread evenly over the competences, scored by means.

    `competence_…`: means put on a scale of mean 0 and SD 1 in the group; `kind_…`: a competence by the straight line
    through its own mean that fits the truth best; `all_…`: by linear regression on the means of all competences
    (augmented subscores), learnt from other people. Nobody can know the truth that the last two are fitted to.
    """
    study = study_of("honest", bank, "bank")
    truths, given = _people(study, persons, seed, _STREAM)
    known, known_given = _people(study, LEARNERS, seed, _LEARNERS_STREAM)
    rows = []
    for count in counts:
        means = _means(bank, given, count)
        z = (means - means.mean(axis=0)) / means.std(axis=0)
        line = np.mean(z * truths, axis=0) * z + truths.mean(axis=0)
        augmented = _regressed(_means(bank, known_given, count), known, means)
        row: dict[str, float] = {"length": count}
        for name, read in (("competence", z), ("kind", line), ("all", augmented)):
            row |= {
                f"{name}_rmse": rms(read - truths),
                f"{name}_level_right": right(truths, read, CUTS),
            }
        rows.append(row)
    return rows


def _people(study: Study, persons: int, seed: int, stream: int) -> tuple[Floats, Floats]:
    """Give the actual traits of so many people and their answers to every item."""
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(stream,)))
    truths = drawn(study.population, persons, rng)
    given = all_answers(study.bank, truths, rng).astype(float)
    return truths[:, : study.scoring.competences], given


def _means(bank: ItemBank, given: Floats, count: int) -> Floats:
    """Give each competence's mean over its share of a form of so many items, `(persons, competences)`."""
    trait, n = tabulate(bank).trait, len(bank.framework.codes)
    share = [count // n + (one < count % n) for one in range(n)]
    chosen = [np.flatnonzero(trait == one)[: share[one]] for one in range(n)]
    return np.stack([given[:, places].mean(axis=1) for places in chosen], axis=1)


def _regressed(means: Floats, truths: Floats, others: Floats) -> Floats:
    """Give what the regression of truths on means says of other people's means."""
    design, new = (np.column_stack([np.ones(len(one)), one]) for one in (means, others))
    weights, *_ = np.linalg.lstsq(design, truths, rcond=None)
    found: Floats = new @ weights
    return found
