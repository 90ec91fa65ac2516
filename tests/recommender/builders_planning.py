"""Trainings, people and limits for planning tests, and an oracle that tries every subset of a small offer."""

from collections import Counter
from datetime import date, timedelta
from decimal import Decimal
from itertools import combinations
from math import ceil
from random import Random
from typing import Any

from competences import Text
from recommender import Catalogue, Constraints, Need, Outcome, Training, index
from recommender.catalogue import Requirement

CODES = ("digcomp-3.0/1.1", "digcomp-3.0/1.2", "digcomp-3.0/1.3")
DAY = date(2027, 3, 1)
TOLERANCE = 1e-6


def whole(code):
    return code if "/" in code else f"digcomp-3.0/{code}"


def training(
    name: str, *outcomes: Any, requires: Any = (), price: Any = 0, hours: Any = 4.0, **fields: Any
) -> Training:
    """Give a training of outcomes `("1.1", 0, 2)`, with an origin as a fourth part where it is not the provider's."""
    return Training(
        id=name,
        title=Text(en=f"Title of {name}"),
        outcomes=tuple(outcome(*one) for one in outcomes),
        requires=tuple(Requirement(whole(code), level) for code, level in requires),
        price=None if price is None else Decimal(str(price)),
        hours=hours,
        **{"language": "en", **fields},
    )


def outcome(code, entry, exit_level, origin="provider", probability=None, words=()):
    if probability is None:
        probability = 1.0 if origin in {"provider", "reviewed"} else 0.8
    return Outcome(whole(code), entry, exit_level, origin, probability, words)


def offer(*trainings):
    return index([Catalogue(tuple(trainings))])


def need(code="1.1", mean=0.0, target=2, *, sd=0.0, weight=1.0, entry=None):
    current = int(mean + 1e-6)
    held = min(current, int(mean - sd / 2 + 0.5 + 1e-6))
    return Need(
        whole(code), mean, sd, current, max(0, held) if entry is None else entry, target, weight
    )


def random_trainings(random: Random, count: int) -> list[Training]:
    """Give a dense offer: cycles, dates, sessions of one course, machine tags, unknown hours and prices."""
    return [_random_training(random, f"t{number}") for number in range(count)]


def random_needs(random: Random, weights=(1.0, 1.0, 0.5, 2.0)) -> list[Need]:
    found = []
    for code in CODES:
        mean, sd = random.choice((0.0, 0.0, 0.6, 1.0, 1.5)), random.choice((0.0, 0.8, 1.6))
        made = need(code, mean, sd=sd, weight=random.choice(weights))
        target = min(8, made.current + random.choice((0, 2, 3, 4)))
        found.append(need(code, mean, target, sd=sd, weight=made.weight))
    return found


def random_limits(random: Random) -> Constraints:
    return Constraints(
        hours=random.choice((None, None, 8, 14, 20)),
        euro=random.choice((None, None, 0, 40, 100)),
        today=random.choice((None, DAY)),
        weekly=random.choice((None, None, None, 5, 8)),
        deadline=random.choice((None, None, None, DAY + timedelta(days=9))),
    )


def _random_training(random: Random, name: str) -> Training:
    codes = random.sample(CODES, random.choice((1, 1, 2, 2)))
    origins = (("provider", 1.0), ("reviewed", 1.0), ("lexicon", 0.9), ("model", 0.5))
    outcomes = []
    for code in codes:
        entry = random.choice((0, 0, 0, 1, 1, 2))
        origin, probability = random.choices(origins, (4, 1, 3, 1))[0]
        outcomes.append((code, entry, entry + random.choice((1, 2)), origin, probability))
    start = DAY + timedelta(days=random.randrange(-2, 12)) if random.random() < 0.35 else None
    length = random.choice((None, 0, 2, 6))
    return training(
        name,
        *outcomes,
        requires=[(random.choice(CODES), random.choice((1, 2)))] if random.random() < 0.5 else [],
        hours=random.choice((2.0, 3.5, 4.0, 7.0, 8.0, None)),
        price=random.choice((0, 0, 10, 35.5, None)),
        start=start,
        end=None if start is None or length is None else start + timedelta(days=length),
        provider="house",
        group=random.choice(("", "", "", "", "g")),
    )


def best_by_trying(trainings, needs, limits) -> float:
    """Give the best value over all subsets, from the meaning of a path alone."""
    suits = [one for one in trainings if _suits(one, limits)]
    best = 0.0
    for size in range(len(suits) + 1):
        for chosen in combinations(suits, size):
            if _together(chosen, limits):
                ready = _earliest(chosen, needs, limits)
                if ready is not None:
                    best = max(best, _value(chosen, needs, ready))
    return best


def _suits(one, limits) -> bool:
    if limits.today and one.mode != "self-paced":
        if one.start and one.start < limits.today:
            return False
        if one.end and one.end < limits.today:
            return False
    room = _room(limits)
    if room is not None and (one.hours is None or one.hours > room):
        return False
    if limits.deadline and one.start and (one.end or one.start) > limits.deadline:
        return False
    if limits.weekly and max(_weeks([one]).values(), default=0) > limits.weekly + TOLERANCE:
        return False
    if limits.euro == 0 and one.price is None:
        return False
    return limits.euro is None or float(one.price or 0) <= limits.euro


def _together(chosen, limits) -> bool:
    room = _room(limits)
    if room is not None and sum(one.hours for one in chosen) > room + TOLERANCE:
        return False
    if limits.weekly and max(_weeks(chosen).values(), default=0) > limits.weekly + TOLERANCE:
        return False
    if limits.euro is not None and sum(float(one.price or 0) for one in chosen) > limits.euro:
        return False
    groups = [one.group for one in chosen if one.group]
    if len(groups) != len(set(groups)):
        return False
    return not any(_clash(a, b) for a, b in combinations(chosen, 2))


def _room(limits):
    if not (limits.weekly and limits.deadline and limits.today):
        return limits.hours
    held = limits.weekly * ((limits.deadline - limits.today).days + 1) / 7
    return held if limits.hours is None else min(held, limits.hours)


def _weeks(chosen):
    """Give the hours that fixed sessions take in each week: even on their weekdays, eight a day without an end."""
    weeks = Counter()
    for one in chosen:
        if one.start is None or one.hours is None:
            continue
        length = (one.end - one.start).days + 1 if one.end else 60
        days = [one.start + timedelta(days=k) for k in range(length)]
        days = [day for day in days if day.weekday() < 5] or days
        held = days if one.end else days[: ceil(one.hours / 8)]
        for day in held:
            weeks[day.isocalendar()[:2]] += one.hours / len(held)
    return weeks


def _clash(a, b) -> bool:
    def days(one):
        last = max(one.start, one.end or one.start)
        return [one.start + timedelta(days=k) for k in range((last - one.start).days + 1)]

    def full(one):
        if one.start is None or one.hours is None:
            return False
        return one.hours >= 6 * max(1, sum(day.weekday() < 5 for day in days(one)))

    return full(a) and full(b) and bool(set(days(a)) & set(days(b)))


def _earliest(chosen, needs, limits):
    """Give the earliest day on which each level is there, or None where some training can never begin.

    With hours a week, one without a date is over no sooner than if the learner did it alone from today.
    """
    today = limits.today
    held = {one.competence: one.entry for one in needs}
    ready, begun, moved = {}, set(), True
    while moved:
        moved = False
        for one in chosen:
            asked = [(o.competence, o.entry) for o in _tags(one)]
            asked += [(r.competence, r.level) for r in one.requires]
            levels = [
                (code, k) for code, top in asked for k in range(held.get(code, 0) + 1, top + 1)
            ]
            if any(level not in ready for level in levels):
                continue
            opened = max((ready[level] for level in levels), default=date.min)
            if one.start and opened >= one.start and levels:
                continue
            first = max(opened, today or date.min) if one.start is None else one.start
            alone = (today or date.min) + timedelta(
                days=int(7 * (one.hours or 0) / (limits.weekly or 1e9))
            )
            ended = (
                max(first, alone) if one.start is None else max(one.start, one.end or one.start)
            )
            begun.add(one.id)
            for o in _tags(one):
                for k in range(o.entry + 1, o.exit + 1):
                    if ready.get((o.competence, k), date.max) > ended:
                        ready[o.competence, k], moved = ended, True
    return ready if len(begun) == len(chosen) else None


def _tags(one):
    return [
        o for o in one.outcomes if o.origin in {"provider", "reviewed"} or o.probability >= 0.55
    ]


def _value(chosen, needs, ready) -> float:
    total = 0.0
    for one in needs:
        level = one.entry
        while (one.competence, level + 1) in ready:
            level += 1
        for k in range(one.current + 1, min(level, one.target) + 1):
            sure = any(
                o.competence == one.competence and o.entry < k <= o.exit and o.trusted
                for training in chosen
                for o in _tags(training)
            )
            total += one.weight * (1.0 if sure else 0.6)
    return total
