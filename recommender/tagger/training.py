"""Fits the stack to what the layers say of courses that they have not learned, and writes `packs/tagger.json`.

To be run whenever the labelled courses, the word list or the item banks changed: `python -m recommender train`.
"""

import json
from pathlib import Path
from typing import Any

from competences.console import write_file
from recommender.tagger.corpus import texts_version
from recommender.tagger.embedding import Reader
from recommender.tagger.held_out import held_out
from recommender.tagger.stack import FILE, Stack, stack


def train(path: Path = FILE, reader: Reader | None = None) -> dict[str, Any]:
    """Write the weights for texts and for bare titles, and give the record written; raises `UnwritableOutput`.

    With a reader, the weights of all three layers are fitted too. Weights for one that is not at hand stay as long as
    the texts are those that they were fitted to.
    """
    version = texts_version()
    before = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    embedded = before.get("embedded", {}) if before.get("learned_from") == version else {}
    if reader:
        embedded = {**embedded, reader.name: _fitted(reader).to_record()}
    record = {
        "learned_from": version,
        **_fitted().to_record(),
        **({"embedded": embedded} if embedded else {}),
    }
    write_file(path, json.dumps(record, indent=1) + "\n")
    stack.cache_clear()
    return record


def _fitted(reader: Reader | None = None) -> Stack:
    """Give the stack that courses teach which the layers have not learned."""
    return Stack(
        held_out(bare=False, reader=reader).fitted(),
        held_out(bare=True, reader=reader).fitted(),
        texts_version(),
    )
