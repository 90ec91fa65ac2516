"""What has changed between two attempts, and whether that is more than chance.

Each attempt is scored alone. A mean is drawn towards the population's, so that two means of one unchanged person differ
by less than their SDs say: given the trait, a mean with posterior SD s on a scale of prior SD 1 varies by
`s²·(1 - s²)`. A change is sure when the 90 % interval round the difference leaves out 0 (after the reliable change of
Jacobson and Truax 1991, with each attempt's own error). That is cautious, and a real change is larger than is shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from competences.fit import Z90
from competences.profile import Profile, Reading


@dataclass(frozen=True, slots=True)
class Change:
    """A later mean minus an earlier one on the latent scale, with its 90 % interval; `sure` when that leaves out 0."""

    mean: float
    low: float
    high: float
    sure: bool


@dataclass(frozen=True, slots=True)
class Changes:
    """The changes overall, by area and by competence; what only one of two profiles has is left out."""

    overall: Change
    areas: Mapping[str, Change]
    competences: Mapping[str, Change]


def change(before: Reading, after: Reading) -> Change:
    """Give the change from one reading to a later one of the same trait."""
    mean = after.mean - before.mean
    reach = Z90 * sum(_spread(one.sd) for one in (before, after)) ** 0.5
    return Change(mean, mean - reach, mean + reach, sure=abs(mean) > reach)


def changes(before: Profile, after: Profile) -> Changes:
    """Give all changes between two profiles of one framework."""
    return Changes(
        overall=change(before.overall, after.overall),
        areas=_shared(before.areas, after.areas),
        competences=_shared(before.readings, after.readings),
    )


def _shared(before: Mapping[str, Reading], after: Mapping[str, Reading]) -> dict[str, Change]:
    return {code: change(before[code], one) for code, one in after.items() if code in before}


def _spread(sd: float) -> float:
    """Give by how much a mean varies among people of one trait value; an SD above the prior's says nothing more."""
    variance = min(sd**2, 1.0)
    return variance * (1 - variance)
