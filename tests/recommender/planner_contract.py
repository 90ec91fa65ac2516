"""What every planner promises, written once: a test class inherits it and names its planner."""

from random import Random

from recommender import Constraints
from recommender.candidates import select
from recommender.case import Planner
from recommender.ordering import walk
from tests.recommender.builders_planning import (
    best_by_trying,
    need,
    offer,
    random_limits,
    random_needs,
    random_trainings,
    training,
)


class PlannerContract:
    """Promises of a planner; `planner` is the one under test."""

    planner: Planner

    def cases(self, count, size, first=0):
        for seed in range(first, first + count):
            random = Random(seed)
            trainings = random_trainings(random, size)
            needs, limits = random_needs(random), random_limits(random)
            yield trainings, needs, limits, select(offer(*trainings), needs, limits)

    def test_the_choice_can_be_walked_within_the_limits(self):
        for _, _, _, case in self.cases(150, 14):
            found = self.planner.solve(case)
            assert walk(case, found.chosen).left == ()
            assert case.affordable(found.chosen)
            pairs = ((a, b) for a in found.chosen for b in found.chosen if a < b)
            assert all(case.compatible(a, b) for a, b in pairs)

    def test_the_value_is_that_of_the_choice_and_never_above_its_bound(self):
        for _, _, _, case in self.cases(150, 14, first=500):
            found = self.planner.solve(case)
            walked = walk(case, found.chosen)
            assert found.value == case.value(walked.reached, found.chosen)
            assert found.value <= found.bound + 1e-9
            assert not found.optimal or found.bound - found.value < 1e-9

    def test_no_subset_is_worth_more_than_the_bound(self):
        for trainings, needs, limits, case in self.cases(100, 7, first=900):
            best = best_by_trying(trainings, needs, limits)
            found = self.planner.solve(case)
            assert found.value - 1e-6 <= best <= found.bound + 1e-6
            assert not found.optimal or abs(found.value - best) < 1e-6

    def test_the_same_case_gives_the_same_choice(self):
        for _, _, _, case in self.cases(30, 14, first=1200):
            assert self.planner.solve(case) == self.planner.solve(case)

    def test_no_training_is_chosen_that_adds_nothing(self):
        for _, _, _, case in self.cases(100, 12, first=1400):
            found = self.planner.solve(case)
            for dropped in found.chosen:
                rest = [i for i in found.chosen if i != dropped]
                walked = walk(case, rest)
                assert walked.left or case.value(walked.reached, rest) < found.value

    def test_no_candidates_give_an_empty_choice(self):
        case = select(offer(), [need("1.1", 0, 2)], Constraints())
        found = self.planner.solve(case)
        assert (found.chosen, found.value, found.bound) == ((), 0.0, 0.0)

    def test_a_chain_of_stepping_stones_is_found(self):
        chain = [training(f"c{k}", ("1.2", k, k + 1)) for k in range(4)]
        goal = training("goal", ("1.1", 0, 2), requires=[("1.2", 4)])
        case = select(offer(goal, *chain), [need("1.1", 0, 2)], Constraints(hours=20))
        found = self.planner.solve(case)
        assert (len(found.chosen), found.value) == (5, 2.0)
