"""The engine in simulation: errors, coverage, lengths, beside the same people scored by the rules of others.

Persons are drawn from the model that scores, but where a figure says otherwise; 1,000 of them, noise .005 in rmse.
Peers here are rules, run through our engine (`bench.report.peers`); packages of others stand in `bench.peers`.
"""

import numpy as np

from bench.figure import Figure
from bench.report.forms import fixed_form
from bench.report.peers import naive_study, peer_study
from competences import synthetic_bank
from competences.laboratory import Laboratory
from competences.norms import fit_limits, honest_fit
from competences.outcomes import rms
from competences.scenarios import Careless, Study
from competences.simulation import items_until, simulate, study_of
from competences.traits import Floats, summaries_of

PERSONS = 1000
PEER_PERSONS = 300
FIT_PERSONS = 3000
"""Enough honest people that chance moves a share of 1 % by a quarter of that alone."""
SEED = 1
AIM = 0.50
LENGTHS = [10, 12, *range(14, 25), 30]
FORM = 82

Row = dict[str, float]


def self_report() -> list[Figure]:
    """210 statements: error by length, the length that reaches .50, the length that equals a fixed form."""
    rows = simulate(study_of("honest", None, None), PERSONS, LENGTHS, SEED)
    errors = {int(row["length"]): row["competence_rmse"] for row in rows}
    (form,) = fixed_form(synthetic_bank(), PERSONS, [FORM], SEED)
    rmse, right = form["kind_rmse"], 100 * form["kind_level_right"]
    bounds = {10: 0.60, 20: 0.52, 30: 0.48}
    name = "210 statements"
    return [
        *(figure for row in rows if row["length"] in bounds for figure in _honest(row, bounds)),
        Figure(f"{name}: items to competence rmse .50", _first(errors, AIM), most=23),
        Figure(f"{name}: items to equal the {FORM}-item form", _first(errors, rmse), most=30),
        Figure(f"{name}: {FORM}-item form by means, best line: rmse", rmse),
        Figure(f"{name}: {FORM}-item form by means, best line: level right", right, "%"),
        Figure(f"{name}: {FORM}-item form by all means, regression: rmse", form["all_rmse"]),
    ]


def separate_and_area_tests() -> list[Figure]:
    """Ask the same statements by 21 tests apart, and by five area tests: how long they take to reach .50."""
    figures = []
    for rule, name in (("separate", "21 separate tests"), ("areas", "five area tests")):
        lengths = [10, 20, 30, *range(40, 111, 5)]
        rows = simulate(peer_study(rule, synthetic_bank()), PEER_PERSONS, lengths, SEED)
        errors = {int(row["length"]): row["competence_rmse"] for row in rows}
        figures += [
            Figure(f"{name}: items to competence rmse .50", _first(errors, AIM)),
            *(Figure(f"{name}, {one} items: rmse", errors[one]) for one in (10, 20, 30)),
            Figure(f"{name}, 30 items: level right", 100 * rows[2]["competence_level_right"], "%"),
        ]
    return figures


def knowledge() -> list[Figure]:
    """32 of 210 tasks: ours, and one trait for everything as certifications have it."""
    bank = synthetic_bank(self_report=0, knowledge=10)
    (ours,) = simulate(study_of("honest", bank, None), PERSONS, [32], SEED)
    (peer,) = simulate(peer_study("one", bank), PERSONS, [32], SEED)
    one = "one-trait rule, 32 tasks"
    return [
        Figure("32 tasks of 210: competence rmse", ours["competence_rmse"], most=0.59),
        _share("32 tasks of 210: level right", ours["competence_level_right"], least=59),
        _share("32 tasks of 210: coverage", ours["coverage95"], most=96, least=94),
        Figure(f"{one}: competence rmse", peer["competence_rmse"]),
        _share(f"{one}: level right", peer["competence_level_right"]),
        _share(f"{one}: coverage", peer["coverage95"]),
    ]


def sure_areas() -> list[Figure]:
    """How many statements it takes until every area is sure, and how sure they then are in truth."""
    study = study_of("honest", None, None)
    found = items_until(study, PERSONS, SEED, weights="areas")
    surer = items_until(study, PERSONS, SEED, error=0.38, weights="areas")
    figures = [
        Figure("until every area SE <= .40: items, mean", found["items"], most=23),
        Figure("until every area SE <= .40: area rmse", found["area_rmse"], most=0.39),
        Figure("until every area SE <= .38: items, mean", surer["items"], most=25),
        Figure("until every area SE <= .38: area rmse", surer["area_rmse"], most=0.37),
    ]
    for rule, name in (("areas", "five area tests"), ("separate", "21 separate tests")):
        errors = _area_errors(peer_study(rule, synthetic_bank()), study, list(range(10, 61, 2)))
        figures.append(Figure(f"{name}: items to area rmse .37", _first(errors, 0.37)))
    return figures


def few_answers() -> list[Figure]:
    """Coverage where the numbers of the items come from a calibration on so many people."""
    figures = []
    for answers, most in ((500, 96), (150, None)):
        study = study_of("mis-calibrated", None, None, answers=answers)
        (row,) = simulate(study, PERSONS, [30], SEED)
        name = f"items from {answers} answers, 30 items"
        figures += [
            _share(f"{name}: coverage", row["coverage95"], most=most, least=93.5),
            Figure(f"{name}: competence rmse", row["competence_rmse"]),
        ]
    return figures


def over_rating() -> list[Figure]:
    """People who rate themselves .5 SD too high on average: what they can do, what they say, and the gap."""
    free = study_of("over-rating", None, None)
    guessed = synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    floored = study_of("over-rating", guessed, "true")
    return [
        *_two_traits("over-rating", free, {30: 0.60, 60: 0.52}, bias=0.03),
        *_two_traits("over-rating, guessing .25", floored, {30: 0.64, 60: 0.56}),
        *_naive(free),
    ]


def day_one() -> list[Figure]:
    """Nobody has answered yet: numbers from declared levels, the prior of the start, a guessing floor of .25."""
    (row,) = simulate(study_of("provisional", None, None), PERSONS, [40], SEED)
    return [
        Figure("day one, 40 items: competence rmse", row["competence_rmse"], most=0.72),
        _share("day one, 40 items: coverage", row["coverage95"], most=97.5, least=94.5),
    ]


def exposure() -> list[Figure]:
    """Give the highest rate at which an item is asked, the first persons counted too, and what keeping it low costs."""
    study = study_of("honest", None, None)
    (free,) = simulate(study, PERSONS, [30], SEED)
    (held,) = simulate(study, PERSONS, [30], SEED, exposure=0.45)
    loss = 100 * (held["competence_rmse"] / free["competence_rmse"] - 1)
    return [
        Figure("exposure at 30 of 210: highest rate", held["exposure_max"], most=0.50),
        Figure("exposure at 30 of 210: loss in rmse", loss, "%", most=3),
        Figure("exposure at 30 of 210, no control: highest rate", free["exposure_max"]),
        _share("exposure at 30 of 210: items two tests share", held["test_overlap"]),
    ]


def person_fit() -> list[Figure]:
    """Give who gets a note on person fit at 40 items: honest people, and people who click at random."""
    bank = synthetic_bank(self_report=6, knowledge=6, guessing=0.25)
    ((_, limit),) = fit_limits(bank, FIT_PERSONS, SEED, (40,))
    honest = honest_fit(bank, FIT_PERSONS, SEED + 1, (40,))[40]
    clickers = _fits(study_of("random-answers", bank, None))
    partly = Careless(persons=1.0, items=0.3)
    some = _fits(study_of("random-answers", bank, None, careless=partly))
    return [
        _share("person fit, 40 items: false alarms", float(np.mean(honest < limit)), most=1.5),
        _share("person fit, 40 items: random clickers found", _below(clickers, limit), least=70),
        _share("person fit, 40 items: found at 30 % of clicks", _below(some, limit)),
    ]


def _honest(row: Row, bounds: dict[int, float]) -> list[Figure]:
    length = int(row["length"])
    name = f"210 statements, {length} asked"
    least = 66 if length == 30 else None
    return [
        Figure(f"{name}: competence rmse", row["competence_rmse"], most=bounds[length]),
        _share(f"{name}: coverage", row["coverage95"], most=96, least=94),
        _share(f"{name}: level right", row["competence_level_right"], least=least),
    ]


def _two_traits(
    name: str, study: Study, bounds: dict[int, float], bias: float | None = None
) -> list[Figure]:
    """Give the figures of a two-trait study at each length; what people say is held to a bound without guessing."""
    figures = []
    for row in simulate(study, PERSONS, list(bounds), SEED):
        length = int(row["length"])
        title = f"{name}, {length} items"
        said = bias is not None and length == 30
        figures += [
            Figure(f"{title}: actual rmse", row["competence_rmse"], most=bounds[length]),
            Figure(f"{title}: bias, absolute", abs(row["bias"]), most=bias),
            _share(f"{title}: coverage", row["coverage95"], least=94),
            Figure(f"{title}: said rmse", row["perceived_rmse"], most=0.60 if said else None),
            Figure(
                f"{title}: over-rating found, r",
                row["over_rating_correlation"],
                least=0.82 if said else None,
            ),
        ]
    return figures


def _area_errors(peer: Study, study: Study, lengths: list[int]) -> dict[int, float]:
    """Give a peer's error in areas by length, each area stretched as fits the truth best, which flatters the peer."""
    weights = summaries_of(study.scoring).weights[:-1]
    errors = {}
    for length, outcomes in Laboratory(peer).sit(PEER_PERSONS, lengths, SEED).items():
        truth, _, _ = outcomes.actual
        areas, means = truth @ weights.T, outcomes.means @ weights.T
        stretch = np.sum(areas * means, axis=0) / np.sum(means**2, axis=0)
        errors[length] = rms(stretch * means - areas)
    return errors


def _naive(study: Study) -> list[Figure]:
    """Give what comes out where statements count as skill."""
    (row,) = simulate(naive_study(study), PERSONS, [60], SEED)
    name = "over-rating, statements as skill, 60 items"
    return [
        Figure(f"{name}: actual rmse", row["competence_rmse"]),
        Figure(f"{name}: bias", row["bias"]),
        _share(f"{name}: coverage", row["coverage95"]),
    ]


def _first(errors: dict[int, float], aim: float) -> float:
    """Give the shortest length whose error is as small as aimed at; one more than the longest where none is."""
    short = [length for length, error in errors.items() if error <= aim]
    return float(min(short, default=max(errors) + 1))


def _fits(study: Study) -> Floats:
    """Give the person fit of people on the deep route at 40 items."""
    return Laboratory(study, route="deep", fits=True).sit(PERSONS, [40], SEED)[40].fits


def _below(fits: Floats, limit: float) -> float:
    return float(np.mean(fits < limit))


def _share(
    name: str, share: float, *, most: float | None = None, least: float | None = None
) -> Figure:
    """Give a share from 0 to 1 as a figure in percent."""
    return Figure(name, 100 * share, "%", most=most, least=least)


MEASUREMENTS = (
    self_report,
    separate_and_area_tests,
    knowledge,
    sure_areas,
    few_answers,
    over_rating,
    day_one,
    exposure,
    person_fit,
)
