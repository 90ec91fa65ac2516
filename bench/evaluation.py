"""Plans held against what is true of them: every choice, broken limits, changes that may not matter, numbers, tags."""

import csv
from dataclasses import replace

from bench.figure import Figure, Skipped
from bench.planning import WALLOON, walloon_index
from recommender import Constraints, index, plan, tag_loss
from recommender import evaluation as plans
from recommender.simulation import DAY, simulated_catalogue, simulated_people

PEOPLE = 200
CROWD = 2_000
"""People whose plans are looked at for broken limits; 100,000 take about an hour of one core."""

EXPLAINED = 60
RARE = 12
"""One person in twelve has each of the limits that few people set."""


def truth() -> list[Figure]:
    asking = simulated_people(PEOPLE, 11)
    offer = index([simulated_catalogue(plans.SMALL, 11)])
    tried = plans.against_every_choice(offer, asking, 11)
    changed = plans.under_changes(offer, asking, 11)
    said = plans.numbers(index([simulated_catalogue(1_000, 11)]), asking[:EXPLAINED])
    return [
        Figure("plans: small offers planned", tried["offers"]),
        Figure("plans: as good as the best of all choices", 100 * tried["equal"], "%", least=100),
        Figure("plans: changed questions", changed["tried"]),
        Figure("plans: changes with a wrong effect", changed["broken"], most=0),
        Figure("plans: numbers in reasons", said["said"]),
        Figure("plans: numbers that recompute", 100 * said["recomputed"], "%", least=100),
    ]


def crowd(people: int = CROWD) -> list[Figure]:
    """Plan for a crowd and look for faults."""
    offer = index([simulated_catalogue(1_000, 12)])
    faults, proven, empty = 0, 0, 0
    for number, (needs, usual) in enumerate(simulated_people(people, 12)):
        limits = seldom(usual, number)
        found = plan(offer, needs, limits, explain=False)
        faults += bool(plans.faults(found, needs, limits))
        proven += found.optimal
        empty += not found.steps
    return [
        Figure("plans of a crowd: people", people),
        Figure("plans of a crowd: broken limits, silent empties, wrong sums", faults, most=0),
        Figure("plans of a crowd: proven optimal", 100 * proven / people, "%", least=99),
        Figure("plans of a crowd: without a step, the reason said", 100 * empty / people, "%"),
    ]


def seldom(limits: Constraints, number: int) -> Constraints:
    """Give a person's limits, some with what few people set."""
    more = {
        0: {"without": tuple(f"t{place}" for place in range(0, 1_000, 3))},
        1: {"hidden": ("Provider 1", "Provider 2")},
        2: {"certain_only": True},
        3: {"euro": 0.0, "hours": 12.0},
        4: {"online": True, "languages": ()},
        5: {"weekly": 3.0, "deadline": DAY.replace(month=6)},
        6: {"languages": ("de",), "region": "BE-OST"},
    }
    return replace(limits, **more.get(number % RARE, {}))  # type: ignore[arg-type]


def ladders() -> list[Figure]:
    """Count the paths over the Walloon list in which a course comes before the one that it builds on."""
    path = WALLOON.parent / "be_prerequisite_ladders.csv"
    if not path.exists():
        raise Skipped("the public evaluation data beside the checkout is missing")
    with path.open(encoding="utf-8", newline="") as file:
        pairs = [(row["before_id"], row["after_id"]) for row in csv.DictReader(file)]
    offer = walloon_index()
    both = turned = 0
    for needs, limits in simulated_people(PEOPLE, 13):
        near = replace(limits, languages=("fr",), region="BE-WAL", online=False, accessibility=())
        found = plan(offer, needs, near, explain=False)
        place = {step.training.id: number for number, step in enumerate(found.steps)}
        together = [(place[a], place[b]) for a, b in pairs if a in place and b in place]
        both += len(together)
        turned += sum(before > after for before, after in together)
    return [
        Figure("ladders: pairs in one path, Walloon list, 200 learners", both),
        Figure("ladders: the later before the earlier", turned, most=0),
    ]


def tags() -> list[Figure]:
    return [
        Figure(
            f"true levels closed through suggested tags, {name}",
            told["true_levels"],
            least=0.85 if name == "all" else None,
        )
        for name, told in tag_loss.evaluate().items()
    ]


MEASUREMENTS = (truth, crowd, ladders, tags)
