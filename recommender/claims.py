"""What a provider claims a training brings and requires: `digcomp-3.0/1.1:0-2; e-cf-4.0/B.1:1-2`."""

import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import Final

from competences import Problem, frameworks, load_framework
from recommender.catalogue import Outcome, Requirement
from recommender.needs import top_level

_OUTCOME: Final = re.compile(r"([a-z][\w.-]*)/([A-Z]?[\d.]+)\s*:\s*(\d+)\s*[-–]\s*(\d+)", re.ASCII)
_REQUIREMENT: Final = re.compile(r"([a-z][\w.-]*)/([A-Z]?[\d.]+)\s*:\s*(\d+)", re.ASCII)

Where = Mapping[str, str | int]


def outcomes_of(text: str, where: Where) -> tuple[tuple[Outcome, ...], list[Problem]]:
    """Give the outcomes of a cell, each competence once.

    Problems, all warnings that name the piece: `outcome-not-understood`, `claim-unknown-competence`,
    `claim-out-of-range`, `outcome-without-gain`, `claim-twice`.
    """
    found: dict[str, Outcome] = {}
    problems = []
    for piece in _pieces(text):
        match = _OUTCOME.fullmatch(piece)
        code = _code(match, int(match[4])) if match else "outcome-not-understood"
        if match and not code and int(match[3]) >= int(match[4]):
            code = "outcome-without-gain"
        if match and not code and f"{match[1]}/{match[2]}" in found:
            code = "claim-twice"
        if match is None or code:
            problems.append(Problem(code, "warning", where, {"piece": piece[:80]}))
            continue
        whole = f"{match[1]}/{match[2]}"
        found[whole] = Outcome(whole, int(match[3]), int(match[4]))
    return tuple(found.values()), problems


def requirements_of(text: str, where: Where) -> tuple[tuple[Requirement, ...], list[Problem]]:
    """Give the requirements of a cell, of each competence the highest.

    Problems, all warnings that name the piece: `requirement-not-understood`, `claim-unknown-competence`,
    `claim-out-of-range`.
    """
    found: dict[str, int] = {}
    problems = []
    for piece in _pieces(text):
        match = _REQUIREMENT.fullmatch(piece)
        code = _code(match, int(match[3])) if match else "requirement-not-understood"
        if match is None or code:
            problems.append(Problem(code, "warning", where, {"piece": piece[:80]}))
            continue
        whole = f"{match[1]}/{match[2]}"
        found[whole] = max(int(match[3]), found.get(whole, 0))
    return tuple(Requirement(*one) for one in found.items() if one[1]), problems


def settled(
    outcomes: tuple[Outcome, ...], requires: tuple[Requirement, ...], where: Where
) -> tuple[tuple[Outcome, ...], list[Problem]]:
    """Give the outcomes of which none contradicts a requirement.

    A training cannot require what it alone brings. A level required inside the range of an outcome becomes its entry
    level; one at or above its end leaves nothing to bring, so the outcome goes. Problem: `requires-own-outcome`.
    """
    asked = {one.competence: one.level for one in requires}
    kept = []
    problems = []
    for outcome in outcomes:
        level = asked.get(outcome.competence, 0)
        if level > outcome.entry:
            piece = f"{outcome.competence}:{level}"
            problems.append(Problem("requires-own-outcome", "warning", where, {"piece": piece}))
        if level < outcome.exit:
            kept.append(replace(outcome, entry=max(outcome.entry, level)))
    return tuple(kept), problems


def too_steep(outcome: Outcome, hours: float | None) -> bool:
    """Say whether more levels are claimed than max(2, hours / 4): a person should look."""
    return outcome.exit - outcome.entry > max(2.0, (hours or 0.0) / 4)


def _pieces(text: str) -> list[str]:
    return [piece.strip() for piece in re.split(r"[;\n]", text) if piece.strip()]


def _code(match: re.Match[str], level: int) -> str:
    """Give what is wrong with the competence or the level of a claim, or nothing."""
    framework, code = match[1], match[2]
    codes = _codes(framework)
    try:
        top = top_level(f"{framework}/{code}")
    except KeyError:
        return "claim-unknown-competence"
    if codes and code not in codes:
        return "claim-unknown-competence"
    return "claim-out-of-range" if level > top else ""


@cache
def _codes(framework: str) -> frozenset[str]:
    """Give the codes of a framework that has a pack; none where it has not."""
    if framework not in frameworks():
        return frozenset()
    return frozenset(load_framework(framework).codes)
