"""The index of an offer, built once, and the few trainings in it that may help one learner.

The index holds the offer as columns, cut by language and by region (or away: to be followed from anywhere), so that a
learner's limits are met by a few cuts instead of a scan.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.case import Case
from recommender.catalogue import Catalogue, Training
from recommender.needs import Need
from recommender.plans import Constraints
from recommender.pruning import make_candidates
from recommender.tags import counted, doors

MOST_CANDIDATES: Final = 150
DEPTHS: Final = (None, 2, 1, 0)
"""How far a stepping stone may rise above max(current, target), tried until few enough candidates are left."""

AWAY: Final = "away"
Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Columns:
    """What limits look at, a row per training: NaN and 0 stand for unknown hours, price and day.

    `first` is 0 too where a training at one's own pace may begin late; `last` is the day on which it is over.
    """

    hours: NDArray[np.float64]
    euro: NDArray[np.float64]
    first: Numbers
    last: Numbers
    full: Flags


@dataclass(frozen=True, slots=True)
class Rows:
    """Taught levels (`low` to `high` of a competence) or, with `low` alone, needed ones; `owner` is a training."""

    owner: Numbers
    competence: Numbers
    low: Numbers
    high: Numbers


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
    taught: Rows
    needed: Rows
    versions: tuple[str, ...] = ()
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

    @property
    def languages(self) -> tuple[str, ...]:
        """Give the languages of teaching that occur, sorted."""
        return tuple(sorted({language for language, _ in self.cuts if language}))


def index(catalogues: Sequence[Catalogue]) -> CatalogueIndex:
    """Give the index of an offer; build it once per version."""
    trainings = tuple(_unique(catalogues))
    codes = sorted({code for one in trainings for code in _codes(one)})
    place = {code: number for number, code in enumerate(codes)}
    taught, needed = [], []
    for number, one in enumerate(trainings):
        taught += [(number, place[o.competence], o.entry, o.exit) for o in counted(one)]
        needed += [(number, place[code], level, 0) for code, level in doors(one)]
    audiences = sorted({one.audience for one in trainings}, key=sorted)
    kinds = {audience: number for number, audience in enumerate(audiences)}
    return CatalogueIndex(
        trainings=trainings,
        codes=tuple(codes),
        cuts=_cuts(trainings),
        columns=_columns(trainings),
        audiences=tuple(audiences),
        audience=np.array([kinds[one.audience] for one in trainings], dtype=np.int64),
        taught=_rows(taught),
        needed=_rows(needed),
        versions=tuple(one.version for one in catalogues),
    )


def select(
    offer: CatalogueIndex,
    needs: Sequence[Need],
    constraints: Constraints,
    *,
    depth: int | str | None = "fewest",
    without: Collection[str] = (),
    doors_open: bool = False,
    pruned: bool = True,
) -> Case:
    """Give the planning problem of one learner.

    A candidate suits the limits, can be begun one day by way of others, and closes part of a gap or opens one that
    does. `depth` is settled by `MOST_CANDIDATES` unless given. `without` leaves trainings out by id, `doors_open` takes
    every entry level as held, `pruned` false keeps every equal.
    """
    person = _Person(offer, needs)
    pool = eligible(offer, constraints)
    pool[offer.numbers(without)] = False
    case = Case(person.needs, ())
    for tried in DEPTHS if isinstance(depth, str) else (depth,):
        found = person.candidates(pool, tried, doors_open=doors_open)
        trainings = [offer.trainings[i] for i in found]
        case = Case(
            needs=person.needs,
            candidates=make_candidates(
                trainings, person.needs, constraints.today, doors_open=doors_open, pruned=pruned
            ),
            hours=constraints.hours,
            euro=constraints.euro,
            today=constraints.today.toordinal() if constraints.today else 0,
            depth=tried,
        )
        if len(case.candidates) <= MOST_CANDIDATES:
            break
    return case


def eligible(offer: CatalogueIndex, constraints: Constraints) -> Flags:
    """Give per training whether it suits the limits, as `eligibility.obstacles` says it one by one."""
    pool = np.zeros(len(offer), dtype=np.bool_)
    for (language, place), numbers in offer.cuts.items():
        speaks = not constraints.languages or language in constraints.languages
        if speaks and (place == AWAY or constraints.region in {None, place}):
            pool[numbers] = True
    pool &= _limits(offer.columns, constraints)
    if constraints.status is not None:
        open_to = [
            not one or bool(one & {"citizen", constraints.status}) for one in offer.audiences
        ]
        pool &= np.array(open_to, dtype=np.bool_)[offer.audience]
    return pool


def reachable(offer: CatalogueIndex, needs: Sequence[Need], pool: Flags) -> dict[str, int]:
    """Give the level per whole code that a learner could reach by all trainings of a pool, without hours or price."""
    person = _Person(offer, needs)
    levels, _ = person.climb(pool)
    return {need.competence: int(levels[j]) for j, need in enumerate(person.needs)}


def teaches_level(offer: CatalogueIndex, pool: Flags, competence: str, level: int) -> bool:
    """Say whether a training of a pool teaches a level, whatever its door asks."""
    if competence not in offer.codes:
        return False
    rows = offer.taught
    of_it = rows.competence == offer.codes.index(competence)
    return bool(np.any(pool[rows.owner] & of_it & (rows.low < level) & (level <= rows.high)))


class _Person:
    """A learner's levels in the numbering of an index; needs that no training names come after it."""

    def __init__(self, offer: CatalogueIndex, needs: Sequence[Need]) -> None:
        by_code = {need.competence: need for need in needs}
        rest = sorted(set(by_code) - set(offer.codes))
        codes = (*offer.codes, *rest)
        self.needs = tuple(by_code.get(code) or Need(code, 0.0, 0.0, 0, 0, 0) for code in codes)
        self.offer = offer
        self.entry = np.array([need.entry for need in self.needs], dtype=np.int64)
        self.current = np.array([need.current for need in self.needs], dtype=np.int64)
        self.target = np.array([need.target for need in self.needs], dtype=np.int64)

    def climb(self, pool: Flags, *, doors_open: bool = False) -> tuple[Numbers, Flags]:
        """Give the levels reached when a pool's trainings are taken as they open, and which of them open."""
        taught, needed = self.offer.taught, self.offer.needed
        levels = self.entry
        while True:
            opens = pool.copy()
            if not doors_open:
                opens[needed.owner[needed.low > levels[needed.competence]]] = False
            rows = opens[taught.owner]
            higher = levels.copy()
            np.maximum.at(higher, taught.competence[rows], taught.high[rows])
            if np.array_equal(higher, levels):
                return levels, opens
            levels = higher

    def candidates(self, pool: Flags, depth: int | None, *, doors_open: bool) -> list[int]:
        """Give the numbers of the candidates in a pool, sorted."""
        needed = self.offer.needed
        if depth is not None:
            held = np.maximum(self.current, self.target)[needed.competence]
            deep = (needed.low > self.entry[needed.competence]) & (needed.low > held + depth)
            pool = pool.copy()
            pool[needed.owner[deep]] = False
        _, opens = self.climb(pool, doors_open=doors_open)
        chosen = self._teaching(opens, self.current, self.target)
        while not doors_open:
            asked = chosen[needed.owner] & (needed.low > self.entry[needed.competence])
            tops = self.entry.copy()
            np.maximum.at(tops, needed.competence[asked], needed.low[asked])
            more = chosen | self._teaching(opens, self.entry, tops)
            if np.array_equal(more, chosen):
                break
            chosen = more
        return [int(i) for i in np.flatnonzero(chosen)]

    def _teaching(self, pool: Flags, floor: Numbers, top: Numbers) -> Flags:
        """Give which trainings of a pool teach a level above `floor` up to `top`."""
        taught = self.offer.taught
        low = np.maximum(taught.low, floor[taught.competence])
        useful = low < np.minimum(taught.high, top[taught.competence])
        chosen = np.zeros(len(pool), dtype=np.bool_)
        chosen[taught.owner[useful & pool[taught.owner]]] = True
        return chosen


def _limits(columns: Columns, constraints: Constraints) -> Flags:
    """Give per training whether hours, price, dates and places left are within the limits."""
    fits = ~columns.full
    if constraints.hours is not None:
        fits &= columns.hours <= constraints.hours
    if constraints.euro is not None:
        unknown = np.isnan(columns.euro) if constraints.euro > 0 else np.zeros_like(fits)
        fits &= unknown | (columns.euro <= constraints.euro)
    if constraints.today is not None:
        today = constraints.today.toordinal()
        fits &= ((columns.first == 0) | (columns.first >= today)) & (
            (columns.last == 0) | (columns.last >= today)
        )
    return fits


def _unique(catalogues: Sequence[Catalogue]) -> Iterator[Training]:
    seen: dict[str, int] = {}
    for one in (training for catalogue in catalogues for training in catalogue):
        name = one.id
        while name in seen:
            seen[one.id] += 1
            name = f"{one.id}#{seen[one.id]}"
        seen[name] = 1
        yield one if name == one.id else replace(one, id=name)


def _codes(training: Training) -> Iterator[str]:
    yield from (outcome.competence for outcome in training.outcomes)
    yield from (required.competence for required in training.requires)


def _cuts(trainings: Sequence[Training]) -> dict[tuple[str, str], Numbers]:
    cuts: dict[tuple[str, str], list[int]] = {}
    for number, one in enumerate(trainings):
        place = AWAY if one.away else one.region
        cuts.setdefault((one.language, place), []).append(number)
    return {key: np.array(numbers, dtype=np.int64) for key, numbers in sorted(cuts.items())}


def _columns(trainings: Sequence[Training]) -> Columns:
    nan = float("nan")
    first = [
        one.start.toordinal() if one.start and one.mode != "self-paced" else 0 for one in trainings
    ]
    return Columns(
        hours=np.array(
            [nan if one.hours is None else one.hours for one in trainings], dtype=np.float64
        ),
        euro=np.array(
            [nan if one.price is None else float(one.price) for one in trainings], dtype=np.float64
        ),
        first=np.array(first, dtype=np.int64),
        last=np.array(
            [one.end.toordinal() if one.end else 0 for one in trainings], dtype=np.int64
        ),
        full=np.array([one.capacity == 0 for one in trainings], dtype=np.bool_),
    )


def _rows(rows: list[tuple[int, int, int, int]]) -> Rows:
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Rows(*(np.ascontiguousarray(table[:, column]) for column in range(4)))
