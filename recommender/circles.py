"""Trainings that wait for one another: what they ask for is taught only by trainings that ask for them in turn.

A level that nobody in the offer teaches is taken as held: learners bring it from elsewhere.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from recommender.catalogue import Training
from recommender.tags import counted, doors

Level = tuple[str, int]
Node = int | Level
"""A training by its place, which waits for levels, or a level, which waits for the trainings that teach it."""


def circles(trainings: Sequence[Training]) -> list[tuple[int, ...]]:
    """Give the places of the trainings of each circle, in the order of the offer.

    Nobody can begin a training of a circle without a level that only the circle teaches.
    """
    missing = _missing(trainings)
    edges: dict[Node, list[Node]] = {number: sorted(levels) for number, levels in missing.items()}
    for number in missing:
        for level in sorted(_taught(trainings[number])):
            edges.setdefault(level, []).append(number)
    parts = ([node for node in part if isinstance(node, int)] for part in _strong(edges))
    return sorted(tuple(sorted(part)) for part in parts if part)


def waiting(trainings: Sequence[Training]) -> list[int]:
    """Give the places of all trainings that cannot be begun for a circle: its own, and those that need one of it."""
    return sorted(_missing(trainings))


def _missing(trainings: Sequence[Training]) -> dict[int, set[Level]]:
    """Give the levels that keep a training shut when everything that can be begun from nothing has been followed."""
    taught = [_taught(one) for one in trainings]
    offered = {level for one in taught for level in one}
    missing = {
        number: levels & offered
        for number, one in enumerate(trainings)
        if (levels := _asked(one) & offered)
    }
    asking: dict[Level, list[int]] = defaultdict(list)
    for number, levels in missing.items():
        for level in levels:
            asking[level].append(number)
    opened = [number for number in range(len(trainings)) if number not in missing]
    while opened:
        for level in taught[opened.pop()]:
            for number in asking.pop(level, ()):
                missing[number].discard(level)
                if not missing[number]:
                    del missing[number]
                    opened.append(number)
    return missing


def _taught(training: Training) -> set[Level]:
    return {
        (one.competence, level)
        for one in counted(training)
        for level in range(one.entry + 1, one.exit + 1)
    }


def _asked(training: Training) -> set[Level]:
    return {(code, level) for code, top in doors(training) for level in range(1, top + 1)}


def _strong(edges: Mapping[Node, Sequence[Node]]) -> list[list[Node]]:
    """Give the parts of a graph in which each node leads to each, and more than one (Tarjan, 1972).

    Without recursion: a ring may be long.
    """
    order: dict[Node, int] = {}
    low: dict[Node, int] = {}
    unsettled: dict[Node, None] = {}
    path: list[tuple[Node, Iterator[Node]]] = []

    def enter(node: Node) -> None:
        order[node] = low[node] = len(order)
        unsettled[node] = None
        path.append((node, iter(edges[node])))

    found = []
    for root in edges:
        if root not in order:
            enter(root)
        while path:
            node, others = path[-1]
            for other in others:
                if other not in order:
                    enter(other)
                    break
                if other in unsettled:
                    low[node] = min(low[node], order[other])
            else:
                path.pop()
                if path:
                    above = path[-1][0]
                    low[above] = min(low[above], low[node])
                if low[node] == order[node]:
                    part = _cut(unsettled, node)
                    found += [part] if len(part) > 1 else []
    return found


def _cut(unsettled: dict[Node, None], node: Node) -> list[Node]:
    """Take a node, and all that came after it, out of the unsettled ones."""
    part = [unsettled.popitem()[0]]
    while part[-1] != node:
        part.append(unsettled.popitem()[0])
    return part
