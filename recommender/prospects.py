"""What each training alone is worth to a learner who begins it now, for what it costs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import inf

from recommender.candidates import eligible
from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN, PRECISION
from recommender.catalogue import Training
from recommender.greedy import SMALL
from recommender.needs import Need, certain
from recommender.offers import CatalogueIndex
from recommender.plans import Constraints
from recommender.reach import Person
from recommender.tags import counted


@dataclass(frozen=True, slots=True)
class Prospect:
    """A training and what it alone is worth to a learner.

    `gain` is in weighted levels, `relevance` is gain for what it costs, `levels` are the wanted ones that it reaches;
    `sure` says whether one of them lies in a gap that is larger than its doubt.
    """

    training: Training
    gain: float
    relevance: float
    levels: frozenset[tuple[str, int]]
    sure: bool

    @property
    def hours(self) -> float:
        """Give the hours, endless where they are not known."""
        return inf if self.training.hours is None else self.training.hours

    @property
    def euro(self) -> Decimal | float:
        """Give the price, endless where it is not known."""
        return inf if self.training.price is None else self.training.price


def prospects(
    index: CatalogueIndex, needs: Sequence[Need], constraints: Constraints
) -> list[Prospect]:
    """Give the trainings that suit the limits, can be begun now and close a gap: the most relevant first.

    Among equals sure gaps come first, then short and cheap ones, then the id decides. Of the sessions of a course only
    the best one stands for all.
    """
    if constraints.certain_only:
        needs = certain(needs)
    by_code = {need.competence: need for need in needs if need.gap}
    numbers = _beginnable(index, needs, constraints)
    rated = sorted(
        (_prospect(index.trainings[i], by_code, constraints) for i in numbers),
        key=lambda one: (-one.relevance, not one.sure, one.hours, one.euro, one.training.id),
    )
    courses: set[tuple[str, str]] = set()
    found = []
    for one in rated:
        course = (one.training.provider, one.training.group)
        if not one.training.group or course not in courses:
            found.append(one)
            courses.add(course)
    return found


def _beginnable(
    index: CatalogueIndex, needs: Sequence[Need], constraints: Constraints
) -> list[int]:
    """Give the numbers of the trainings that suit, teach a wanted level and ask for no level that is not held."""
    person = Person(index, needs)
    pool = eligible(index, constraints)
    needed = index.needed
    pool[needed.owner[needed.low > person.entry[needed.competence]]] = False
    return person.candidates(pool, None, doors_open=True)


def _prospect(
    training: Training, by_code: Mapping[str, Need], constraints: Constraints
) -> Prospect:
    """Give what a training that can be begun now is worth alone: a level is worth less on a machine's word."""
    worth: dict[tuple[str, int], float] = {}
    for outcome in counted(training):
        need = by_code.get(outcome.competence)
        if need is None:
            continue
        share = need.weight * (1.0 if outcome.trusted else PRECISION)
        low, high = max(outcome.entry, need.current), min(outcome.exit, need.target)
        for level in range(low + 1, high + 1):
            pair = (outcome.competence, level)
            worth[pair] = max(share, worth.get(pair, 0.0))
    gain = round(sum(worth.values()), 9)
    return Prospect(
        training=training,
        gain=gain,
        relevance=gain / _cost(training, constraints),
        levels=frozenset(worth),
        sure=any(not by_code[code].uncertain for code, _ in worth),
    )


def _cost(training: Training, constraints: Constraints) -> float:
    """Give hours and price as shares of the limits or of usual ones; unknown ones count as usual ones.

    So nobody rises by leaving a price out.
    """
    hours = HOURS_UNKNOWN if training.hours is None else training.hours
    euro = EURO_UNKNOWN if training.price is None else float(training.price)
    share = hours / (constraints.room or HOURS_UNKNOWN) + euro / (constraints.euro or EURO_UNKNOWN)
    return share + SMALL
