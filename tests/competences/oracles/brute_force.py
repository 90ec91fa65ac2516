"""The posterior of a few traits by summing over a fine grid: slow, and without any of the engine's shortcuts."""

from dataclasses import dataclass

import numpy as np

from competences.curves import category_probabilities
from competences.items import Item
from competences.nodes import FLOOR
from competences.traits import Floats

POINTS = 121
REACH = 6.0
"""Grid points on each axis, and how many prior SDs it reaches to both sides."""
SCALE_END = 6.0
"""Where the engine's latent scale ends."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """One answer: the axis of the trait that it speaks about, the item, the category."""

    axis: int
    item: Item
    category: int


def moments(
    mean: Floats, covariance: Floats, answers: list[Evidence], end: float = SCALE_END
) -> tuple[Floats, Floats]:
    """Give mean `(axes,)` and covariance `(axes, axes)` of a normal prior times a likelihood, within ±end."""
    axes = [_axis(*one, end) for one in zip(mean, np.diagonal(covariance) ** 0.5, strict=True)]
    points = np.stack([axis.ravel() for axis in np.meshgrid(*axes, indexing="ij")])
    gaps = points - mean[:, None]
    log_density = -0.5 * np.sum(gaps * np.linalg.solve(covariance, gaps), axis=0)
    for one in answers:
        chances, _ = category_probabilities(one.item, axes[one.axis])
        along = np.log(np.maximum(chances[one.category], FLOOR))
        shape = [POINTS if axis == one.axis else 1 for axis in range(len(axes))]
        log_density += np.broadcast_to(along.reshape(shape), [POINTS] * len(axes)).ravel()
    weights = np.exp(log_density - log_density.max())
    weights /= weights.sum()
    found = points @ weights
    off = points - found[:, None]
    return found, (off * weights) @ off.T


def _axis(mean: float, sd: float, end: float) -> Floats:
    """Give the grid of one trait."""
    return np.linspace(max(mean - REACH * sd, -end), min(mean + REACH * sd, end), POINTS)
