"""The constants of the tables, a part of a bank version: places on the latent scale, how finely doubt is averaged."""

from typing import Any, Final

import numpy as np

NODES: Final = np.linspace(-6.0, 6.0, 97)
STEP: Final = float(NODES[1] - NODES[0])
SDS: Final = np.array([0.15, 0.25, 0.35, 0.5, 0.65, 0.8, 1.0, 1.25, 1.6, 2.0])
"""The SDs for which an item's information is averaged; a posterior reads the nearest."""
FLOOR: Final = 1e-12
"""The least probability of a category, so that its logarithm is finite."""
DOUBT_NODES: Final = 5
"""Gauss-Hermite nodes over an item's location, and as many over its log slope."""


def constants() -> dict[str, Any]:
    """Give the constants that a score depends on as JSON values."""
    return {
        "nodes": [float(NODES[0]), float(NODES[-1]), len(NODES)],
        "sds": [float(sd) for sd in SDS],
        "floor": FLOOR,
        "doubt_nodes": DOUBT_NODES,
    }
