from statistics import mean

from recommender.greedy import Greedy
from recommender.ordering import walk
from recommender.planner import Exact
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
