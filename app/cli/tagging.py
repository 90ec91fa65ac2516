"""The tagger as commands use it: the one that learned what members confirmed, else the one that ships.

Where the extra `embeddings` is installed it reads along, and what it made of texts is kept beside the taggers.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from flask import current_app

if TYPE_CHECKING:
    from app.config import Settings
    from recommender.tagger import Tagger
    from recommender.tagger.embedding import Reader


def folder() -> Path:
    """Give the folder of taggers that learned what members confirmed."""
    settings: Settings = current_app.config["SETTINGS"]
    return settings.instance / "tagger"


@contextmanager
def reading_along() -> Iterator["Reader | None"]:
    """Give the reader of the embedding, None where the extra is not installed; vectors are kept on leaving."""
    from recommender.tagger import embedding, kept  # noqa: PLC0415  (heavy, and seldom needed)

    embedder = embedding.found()
    if embedder is None:
        yield None
        return
    reader = embedding.Reader(embedder, kept.vectors(folder()))
    before = len(reader.known)
    yield reader
    if len(reader.known) > before:
        kept.keep_vectors(folder(), reader.known)


@contextmanager
def speaking() -> Iterator["Tagger"]:
    """Give the tagger that speaks."""
    from recommender.tagger import kept, shipped  # noqa: PLC0415  (heavy, and seldom needed)

    with reading_along() as reader:
        yield kept.fresh(folder(), reader) or shipped(reader)
