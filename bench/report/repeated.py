"""Two whole interviews of the same person, with and without a change between them: what is said of the change."""

from collections.abc import Sequence

import numpy as np

from bench.report.routes import calibrated_study, profile_of
from competences import Interview, Profile
from competences.change import Changes, changes
from competences.curves import tabulate
from competences.scenarios import Study
from competences.traits import Floats

CHANGE = 0.5
"""How far every trait of a person moves between the two, in SDs of the population."""
ROUTE = "standard"


def repeated(persons: int, seed: int) -> dict[str, dict[str, float]]:
    """Give, with no change and with one of `CHANGE`, how often it is called sure and how large it is said to be."""
    study = calibrated_study()
    found: dict[float, list[Changes]] = {0.0: [], CHANGE: []}
    for person in range(persons):
        rng = np.random.default_rng(np.random.SeedSequence([seed, person]))
        truth = study.population.draw(rng)
        before = _sat(study, truth, 2 * person, rng)
        for moved, said in found.items():
            after = _sat(study, truth + moved, 2 * person + 1, rng)
            said.append(changes(before, after))
    return {"none": _figures(found[0.0]), "moved": _figures(found[CHANGE])}


def _figures(said: Sequence[Changes]) -> dict[str, float]:
    """Give how much is said to have changed on average, and how often it is sure: in a competence, and overall."""
    single = [one for changed in said for one in changed.competences.values()]
    whole = [changed.overall for changed in said]
    return {
        "competence_mean": float(np.mean([one.mean for one in single])),
        "competence_sure": float(np.mean([one.sure for one in single])),
        "overall_sure": float(np.mean([one.sure for one in whole])),
    }


def _sat(study: Study, truth: Floats, seed: int, rng: np.random.Generator) -> Profile:
    """Give the profile of one interview of a person with these traits."""
    interview = Interview(study.bank, ROUTE, seed=seed)
    return profile_of(interview, study, tabulate(study.answering), truth, rng)
