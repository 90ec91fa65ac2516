"""The index of an offer, built once per version: its trainings as columns.

They are cut by language and by region (or away: to be followed from anywhere), so that a learner's limits are met by a
few cuts instead of a scan.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from recommender.catalogue import Catalogue, Training, unique
from recommender.eligibility import fills_its_days, fullest, week_loads
from recommender.tags import counted, doors

AWAY: Final = "away"
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Key = TypeVar("Key", str, tuple[str, str])


@dataclass(frozen=True, slots=True)
class Columns:
    """What limits look at, a row per training: NaN and 0 stand for unknown hours, price and day.

    `first` is 0 too where a training at one's own pace may begin late; `last` is the day on which it is over, `finish`
    the day that a deadline looks at; `peak` are the hours of its fullest week, `load` numbers the different ways of
    filling weeks (0 = none), `group` the courses that have sessions (0 = none), `place` is that of the id in order.
    """

    hours: NDArray[np.float64]
    euro: NDArray[np.float64]
    first: Numbers
    last: Numbers
    finish: Numbers
    peak: NDArray[np.float64]
    full: Flags
    start: Numbers
    own_pace: Flags
    fills: Flags
    load: Numbers
    group: Numbers
    place: Numbers


@dataclass(frozen=True, slots=True)
class Rows:
    """Taught levels (`low` to `high` of a competence) or, with `low` alone, needed ones; `owner` is a training.

    `trusted` says whether a person stands behind what is taught.
    """

    owner: Numbers
    competence: Numbers
    low: Numbers
    high: Numbers
    trusted: Flags


@dataclass(frozen=True, slots=True)
class CatalogueIndex:
    """The offer of one or several catalogues; ids are unique, later ones that repeat get the suffix `#2`, `#3` ….

    `codes` are the whole codes that trainings name, sorted; `cuts` holds training numbers by language and by region or
    `"away"`.
    """

    trainings: tuple[Training, ...]
    codes: tuple[str, ...]
    cuts: Mapping[tuple[str, str], Numbers]
    columns: Columns
    audiences: tuple[frozenset[str], ...]
    audience: Numbers
    accesses: tuple[frozenset[str], ...]
    access: Numbers
    providers: Mapping[str, Numbers]
    taught: Rows
    needed: Rows
    _by_id: Mapping[str, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Note the number of each training by its id."""
        numbers = {one.id: number for number, one in enumerate(self.trainings)}
        object.__setattr__(self, "_by_id", numbers)

    def __len__(self) -> int:
        """Give the number of trainings."""
        return len(self.trainings)

    def training(self, training_id: str) -> Training | None:
        """Give the training with an id, or None."""
        number = self._by_id.get(training_id)
        return None if number is None else self.trainings[number]

    def numbers(self, ids: Collection[str]) -> list[int]:
        """Give the numbers of those ids that exist."""
        return [self._by_id[one] for one in ids if one in self._by_id]

    def numbers_of(self, provider: str) -> Numbers:
        """Give the numbers of a provider's trainings; none where nobody has that name."""
        return self.providers.get(provider, np.zeros(0, dtype=np.int64))

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages of teaching that occur, sorted."""
        return tuple(sorted({language for language, _ in self.cuts if language}))


def index(catalogues: Sequence[Catalogue]) -> CatalogueIndex:
    """Give the index of an offer; build it once per version."""
    trainings = _called_once([one for catalogue in catalogues for one in catalogue])
    codes = sorted({code for one in trainings for code in _codes(one)})
    place = {code: number for number, code in enumerate(codes)}
    taught, needed = [], []
    for number, one in enumerate(trainings):
        taught += [(number, place[o.competence], o.entry, o.exit, o.trusted) for o in counted(one)]
        needed += [(number, place[code], level, 0, False) for code, level in doors(one)]
    audiences, audience = _kinds([one.audience for one in trainings])
    accesses, access = _kinds([frozenset(one.accessibility) for one in trainings])
    return CatalogueIndex(
        trainings=trainings,
        codes=tuple(codes),
        cuts=_cuts(trainings),
        columns=_columns(trainings),
        audiences=audiences,
        audience=audience,
        accesses=accesses,
        access=access,
        providers=_numbered([one.provider for one in trainings]),
        taught=_rows(taught),
        needed=_rows(needed),
    )


def _called_once(offered: Sequence[Training]) -> tuple[Training, ...]:
    """Give trainings under ids of their own."""
    named = zip(offered, unique(one.id for one in offered), strict=True)
    return tuple(one if one.id == name else replace(one, id=name) for one, name in named)


def _codes(training: Training) -> Iterator[str]:
    yield from (outcome.competence for outcome in training.outcomes)
    yield from (required.competence for required in training.requires)


def _cuts(trainings: Sequence[Training]) -> dict[tuple[str, str], Numbers]:
    return _numbered([(one.language, AWAY if one.away else one.region) for one in trainings])


def _numbered(keys: Sequence[Key]) -> dict[Key, Numbers]:
    """Give the numbers of the trainings under each key, keys sorted."""
    found: dict[Key, list[int]] = {}
    for number, key in enumerate(keys):
        found.setdefault(key, []).append(number)
    return {key: np.array(numbers, dtype=np.int64) for key, numbers in sorted(found.items())}


def _kinds(sets: Sequence[frozenset[str]]) -> tuple[tuple[frozenset[str], ...], Numbers]:
    """Give the different sets, and for each training which of them is its own."""
    kinds = sorted(set(sets), key=sorted)
    place = {one: number for number, one in enumerate(kinds)}
    return tuple(kinds), np.array([place[one] for one in sets], dtype=np.int64)


def _columns(trainings: Sequence[Training]) -> Columns:
    nan = float("nan")
    start = np.array([one.start.toordinal() if one.start else 0 for one in trainings], np.int64)
    own_pace = np.array([one.mode == "self-paced" for one in trainings], dtype=np.bool_)
    weeks = [week_loads(one) for one in trainings]
    place = np.empty(len(trainings), dtype=np.int64)
    place[sorted(range(len(trainings)), key=lambda i: trainings[i].id)] = np.arange(len(place))
    return Columns(
        hours=np.array(
            [nan if one.hours is None else one.hours for one in trainings], dtype=np.float64
        ),
        euro=np.array(
            [nan if one.price is None else float(one.price) for one in trainings], dtype=np.float64
        ),
        first=np.where(own_pace, 0, start),
        last=np.array(
            [one.end.toordinal() if one.end else 0 for one in trainings], dtype=np.int64
        ),
        finish=np.array([_finish(one) for one in trainings], dtype=np.int64),
        peak=np.array([fullest(one) for one in weeks], dtype=np.float64),
        full=np.array([one.capacity == 0 for one in trainings], dtype=np.bool_),
        start=start,
        own_pace=own_pace,
        fills=np.array([fills_its_days(one) for one in trainings], dtype=np.bool_),
        load=_kind_numbers([one or None for one in weeks]),
        group=_kind_numbers(
            [(one.provider, one.group) if one.group else None for one in trainings]
        ),
        place=place,
    )


def _kind_numbers(kinds: Sequence[Hashable | None]) -> Numbers:
    """Give a number from 1 on to each different kind, in the order in which they come, and 0 to None."""
    numbers: dict[Hashable | None, int] = {None: 0}
    return np.array([numbers.setdefault(one, len(numbers)) for one in kinds], dtype=np.int64)


def _finish(training: Training) -> int:
    """Give the day by which a deadline must not have passed, 0 where none is fixed."""
    if training.start is None:
        return 0
    own_pace = training.mode == "self-paced"
    return (training.start if own_pace else training.end or training.start).toordinal()


def _rows(rows: list[tuple[int, int, int, int, bool]]) -> Rows:
    owner, competence, low, high, trusted = np.array(rows, dtype=np.int64).reshape(-1, 5).T.copy()
    return Rows(owner, competence, low, high, trusted.astype(np.bool_))
