"""What a step costs and how long tests are beside `catsim`, a package for one-trait adaptive tests of right and wrong.

Its selector (most information) and its estimator (maximum likelihood) run on banks of the same size in the same run,
ours and theirs in turn, one interview each; the median of all. Costs are CPU time.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from catsim import ItemBank as PeerBank
from catsim.estimation import NumericalSearchEstimator
from catsim.irt import see
from catsim.selection import MaxInfoSelector

from bench.figure import Figure
from competences import Attempt, Interview, ItemBank, load_bank, synthetic_bank
from competences.attempt import Response
from competences.constraints import Mask
from competences.curves import tabulate
from competences.field_trial import drawn
from competences.items import Item, Knowledge
from competences.outcomes import CUTS, covered, right, rms
from competences.plant import Plant, plant_of
from competences.posterior import Posterior
from competences.simulation import study_of
from competences.traits import Floats

LANGUAGE = "nl"
ROUNDS = 20
PEER_STEPS = 30
PERSONS = 200
AREA_LENGTHS = (5, 9, 6, 6, 6)
"""32 tasks over five areas, by their competences."""
SEED = 1


def step() -> list[Figure]:
    """Next item and update, ours with 42 traits and theirs with one, on a small and a large bank."""
    figures = []
    for each, size, bounds in ((6, "252", (0.06, 0.15)), (120, "5,040", (0.3, 0.5))):
        bank = _constrained(synthetic_bank(self_report=each, knowledge=each, guessing=0.25))
        costs = _in_turn(bank)
        engine, constrained, whole, theirs = (
            float(np.median([one[way] for one in costs])) for way in range(4)
        )
        name = f"step, {size} items, 42 traits"
        figures += [
            Figure(f"{name}: choice and update", engine, "ms", most=bounds[0]),
            Figure(f"{name}: with all constraints", constrained, "ms", most=bounds[1]),
            Figure(f"{name}: as an interview", whole, "ms", most=bounds[1]),
            Figure(f"step, {size} items, one trait: catsim", theirs, "ms"),
        ]
    return figures


def pack_step() -> list[Figure]:
    bank = load_bank("digcomp-3.0")
    costs = [_interview_cost(bank, seed) for seed in range(ROUNDS)]
    name = f"step, {len(bank.items)} items of DigComp 3.0, as an interview"
    return [Figure(name, float(np.median(costs)), "ms")]


def report() -> list[Figure]:
    """Give the profile of 40 answers with 42 traits, person fit included."""
    bank = replace(load_bank("digcomp-3.0"), fit_limits=((12, 0.01), (72, 0.01)))
    interview = Interview(bank, "standard", seed=1)
    attempt = Attempt.start(language=LANGUAGE)
    rng = np.random.default_rng(SEED)
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, _response(item, rng))
    costs = []
    for _ in range(30):
        start = time.process_time()
        interview.profile(attempt)
        costs.append(1000 * (time.process_time() - start))
    name = f"profile of {len(attempt.answers)} answers, 42 traits, with person fit"
    return [Figure(name, float(np.median(costs)), "ms", most=10)]


def area_tests() -> list[Figure]:
    """Ask 32 of 210 tasks by five tests of the peer, one an area, and read each competence as its area."""
    bank = synthetic_bank(self_report=0, knowledge=10)
    study = study_of("honest", bank, None)
    truths = drawn(study.population, PERSONS, np.random.default_rng(SEED))
    areas = study.scoring.areas
    tests = [
        _area_test(bank, np.flatnonzero(areas == place).tolist(), length)
        for place, length in enumerate(AREA_LENGTHS)
    ]
    rng = np.random.default_rng(SEED + 1)
    found = np.array([[_sat(test, truth, rng) for test in tests] for truth in truths])
    means, errors = found[:, areas, 0], found[:, areas, 1]
    name = "five catsim area tests, 32 tasks"
    return [
        Figure(f"{name}: competence rmse", rms(means - truths)),
        Figure(f"{name}: level right", 100 * right(truths, means, CUTS), "%"),
        Figure(f"{name}: coverage", 100 * covered(truths, means, errors), "%"),
    ]


@dataclass(frozen=True, slots=True, eq=False)
class _AreaTest:
    """The tasks of one area as the peer keeps them, the competence that each asks about, and how many are asked."""

    bank: PeerBank
    traits: Sequence[int]
    length: int


def _area_test(bank: ItemBank, competences: Sequence[int], length: int) -> _AreaTest:
    tables = tabulate(bank)
    places = [place for place, trait in enumerate(tables.trait) if trait in competences]
    items = [tables.items[place] for place in places]
    tasks = [item for item in items if isinstance(item, Knowledge)]
    return _AreaTest(_peer_bank(tasks), [int(tables.trait[place]) for place in places], length)


def _peer_bank(tasks: Sequence[Knowledge]) -> PeerBank:
    numbers = np.array([(one.slope, one.difficulty, one.guessing, 1.0) for one in tasks])
    return PeerBank(numbers, validate=False)  # its validation prints


def _sat(test: _AreaTest, truth: Floats, rng: np.random.Generator) -> tuple[float, float]:
    """Give estimate and standard error of a person who sat a test; answers come from the competence of each task."""
    sitting = _PeerSitting(test.bank)
    while len(sitting.asked) < test.length:
        place = sitting.select()
        slope, difficulty, guessing = test.bank.items[place, :3]
        chance = 1 / (1 + np.exp(-slope * (truth[test.traits[place]] - difficulty)))
        sitting.answer(place, correct=bool(rng.random() < guessing + (1 - guessing) * chance))
    return sitting.estimate, see(sitting.estimate, test.bank.get_items(sitting.asked))


class _PeerSitting:
    """One person's test by the peer: most information, maximum likelihood from 0 on."""

    def __init__(self, bank: PeerBank) -> None:
        self.bank = bank
        self.asked: list[int] = []
        self.answers: list[bool] = []
        self.estimate = 0.0
        self.selector = MaxInfoSelector()
        self.estimator = NumericalSearchEstimator()

    def select(self) -> int:
        """Give the next item."""
        chosen = self.selector.select(
            item_bank=self.bank, administered_items=self.asked, est_theta=self.estimate
        )
        if chosen is None:
            raise LookupError("the peer's bank is used up")
        return int(chosen)

    def answer(self, place: int, *, correct: bool) -> None:
        """Take in one answer."""
        self.asked.append(place)
        self.answers.append(correct)
        self.estimate = self.estimator.estimate(
            item_bank=self.bank,
            administered_items=self.asked,
            response_vector=self.answers,
            est_theta=self.estimate,
        )


def _constrained(bank: ItemBank) -> ItemBank:
    """Give the bank with every constraint at work: some items exclude each other, one in twenty is on trial."""
    marked = [
        replace(item, group=f"g{place // 10}" if place % 5 == 0 else "", pilot=place % 20 == 7)
        for place, item in enumerate(bank.items)
    ]
    return replace(bank, items=tuple(marked))


def _in_turn(bank: ItemBank) -> list[tuple[float, float, float, float]]:
    """Give CPU milliseconds a step, one interview after the other: choice, with constraints, whole, the peer's."""
    plant, peer = plant_of(bank, "standard"), _one_trait_twin(bank)
    spared = np.random.default_rng(SEED).random(len(plant.tables.items)) < 0.9
    barred = frozenset(plant.tables.items[place].id for place in np.flatnonzero(~spared))
    return [
        (
            _engine_cost(plant, seed, None),
            _engine_cost(plant, seed, spared),
            _interview_cost(bank, seed, barred),
            _peer_cost(peer, seed),
        )
        for seed in range(ROUNDS)
    ]


def _engine_cost(plant: Plant, seed: int, spared: Mask | None) -> float:
    """Give CPU milliseconds a step of 40: choice and update, with constraints and stop where some items are spared."""
    tables, posterior, rng = plant.tables, Posterior(plant.prior), np.random.default_rng(seed)
    rows = rng.integers(3, size=plant.route.most)
    left = np.ones(len(tables.items), dtype=bool)
    asked: list[int] = []
    unsure: list[int] = []
    start = time.process_time()
    for row in rows:
        allowed = left
        if spared is not None:
            plant.stopper.done(posterior, len(asked))
            allowed = plant.balance.allowed(asked, LANGUAGE, unsure, spared)
        place = plant.selector.choose(posterior, allowed, len(asked), seed)
        left[place] = False
        asked.append(place)
        if len(asked) % 10 == 0:
            unsure.append(place)
        posterior.observe(int(tables.trait[place]), tables.log_likelihood[place, row])
    return 1000 * (time.process_time() - start) / len(rows)


def _interview_cost(bank: ItemBank, seed: int, barred: frozenset[str] = frozenset()) -> float:
    """Give CPU milliseconds a step of one whole standard interview; the tables are made before."""
    interview = Interview(bank, "standard", seed=seed, barred=barred)
    attempt = Attempt.start(language=LANGUAGE)
    rng = np.random.default_rng(seed)
    steps, cpu = 0, 0.0
    while True:
        start = time.process_time()
        item = interview.next_item(attempt)
        cpu += time.process_time() - start
        if item is None:
            return 1000 * cpu / steps
        steps += 1
        attempt = attempt.with_answer(item.id, _response(item, rng))


def _response(item: Item, rng: np.random.Generator) -> Response:
    """Give a possible response; “I don't know” is frequent, so that its constraint is at work too."""
    if rng.random() < 0.1:
        return None
    if isinstance(item, Knowledge):
        return item.key if rng.random() < 0.5 else None
    return int(rng.integers(len(item.thresholds) + 1))


def _one_trait_twin(bank: ItemBank) -> PeerBank:
    """Give a bank of as many tasks on one trait as the peer keeps it."""
    twin = synthetic_bank(1, 0, len(bank.items))
    return _peer_bank([item for item in twin.items if isinstance(item, Knowledge)])


def _peer_cost(bank: PeerBank, seed: int) -> float:
    """Give CPU milliseconds a step of the peer: the next item and the estimate after its answer."""
    rng = np.random.default_rng(seed)
    sitting = _PeerSitting(bank)
    answers = rng.random(PEER_STEPS) < 0.5
    start = time.process_time()
    for correct in answers:
        sitting.answer(sitting.select(), correct=bool(correct))
    return 1000 * (time.process_time() - start) / PEER_STEPS


MEASUREMENTS = (step, pack_step, report, area_tests)
