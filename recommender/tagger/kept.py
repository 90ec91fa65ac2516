"""Taggers that learned what members confirmed, in a folder: numbers as JSON and arrays, never a pickle.

A tagger is called by the hash of all texts that it learned. `live.json` names the one that speaks and the one before
it; older ones are taken away.
"""

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from os import getpid
from pathlib import Path
from typing import Any, Final
from zipfile import BadZipFile

import numpy as np
from numpy.typing import NDArray

from competences.console import write_file
from competences.problems import UnwritableOutput
from recommender.tagger.corpus import Lesson, texts_version
from recommender.tagger.embedding import Embedding, EmbeddingModel, Reader
from recommender.tagger.linear import LinearModel
from recommender.tagger.stack import Stack
from recommender.tagger.suggesting import Tagger

LIVE: Final = "live.json"
LAYER: Final = "embedding_"
"""What the names of an embedding's arrays begin with."""
VECTORS: Final = "vectors.npz"
MOST_VECTORS: Final = 20_000
"""So many vectors of texts are kept, the newest; 1.5 kB each."""

Layer = tuple[EmbeddingModel, Stack]


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """A tagger with what it learned beside what ships: `lessons` of so many `decisions`, the last of them of `until`.

    `shipped` is the version of the texts that ship; a release with other texts wants a new training. `figures` say how
    it was judged, as JSON values.
    """

    tagger: Tagger
    lessons: tuple[Lesson, ...]
    decisions: int
    until: datetime
    shipped: str
    figures: dict[str, Any]

    @property
    def version(self) -> str:
        """Give 16 hex digits of the SHA-256 of all texts that it learned."""
        return version_of(self.lessons, self.shipped)


def version_of(lessons: tuple[Lesson, ...], shipped: str) -> str:
    """Give the name of a tagger that learned lessons beside the texts of a version that ships."""
    written = json.dumps([shipped, [asdict(one) for one in lessons]], sort_keys=True)
    return sha256(written.encode()).hexdigest()[:16]


def keep(folder: Path, learned: Learned) -> None:
    """Keep a tagger and let it speak; the one that spoke stays beside it. Raises `UnwritableOutput`."""
    stack, layer = learned.tagger.stack, learned.tagger.embedding
    record = {
        "shipped": learned.shipped,
        "decisions": learned.decisions,
        "until": learned.until.isoformat(),
        "figures": learned.figures,
        **stack.to_record(),
        **({"embedded": {layer.reader.name: layer.stack.to_record()}} if layer else {}),
        "lessons": [asdict(one) for one in learned.lessons],
    }
    name = learned.version
    names = [name, *(one for one in _names(folder) if one != name)][:2]
    try:
        arrays = learned.tagger.model.to_arrays()
        if layer:
            arrays |= {f"{LAYER}{one}": own for one, own in layer.model.to_arrays().items()}
        _write(folder / f"{name}.npz", arrays)
    except OSError as error:
        raise UnwritableOutput(file=str(folder), detail=str(error)) from error
    write_file(folder / f"{name}.json", json.dumps(record, indent=1, ensure_ascii=False) + "\n")
    write_file(folder / LIVE, json.dumps(names) + "\n")
    _read.cache_clear()
    for file in (*folder.glob("*.json"), *folder.glob("*.npz")):
        if file.name not in {LIVE, VECTORS} and file.stem not in names:
            file.unlink(missing_ok=True)


def live(folder: Path, reader: Reader | None = None) -> Learned | None:
    """Give the tagger of a folder that speaks; None where there is none, or none that can be read.

    A reader that it learned with adds its layer.
    """
    for name in list(_names(folder))[:1]:
        with suppress(OSError, ValueError, KeyError, TypeError, BadZipFile):
            learned, layers = _read(folder, name)
            if reader and reader.name in layers:
                layer = Embedding(reader, *layers[reader.name])
                return replace(learned, tagger=replace(learned.tagger, embedding=layer))
            return learned
    return None


def back(folder: Path) -> Learned | None:
    """Let the tagger before speak again, and give it; None, and nothing changes, where there is none."""
    names = list(_names(folder))
    if len(names) < 2:
        return None
    write_file(folder / LIVE, json.dumps(names[::-1]) + "\n")
    return live(folder)


def fresh(folder: Path, reader: Reader | None = None) -> Tagger | None:
    """Give the tagger of a folder if it learned the texts that ship today; None where there is none such."""
    learned = live(folder, reader)
    return learned.tagger if learned and learned.shipped == texts_version() else None


def vectors(folder: Path) -> dict[str, NDArray[Any]]:
    """Give the vectors of texts that are kept in a folder; none where there are none."""
    with (
        suppress(OSError, ValueError, KeyError, BadZipFile),
        np.load(folder / VECTORS, allow_pickle=False) as kept,
    ):
        keys = kept["keys"].tobytes().decode().split()
        return dict(zip(keys, kept["vectors"], strict=True))
    return {}


def keep_vectors(folder: Path, known: Mapping[str, NDArray[Any]]) -> None:
    """Keep the newest vectors of texts; a folder that cannot be written to only makes the next time slower."""
    newest = dict(list(known.items())[-MOST_VECTORS:])
    if not newest:
        return
    keys = np.frombuffer("\n".join(newest).encode(), dtype=np.uint8)
    with suppress(OSError):
        _write(
            folder / VECTORS,
            {"keys": keys, "vectors": np.array(list(newest.values()), dtype=np.float32)},
        )


def _write(file: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """Write arrays in place of what a file holds, whole at any time."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{getpid()}.{file.name}")
    np.savez_compressed(beside, allow_pickle=False, **arrays)
    beside.replace(file)


@lru_cache(maxsize=1)
def _read(folder: Path, name: str) -> tuple[Learned, dict[str, Layer]]:
    """Give a kept tagger and its layers by embedder; a name stands for one content, so it is read once."""
    record = json.loads((folder / f"{name}.json").read_text(encoding="utf-8"))
    with np.load(folder / f"{name}.npz", allow_pickle=False) as arrays:
        model = LinearModel.from_arrays(arrays)
        own = {one.removeprefix(LAYER): arrays[one] for one in arrays if one.startswith(LAYER)}
    layers = {
        embedder: (EmbeddingModel.from_arrays(own), Stack.from_record(weights, name))
        for embedder, weights in record.get("embedded", {}).items()
    }
    learned = Learned(
        tagger=Tagger(model, Stack.from_record(record, name)),
        lessons=tuple(_lesson(one) for one in record["lessons"]),
        decisions=int(record["decisions"]),
        until=datetime.fromisoformat(record["until"]),
        shipped=str(record["shipped"]),
        figures=record["figures"],
    )
    return learned, layers


def _lesson(record: dict[str, Any]) -> Lesson:
    levels = record["levels"]
    return Lesson(
        **{name: record[name] for name in ("title", "description", "language", "course")},
        codes=tuple(record["codes"]),
        levels=(levels[0], levels[1]) if levels else None,
    )


def _names(folder: Path) -> Iterator[str]:
    """Go through the names of the kept taggers, the one that speaks first."""
    try:
        names = json.loads((folder / LIVE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(names, list):
        yield from (str(one) for one in names)
