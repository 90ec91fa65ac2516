"""The cheapest way found to each level on its own: a training, with those that open it."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN, Candidate, Case
from recommender.ordering import walk

Cost = Callable[[Candidate], float]
Level = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Chain:
    """Trainings that lead to one level, by candidate number, and what they cost in all."""

    members: frozenset[int]
    hours: float
    euro: float


def chains(case: Case, cost: Cost | None = None) -> dict[Level, Chain]:
    """Give a chain per level that can be reached, as (competence, level); limits of hours and money are not looked at.

    Cost is hours and euro as shares of the limits unless given. Where several doors share an opener the cheapest chain
    may be missed, and where a cheap one comes too late or excludes itself a simpler one stands in; but every chain
    given can be walked.
    """
    chained: dict[Level, Chain] = {}
    for metric in (_hindrance, cost or _shares(case)):
        for level, members in _members(case, metric).items():
            chain = chain_of(case, members)
            if fits(case, chain):
                chained[level] = chain
    return dict(sorted(chained.items()))


def fits(case: Case, chain: Chain) -> bool:
    """Say whether a chain can be walked: in time, and without two trainings that exclude each other."""
    members = sorted(chain.members)
    pairs = ((a, b) for a in members for b in members if a < b)
    return not walk(case, members).left and all(case.compatible(a, b) for a, b in pairs)


def _members(case: Case, cost: Cost) -> dict[Level, frozenset[int]]:
    """Give the members of a cheap chain to each level: trainings are taken by the cost of their own chain, least first.

    A training waits until all its doors have a chain; its own is theirs and itself.
    """
    costs = [cost(one) for one in case.candidates]
    found: dict[Level, frozenset[int]] = {}
    waiting: dict[Level, list[int]] = defaultdict(list)
    doors = [set(one.needs) for one in case.candidates]
    for i, needs in enumerate(doors):
        for need in needs:
            waiting[need].append(i)
    queue = [(costs[i], i, frozenset({i})) for i, needs in enumerate(doors) if not needs]
    heapify(queue)
    while queue:
        _, i, members = heappop(queue)
        for level in case.candidates[i].taught():
            if level in found:
                continue
            found[level] = members
            for k in waiting[level]:
                doors[k].discard(level)
                if not doors[k]:
                    chain = frozenset({k}).union(
                        *(found[need] for need in case.candidates[k].needs)
                    )
                    heappush(queue, (sum(costs[m] for m in sorted(chain)), k, chain))
    return found


def chain_of(case: Case, members: frozenset[int]) -> Chain:
    """Give the chain of some trainings with what they cost in all."""
    taken = [case.candidates[i] for i in sorted(members)]
    return Chain(members, sum(one.hours for one in taken), sum(one.euro for one in taken))


def _hindrance(one: Candidate) -> float:
    """Give what makes a training hard to combine: a late end first, then a course of which one session is allowed."""
    return float(one.last) + 0.5 * bool(one.group)


def _shares(case: Case) -> Cost:
    hours, euro = case.hours or HOURS_UNKNOWN, case.euro or EURO_UNKNOWN
    return lambda one: one.hours / hours + one.euro / euro
