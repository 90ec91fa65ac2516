"""When an interview has asked enough."""

from dataclasses import dataclass
from typing import Protocol

from competences.posterior import Posterior
from competences.routes import Route
from competences.traits import Summaries


class Stopper(Protocol):
    """Says whether the promise is kept."""

    def done(self, posterior: Posterior, answered: int) -> bool:
        """Say whether to stop after so many answers."""
        ...


@dataclass(frozen=True, slots=True)
class SureEnough:
    """Stops at a route's cap, or from its minimum on when each of its targets is as sure as promised.

    `targets` are the areas and the overall summary last, or the chosen competences and their mean last.
    """

    route: Route
    targets: Summaries

    def done(self, posterior: Posterior, answered: int) -> bool:
        """Say whether to stop after so many answers."""
        if answered >= self.route.most:
            return True
        if answered < self.route.least:
            return False
        variances = self.targets.variances(posterior.covariance)
        kept = variances <= self.route.sure**2
        return bool(kept[-1] if self.route.target == "overall" else kept[:-1].all())
