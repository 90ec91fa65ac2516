"""P values of many tests at once, those of items on trial apart from those of items that count."""

from collections.abc import Sequence

import numpy as np
from scipy.stats import false_discovery_control  # type: ignore[import-untyped]

from competences.traits import Floats


def adjusted(p: Sequence[float], apart: Sequence[bool]) -> Floats:
    """Give p values after Benjamini and Hochberg (1995), `(tests,)`; tests that are `apart` among themselves."""
    found = np.array(p, dtype=np.float64)
    second = np.array(apart, dtype=np.bool_)
    for family in (second, ~second):
        if family.any():
            found[family] = false_discovery_control(found[family])
    return found
