"""An equal in the place of a candidate: it teaches and asks the same for this learner, and only costs may differ."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import combinations

from recommender.candidates import make_candidates
from recommender.case import Case
from recommender.catalogue import Training
from recommender.ordering import walk
from recommender.plans import Constraints


def stand_in(case: Case, i: int, training: Training, constraints: Constraints) -> Case:
    """Give the case with one of its equals in the place of a candidate, which is then an equal of it."""
    old = case.candidates[i]
    [fresh] = make_candidates([training], case.needs, constraints.today, weekly=constraints.weekly)
    equals = (old.training, *(one for one in old.equals if one.id != training.id))
    made = replace(fresh, teaches=old.teaches, needs=old.needs, equals=equals)
    return replace(case, candidates=(*case.candidates[:i], made, *case.candidates[i + 1 :]))


def stands(case: Case, chosen: Sequence[int]) -> bool:
    """Say whether a choice keeps the limits of a case and can be walked in it."""
    together = all(case.compatible(a, b) for a, b in combinations(chosen, 2))
    return together and case.affordable(chosen) and not walk(case, chosen).left
