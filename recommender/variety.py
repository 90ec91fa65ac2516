"""The best trainings first, yet not ten of the same: each place goes to what adds most to those above it.

Maximal marginal relevance: likeness to what stands higher is taken off a training's relevance.
"""

from collections import Counter
from collections.abc import Sequence
from math import inf
from typing import Final

from recommender.prospects import Prospect
from recommender.turns import ALIKE, Turn, standing

RELEVANCE: Final = 0.9
"""What relevance weighs against likeness to what stands higher; the rest of 1 is the weight of likeness.

Chosen for fairness: with .7 and .8 some small providers got less than .8 of the places that they deserve, with .9 all
got .9 to 1.11 in three simulated offers of 10,000 (`bench/ranking.py` measures it).
"""

SAME_PROVIDER: Final = 0.2
SAME_MODE: Final = 0.1
"""What the same provider or mode adds to the likeness of two trainings, beside the share of levels that both teach."""

FIRST: Final = 10
MOST_OF_PROVIDER: Final = 3
"""Among the `FIRST` no provider stands more than this often while there is another one to show."""


def varied(found: Sequence[Prospect], most: int, turn: Turn | None) -> list[Prospect]:
    """Give up to `most` prospects, of which the most relevant come first, in the order in which they should be shown.

    Relevance counts as a share of the best that is left. Those whose score lies within `ALIKE` of the best take turns.
    """
    places = _Places(found, turn)
    while places.left and len(places.shown) < most:
        places.fill()
    return places.shown


class _Places:
    """A list under way: what is shown, what is left, and how like each of those left is to what is shown.

    Likeness is worked out only where it is asked for: most prospects are too far behind to come next.
    """

    def __init__(self, found: Sequence[Prospect], turn: Turn | None) -> None:
        self.left, self.turn = list(found), turn
        self.shown: list[Prospect] = []
        self.likeness: dict[str, tuple[int, float]] = {}

    def fill(self) -> None:
        """Show the prospect that comes next."""
        margin = RELEVANCE * ALIKE if self.turn else 0.0
        scores = self._scores(self._may_come(), margin)
        best = max(scores.values())
        equal = [k for k, score in scores.items() if score >= best - margin]
        taken = min(equal, key=lambda k: (*self._precedence(self.left[k]), -scores[k], k))
        self.shown.append(self.left.pop(taken))

    def _may_come(self) -> list[int]:
        """Give the places in `left` of those whose provider has not had its share of the first places."""
        times = Counter(one.training.provider for one in self.shown if one.training.provider)
        barred = {name for name, n in times.items() if n >= MOST_OF_PROVIDER}
        if len(self.shown) >= FIRST or not barred:
            return list(range(len(self.left)))
        may = [k for k, one in enumerate(self.left) if one.training.provider not in barred]
        return may or list(range(len(self.left)))

    def _scores(self, may: Sequence[int], margin: float) -> dict[int, float]:
        """Give the scores of those that can come next; no one can whose relevance alone is less than a score."""
        top, best = self.left[may[0]].relevance, -inf
        scores: dict[int, float] = {}
        for k in may:
            share = RELEVANCE * self.left[k].relevance / top
            if share < best - margin:
                break
            scores[k] = share - (1 - RELEVANCE) * self._nearest(self.left[k])
            best = max(best, scores[k])
        return scores

    def _nearest(self, one: Prospect) -> float:
        """Give the likeness to the most alike that is shown."""
        seen, nearest = self.likeness.get(one.training.id, (0, 0.0))
        nearest = max([nearest, *(_likeness(one, other) for other in self.shown[seen:])])
        self.likeness[one.training.id] = (len(self.shown), nearest)
        return nearest

    def _precedence(self, one: Prospect) -> tuple[bool, int]:
        return not one.sure, standing(one.training.provider, self.turn)


def _likeness(one: Prospect, other: Prospect) -> float:
    """Give how alike two trainings are: 1 where they teach the same levels, more with provider and mode the same."""
    a, b = one.training, other.training
    shared = len(one.levels & other.levels) / len(one.levels | other.levels)
    provider = SAME_PROVIDER if a.provider and a.provider == b.provider else 0.0
    return shared + provider + (SAME_MODE if a.mode and a.mode == b.mode else 0.0)
