"""Calibration: what it costs, how well it finds the truth again, and the package `mirt` on the same answers.

Answers are drawn from known numbers; every fit starts from declared levels, as a first calibration does. Time is wall
time where a bound is stated for it, for a calibration may use every core.
"""

import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bench.figure import Figure, Skipped
from competences import ItemBank, synthetic_bank
from competences.answer_sheets import all_answers
from competences.calibration.answers import NOT_ASKED, Answers
from competences.calibration.covariance import fit_covariance
from competences.calibration.items import Chunk, ItemFit, Populations, fit_items
from competences.calibration.parameters import locations_of
from competences.calibration.study import calibrate
from competences.curves import tabulate
from competences.laboratory import Laboratory
from competences.outcomes import rms
from competences.scenarios import START, numbers_in, prior_with, provisional_twin
from competences.simulation import study_of
from competences.traits import Floats, prior_of, root_of

SEED = 1
PERSONS = 10_000
PEER_PERSONS = 2_000
PEER_POINTS = 201
ROUNDS = 3
DRAWS = 8
MANY = 100_000
PART = 20_000
PER_PERSON = 25
MILLION = 1_000_000
STATUS = Path("/proc/self/status")

Categories = NDArray[np.int8]


def graded() -> list[Figure]:
    """Fit 10,000 persons by 100 statements of one trait with standard errors, on three draws of persons."""
    bank = synthetic_bank(1, 100)
    start = provisional_twin(bank)
    walls, processors, fits = [], [], []
    for draw in range(ROUNDS):
        answers = _answers(bank, PERSONS, _rng(draw))
        before, cpu = time.monotonic(), time.process_time()
        fits.append(_fit(start, [answers]))
        walls.append(time.monotonic() - before)
        processors.append(time.process_time() - cpu)
    name = "graded 10,000 x 100 with errors"
    return [
        Figure(f"{name} (wall)", float(np.median(walls)), "s", most=1.5),
        Figure(f"{name}, CPU", float(np.median(processors)), "s"),
        *_recovery(name, bank, fits),
    ]


def graded_beside_mirt() -> list[Figure]:
    """Fit fewer persons by the same 100 statements, ours and the peer's in turn.

    A hundred statements leave a posterior SD of .1, for which the peer needs more points than the usual 21 or 81.
    """
    try:
        from mirt import fit_mirt  # noqa: PLC0415  (not made for every platform)
    except ImportError:
        raise Skipped("the package mirt is missing") from None
    bank = synthetic_bank(1, 100)
    start = provisional_twin(bank)
    true = np.array([item.slope for item in tabulate(bank).items])
    rows = []
    for draw in range(ROUNDS):
        answers = _answers(bank, PEER_PERSONS, _rng(draw))
        before = time.process_time()
        fit = _fit(start, [answers])
        ours = time.process_time() - before
        before = time.process_time()
        peer = fit_mirt(answers.astype(int), model="GRM", n_categories=4, n_quadpts=PEER_POINTS)
        theirs = time.process_time() - before
        slopes = np.array([fit.numbers[item].slope for item in _ids(bank)])
        peer_slopes = peer.model.parameters["discrimination"]
        rows.append((ours, theirs, rms(slopes - true), rms(peer_slopes - true)))
    cpu, peer_cpu, error, peer_error = np.median(rows, axis=0).tolist()
    name = "graded 2,000 x 100 with errors"
    return [
        Figure(f"{name}, CPU", cpu, "s"),
        Figure(f"{name}: slopes, rmse", error),
        Figure(f"{name}, {PEER_POINTS} points, CPU: mirt", peer_cpu, "s"),
        Figure(f"{name}, {PEER_POINTS} points: slopes, rmse: mirt", peer_error),
    ]


def five_traits() -> list[Figure]:
    """Fit items and correlations of five traits at once, 2,000 persons by 50 statements, on eight draws of persons.

    Persons alone spread a correlation of .75 by .01, so the error is that over all draws.
    """
    true = synthetic_bank(5, 10)
    truth = prior_of(true.framework, two_traits=False).covariance
    blank = provisional_twin(true)
    start = replace(blank, framework=replace(blank.framework, prior=START))
    walls, errors = [], []
    for draw in range(DRAWS):
        answers = Answers(_ids(true), _answers(true, 2000, _rng(draw)))
        before = time.monotonic()
        found = calibrate(start, answers)
        walls.append(time.monotonic() - before)
        errors.append(_apart(prior_of(found.bank.framework, two_traits=False).covariance, truth))
    name = "five correlated traits, 2,000 x 50"
    error = float(np.sqrt(np.mean(np.square(errors))))
    return [
        Figure(f"{name} (wall)", float(np.median(walls)), "s", most=3),
        Figure(f"{name}: rmse of correlations", error, most=0.015),
    ]


def six_numbers() -> list[Figure]:
    """Estimate the prior's six numbers from adaptive attempts of over-raters, scored by the prior of the start."""
    study = study_of("over-rating", None, "start")
    answers = Laboratory(study).sit(1000, [40], SEED)[40].answers
    before = time.monotonic()
    found = fit_covariance(study.bank, [answers], START)
    wall = time.monotonic() - before
    truth = numbers_in("over-rating", study.bank)
    covariances = [prior_with(study.bank, one).covariance for one in (found.numbers, truth)]
    name = "six numbers, 1,000 x 40 adaptive answers"
    off = abs(found.numbers.bias_mean - truth.bias_mean)
    return [
        Figure(f"{name} (wall)", wall, "s", most=60),
        Figure(f"{name}: covariance, rms error", _apart(*covariances), most=0.03),
        Figure(f"{name}: error of mean over-rating", off, most=0.05),
    ]


def many_attempts() -> list[Figure]:
    """Run 100,000 attempts through the item step in a process of its own, and say what a million would take."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        seconds, peak = process.submit(item_step, MANY).result()
    times = MILLION / MANY
    more = (MILLION - MANY) * len(_two_trait_bank().items)
    whole = (peak + more) / 2**30
    name = "item step, 25 of 252 items each"
    return [
        Figure(f"{name}: 100,000 attempts (wall)", seconds, "s"),
        Figure(f"{name}: 100,000 attempts, peak memory", peak / 2**30, "GiB"),
        Figure(f"{name}: a million, extrapolated (wall)", seconds * times / 60, "min"),
        Figure(f"{name}: a million, extrapolated, peak memory", whole, "GiB", most=2),
    ]


def item_step(attempts: int) -> tuple[float, int]:
    """Give the seconds of the item step over so many attempts, and the process's peak memory in bytes.

    The peak is read from the system's own count for this program: `getrusage` hands down that of the parent.
    """
    if not STATUS.exists():
        raise Skipped("peak memory is read from /proc, which this system has not")
    bank, rng = _two_trait_bank(), _rng()
    parts = [_asked_few(bank, PART, rng) for _ in range(attempts // PART)]
    before = time.monotonic()
    _fit(provisional_twin(bank), parts)
    seconds = time.monotonic() - before
    (line,) = (one for one in STATUS.read_text().splitlines() if one.startswith("VmHWM"))
    return seconds, 1024 * int(line.split()[1])


def _two_trait_bank() -> ItemBank:
    return synthetic_bank(self_report=6, knowledge=6, guessing=0.25)


def _asked_few(bank: ItemBank, persons: int, rng: np.random.Generator) -> Categories:
    """Give the answers of persons who were asked 25 items each, drawn at random."""
    answers = _answers(bank, persons, rng)
    order = rng.random(answers.shape)
    answers[order > np.partition(order, PER_PERSON)[:, PER_PERSON - 1, None]] = NOT_ASKED
    return answers


def _answers(bank: ItemBank, persons: int, rng: np.random.Generator) -> Categories:
    """Give everybody's answer to every item, for persons drawn from the bank's prior."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    root = root_of(prior.covariance)
    people = prior.mean + rng.standard_normal((persons, len(root))) @ root.T
    return all_answers(bank, people, rng)


def _fit(bank: ItemBank, parts: list[Categories]) -> ItemFit:
    """Give the items fitted in chunks, each trait's population as the bank's prior has it."""
    prior = prior_of(bank.framework, two_traits=bank.two_traits)
    population = Populations(prior.mean, np.sqrt(np.diagonal(prior.covariance)))
    return fit_items(bank, [Chunk(part) for part in parts], population=population)


def _recovery(name: str, bank: ItemBank, fits: list[ItemFit]) -> list[Figure]:
    """Give how far the numbers found lie from the true ones, in units of the scale and of their standard errors."""
    items = tabulate(bank).items
    found = [fit.numbers[item.id] for fit in fits for item in items]
    true = [item for _ in fits for item in items]
    slopes = np.array([one.slope for one in found]) - [item.slope for item in true]
    places = np.array([one.locations for one in found]) - [locations_of(item) for item in true]
    slope_errors = np.array([one.slope * one.log_slope_se for one in found])
    place_errors = np.array([one.location_ses for one in found])
    return [
        Figure(f"{name}: slopes, rmse", rms(slopes), most=0.031),
        Figure(f"{name}: thresholds, rmse", rms(places), most=0.036),
        Figure(f"{name}: slopes, error / SE, rms", rms(slopes / slope_errors)),
        Figure(f"{name}: thresholds, error / SE, rms", rms(places / place_errors)),
    ]


def _rng(draw: int = 0) -> np.random.Generator:
    return np.random.default_rng(np.random.SeedSequence([SEED, draw]))


def _ids(bank: ItemBank) -> tuple[str, ...]:
    return tuple(item.id for item in tabulate(bank).items)


def _apart(one: Floats, other: Floats) -> float:
    """Give the root mean square difference of two covariances over the entries that are free to differ."""
    free = np.triu(np.ones(one.shape, dtype=bool), 1) | (np.diagonal(other) != 1)
    return rms((one - other)[free])


MEASUREMENTS = (graded, graded_beside_mirt, five_traits, six_numbers, many_attempts)
