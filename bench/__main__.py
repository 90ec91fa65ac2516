"""`make bench`: every published figure as a table and as `bench.json`.

Figures are CPU time, bytes, shares and ratios; wall time stands only where a person waits for it.
"""

import json
import sys
from pathlib import Path

from bench import (
    batch,
    calibration,
    evaluation,
    measurement,
    pages,
    peers,
    planning,
    ranking,
    start,
    tagging,
)
from bench.figure import Figure, Skipped

ROOMS = (
    measurement,
    calibration,
    peers,
    planning,
    batch,
    evaluation,
    ranking,
    tagging,
    pages,
    start,
)
OUTPUT = Path(__file__).resolve().parent.parent / "bench.json"


def main() -> int:
    """Measure, print and write; give 1 where a figure misses its bound."""
    figures: list[Figure] = []
    print(f"{'figure':68} {'measured':>12} {'reach':>12}  verdict")
    for room in ROOMS:
        for measure in room.MEASUREMENTS:
            try:
                found = measure()
            except Skipped as missing:
                print(f"skipped: {missing.why}", flush=True)
                continue
            for one in found:
                shown = f"{one.value:.4g} {one.unit}".strip()
                print(f"{one.name:68} {shown:>12} {one.bound:>12}  {one.verdict}", flush=True)
            figures += found
    rows = [
        {
            "name": one.name,
            "value": one.value,
            "unit": one.unit,
            "most": one.most,
            "least": one.least,
            "verdict": one.verdict,
        }
        for one in figures
    ]
    OUTPUT.write_text(json.dumps(rows, indent=2) + "\n", encoding="utf-8")
    return int(any(one.verdict == "missed" for one in figures))


if __name__ == "__main__":
    sys.exit(main())
