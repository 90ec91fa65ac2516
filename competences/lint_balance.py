"""What a program sees in a whole bank: kinds, levels and floors by competence, keys, doubles, and the bank's own aims.

A framework says in `aims` what its bank is written towards; an aim that is not named is not asked.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from math import erfc, exp, gamma, sqrt
from typing import Any, Final, get_args

from competences.items import Facet, Item, ItemBank, Knowledge, SelfReport
from competences.problems import Problem
from competences.similarity import alike
from competences.text import LANGUAGES

KINDS: Final = (SelfReport.kind, Knowledge.kind)
MOST_GUESSING: Final = 0.20
MOST_LONGEST: Final = 0.40
"""Share of tasks whose right option may be the longest one, and the shortest one: length must not give it away."""
EVEN: Final = 0.05
"""A spread of keys over places that chance would give less often than this is no longer even."""
NEAR: Final = 0.8
"""From this likeness on, two items of a bank are near-duplicates."""
HEAD: Final[dict[str, str | int]] = {"file": "framework.toml", "row": 1}


def balance_problems(bank: ItemBank) -> Iterator[Problem]:
    """Give what the spread of a bank's items lacks."""
    for code in bank.framework.codes:
        yield from _competence(bank, code)
    for area in bank.framework.areas:
        for kind in KINDS:
            yield from _bands(bank, area.code, kind)
    yield from _keys([item for item in bank.items if isinstance(item, Knowledge)])
    yield from _doubles(bank)
    yield from _aims(bank)


def key_places(tasks: Sequence[Knowledge]) -> dict[str, Any]:
    """Give how often each place holds the right option among tasks of one right answer, and how even that is.

    `p` is the chance of a spread at least as uneven where every place were as likely (Pearson's chi-square); tasks with
    the commonest number of options count.
    """
    single = [one for one in tasks if one.format == "one" and isinstance(one.key, int)]
    if not single:
        return {"counts": [], "p": 1.0}
    choices = Counter(one.choices for one in single).most_common(1)[0][0]
    counts = [0] * choices
    for one in single:
        if one.choices == choices and isinstance(one.key, int):
            counts[one.key] += 1
    mean = sum(counts) / choices
    square = sum((count - mean) ** 2 / mean for count in counts)
    return {"counts": counts, "p": round(chi_square_tail(square, choices - 1), 4)}


def longest_keys(tasks: Sequence[Knowledge]) -> dict[str, float]:
    """Give by language the share of tasks of one right answer in which no other option is as long as the right one."""
    return _extreme(tasks, lambda key, others: key > max(others))


def shortest_keys(tasks: Sequence[Knowledge]) -> dict[str, float]:
    """Give by language the share of tasks of one right answer in which no other option is as short as the right one."""
    return _extreme(tasks, lambda key, others: key < min(others))


def _extreme(
    tasks: Sequence[Knowledge], stands_out: Callable[[int, Sequence[int]], bool]
) -> dict[str, float]:
    """Give by language the share of tasks of one right answer whose length stands out among the others."""
    single = [one for one in tasks if one.format == "one" and isinstance(one.key, int)]
    return {
        language: round(
            sum(stands_out(*_lengths(one, language)) for one in single) / max(len(single), 1), 3
        )
        for language in LANGUAGES
    }


def chi_square_tail(square: float, freedom: int) -> float:
    """Give the probability that a chi-square of so many degrees of freedom exceeds a value.

    By the recurrence of the incomplete gamma function in steps of two degrees (Abramowitz and Stegun, 26.4.8).
    """
    if freedom % 2:
        tail, start = erfc(sqrt(square / 2)), 1
    else:
        tail, start = exp(-square / 2), 2
    for k in range(start, freedom, 2):
        tail += (square / 2) ** (k / 2) * exp(-square / 2) / gamma(k / 2 + 1)
    return tail


def _lengths(item: Knowledge, language: str) -> tuple[int, list[int]]:
    """Give the letters of the right option, and of the others."""
    lengths = [len(option[language]) for option in item.options]
    right = lengths.pop(item.key if isinstance(item.key, int) else 0)
    return right, lengths


def _competence(bank: ItemBank, code: str) -> Iterator[Problem]:
    """Give the kinds that a competence lacks, and a floor that is too high."""
    own = [item for item in bank.items if item.competence == code]
    where: dict[str, str | int] = {"file": f"{code}.toml", "row": 1}
    for kind in KINDS:
        if not any(item.kind == kind for item in own):
            yield Problem("no-items", "warning", where, {"code": code, "kind": kind})
    floors = [item.guessing for item in own if isinstance(item, Knowledge)]
    share = sum(floors) / len(floors) if floors else 0.0
    if share > MOST_GUESSING + 1e-9:
        values = {"code": code, "share": f"{share:.2f}", "most": f"{MOST_GUESSING:.2f}"}
        yield Problem("guessing-high", "warning", where, values)


def _bands(bank: ItemBank, area: str, kind: str) -> Iterator[Problem]:
    """Give the levels that no item of a kind stands at in an area, among those that the area has."""
    own = {one.code for one in bank.framework.of_area(area)}
    reached = {
        bank.framework.level_of(item.level)
        for item in bank.items
        if item.kind == kind and item.competence in own
    }
    for level in bank.framework.levels_of_area(area):
        if level not in reached:
            values: dict[str, str | float] = {"kind": kind, "level": level.code, "area": area}
            yield Problem("band-missing", "warning", HEAD, values)


def _keys(tasks: Sequence[Knowledge]) -> Iterator[Problem]:
    """Give what the keys of all tasks together give away."""
    if key_places(tasks)["p"] <= EVEN:
        yield Problem("keys-uneven", "warning", HEAD)
    for code, shares in (
        ("keys-longest", longest_keys(tasks)),
        ("keys-shortest", shortest_keys(tasks)),
    ):
        for language, share in shares.items():
            if share > MOST_LONGEST:
                most = f"{MOST_LONGEST:.2f}"
                values = {"language": language, "share": f"{share:.2f}", "most": most}
                yield Problem(code, "warning", HEAD, values)


def _doubles(bank: ItemBank) -> Iterator[Problem]:
    """Give the pairs of items that are near-duplicates in a language: stem, options and thing shown together."""
    seen = set()
    for language in LANGUAGES:
        texts = [_whole(item, language) for item in bank.items]
        for here, there, share in alike(texts, NEAR):
            pair = (bank.items[here].id, bank.items[there].id)
            if pair not in seen:
                seen.add(pair)
                where: dict[str, str | int] = {"file": f"{bank.items[there].competence}.toml"}
                values = {"one": pair[0], "other": pair[1], "share": f"{share:.2f}"}
                yield Problem("near-duplicate", "warning", where, {**values, "language": language})


def _whole(item: Item, language: str) -> str:
    """Give all that an item says in a language."""
    if isinstance(item, SelfReport):
        return item.stem[language]
    shown = item.exhibit.plain(language) if item.exhibit else ""
    return "\n".join([item.stem[language], *(option[language] for option in item.options), shown])


def _aims(bank: ItemBank) -> Iterator[Problem]:
    """Give the aims of the framework that its bank falls short of."""
    aims = bank.framework.aims
    found = {
        "items": len(bank.items),
        "ai": sum(item.ai for item in bank.items),
        "exhibits": sum(isinstance(i, Knowledge) and i.exhibit is not None for i in bank.items),
    }
    for name, n in found.items():
        if n < aims.get(name, 0):
            values: dict[str, str | float] = {"aim": name, "n": n, "least": aims[name]}
            yield Problem("aim-missed", "warning", HEAD, values)
    for code in bank.framework.codes:
        own = [item for item in bank.items if item.competence == code]
        for name, lacking in EACH.items():
            for what in lacking(bank, code, own, aims[name]) if name in aims else ():
                where: dict[str, str | int] = {"file": f"{code}.toml", "row": 1}
                yield Problem("competence-lacks", "warning", where, {"code": code, "what": what})


def _too_few(kind: str) -> Callable[[ItemBank, str, Sequence[Item], float], list[str]]:
    """Give the check that a competence has enough items of a kind."""

    def lacking(_bank: ItemBank, _code: str, own: Sequence[Item], least: float) -> list[str]:
        n = sum(item.kind == kind for item in own)
        return [f"{kind} {n}/{least:g}"] if n < least else []

    return lacking


def _facets(_bank: ItemBank, _code: str, own: Sequence[Item], _least: float) -> list[str]:
    """Give the facets that no item of a competence is about."""
    there = {item.facet for item in own}
    return [facet for facet in get_args(Facet) if facet not in there]


def _levels(bank: ItemBank, code: str, own: Sequence[Item], least: float) -> list[str]:
    """Give the levels of a competence with too few statements about oneself."""
    counts = Counter(bank.framework.level_of(i.level) for i in own if isinstance(i, SelfReport))
    levels = bank.framework.levels_of(code)
    return [f"self-report {level.code}" for level in levels if counts[level] < least]


def _bands_each(bank: ItemBank, code: str, own: Sequence[Item], least: float) -> list[str]:
    """Give the levels of a competence with too few items of either kind."""
    counts = Counter((i.kind, bank.framework.level_of(i.level)) for i in own)
    return [
        f"{kind} {level.code}"
        for kind in KINDS
        for level in bank.framework.levels_of(code)
        if counts[kind, level] < least
    ]


def _explained(bank: ItemBank, code: str, _own: Sequence[Item], _least: float) -> list[str]:
    """Give the levels of a competence that nobody has explained."""
    bands = bank.framework.competence(code).bands
    codes = ("none", *(level.code for level in bank.framework.levels_of(code)))
    return [f"bands {level}" for level in codes if level not in bands]


EACH: Final[Mapping[str, Callable[[ItemBank, str, Sequence[Item], float], list[str]]]] = {
    "self_report_each": _too_few(SelfReport.kind),
    "knowledge_each": _too_few(Knowledge.kind),
    "facets_each": _facets,
    "levels_each": _levels,
    "bands_each": _bands_each,
    "explained_each": _explained,
}
"""The aims that hold for each competence: what it lacks, in words."""
