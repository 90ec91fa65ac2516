from random import Random
from statistics import mean

import pytest

from recommender import Constraints
from recommender.candidates import select
from recommender.greedy import MANY, Greedy, needed
from recommender.ordering import walk
from recommender.planner import Exact
from tests.recommender.builders_planning import DAY, offer, random_needs, random_trainings
from tests.recommender.planner_contract import PlannerContract


class TestGreedy(PlannerContract):
    planner = Greedy()

    def test_it_comes_close_to_the_optimum_on_average(self):
        shares = []
        for _, _, _, case in self.cases(200, 20, first=3000):
            best = Exact().solve(case)
            assert best.optimal
            if best.value:
                shares.append(self.planner.solve(case).value / best.value)
        assert mean(shares) >= 0.975
        assert sorted(shares)[len(shares) // 20] >= 0.9

    def test_with_no_seconds_it_still_gives_a_choice_that_keeps_its_promises(self):
        for _, _, _, case in self.cases(40, 14, first=4000):
            found = self.planner.solve(case, seconds=0)
            assert walk(case, found.chosen).left == ()
            assert case.affordable(found.chosen)
            assert bool(found.chosen) == bool(self.planner.solve(case).chosen)


@pytest.mark.parametrize("seed", range(8))
def test_of_a_choice_of_very_many_all_that_add_nothing_go_and_nothing_is_lost(seed):
    random = Random(seed)
    trainings = random_trainings(random, 250)
    case = select(offer(*trainings), random_needs(random), Constraints(today=DAY), pruned=False)
    every = walk(case, range(len(case.candidates))).order
    assert len(every) > MANY
    kept = needed(case, every)
    value = case.value(walk(case, every).reached, every)
    assert walk(case, kept).left == ()
    assert case.value(walk(case, kept).reached, kept) == value
    for i in kept:
        rest = [k for k in kept if k != i]
        walked = walk(case, rest)
        assert walked.left or case.value(walked.reached, rest) < value
