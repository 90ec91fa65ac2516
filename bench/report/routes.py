"""The three routes walked through the interview itself, with constraints and stop, before and after calibration."""

from dataclasses import replace

import numpy as np

from competences import Attempt, Interview, ItemBank, Profile
from competences.curves import Tables, category_probabilities, tabulate
from competences.items import Knowledge
from competences.outcomes import rms
from competences.profile import Z95
from competences.scenarios import START, Study
from competences.simulation import study_of
from competences.synthetic import synthetic_bank
from competences.traits import Floats, summaries_of

STATES = ("day one", "calibrated")
"""Of the bank: before anybody has answered, and with true numbers."""


def walked(route: str, state: str, persons: int, seed: int) -> dict[str, float]:
    """Give the length, the error and the coverage of whole interviews of a route."""
    study = _study(state, seed)
    summaries = summaries_of(study.scoring)
    tables = tabulate(study.answering)
    counts, errors, spreads, area_errors, area_spreads = [], [], [], [], []
    overall = []
    for person in range(persons):
        rng = np.random.default_rng(np.random.SeedSequence([seed, person]))
        truth = study.population.draw(rng)
        interview = Interview(study.bank, route, seed=person)
        profile = profile_of(interview, study, tables, truth, rng)
        counts.append(profile.answered)
        readings, areas = list(profile.readings.values()), list(profile.areas.values())
        means = np.array([one.mean for one in readings])
        parts = summaries.means(truth)
        errors.append(means - truth[: len(means)])
        spreads.append([one.sd for one in readings])
        area_errors.append(np.array([one.mean for one in areas]) - parts[:-1])
        area_spreads.append([one.sd for one in areas])
        overall.append((profile.overall.mean - parts[-1], profile.overall.sd))
    whole = np.array(overall)
    return {
        "items": float(np.mean(counts)),
        "items_low": float(np.quantile(counts, 0.05)),
        "items_high": float(np.quantile(counts, 0.95)),
        "overall_rmse": rms(whole[:, 0]),
        "overall_coverage": _kept(whole[:, 0], whole[:, 1]),
        "area_rmse": rms(np.array(area_errors)),
        "area_coverage": _kept(np.array(area_errors), np.array(area_spreads)),
        "competence_rmse": rms(np.array(errors)),
        "competence_coverage": _kept(np.array(errors), np.array(spreads)),
    }


def _study(state: str, seed: int) -> Study:
    """Give the two-trait bank with true numbers, or as on the first day; the bank carries the prior that scores."""
    if state == "calibrated":
        return calibrated_study()
    study = study_of("provisional", None, None, seed=seed)
    framework = replace(study.bank.framework, prior=START)
    return replace(study, bank=ItemBank(framework, study.bank.items))


def calibrated_study() -> Study:
    """Give honest people and the two-trait bank with true numbers."""
    return study_of("honest", synthetic_bank(self_report=6, knowledge=6, guessing=0.25), "bank")


def profile_of(
    interview: Interview,
    study: Study,
    tables: Tables,
    truth: Floats,
    rng: np.random.Generator,
) -> Profile:
    """Give one person's profile at the natural end of the interview."""
    attempt = Attempt.start(language="nl")
    while (item := interview.next_item(attempt)) is not None:
        trait = truth[tables.trait[tables.place[item.id]], None]
        p, _ = category_probabilities(study.answering.item(item.id), trait)
        step = int(np.searchsorted(np.cumsum(p[:, 0])[:-1], rng.random(), side="right"))
        if isinstance(item, Knowledge):
            step = 1 - step  # a task of a study has two options, the first one right
        attempt = attempt.with_answer(item.id, step)
    return interview.profile(attempt)


def _kept(error: Floats, sd: Floats) -> float:
    return float(np.mean(np.abs(error) <= Z95 * sd))
