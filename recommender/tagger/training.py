"""Fits the stack to what the layers say of courses that they have not learned, and writes `packs/tagger.json`.

To be run whenever the labelled courses, the word list or the item banks changed: `python -m recommender train`.
"""

import json
from pathlib import Path
from typing import Any

from competences.console import write_file
from recommender.tagger.corpus import texts_version
from recommender.tagger.held_out import held_out
from recommender.tagger.stack import FILE, stack


def train(path: Path = FILE) -> dict[str, Any]:
    """Write the weights for texts and for bare titles, and give the record written; raises `UnwritableOutput`."""
    record = {
        "learned_from": texts_version(),
        "texts": held_out(bare=False).fitted().to_record(),
        "titles": held_out(bare=True).fitted().to_record(),
    }
    write_file(path, json.dumps(record, indent=1) + "\n")
    stack.cache_clear()
    return record
