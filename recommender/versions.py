"""The version of a catalogue: equal content, equal version."""

import json
from collections.abc import Iterable
from hashlib import sha256

from recommender.archive import to_record
from recommender.catalogue import Training


def version_of(trainings: Iterable[Training]) -> str:
    """Give the first 16 hexadecimal digits of the SHA-256 of the trainings' records, written in one fixed form."""
    records = [to_record(training) for training in trainings]
    written = json.dumps(records, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(written.encode()).hexdigest()[:16]
