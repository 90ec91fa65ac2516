"""What stays open after a plan and why; and, where nothing fits at all, which limit to loosen and how far."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from math import inf
from typing import Final

from recommender.candidates import eligible, select
from recommender.case import SLACK, Candidate, Case
from recommender.catalogue import Training
from recommender.chains import Chain, Cost, chain_of, chains
from recommender.deadline import Deadline
from recommender.needs import Need
from recommender.offers import CatalogueIndex
from recommender.planner import Exact
from recommender.plans import Constraints, Reason, Remaining, Values
from recommender.reach import reachable, teaches_level
from recommender.tags import doors

FAMILIES: Final = (
    "language", "region", "mode", "status", "hours", "weekly", "price", "entry", "dates", "deadline",
    "accessibility", "ruled-out", "full",
)  # fmt: skip
"""The families of limits, in the order in which they are tried where several are as near."""

LIFTED: Final[dict[str, dict[str, object]]] = {
    "language": {"languages": ()},
    "region": {"region": None},
    "status": {"status": None},
    "hours": {"hours": None},
    "price": {"euro": None},
    "mode": {"online": False},
    "weekly": {"weekly": None},
    "deadline": {"deadline": None},
    "accessibility": {"accessibility": ()},
    "ruled-out": {"without": (), "hidden": ()},
    "full": {"with_full": True},
}
"""What a constraint becomes where its family is lifted; `entry` is a way of selecting, `dates` forgets today alone."""

UNKNOWN: Final = 1e9
"""What unknown hours or prices count for where the nearest amount is looked for: never nearest."""


def remaining(
    offer: CatalogueIndex, case: Case, constraints: Constraints, reached: Sequence[int]
) -> tuple[Remaining, ...]:
    """Give, per competence whose target a plan does not reach, the levels left open and why."""
    open_ones = [j for j, need in enumerate(case.needs) if need.gap and reached[j] < need.target]
    if not open_ones:
        return ()
    why = _Why(offer, case, constraints)
    return tuple(
        Remaining(
            competence=case.needs[j].competence,
            reached=max(reached[j], case.needs[j].current),
            target=case.needs[j].target,
            why=why(j, max(reached[j], case.needs[j].entry) + 1),
        )
        for j in open_ones
    )


class _Why:
    """Says why a level stays out of reach; what several levels share is worked out once."""

    def __init__(self, offer: CatalogueIndex, case: Case, constraints: Constraints) -> None:
        self.offer, self.case, self.constraints = offer, case, constraints
        self.alone = chains(case)
        self.free = replace(constraints, hours=None, euro=None, deadline=None, weekly=None)
        self.by_lifting = [
            ("entry", constraints),
            ("hours", replace(constraints, hours=None)),
            ("deadline", replace(constraints, deadline=None)),
            ("weekly", replace(constraints, weekly=None)),
            ("euro", replace(constraints, euro=None)),
            (self._of_time(), self.free),
        ]
        self.levels: dict[int, dict[str, int]] = {}

    def __call__(self, j: int, level: int) -> str:
        """Give the code for the next level of a competence."""
        chain = self.alone.get((j, level))
        if chain is not None:
            return self._too_much(chain)
        code = self.case.needs[j].competence
        for number, (why, limits) in enumerate(self.by_lifting):
            if self._reachable(number, limits).get(code, 0) >= level:
                return why
        taught = teaches_level(self.offer, eligible(self.offer, self.free), code, level)
        return "entry" if taught else "no-offer"

    def _reachable(self, number: int, limits: Constraints) -> dict[str, int]:
        if number not in self.levels:
            pool = eligible(self.offer, limits)
            self.levels[number] = reachable(self.offer, self.case.needs, pool)
        return self.levels[number]

    def _too_much(self, chain: Chain) -> str:
        if self.case.hours is not None and chain.hours > self.case.hours + SLACK:
            return self._of_time(chain.hours)
        if self.case.euro is not None and chain.euro > self.case.euro + SLACK:
            return "euro"
        return "trade-off"

    def _of_time(self, hours: float = inf) -> str:
        """Give which limit of time it is that so many hours pass: that on hours, else the last day."""
        limit = self.constraints.hours
        if limit is not None and hours > limit + SLACK:
            return "hours"
        return "hours" if self.constraints.deadline is None else "deadline"


@dataclass(frozen=True, slots=True)
class _Freed:
    """What lifting some families of limits frees: the chains that then fit, cheapest first, and their trainings."""

    families: tuple[str, ...]
    case: Case
    found: tuple[Chain, ...]
    trainings: tuple[Training, ...]


def blocked_by(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    seconds: float | None = None,
) -> tuple[Reason, ...]:
    """Give what to loosen where nothing fits: each family that alone frees a training, nearest first.

    If none does, the pairs that do; if none of those, `blocked-several` with limits that do together, none of them in
    vain; if nothing does, `blocked-no-offer` per next level. `seconds` are for all runs of the solver.
    """
    families = [one for one in FAMILIES if _binds(one, constraints)]
    deadline = Deadline(seconds)
    single = [_freed(offer, needs, constraints, (one,), deadline) for one in families]
    rated = [_nearest(one, constraints) for one in single if one.found]
    if rated:
        return tuple(reason for _, reason in sorted(rated, key=lambda pair: pair[0]))
    pairs = [
        _freed(offer, needs, constraints, pair, deadline) for pair in combinations(families, 2)
    ]
    found = [_pair(one) for one in pairs if one.found]
    if found:
        return tuple(found)
    if len(families) > 2 and (several := _several(offer, needs, constraints, families, deadline)):
        return (several,)
    return tuple(
        Reason("blocked-no-offer", {"competence": need.competence, "level": need.current + 1})
        for need in needs
        if need.gap
    )


def _several(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    families: Sequence[str],
    deadline: Deadline,
) -> Reason | None:
    """Give limits that free a training only together, none of them in vain; None where nothing comes free."""
    needed = tuple(families)
    freed = _freed(offer, needs, constraints, needed, deadline)
    if not freed.found:
        return None
    for family in families:
        fewer = tuple(one for one in needed if one != family)
        trial = _freed(offer, needs, constraints, fewer, deadline)
        if trial.found:
            needed, freed = fewer, trial
    return Reason("blocked-several", {"limits": ", ".join(needed), "n": len(freed.trainings)})


def _binds(family: str, constraints: Constraints) -> bool:
    """Say whether a family limits anything for this learner; doors always may."""
    if family == "entry":
        return True
    if family == "dates":
        return constraints.today is not None and not constraints.over
    return any(getattr(constraints, name) != free for name, free in LIFTED[family].items())


def _freed(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    families: tuple[str, ...],
    deadline: Deadline,
) -> _Freed:
    """Give what lifting families frees: chains to wanted levels that keep the other limits."""
    lifted = {key: value for family in families for key, value in LIFTED.get(family, {}).items()}
    limits = replace(constraints, **lifted)  # type: ignore[arg-type]  # each as `Constraints` has it
    if "dates" in families:
        limits = replace(limits, hours=limits.room, today=None)
    case = select(offer, needs, limits, depths=(None,), doors_open="entry" in families)
    fitting = {
        chain.members: chain
        for cost in (None, _hours, _euro)
        for (j, level), chain in chains(case, cost).items()
        if case.wanted(j, level) and case.affordable(chain.members)
    }
    if not fitting and (chosen := Exact().solve(case, seconds=deadline.left).chosen):
        fitting[frozenset(chosen)] = chain_of(case, frozenset(chosen))
    found = sorted(fitting.values(), key=lambda one: (one.hours, one.euro, sorted(one.members)))
    helpful = {i for chain in found for i in chain.members}
    trainings = [
        training
        for i in sorted(helpful)
        for training in (case.candidates[i].training, *case.candidates[i].equals)
    ]
    return _Freed(families, case, tuple(found), tuple(trainings))


def _hours(one: Candidate) -> float:
    return UNKNOWN if one.training.hours is None else one.hours


def _euro(one: Candidate) -> float:
    return UNKNOWN if one.training.price is None else one.euro


def _pair(freed: _Freed) -> Reason:
    first, second = freed.families
    values: Values = {"first": first, "second": second, "n": len(freed.trainings)}
    return Reason("blocked-pair", values)


def _nearest(freed: _Freed, constraints: Constraints) -> tuple[tuple[float, int], Reason]:
    """Give how far a family has to be loosened, as a share of the limit or in steps, and the reason that says it."""
    family = freed.families[0]
    distance, code, said = 1.0, f"blocked-{family}", _most_common(family, freed.trainings)
    if family == "hours":
        distance, code, said = _amount("hours", constraints.hours, _sums(freed, _hours))
    elif family == "price":
        distance, code, said = _amount("price", constraints.euro, _sums(freed, _euro))
    elif family == "entry":
        distance, said = _door(freed)
    reason = Reason(code, {"n": len(freed.trainings), **said})
    return (distance, FAMILIES.index(family)), reason


def _sums(freed: _Freed, cost: Cost) -> list[float]:
    """Give what each chain costs, where all of it is known."""
    sums = (sum(cost(freed.case.candidates[i]) for i in chain.members) for chain in freed.found)
    return [one for one in sums if one < UNKNOWN]


def _amount(family: str, limit: float | None, sums: Sequence[float]) -> tuple[float, str, Values]:
    """Give distance, code and amounts of a limit in hours or euro; its own code where no amount is known."""
    held = limit or 0.0
    if not sums:
        return 1.0, f"blocked-{family}-unknown", {}
    least = round(min(sums), 2)
    return (least - held) / max(held, 1.0), f"blocked-{family}", {"from": held, "to": least}


def _door(freed: _Freed) -> tuple[float, Values]:
    """Give the lowest step to a door: the competence, the level that is asked and the one that is held."""
    place = {need.competence: need for need in freed.case.needs}
    steps = [
        (level - place[code].entry, code, level)
        for training in freed.trainings
        for code, level in doors(training)
        if level > place[code].entry
    ]
    step, code, level = min(steps)
    return float(step), {"competence": code, "level": level, "held": place[code].entry}


def _most_common(family: str, trainings: Sequence[Training]) -> Values:
    """Give the language, the region or the audience that most of the freed trainings have."""
    said = {
        "language": lambda one: [one.language],
        "region": lambda one: [one.region],
        "status": lambda one: sorted(one.audience),
    }.get(family)
    if said is None:
        return {}
    counted = Counter(word for one in trainings for word in said(one))
    word, _ = min(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return {family: word}
