"""What could take the place of a step, rated by solving again, and by what it came second."""

from collections.abc import Iterable, Sequence
from typing import Final

from recommender.case import ORDER, Candidate, Case
from recommender.catalogue import Training
from recommender.ordering import walk
from recommender.plans import Alternative, Values
from recommender.reruns import HAIR, Rerun, Reruns
from recommender.standins import stand_in, stands

MOST_SHOWN: Final = 3
"""How many alternatives a step has at most."""

MOST_RUNS: Final = 4
"""How many trainings are tried in a step's place by a run of their own, as long as fewer alternatives are known."""

SECOND: Final = {
    "value": "second-levels",
    "sure": "second-doubt",
    "lower": "second-lower",
    "hours": "second-hours",
    "euro": "second-euro",
    "trainings": "second-trainings",
}
"""What is said of a path that is behind in one of `case.ORDER` first."""

UNKNOWN: Final = "second-unknown"
UNRATED: Final = "second-unrated"
TURN: Final = "second-turn"
NEARNESS: Final = (
    TURN,
    *reversed([*SECOND.values()][3:]),
    UNKNOWN,
    *reversed([*SECOND.values()][:3]),
)
"""Among alternatives of equal value: the later in the order of plans it falls behind, the nearer it is."""


class Places:
    """Who could take the places of a plan's steps, by candidate number.

    `equals` need no run of the solver; `others` need one or two for each training that is tried.
    """

    def __init__(
        self,
        runs: Reruns,
        case: Case,
        chosen: Sequence[int],
        reached: dict[int, list[tuple[int, int]]],
    ) -> None:
        self.runs, self.case, self.reached = runs, case, reached
        self.plan = Rerun(case, tuple(chosen), runs.plan.value)
        self.taken = {case.candidates[i].training.id for i in chosen}

    def equals(self, i: int) -> list[Alternative]:
        """Give the equals that can stand in for a step just so: the plan with one of them is then its best path."""
        found = []
        for training in sorted(self.case.candidates[i].equals, key=_rank)[:MOST_SHOWN]:
            swapped = stand_in(self.case, i, training, self.runs.constraints)
            if not self.runs.plan.optimal:
                found.append(Alternative(training, None, UNRATED))
            elif stands(swapped, self.plan.chosen):
                instead = Rerun(swapped, self.plan.chosen, self.plan.value)
                found.append(_alternative(training, self.plan, instead))
        return found

    def newcomers(self, i: int, without: Rerun) -> list[Alternative]:
        """Give those that come in where a step is left out: what teaches something of it, or else makes up for it.

        Takes a further run where nothing is lost without the step.
        """
        whole = without.value >= self.plan.value - HAIR
        found = self.runs.settled(without) if whole else without
        if found is None:
            return []
        return [
            _alternative(one.training, self.plan, found)
            for one in (found.case.candidates[k] for k in found.chosen)
            if one.training.id not in self.taken and (whole or self._shares(one, i))
        ]

    def others(self, i: int, case: Case, known: Sequence[Alternative]) -> list[Alternative]:
        """Give further trainings that teach something that a step brings, the most alike first.

        `case` is the planning problem without the step.
        """
        out = self.taken | {one.training.id for one in known}
        alike = sorted(
            (-shared, len(one.needs), *one.rank, k)
            for k, one in enumerate(case.candidates)
            if one.training.id not in out and (shared := self._shares(one, i))
        )
        found: list[Alternative] = []
        for *_, k in alike[:MOST_RUNS]:
            if len(known) + len(found) >= MOST_SHOWN:
                break
            instead = self.runs.with_one(case, k)
            if instead is not None and _serves(instead, k):
                training = case.candidates[k].training
                found.append(_alternative(training, self.plan, instead))
        return found

    def _shares(self, one: Candidate, i: int) -> int:
        """Give how many of the levels that a step newly reaches a training teaches; wanted ones where there are any."""
        new = set(self.reached[i])
        wanted = {pair for pair in new if self.case.wanted(*pair)}
        return len((wanted or new) & set(one.taught()))


def _serves(path: Rerun, k: int) -> bool:
    """Say whether a path would be worth less, or could not be walked, without one of its trainings."""
    rest = tuple(i for i in path.chosen if i != k)
    walked = walk(path.case, rest)
    return bool(walked.left) or path.case.value(walked.reached, rest) < path.value - HAIR


def best(found: Iterable[Alternative]) -> tuple[Alternative, ...]:
    """Give the best alternatives, each training once: by value, then the nearest, then short and cheap ones."""
    by_id = {one.training.id: one for one in reversed(list(found))}
    return tuple(sorted(by_id.values(), key=_place)[:MOST_SHOWN])


def _place(one: Alternative) -> tuple[float, int, float, tuple[float, float, str]]:
    value = 0.0 if one.value is None else -one.value
    near = NEARNESS.index(one.why) if one.why in NEARNESS else len(NEARNESS)
    more = [float(one.values[name]) for name in ("hours", "euro", "n") if name in one.values]
    return value, near, sum(more), _rank(one.training)


def _rank(training: Training) -> tuple[float, float, str]:
    return Candidate(training, (), (), training.hours or 0.0, float(training.price or 0)).rank


def _alternative(training: Training, plan: Rerun, instead: Rerun) -> Alternative:
    why, values = _behind(plan, instead)
    return Alternative(training, instead.value, why, values)


def _behind(plan: Rerun, instead: Rerun) -> tuple[str, Values]:
    """Give the code and the numbers of the first of `case.ORDER` in which a path is behind the plan."""
    for name, own, other in zip(ORDER, plan.standing, instead.standing, strict=True):
        more = round(own - other if name in {"value", "sure"} else other - own, 6)
        if more < -HAIR:
            break
        if more > HAIR:
            return _second(name, more, plan, instead)
    else:
        return TURN, {}
    return UNRATED, {}


def _second(name: str, more: float, plan: Rerun, instead: Rerun) -> tuple[str, Values]:
    """Give the code and the numbers of an aim; hours and euro are not counted where some are not known."""
    if name == "value":
        return SECOND[name], {"value": instead.value, "instead": plan.value}
    trainings = (*plan.trainings, *instead.trainings)
    if name in {"hours", "euro"}:
        known = [one.hours if name == "hours" else one.price for one in trainings]
        return (UNKNOWN, {}) if None in known else (SECOND[name], {name: more})
    return SECOND[name], {"n": round(more)} if name == "trainings" else {}
