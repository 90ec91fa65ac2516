"""A profile as a page shows it: where things stand, in codes for words and in places on the ruler."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from competences import Framework, Profile, Reading, Text
from competences.framework import Band, Level
from competences.scales import NONE, cuts, to_level

NAMED: Final = 3
"""How many strengths, and how many next steps, a page names."""


UNSAID: Final = Band(Text(), Text())
"""What is said of a level that nobody explained, or that today's pack has no more."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a person stands in one competence, one area or all.

    `level`, `between` and `floor` are level codes as in `Reading`; `place`, `low`, `high` and `own` lie on the ruler,
    from 0 to 1 (`own` is the person's own estimate). `scale` is the place on the level scale; `at`, `reach` and
    `own_at` name the levels that `place`, the range and `own` lie in; `upcoming` is the level after that of `place`.
    `means` says what the level means that is surely reached, `ahead` what comes next from where `place` lies; both
    may be empty.
    """

    code: str
    name: Text
    description: Text
    level: str | None
    between: tuple[str, str] | None
    floor: str | None
    basis: str
    answers: int
    place: float
    low: float
    high: float
    own: float | None
    scale: float
    at: Text
    reach: tuple[Text, Text]
    own_at: Text | None
    upcoming: Level | None
    means: Text
    ahead: Text


@dataclass(frozen=True, slots=True)
class Portrait:
    """All standings of a profile; `leaning` says how the own estimate differs: `"higher"`, `"lower"` or None.

    A profile of chosen competences (`scope`) shows these and their areas alone. `contradicts` says that some answers do
    not fit together: a call to look again. `hands_over` says that another framework goes on from here.
    """

    overall: Standing
    areas: tuple[Standing, ...]
    competences: Mapping[str, tuple[Standing, ...]]
    strengths: tuple[Standing, ...]
    next_steps: tuple[Standing, ...]
    leaning: str | None
    answered: int
    provisional: bool
    contradicts: bool
    scope: tuple[str, ...]
    hands_over: bool


def portrait_of(profile: Profile, framework: Framework) -> Portrait:
    """Give the portrait of a profile; competences stand by area, the areas in the framework's order."""
    leaning = _leaning(profile)
    scope = profile.scope or framework.codes
    competences = {
        area.code: tuple(
            _standing(framework, profile.readings[one.code], one.code, one.name, one.description)
            for one in framework.of_area(area.code)
            if one.code in scope
        )
        for area in framework.areas
    }
    areas = tuple(
        _standing(
            framework,
            profile.areas[area.code],
            area.code,
            area.name,
            own=_mean_own(profile, framework, area.code) if leaning else None,
        )
        for area in framework.areas
        if competences[area.code]
    )
    overall = _standing(framework, profile.overall, "", framework.name)
    strengths, next_steps = _named([one for area in competences.values() for one in area])
    return Portrait(
        overall=overall,
        areas=areas,
        competences=competences,
        strengths=strengths,
        next_steps=next_steps,
        leaning=leaning,
        answered=profile.answered,
        provisional=profile.provisional,
        contradicts=profile.fit is not None and profile.fit.shown,
        scope=profile.scope,
        hands_over=_hands_over(framework, overall if not profile.scope else None, areas),
    )


def _hands_over(framework: Framework, overall: Standing | None, areas: Sequence[Standing]) -> bool:
    """Say whether a person stands, overall or in an area that is shown, where another framework goes on."""
    if framework.handover is None:
        return False
    shown = [one.scale for one in (overall, *areas) if one is not None and one.answers]
    return max(shown, default=0.0) >= framework.handover.at


def _leaning(profile: Profile) -> str | None:
    """Give how the own estimate lies beside what was shown, where that is worth a sentence."""
    rated = profile.over_rating
    if rated is None or not rated.shown:
        return None
    return "higher" if rated.mean > 0 else "lower"


def _named(standings: list[Standing]) -> tuple[tuple[Standing, ...], tuple[Standing, ...]]:
    """Give the strongest competences that surely reach a level, and those with the nearest next step.

    Competences with answers of their own come first; the rest is known from related answers alone.
    """
    known = sorted(standings, key=lambda one: (one.answers == 0, -one.place, one.code))
    strengths = tuple(one for one in known if one.floor)[:NAMED]
    rest = [one for one in known if one not in strengths and one.upcoming]
    rest.sort(key=lambda one: (one.answers == 0, one.place, one.code))
    return strengths, tuple(rest[:NAMED])


def _standing(
    framework: Framework,
    reading: Reading,
    code: str,
    name: Text,
    description: Text | None = None,
    own: float | None = None,
) -> Standing:
    """Give the standing of a reading."""
    low, high = reading.interval
    levels = _levels(framework, code)
    bands = framework.competence(code).bands if code in framework.codes else {}
    return Standing(
        code=code,
        name=name,
        description=description or Text(),
        level=reading.level,
        between=reading.between,
        floor=reading.floor,
        basis=reading.basis,
        answers=reading.answers,
        place=on_ruler(framework, reading.mean),
        low=on_ruler(framework, low),
        high=on_ruler(framework, high),
        own=None if own is None else on_ruler(framework, own),
        scale=reading.scale[0],
        at=_called(framework, levels, reading.mean),
        reach=(_called(framework, levels, low), _called(framework, levels, high)),
        own_at=None if own is None else _called(framework, levels, own),
        upcoming=_upcoming(levels, reading.scale[0]),
        means=bands.get(reading.floor or NONE, UNSAID).means,
        ahead=bands.get(_reached(levels, reading.scale[0]), UNSAID).next,
    )


def _mean_own(profile: Profile, framework: Framework, area: str) -> float | None:
    """Give the person's own estimate of an area, latent: the mean over its self-rated competences."""
    rated = [profile.readings[one.code].perceived_mean for one in framework.of_area(area)]
    given = [one for one in rated if one is not None]
    return sum(given) / len(given) if given else None


def _levels(framework: Framework, code: str) -> tuple[Level, ...]:
    """Give the named levels of a competence, of an area, or of the framework."""
    if code in framework.codes:
        return framework.levels_of(code)
    return framework.levels_of_area(code) if framework.of_area(code) else framework.levels


def _called(framework: Framework, levels: Sequence[Level], latent: float) -> Text:
    """Give the name of the level, among some, that a latent place lies in."""
    return framework.level_name(_reached(levels, to_level(framework, latent, 0.0)[0]))


def _upcoming(levels: Sequence[Level], place: float) -> Level | None:
    """Give the level that begins above a place on the level scale; None at the top."""
    return next((level for level in levels if level.start > place), None)


def _reached(levels: Sequence[Level], place: float) -> str:
    """Give the code of the level that a place on the level scale lies in; `"none"` below the first."""
    return next((level.code for level in reversed(levels) if level.start <= place), NONE)


def on_ruler(framework: Framework, latent: float) -> float:
    """Give a latent position on the ruler, from 0 to 1: all levels, and what lies below the first, are equally long.

    The lowest and the highest stretch are taken as long as their neighbours; what lies beyond stands at the end.
    """
    starts = cuts(framework)
    edges = [2 * starts[0] - starts[1], *starts, 2 * starts[-1] - starts[-2]]
    latent = min(max(latent, edges[0]), edges[-1])
    band = max(k for k, edge in enumerate(edges[:-1]) if edge <= latent)
    share = (latent - edges[band]) / (edges[band + 1] - edges[band])
    return (band + share) / (len(edges) - 1)
