"""Logistic regression of ordered categories with proportional odds (McCullagh 1980); of two, the plain one."""

from typing import Final

import numpy as np

from competences.calibration.estimates import Places
from competences.traits import Floats

MOST_STEPS: Final = 30
ENOUGH: Final = 1e-6
"""Gain in log likelihood at which the fit stops."""
RIDGE: Final = 1e-6
LEAST: Final = 1e-10
FARTHEST: Final = 5.0
"""The longest step of a coefficient, so that groups parted completely end and do not overflow."""


def log_likelihood(category: Places, predictors: Floats) -> tuple[float, Floats]:
    """Give the largest log likelihood and its coefficients: a bound per category above 0, then the predictors'.

    `P(category >= k) = 1 / (1 + exp(bound_k - predictors·coefficients))`. category: `(n,)`, each of 0 … K-1 at least
    once; predictors: `(n, p)`. Fisher scoring, steps halved until the likelihood rises.
    """
    bounds = empty_bounds(category)
    coefficients = np.concatenate([bounds, np.zeros(predictors.shape[1])])
    value, gradient, information = _derivatives(category, predictors, coefficients)
    for _ in range(MOST_STEPS):
        step = np.linalg.solve(information + RIDGE * np.eye(len(information)), gradient)
        step = np.clip(step, -FARTHEST, FARTHEST)
        before = value
        for _ in range(10):
            tried = _derivatives(category, predictors, coefficients + step)
            if tried[0] >= before:
                coefficients = coefficients + step
                value, gradient, information = tried
                break
            step = step / 2
        if value - before < ENOUGH:
            break
    return value, coefficients


def empty_bounds(category: Places) -> Floats:
    """Give the bounds of the model without predictors."""
    share = np.cumsum(np.bincount(category))[:-1] / len(category)
    bounds: Floats = np.log(share / (1 - share))
    return bounds


def empty_log_likelihood(category: Places) -> float:
    """Give the log likelihood of the model without predictors."""
    counts = np.bincount(category)
    counts = counts[counts > 0]
    return float(np.sum(counts * np.log(counts / len(category))))


def nagelkerke(value: float, empty: float, n: int) -> float:
    """Give the share of variation explained, 0 to 1 (Nagelkerke 1991)."""
    return float(-np.expm1(2 * (empty - value) / n) / -np.expm1(2 * empty / n))


def _derivatives(
    category: Places, predictors: Floats, coefficients: Floats
) -> tuple[float, Floats, Floats]:
    """Give the log likelihood, its gradient and Fisher's information; -inf where the bounds do not rise."""
    count = len(coefficients) - predictors.shape[1]
    bounds, weights = coefficients[:count], coefficients[count:]
    size = len(coefficients)
    if np.any(np.diff(bounds) <= 0):
        return -np.inf, np.zeros(size), np.eye(size)
    above = 1 / (1 + np.exp(np.clip(bounds - (predictors @ weights)[:, None], -40, 40)))
    rise = np.pad(above * (1 - above), ((0, 0), (1, 1)))
    above = np.pad(above, ((0, 0), (1, 1)))
    above[:, 0] = 1.0
    p = np.maximum(above[:, :-1] - above[:, 1:], LEAST)
    # derivative of each category's probability in each coefficient, (n, categories, coefficients)
    slopes = np.zeros((len(category), count + 1, size))
    for k in range(count):
        slopes[:, k, k] = rise[:, k + 1]
        slopes[:, k + 1, k] = -rise[:, k + 1]
    slopes[:, :, count:] = (rise[:, :-1] - rise[:, 1:])[:, :, None] * predictors[:, None, :]
    people = np.arange(len(category))
    given = p[people, category]
    gradient = np.sum(slopes[people, category] / given[:, None], axis=0)
    scaled = (slopes / np.sqrt(p)[:, :, None]).reshape(-1, size)
    return float(np.sum(np.log(given))), gradient, scaled.T @ scaled
