"""How others would score the same answers: by rules of theirs, run through our engine, so that only the rule differs.

Separate tests keep an independent scale a competence; area tests keep one trait for all competences of an area; the
certification rule keeps one trait for everything. Each chooses its items adaptively for its own model. A fixed form
asks everybody the same statements and takes the mean of the steps.
"""

from dataclasses import replace

import numpy as np

from competences.curves import tabulate
from competences.field_trial import all_answers, drawn
from competences.items import ItemBank
from competences.outcomes import CUTS, right, rms
from competences.scenarios import Study, prior_with
from competences.simulation import study_of

RULES = {"separate": (0.0, 0.0), "areas": (0.0, 1.0), "one": (1.0, 0.0)}
"""Share of variance that the general and the area's trait hold in each rule's model."""


def peer_study(rule: str, bank: ItemBank) -> Study:
    """Give honest people of a bank, asked and scored by a peer's rule."""
    study = study_of("honest", bank, "bank")
    general, area = RULES[rule]
    numbers = replace(bank.framework.prior, general=general, area=area)
    return replace(study, scoring=prior_with(bank, numbers))


def naive_study(study: Study) -> Study:
    """Give the same people when their statements alone are asked, and are read as what they can do."""
    statements = tuple(item for item in study.bank.items if item.kind == "self-report")
    bank = ItemBank(study.bank.framework, statements)
    return replace(study, bank=bank, scoring=prior_with(bank, bank.framework.prior))


def fixed_form(
    bank: ItemBank, persons: int, counts: list[int], seed: int
) -> list[dict[str, float]]:
    """Give the error of fixed forms of so many items, spread evenly over the competences, scored by means.

    `competence_rmse`: means put on a scale of mean 0 and SD 1 in the group; `kind_rmse`: by the straight line that fits
    the truth best, which nobody can know, and so better than any use of means could be.
    """
    study = study_of("honest", bank, "bank")
    rng = np.random.default_rng(np.random.SeedSequence(seed, spawn_key=(7,)))
    truths = drawn(study.population, persons, rng)
    given = all_answers(bank, truths, rng).astype(float)
    trait = tabulate(bank).trait
    n = study.scoring.competences
    rows = []
    for count in counts:
        share = [count // n + (one < count % n) for one in range(n)]
        means = np.stack(
            [
                given[:, np.flatnonzero(trait == one)[: share[one]]].mean(axis=1)
                for one in range(n)
            ],
            axis=1,
        )
        z = (means - means.mean(axis=0)) / means.std(axis=0)
        truth = truths[:, :n]
        line = np.mean(z * truth, axis=0) * z + truth.mean(axis=0)
        rows.append(
            {
                "length": count,
                "competence_rmse": rms(z - truth),
                "kind_rmse": rms(line - truth),
                "competence_level_right": right(truth, z, CUTS),
                "kind_level_right": right(truth, line, CUTS),
            }
        )
    return rows
