"""Which candidates are so alike, or so much worse than another, that the best plan needs only one of them.

What the rows of the exact model can see of a training becomes columns of numbers; nobody is made an object before it is
kept. Two rules, both of which leave the best plan as good in every aim:
equals: the same in all that a row can see; the cheapest stay, the others could take their place;
beaten: another teaches as much, asks for no more, costs no more and is no harder to fit in.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from numpy.typing import NDArray

from recommender.case import EURO_UNKNOWN, HOURS_UNKNOWN
from recommender.narrowing import Narrowing
from recommender.offers import Flags, Numbers
from recommender.reach import Part, Person

Words = NDArray[np.uint64]
Costs = NDArray[np.float64]

WIDTH: Final = 64
"""Bits of a word."""

MIX: Final = np.uint64(0x9E3779B97F4A7C15)
"""An odd number that spreads bits over a word."""

BLOCK: Final = 256
"""Trainings that are compared at once with those that stay."""

MOST_COMPARED: Final = 6000
"""Kinds beyond which not all are compared with each other at the last depth: it would take seconds."""


@dataclass(frozen=True, slots=True)
class Kept:
    """The trainings of a part that stay candidates, by their places in it.

    `leader` names, for every training of the part, the one of its kind that stands before it, itself where it leads;
    `place` is the place of its id in order. `narrowed` says that some went that the best plan might need.
    """

    part: Part
    places: Numbers
    leader: Numbers
    place: Numbers
    narrowed: bool = False

    def __len__(self) -> int:
        """Give how many stay."""
        return len(self.places)

    def staying(self) -> Part:
        """Give those that stay as a part of their own."""
        stays = np.zeros(len(self.part), dtype=np.bool_)
        stays[self.places] = True
        return self.part.only(stays)

    def of(self, helpful: Part) -> "Kept":
        """Give those that stay and still help: what opened only others that went is of no use."""
        helps = np.isin(self.part.numbers[self.places], helpful.numbers)
        return replace(self, places=self.places[helps])

    def best(self, narrowing: Narrowing, most: int) -> "Kept":
        """Give those that a narrowing keeps of them, `most` at most."""
        if len(self) <= most:
            return self
        stays = narrowing.best(self.staying(), most)
        return replace(self, places=self.places[stays], narrowed=True)

    def equals(self) -> dict[int, list[int]]:
        """Give, by the number of each that stays, the numbers of those that could take its place, in order of id."""
        found: dict[int, list[int]] = {int(i): [] for i in self.part.numbers[self.places]}
        stays = np.zeros(len(self.part), dtype=np.bool_)
        stays[self.places] = True
        following = np.flatnonzero(stays[self.leader] & ~stays)
        following = following[np.argsort(self.place[following])]
        pairs = self.part.numbers[self.leader[following]], self.part.numbers[following]
        for own, other in zip(*(one.tolist() for one in pairs), strict=True):
            found[own].append(other)
        return found


def everyone(part: Part) -> Kept:
    """Give all trainings of a part, each for itself."""
    places = np.arange(len(part))
    return Kept(part, places, places, places)


def prune(
    person: Person,
    part: Part,
    today: int,
    *,
    weekly: float | None = None,
    doors_open: bool = False,
    most: int | None = None,
    narrowing: Narrowing | None = None,
) -> Kept:
    """Give which trainings of a part have to stay candidates.

    `today` is a day number, 0 where unknown; `weekly` are the hours a week where they have a limit. More than `most`
    kinds are not compared with each other: all of them stay. With `narrowing` far too many are narrowed first.
    """
    if not len(part):
        return everyone(part)
    seen = _seen(person, part, today, weekly, doors_open=doors_open)
    kinds, bound = _kinds(seen)
    if most is not None and len(np.unique(kinds)) > most:
        return everyone(part)
    leader = _leaders(seen, kinds)
    leaders = np.flatnonzero(leader == np.arange(len(part)))
    kept = Kept(part, leaders, leader, seen.place)
    if narrowing is not None:
        kept = kept.best(narrowing, MOST_COMPARED)
    if most is None or len(kept) <= most:
        beaten = _beaten(seen.only(kept.places), bound[kept.places])
        kept = replace(kept, places=kept.places[~beaten])
    return kept


@dataclass(frozen=True, slots=True)
class _Seen:
    """What rows of the model see of trainings, one a row of each column.

    Bits of `taught` and `vouched` are levels taught, by anybody's word and by a person's; those of `asked` are levels
    needed above the ones held. `costs` are hours and euro as limits count them, then as equals are ranked. `end` is the
    day by which it can be over; `timely` says that it may open something with a fixed date.
    """

    taught: Words
    vouched: Words
    asked: Words
    costs: Costs
    place: Numbers
    start: Numbers
    last: Numbers
    days: Numbers
    end: Numbers
    full: Flags
    timely: Flags
    load: Numbers
    group: Numbers

    def only(self, rows: Numbers) -> "_Seen":
        """Give some of the rows."""
        return _Seen(*(getattr(self, one.name)[rows] for one in fields(self)))

    @property
    def dated(self) -> Flags:
        """Say which have a fixed date."""
        return self.start > 0

    @property
    def needs(self) -> Flags:
        """Say which have a door to be opened."""
        return np.asarray(self.asked.any(axis=1))


def _seen(
    person: Person, part: Part, today: int, weekly: float | None, *, doors_open: bool
) -> _Seen:
    """Give what rows of the model see of the trainings of a part."""
    of, columns = part.numbers, person.offer.columns
    hours, euro = columns.hours[of], columns.euro[of]
    own_pace = columns.own_pace[of] & (columns.start[of] <= today)
    start = np.where(own_pace, 0, columns.start[of])
    last = np.where(start > 0, np.maximum(start, columns.last[of]), 0)
    days = np.zeros_like(start)
    if weekly:
        days[start == 0] = np.floor(7 * np.nan_to_num(hours[start == 0]) / weekly)
    taught, vouched, asked = _levels(person, part, doors_open=doors_open)
    costs = [
        np.nan_to_num(hours), np.nan_to_num(euro),
        np.nan_to_num(hours, nan=HOURS_UNKNOWN), np.nan_to_num(euro, nan=EURO_UNKNOWN),
    ]  # fmt: skip
    return _Seen(
        taught=taught,
        vouched=vouched,
        asked=asked,
        costs=np.stack(costs, axis=1),
        place=columns.place[of],
        start=start,
        last=last,
        days=days,
        end=np.where(start > 0, last, today + days),
        full=columns.fills[of] & (start > 0),
        timely=_timely(taught, asked, start > 0),
        load=np.where(start > 0, columns.load[of], 0) if weekly else np.zeros_like(start),
        group=columns.group[of],
    )


def _levels(person: Person, part: Part, *, doors_open: bool) -> tuple[Words, Words, Words]:
    """Give levels taught, taught on a person's word, and needed, as bits: those that count for the person."""
    taught, needed = part.taught, part.needed
    asked = (needed.low > person.entry[needed.competence]) & (not doors_open)
    owner, competence, level = needed.owner[asked], needed.competence[asked], needed.low[asked]
    tops = np.maximum(person.current, person.target)
    np.maximum.at(tops, competence, level)
    low = np.maximum(taught.low, person.entry[taught.competence])
    high = np.minimum(taught.high, tops[taught.competence])
    deep = int(tops.max(initial=0)) + 1
    by_all = _Levels(taught.owner, taught.competence, low, high, deep)
    vouched = taught.trusted
    by_some = _Levels(
        taught.owner[vouched], taught.competence[vouched], low[vouched], high[vouched], deep
    )
    doors = _Levels(owner, competence, person.entry[competence], level, deep)
    bits = _numbered_columns(len(tops) * deep, [by_all.column, doors.column])
    all_words, some_words, door_words = (
        one.words(len(part), bits) for one in (by_all, by_some, doors)
    )
    return all_words, some_words, door_words


class _Levels:
    """Rows of levels `low + 1` to `high`, one by one: whose, and in which column."""

    def __init__(
        self, owner: Numbers, competence: Numbers, low: Numbers, high: Numbers, deep: int
    ) -> None:
        count = np.maximum(high - low, 0)
        before = np.repeat(np.cumsum(count) - count, count)
        level = np.repeat(low, count) + 1 + np.arange(len(before)) - before
        self.owner = np.repeat(owner, count)
        self.column = np.repeat(competence, count) * deep + level

    def words(self, owners: int, bits: Numbers) -> Words:
        """Give the levels of each owner as bits; `bits` numbers the columns that occur."""
        bit = bits[self.column]
        words = np.zeros((owners, bits[-1] // WIDTH + 1), dtype=np.uint64)
        flag = np.left_shift(np.uint64(1), (bit % WIDTH).astype(np.uint64))
        np.bitwise_or.at(words, (self.owner, bit // WIDTH), flag)
        return words


def _numbered_columns(columns: int, used: Sequence[Numbers]) -> Numbers:
    """Give the number of each column among those that are used; the last is the number of these."""
    occurs = np.zeros(columns + 1, dtype=np.int64)
    for one in used:
        occurs[one + 1] = 1
    return np.cumsum(occurs)


def _timely(taught: Words, asked: Words, dated: Flags) -> Flags:
    """Say which may open something that has a fixed date, themselves or by way of others."""
    wanted = np.bitwise_or.reduce(asked[dated], axis=0)
    while True:
        timely = (taught & wanted).any(axis=1)
        more = wanted | np.bitwise_or.reduce(asked[timely], axis=0)
        if np.array_equal(more, wanted):
            return np.asarray(timely)
        wanted = more


def _kinds(seen: _Seen) -> tuple[Numbers, Numbers]:
    """Give a number per different kind of training, and the course that binds each (0 = none).

    Dates tell kinds apart only where a door with a date, a full day or a week looks at them; a course only where its
    sessions differ, since of sessions that are alike nobody takes two.
    """
    looked_at = seen.timely | (seen.dated & seen.needs) | _clashing(seen)
    days = np.stack([seen.start, seen.last, seen.full], axis=1) * looked_at[:, None]
    rest = np.concatenate([days, seen.load[:, None]], axis=1).astype(np.uint64)
    kinds = _numbered(np.concatenate([seen.taught, seen.vouched, seen.asked, rest], axis=1))
    bound = np.where(_of_several_kinds(seen.group, kinds), seen.group, 0)
    return kinds + (kinds.max(initial=0) + 1) * bound, bound


def _of_several_kinds(group: Numbers, kinds: Numbers) -> Flags:
    """Say whose course has sessions of different kinds."""
    members = np.flatnonzero(group)
    order = members[np.lexsort((kinds[members], group[members]))]
    differs = (group[order[1:]] == group[order[:-1]]) & (kinds[order[1:]] != kinds[order[:-1]])
    return np.isin(group, group[order[1:][differs]])


def _numbered(rows: Words) -> Numbers:
    """Give a number per different row."""
    mixed = np.zeros(len(rows), dtype=np.uint64)
    for column in rows.T:
        mixed = (mixed ^ column) * MIX
        mixed ^= mixed >> np.uint64(29)
    _, first, numbers = np.unique(mixed, return_index=True, return_inverse=True)
    if np.array_equal(rows[first[numbers]], rows):
        return numbers.astype(np.int64)
    return np.unique(rows, axis=0, return_inverse=True)[1].reshape(-1).astype(np.int64)


def _clashing(seen: _Seen) -> Flags:
    """Say which fill their days and share one with another that does."""
    full = np.flatnonzero(seen.full)
    order = full[np.lexsort((seen.last[full], seen.start[full]))]
    start, last = seen.start[order], seen.last[order]
    clashing = np.zeros(len(seen.full), dtype=np.bool_)
    clashing[order[1:][start[1:] <= np.maximum.accumulate(last)[:-1]]] = True
    clashing[order[:-1][start[1:] <= last[:-1]]] = True
    return clashing


def _leaders(seen: _Seen, kinds: Numbers) -> Numbers:
    """Give whom each training follows: the first of its kind that is no dearer in any cost; itself where none is."""
    order = np.lexsort((seen.place, *seen.costs.T[::-1], kinds))
    leader = np.arange(len(kinds))
    while len(order):
        first = np.flatnonzero(np.diff(kinds[order], prepend=-1))
        own = np.repeat(order[first], np.diff(first, append=len(order)))
        beaten = np.all(seen.costs[own] <= seen.costs[order], axis=1)
        leader[order[beaten]] = own[beaten]
        order = order[~beaten]
    return leader


def _beaten(seen: _Seen, bound: Numbers) -> Flags:
    """Say which are no better in anything than another that stays.

    The cheapest are looked at first, and of those that cost the same the ones that teach most and are freest: so what
    could beat a training has been looked at before it. Whoever slips through costs time, never the best plan.
    """
    clashing = _clashing(seen)
    order = np.lexsort(
        (seen.place, -seen.start, seen.end, seen.dated, clashing, seen.load, bound,
         _bits(seen.asked), -_bits(seen.vouched), -_bits(seen.taught), *seen.costs.T[::-1])
    )  # fmt: skip
    seen, bound, clashing = seen.only(order), bound[order], clashing[order]
    stays = np.zeros(len(bound), dtype=np.bool_)
    for start in range(0, len(bound), BLOCK):
        block = np.arange(start, min(start + BLOCK, len(bound)))
        for better in (np.flatnonzero(stays), block):
            pairs = _pairs(seen, better, block)
            stays[block] = True
            stays[_worse(seen, bound, clashing, *pairs)] = False
            block = block[stays[block]]
    beaten = np.ones(len(bound), dtype=np.bool_)
    beaten[order[stays]] = False
    return beaten


def _bits(words: Words) -> Numbers:
    """Give how many bits each row holds."""
    return np.asarray(np.bitwise_count(words).sum(axis=1, dtype=np.int64))


def _pairs(seen: _Seen, better: Numbers, worse: Numbers) -> tuple[Numbers, Numbers]:
    """Give the pairs whose first stands before the second and teaches all that the second does."""
    teaches = np.ones((len(better), len(worse)), dtype=np.bool_)
    lacks = ~seen.taught[better]
    for word in range(lacks.shape[1]):
        teaches &= (lacks[:, word, None] & seen.taught[worse, word]) == 0
    first, second = np.divmod(np.flatnonzero(teaches), max(1, len(worse)))
    before = better[first] < worse[second]
    return better[first[before]], worse[second[before]]


def _worse(
    seen: _Seen, bound: Numbers, clashing: Flags, better: Numbers, worse: Numbers
) -> Numbers:
    """Give the second of those pairs whose first could stand for it in every path; the first teaches as much."""

    def keep(flags: Flags) -> None:
        nonlocal better, worse
        better, worse = better[flags], worse[flags]

    for column in range(1, seen.costs.shape[1]):
        keep(seen.costs[better, column] <= seen.costs[worse, column])
    for word in range(seen.asked.shape[1]):
        keep((seen.asked[better, word] & ~seen.asked[worse, word]) == 0)
        keep((seen.vouched[worse, word] & ~seen.vouched[better, word]) == 0)
    keep((bound[better] == 0) | (bound[better] == bound[worse]))
    keep((seen.load[better] == 0) | (seen.load[better] == seen.load[worse]))
    same_days = (seen.start[better] == seen.start[worse]) & (seen.last[better] == seen.last[worse])
    keep(~clashing[better] | (same_days & seen.full[worse]))
    keep(~seen.timely[worse] | (seen.end[better] <= seen.end[worse]))
    keep(_begins_as_well(seen, better, worse))
    return worse


def _begins_as_well(seen: _Seen, better: Numbers, worse: Numbers) -> Flags:
    """Say whether the first of each pair can begin wherever the second can, and is over as early where that counts.

    Without a door it can begin any time. With one, a fixed date has to be the same or a later one; what has none may
    begin as late, but it then takes its days.
    """
    dated, later = seen.dated[better], seen.start[worse] <= seen.start[better]
    as_soon = (seen.days[better] == 0) | ~seen.dated[worse] | ~seen.timely[worse]
    needs = seen.asked[better].any(axis=1)
    return ~needs | np.where(dated, seen.dated[worse] & later, as_soon)
