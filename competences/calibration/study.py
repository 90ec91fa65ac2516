"""From many people's answers to a new bank: items, covariance, and both again until they agree.

1. Items: each trait by itself with one normal population or, where people gave few answers a trait, each person with
what the bank as it is says of them. 2. The six numbers of the covariance, on a sample of people, while the traits may
also take another zero and unit; the items absorb these, so that an actual trait keeps mean 0 and SD 1 and the mean of
the answering tendency is 0 by definition. 3. Items again, each person with their own prior from the other traits, which
removes the bias of answers that are missing because other answers steered the choice. Steps 2 and 3 are repeated until
the items stand still. With fixed items the live scale is kept and only the people move. Items on trial take part in
none of this: at the end they are fitted among the people, who stay where the others have placed them (`trial.py`).
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from competences.calibration.answers import NOT_ASKED, Answers, Categories
from competences.calibration.bounds import guesses
from competences.calibration.correlations import Correlations, correlations_of
from competences.calibration.covariance import cavities, fit_covariance
from competences.calibration.gauge import absorbed, free_gauges
from competences.calibration.items import Chunk, Populations, fit_items
from competences.calibration.parameters import ItemNumbers, apply_numbers
from competences.calibration.people import answers_a_trait, drawn_people
from competences.calibration.population import FreeGauges, Gauge, no_gauge
from competences.calibration.trial import fit_pilots, live_part, pilots_of
from competences.curves import Tables, tabulate
from competences.framework import PriorNumbers
from competences.items import ItemBank
from competences.problems import Problem
from competences.running import Runner, here
from competences.traits import Prior, prior_of

PERSONS: Final = 20_000
"""Persons in a chunk of the item step."""
SAMPLE: Final = 5_000
"""Persons at most whose answers give the covariance; drawn by `SEED`, all of them where there are no more."""
SAMPLE_PART: Final = 500
"""Persons in a chunk of the covariance step."""
SEED: Final = 1
MOST_ROUNDS: Final = 3
"""Complete answers settle in two. Where answers are few, the third still brings the prior and the places of items
nearer; each further one leans on the same answers again, slopes creep up, and intervals get too narrow."""
ENOUGH: Final = 3.0
"""Answers a person and trait from which the first items may come from one trait by itself: fewer, steered by answers
to other traits, place items far off, and the covariance after them."""
ROUND_STEPS: Final = 20
"""EM steps of the covariance in one round: the items move again anyway."""
STILL: Final = 0.5
"""Root mean square move of the items' numbers in one round, in standard errors, that no longer matters."""


@dataclass(frozen=True, slots=True, eq=False)
class Calibration:
    """What a study gives.

    bank: the new one, its items and prior replaced as far as enough answers stand behind them; items: the numbers of
    every item by id; prior: the six numbers; correlations: what they stand for; persons, answers: how many entered;
    sampled: persons behind the covariance, 0 where a bank has one trait; rounds: of items and covariance; population:
    mean and SD of each trait among these people, `(traits,)` in the order of the prior, other than the prior's own only
    where fixed items hold the scale; settled: whether every step came to rest.
    """

    bank: ItemBank
    items: dict[str, ItemNumbers]
    prior: PriorNumbers
    correlations: Correlations
    persons: int
    answers: int
    sampled: int
    rounds: int
    population: Populations
    settled: bool
    problems: tuple[Problem, ...]


def calibrate(
    bank: ItemBank,
    answers: Answers,
    *,
    chunk: int = PERSONS,
    run: Runner = here,
    fixed: frozenset[str] = frozenset(),
    sample: int = SAMPLE,
    seed: int = SEED,
) -> Calibration:
    """Give the calibration of a bank on answers: whole, adaptive or missing by design.

    `fixed` are ids of items whose numbers hold the scale. Items below 150 answers keep their numbers and still help to
    score. Answers to items on trial move no number but these items' own. The covariance rests on at most `sample`
    persons, drawn by `seed`; the rest on all. The same input gives the same bytes, whatever the runner. Raises
    `EmptyBank` where all items are on trial.
    """
    people = drawn_people(len(answers), sample, seed)
    study = _study(bank, answers, chunk, people, run, fixed)
    state = _begun(study)
    rounds, still = 0, study.traits == 1
    while rounds < MOST_ROUNDS and not still:
        before, rounds = state, rounds + 1
        state = _with_people(study, _with_items(study, state))
        still = _move(before.numbers, state.numbers) < STILL
    return _calibration(study, _with_pilots(study, state, answers, fixed), rounds, still=still)


@dataclass(frozen=True, slots=True, eq=False)
class _Study:
    """What stays the same: the bank of live items, the answers in the order of its tables, and a sample of people.

    whole: the bank with its items on trial; answers: how many were given to its items.
    """

    whole: ItemBank
    answers: int
    bank: ItemBank
    tables: Tables
    chunks: Sequence[Categories]
    sample: Sequence[Categories]
    run: Runner
    fixed: frozenset[str]
    problems: tuple[Problem, ...]

    @property
    def traits(self) -> int:
        """Give the number of traits."""
        return len(self.bank.framework.codes) * (2 if self.bank.two_traits else 1)

    def prior(self, numbers: PriorNumbers) -> Prior:
        """Give the prior of six numbers."""
        framework = replace(self.bank.framework, prior=numbers)
        return prior_of(framework, two_traits=self.bank.two_traits)


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What is known so far: items, six numbers, these people's gauge on the scale of fixed items, what is not well."""

    numbers: dict[str, ItemNumbers]
    prior: PriorNumbers
    gauge: Gauge
    settled: bool = True
    problems: tuple[Problem, ...] = ()


def _study(
    bank: ItemBank,
    answers: Answers,
    chunk: int,
    people: NDArray[np.intp],
    run: Runner,
    fixed: frozenset[str],
) -> _Study:
    """Give the study of a bank on answers; columns of items that the bank does not have are named and left out."""
    live, known = live_part(bank), frozenset(item.id for item in bank.items)
    tables = tabulate(live)
    ordered = answers.columns([item.id for item in tables.items])
    return _Study(
        whole=bank,
        answers=sum(
            int(np.count_nonzero(answers.categories[:, column] != NOT_ASKED))
            for column, item in enumerate(answers.items)
            if item in known
        ),
        bank=live,
        tables=tables,
        chunks=[part.categories for part in ordered.chunks(chunk)],
        sample=[part.categories for part in ordered.rows(people).chunks(SAMPLE_PART)],
        run=run,
        fixed=fixed & tables.place.keys(),
        problems=tuple(
            Problem("unknown-item", "warning", {"item": item}, {"item": item})
            for item in answers.items
            if item not in known
        ),
    )


def _begun(study: _Study) -> _State:
    """Give the state after the first items and the first covariance.

    Where people answered enough on each trait, the first items come from each trait by itself; where they did not, each
    person's prior comes from the bank as it is. Fixed items alone first say who these people are, lest the others be
    placed as if these were the usual ones.
    """
    state = _State({}, study.bank.framework.prior, no_gauge(study.traits))
    if study.fixed:
        state = _with_people(study, state, only=study.fixed)
    if answers_a_trait(study.tables, study.sample) < ENOUGH:
        state = _with_items(study, state)
    else:
        state = _with_numbers(study, state, [Chunk(part) for part in study.chunks])
    return _with_people(study, state) if study.fixed or study.traits > 1 else state


def _with_items(study: _Study, state: _State) -> _State:
    """Give the state with the items estimated again, each person with their own prior from the other traits."""
    if study.traits == 1:
        return _with_numbers(study, state, [Chunk(categories) for categories in study.chunks])
    prior = state.gauge.observed(study.prior(state.prior))
    found = cavities(_scoring_bank(study, state.numbers), prior, study.chunks, study.run)
    chunks = [
        Chunk(categories, one.mean, one.precision)
        for categories, one in zip(study.chunks, found, strict=True)
    ]
    return _with_numbers(study, state, chunks)


def _with_numbers(study: _Study, state: _State, chunks: Sequence[Chunk]) -> _State:
    """Give the state with the items' numbers from chunks of people."""
    fit = fit_items(
        apply_numbers(study.bank, state.numbers),
        chunks,
        population=_populations(study, state),
        fixed=study.fixed,
        run=study.run,
    )
    return replace(state, numbers=fit.numbers, settled=fit.settled, problems=fit.problems)


def _with_people(study: _Study, state: _State, only: frozenset[str] = frozenset()) -> _State:
    """Give the state with the covariance estimated again, and the items on the traits' own zero and unit.

    `only` are the items whose answers count, all where it is empty.
    """
    gauges = free_gauges(study.tables, study.prior(state.prior), state.numbers, study.fixed)
    kept = np.array([not only or item.id in only for item in study.tables.items])
    fit = fit_covariance(
        _scoring_bank(study, state.numbers),
        [np.where(kept, part, np.int8(NOT_ASKED)) for part in study.sample],
        study.bank.framework.prior if study.fixed else _by_convention(study, gauges),
        study.run,
        gauges=gauges,
        free_mean=bool(study.fixed),
        near=state.prior,
        most=ROUND_STEPS,
    )
    problems = state.problems
    if not fit.settled:
        problems = (*problems, Problem("covariance-not-settled", "warning"))
    moved = replace(
        state, prior=fit.numbers, settled=state.settled and fit.settled, problems=problems
    )
    if study.fixed:
        return replace(moved, gauge=fit.gauge)
    return replace(moved, numbers=absorbed(study.tables, state.numbers, fit.gauge))


def _with_pilots(study: _Study, state: _State, answers: Answers, fixed: frozenset[str]) -> _State:
    """Give the state with the items on trial fitted among the people, whom they do not move."""
    pilots = pilots_of(study.whole)
    if not pilots:
        return state
    prior = state.gauge.observed(study.prior(state.prior))
    ordered = answers.columns([item.id for item in tabulate(study.whole).items])
    fit = fit_pilots(
        apply_numbers(study.whole, state.numbers),
        [part.categories for part in ordered.chunks(max(map(len, study.chunks), default=1))],
        cavities(_scoring_bank(study, state.numbers), prior, study.chunks, study.run),
        population=_populations(study, state),
        counted=_counted(study, state.numbers),
        fixed=fixed & pilots,
        run=study.run,
    )
    return replace(
        state,
        numbers={**state.numbers, **{one: fit.numbers[one] for one in sorted(pilots)}},
        settled=state.settled and fit.settled,
        problems=(*state.problems, *fit.problems),
    )


def _by_convention(study: _Study, gauges: FreeGauges) -> PriorNumbers:
    """Give the start numbers; where statements find their own zero, the mean answering tendency is 0 by definition."""
    start = study.bank.framework.prior
    moves = bool(gauges.columns[len(study.bank.framework.codes) :].any())
    return replace(start, bias_mean=0.0) if moves else start


def _scoring_bank(study: _Study, numbers: Mapping[str, ItemNumbers]) -> ItemBank:
    """Give the bank that people are scored with while it is calibrated.

    The doubt about an item that counts is left out: it is the same for everybody, and averaging it person by person
    would pass for a wider spread of people. Items that wait keep theirs.
    """
    bank = apply_numbers(study.bank, numbers)
    counts = _counted(study, numbers)
    return replace(
        bank,
        items=tuple(
            replace(item, location_se=0.0, slope_se=0.0) if item.id in counts else item
            for item in bank.items
        ),
    )


def _counted(study: _Study, numbers: Mapping[str, ItemNumbers]) -> frozenset[str]:
    """Give the live items whose numbers count: enough answers stand behind them, or they hold the scale."""
    return study.fixed | {one.item for one in numbers.values() if one.status != "provisional"}


def _populations(study: _Study, state: _State) -> Populations:
    """Give mean and SD of each trait among these people."""
    prior = state.gauge.observed(study.prior(state.prior))
    return Populations(prior.mean, np.sqrt(np.diagonal(prior.covariance)))


def _move(before: Mapping[str, ItemNumbers], after: Mapping[str, ItemNumbers]) -> float:
    """Give the root mean square move, in standard errors, of the log slopes and locations that count."""
    moves: list[float] = []
    for item, new in after.items():
        if new.status != "provisional":
            old = before[item]
            moves += [np.log(new.slope / old.slope) / new.log_slope_se]
            moves += list(np.subtract(new.locations, old.locations) / np.array(new.location_ses))
    return float(np.sqrt(np.mean(np.square(moves)))) if moves else 0.0


def _calibration(study: _Study, state: _State, rounds: int, *, still: bool) -> Calibration:
    """Give the record of a study that has come to its end."""
    problems = (*study.problems, *state.problems, *guesses(state.numbers, state.problems))
    if not still:
        problems = (*problems, Problem("rounds-not-settled", "warning"))
    # rounded as the report prints them, so that whoever installs them has the same bank version
    prior = PriorNumbers(**{name: round(one, 4) for name, one in asdict(state.prior).items()})
    framework = replace(study.bank.framework, prior=prior)
    bank = apply_numbers(study.whole, state.numbers)
    one_trait = study.traits == 1 and not study.fixed
    return Calibration(
        bank=replace(bank, framework=framework, fit_limits=()),
        items=state.numbers,
        prior=prior,
        correlations=correlations_of(prior, two_traits=study.bank.two_traits),
        persons=sum(len(part) for part in study.chunks),
        answers=study.answers,
        sampled=0 if one_trait else sum(len(part) for part in study.sample),
        rounds=rounds,
        population=_populations(study, state),
        settled=still and state.settled,
        problems=problems,
    )
