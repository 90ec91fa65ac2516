"""When an interview has asked enough."""

from dataclasses import dataclass
from typing import Protocol

import numpy as np

from competences.posterior import Posterior
from competences.routes import Route
from competences.traits import Floats, Summaries


class Stopper(Protocol):
    """Says whether the promise is kept."""

    def done(self, posterior: Posterior, answered: int) -> bool:
        """Say whether to stop after so many answers."""
        ...


@dataclass(frozen=True, slots=True)
class SureEnough:
    """Stops at a route's cap, or from its minimum on when each of its targets is as sure as promised."""

    route: Route
    summaries: Summaries

    def done(self, posterior: Posterior, answered: int) -> bool:
        """Say whether to stop after so many answers."""
        if answered >= self.route.most:
            return True
        if answered < self.route.least:
            return False
        errors = self.errors(posterior)
        return bool(np.all(errors <= self.route.sure))

    def errors(self, posterior: Posterior) -> Floats:
        """Give the standard errors of the route's targets."""
        errors = np.sqrt(self.summaries.variances(posterior.covariance))
        return errors[-1:] if self.route.target == "overall" else errors[:-1]
