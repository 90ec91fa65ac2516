"""Plans for many people: learners a second, what more workers bring, what is sent to them, who is planned anew.

Offers and people are simulated. Seconds are CPU time of this process; only what two workers bring is told in wall time,
one and two in turns, for a machine on which nothing else computes.
"""

import pickle
import time
from dataclasses import replace
from logging import ERROR
from random import Random
from statistics import median
from typing import Final

from dask.distributed import LocalCluster

from app.jobs import cluster
from bench.figure import Figure
from recommender import Catalogue, CatalogueIndex, Constraints, Need, Training, index
from recommender.batch import Person, Row, Snapshot, plan_chunk, plan_many, signature
from recommender.changes import replan
from recommender.simulation import simulated_catalogue, simulated_people

TRAININGS: Final = 10_000
MANY: Final = 100_000
PEOPLE: Final = 200
CHUNK: Final = 10
ROUNDS: Final = 3
CHANGES: Final = (1, 10)
SEED: Final = 1


def one_core() -> list[Figure]:
    """Plan for people one after the other, equal ones too, without the clock of the whole machine."""
    snapshot, people = Snapshot.of(_offer()), _people(PEOPLE)
    start = time.process_time()
    rows = plan_chunk(snapshot, people)
    seconds = time.process_time() - start
    proven = 100 * sum(row.optimal for row in rows) / PEOPLE
    name = "batch, 10,000 trainings, one core"
    return [
        Figure(f"{name}: learners a second (CPU)", PEOPLE / seconds, "/s", least=45),
        Figure(f"{name}: a million learners", 1e6 * seconds / PEOPLE / 3600, "core-h", most=10),
        Figure(f"{name}: proven optimal", proven, "%", least=99),
    ]


def two_workers() -> list[Figure]:
    """Plan for the same people on a cluster of one and of two processes, in turns."""
    snapshot, people = Snapshot.of(_offer()), _people(PEOPLE)
    here = list(plan_many(snapshot, people, fold=False))
    times: dict[int, list[float]] = {1: [], 2: []}
    same = True
    with (
        _running(1) as one,
        _running(2) as two,
        cluster.runner(one.scheduler_address) as alone,
        cluster.runner(two.scheduler_address) as both,
    ):
        runs = {1: alone, 2: both}
        for run in runs.values():
            list(plan_many(snapshot, people[: 4 * CHUNK], run, chunk=CHUNK, fold=False))
        for _ in range(ROUNDS):
            for workers, run in runs.items():
                start = time.monotonic()
                rows = list(plan_many(snapshot, people, run, chunk=CHUNK, fold=False))
                times[workers].append(time.monotonic() - start)
                same = same and _lines(rows) == _lines(here)
    gain = median(times[1]) / median(times[2])
    return [
        Figure("batch, two Dask workers against one (wall)", gain, "x", least=1.5),
        Figure("batch, here, one and two workers: same rows to the byte", float(same), least=1),
    ]


def sent() -> list[Figure]:
    """Pickle and unpickle what each worker gets once."""
    found = []
    for trainings in (TRAININGS, MANY):
        snapshot = Snapshot.of(_offer(trainings))
        start = time.process_time()
        data = pickle.dumps(snapshot, protocol=5)
        written = time.process_time()
        pickle.loads(data)  # noqa: S301  (our own bytes)
        read = time.process_time()
        name = f"batch, snapshot of {trainings:,} trainings"
        found += [
            Figure(name, len(data) / 1e6, "MB"),
            Figure(f"{name}: written (CPU)", written - start, "s"),
            Figure(f"{name}: read (CPU)", read - written, "s"),
        ]
    return found


def folded() -> list[Figure]:
    """Count who is equal to somebody else: people as they are, and as a map of demand may know them.

    A map knows the band of one competence an area, towards the end of the next, with language, region and status.
    """
    people = _people(10_000)
    rough = [replace(one, needs=_bands(one), constraints=_coarse(one)) for one in people]
    return [
        Figure("batch, 10,000 people with levels to a decimal: folded", _equal(people), "%"),
        Figure("batch, 10,000 people by bands of five areas: folded", _equal(rough), "%"),
    ]


def _bands(person: Person) -> tuple[Need, ...]:
    """Give the needs of somebody of whom only the bands of two levels are known."""
    return tuple(
        replace(one, mean=float(held), sd=0.0, current=held, entry=held, target=min(8, held + 2))
        for one in person.needs
        if one.competence.endswith(".1")
        for held in [2 * (one.current // 2)]
    )


def _coarse(person: Person) -> Constraints:
    limits = person.constraints
    return Constraints(languages=limits.languages, region=limits.region, status=limits.status)


def changed() -> list[Figure]:
    """Change a few trainings of 10,000 and plan anew only whom that may concern."""
    trainings, people = list(simulated_catalogue(TRAININGS, SEED)), _people(PEOPLE)
    old = Snapshot.of(index([Catalogue(tuple(trainings))]))
    before = plan_chunk(old, people)
    found = []
    for count in CHANGES:
        new = Snapshot.of(index([Catalogue(tuple(_altered(trainings, count)))]))
        start = time.process_time()
        renewed = list(replan(old, new, zip(people, before, strict=True)))
        between = time.process_time()
        after = plan_chunk(new, people)
        all_anew = time.process_time() - between
        anew = 100 * sum(one.anew for one in renewed) / PEOPLE
        same = _lines([one.row for one in renewed]) == _lines(after)
        share = 100 * (between - start) / all_anew
        name = f"batch, {count} of 10,000 trainings changed"
        found += [
            Figure(f"{name}: people planned anew", anew, "%"),
            Figure(f"{name}: time against planning all anew (CPU)", share, "%"),
            Figure(f"{name}: rows as if all were planned anew", float(same), least=1),
        ]
    return found


def _altered(trainings: list[Training], count: int) -> list[Training]:
    """Give an offer with some trainings gone, some with other hours, and some that are new."""
    random = Random(count)  # noqa: S311  (a trial)
    fresh = simulated_catalogue(TRAININGS, SEED + 1).trainings
    made = list(trainings)
    for number in range(count):
        place = random.randrange(len(made))
        if number % 3 == 0:
            made.append(replace(random.choice(fresh), id=f"new-{number}"))
        elif number % 3 == 1:
            made.pop(place)
        else:
            made[place] = replace(made[place], hours=0.8 * (made[place].hours or 10))
    return made


def _running(workers: int) -> LocalCluster:
    """Give a cluster of processes on loopback alone."""
    return LocalCluster(  # type: ignore[no-untyped-call]  # half typed
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        host="127.0.0.1",
        dashboard_address="127.0.0.1:0",
        silence_logs=ERROR,
    )


def _offer(trainings: int = TRAININGS) -> CatalogueIndex:
    return index([simulated_catalogue(trainings, SEED)])


def _people(count: int) -> list[Person]:
    return [
        Person(str(number), needs, limits)
        for number, (needs, limits) in enumerate(simulated_people(count, SEED))
    ]


def _equal(people: list[Person]) -> float:
    """Give the share of people who are equal to one before them, in percent."""
    return 100 * (1 - len({signature(one) for one in people}) / len(people))


def _lines(rows: list[Row]) -> list[str]:
    return [row.to_json() for row in rows]


MEASUREMENTS = (one_core, two_workers, sent, folded, changed)
