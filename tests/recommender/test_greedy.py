from statistics import mean

from recommender.greedy import Greedy
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
