"""Reads a profile and a goal from plain JSON values: a hand-made `P.json` or a `score` output, and a `G.json`.

Whatever is wrong is collected as `Problem`s and raised together as one `ProblemsError`: a plan from half a profile
would advise somebody else.
"""

import json
import re
from collections.abc import Mapping
from math import isfinite
from typing import Any, Final, TypeGuard

from competences import CompetencesError, Problem, frameworks, load_framework
from competences.role_profiles import role_profile
from competences.scales import to_level
from recommender.errors import ProblemsError
from recommender.goals import TRACK, growth_goal, has_base, role_goal, with_base, with_levels
from recommender.needs import Goal, Learner, top_level

DEFAULT_FRAMEWORK: Final = "digcomp-3.0"
CODE: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,31}")
WEIGHTS: Final = (0.01, 100.0)
"""The least and the most that a level may be worth: beyond them the solver's tolerances would blur the answer."""

MOST_SD: Final = 100.0
GOAL: Final = frozenset({"framework", "levels", "weights", "role", "base", "track"})
"""The names that a goal may hold; one that holds others alone is a slip of the keyboard."""

LONGEST: Final = 128
"""Letters of a role that are looked at: no id is longer."""
MOST_CODES: Final = 1000


def record_from_json(data: str | bytes, file: str) -> Any:  # noqa: ANN401  (JSON may be anything until it is read)
    """Give the values of a JSON text; raises `ProblemsError` with `not-json` or `too-deep`.

    `file` names the text in the problem (`"profile"`, `"goal"`).
    """
    try:
        return json.loads(data)
    except RecursionError:
        raise ProblemsError((_problem("too-deep", file),)) from None
    except ValueError:
        raise ProblemsError((_problem("not-json", file),)) from None


def learner_from_record(record: Any) -> Learner:  # noqa: ANN401  (people's data)
    """Give the learner of a profile: `{"framework", "levels", "sd"}` or what `score` prints.

    Codes may be whole or bare. Raises `ProblemsError`.
    """
    reader = _Reader("profile")
    table = reader.table(record, "")
    framework = reader.framework(table.get("framework", DEFAULT_FRAMEWORK))
    reader.stop()
    scored = "readings" in table
    levels = (
        reader.readings(table["readings"], framework)
        if scored
        else reader.levels(table, framework)
    )
    reader.stop()
    return Learner(levels, framework)


def goal_from_record(
    record: Any,  # noqa: ANN401  (people's data)
    framework: str = DEFAULT_FRAMEWORK,
    learner: Learner | None = None,
) -> Goal:
    """Give the goal of `{"levels", "weights", "role", "base", "track"}`; bare codes belong to its `framework`.

    Without one they belong to the given. A role (`e-cf-4.0/ciso`, or its bare id) sets the levels that it asks;
    `base: true` adds Intermediate in DigComp, `track: "digcomp-to-e-cf"` sets the next goal on the way into the e-CF,
    both from the learner's own readings of DigComp. Levels named beside them go before. A level is whole and within the
    framework's scale; a weight of 0 takes a competence out of the goal. Raises `ProblemsError`.
    """
    reader = _Reader("goal")
    table = reader.table(record, "")
    framework = reader.framework(table.get("framework", framework or DEFAULT_FRAMEWORK))
    reader.stop()
    if table and not GOAL & set(table):
        reader.add("no-goal", names=", ".join(sorted(GOAL)))
    levels = reader.numbers(table.get("levels", {}), "levels", framework)
    weights = reader.numbers(table.get("weights", {}), "weights", framework)
    made = reader.preset(table, framework, learner or Learner({}))
    targets = {code: reader.whole_level(code, level) for code, level in levels.items()}
    for code, weight in weights.items():
        reader.weight(code, weight)
    reader.stop()
    return Goal(with_levels(made, targets).levels, weights)


class _Reader:
    """Collects problems while the values of one record are looked at."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []

    def stop(self) -> None:
        """Raise what was found so far."""
        if self.problems:
            raise ProblemsError(tuple(self.problems))

    def add(self, code: str, **values: str | float) -> None:
        """Note a problem."""
        self.problems.append(_problem(code, self.file, **values))

    def preset(self, table: Mapping[str, Any], framework: str, learner: Learner) -> Goal:
        """Give the levels that role, track and base set; none where the goal names none of them."""
        made = self.role(table.get("role"), framework)
        track, base = table.get("track"), table.get("base", False)
        if track is not None and track != TRACK:
            self.add("no-such-track", track=_shown(track))
        if not isinstance(base, bool):
            self.add("not-yes-or-no", key="base")
        elif (base or track == TRACK) and not has_base(learner):
            self.add("no-base-readings")
        elif track == TRACK:
            made = with_levels(growth_goal(learner), made.levels)
        return with_base(made, learner) if base is True else made

    def role(self, value: Any, framework: str) -> Goal:  # noqa: ANN401
        """Give what a role asks; nothing for no role, or for one that nobody knows."""
        if value is None:
            return Goal()
        if not isinstance(value, str):
            self.add("not-a-word", key="role")
            return Goal()
        named, slash, role_id = value[:LONGEST].rpartition("/")
        try:
            return role_goal(role_profile(named if slash else framework, role_id))
        except CompetencesError as error:
            self.add(error.code, **error.values)
            return Goal()

    def table(self, value: Any, key: str) -> dict[str, Any]:  # noqa: ANN401
        """Give a JSON object, or an empty one and a problem."""
        if isinstance(value, dict) and len(value) <= MOST_CODES:
            return {str(name): one for name, one in value.items()}
        self.add("not-an-object", key=key or self.file)
        return {}

    def framework(self, value: Any) -> str:  # noqa: ANN401
        """Give the id of a framework that has a pack or whose levels are known."""
        if isinstance(value, str) and _known(value):
            return value
        self.add("no-such-framework", framework=_shown(value))
        return DEFAULT_FRAMEWORK

    def code(self, name: str, framework: str) -> str | None:
        """Give the whole code of a name that may be bare; None and a problem where there is no such competence."""
        own, _, bare = name.rpartition("/")
        own = own or framework
        if own in frameworks():
            exists = bare in load_framework(own).codes
        else:
            exists = _known(own) and CODE.fullmatch(bare) is not None
        if not exists:
            self.add("no-such-competence", competence=_shown(name))
            return None
        return f"{own}/{bare}"

    def numbers(self, value: Any, key: str, framework: str) -> dict[str, float]:  # noqa: ANN401
        """Give the numbers of a table by whole code."""
        found: dict[str, float] = {}
        for name, number in self.table(value, key).items():
            code = self.code(name, framework)
            if code is None:
                continue
            if not _is_number(number):
                self.add("not-a-number", key=key, competence=name, value=_shown(number))
            elif code in found:
                self.add("competence-twice", key=key, competence=name)
            else:
                found[code] = float(number)
        return found

    def levels(self, table: dict[str, Any], framework: str) -> dict[str, tuple[float, float]]:
        """Give place and SD of each competence of a hand-made profile."""
        if "levels" not in table:
            self.add("no-levels")
        places = self.numbers(table.get("levels", {}), "levels", framework)
        doubts = self.numbers(table.get("sd", {}), "sd", framework)
        for code, place in places.items():
            self.place(code, place, doubts.get(code, 0.0))
        return {code: (place, doubts.get(code, 0.0)) for code, place in places.items()}

    def readings(self, value: Any, framework: str) -> dict[str, tuple[float, float]]:  # noqa: ANN401
        """Give place and SD of each competence of a `score` output."""
        levels: dict[str, tuple[float, float]] = {}
        for name, reading in self.table(value, "readings").items():
            code = self.code(name, framework)
            pair = _scale(reading, code.partition("/")[0]) if code else None
            if pair is None:
                if code:
                    self.add("not-a-reading", competence=name)
                continue
            self.place(str(code), *pair)
            levels[str(code)] = pair
        return levels

    def place(self, code: str, place: float, sd: float) -> None:
        """Check a place and an SD on the level scale."""
        top = top_level(code)
        if not 0 <= place <= top:
            self.add("level-out-of-range", competence=code, value=place, top=top)
        if not 0 <= sd <= MOST_SD:
            self.add("sd-out-of-range", competence=code, value=sd)

    def whole_level(self, code: str, level: float) -> int:
        """Give a target as a whole level within the scale."""
        top = top_level(code)
        if not 0 <= level <= top:
            self.add("level-out-of-range", competence=code, value=level, top=top)
        elif level != int(level):
            self.add("level-not-whole", competence=code, value=level)
        else:
            return int(level)
        return 0

    def weight(self, code: str, weight: float) -> None:
        """Check a weight: 0, or within `WEIGHTS`."""
        least, most = WEIGHTS
        if weight != 0 and not least <= weight <= most:
            self.add("weight-out-of-range", competence=code, value=weight, least=least, most=most)


def _scale(reading: Any, framework: str) -> tuple[float, float] | None:  # noqa: ANN401
    """Give place and SD of a reading: its `scale` as a pair or a table, else converted from `mean` and `sd`."""
    if not isinstance(reading, dict):
        return None
    scale = reading.get("scale")
    if isinstance(scale, Mapping):
        scale = [scale.get("level"), scale.get("sd")]
    if isinstance(scale, list | tuple) and len(scale) == 2 and all(map(_is_number, scale)):
        return float(scale[0]), float(scale[1])
    mean, sd = reading.get("mean"), reading.get("sd")
    if scale is None and framework in frameworks() and _is_number(mean) and _is_number(sd):
        return to_level(load_framework(framework), float(mean), float(sd))
    return None


def _known(framework: str) -> bool:
    """Say whether the levels of a framework are known."""
    try:
        return top_level(f"{framework}/") > 0
    except KeyError:
        return False


def _is_number(value: Any) -> TypeGuard[int | float]:  # noqa: ANN401
    """Say whether a value is a finite number; yes and no are none, nor is a whole number that no float can hold."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return isfinite(float(value))
    except OverflowError:
        return False


def _shown(value: Any) -> str:  # noqa: ANN401
    """Give a value as it may stand in a sentence: cut, and never the whole of a nested thing."""
    return str(value)[:60] if isinstance(value, str | int | float) else type(value).__name__


def _problem(code: str, file: str, **values: str | float) -> Problem:
    return Problem(code, "error", {"file": file}, values)
