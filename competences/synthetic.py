"""Banks without texts, for studies: parameters drawn as calibrated banks have them."""

from typing import Final

import numpy as np

from competences.framework import Area, Competence, Cuts, Framework, Level, PriorNumbers, Rules
from competences.items import Item, ItemBank, Knowledge, SelfReport
from competences.problems import EmptyBank
from competences.provisional import STEP_GAP
from competences.text import Text

AREAS_OF_21: Final = (3, 6, 4, 4, 4)
AREA_SIZE: Final = 5
DOORS: Final = (-1.0, -0.5, 0.0, 0.5, 1.0, 1.5, 2.0, 2.5)
PRIOR: Final = PriorNumbers(
    general=0.60,
    area=0.15,
    bias_general=-0.28,
    bias_sd=0.7,
    perceived_own=0.3,
    bias_mean=0.0,
)
STEPS: Final = (-STEP_GAP, 0.0, STEP_GAP)
THRESHOLD_SCATTER: Final = 0.2
"""SD of each threshold round its place, beside the common step between them."""


def synthetic_bank(
    competences: int = 21,
    self_report: int = 10,
    knowledge: int = 0,
    seed: int = 1,
    guessing: float = 0.0,
) -> ItemBank:
    """Give a bank of so many items a competence; codes 1.1 … 5.4 for 21 competences, areas of five otherwise.

    Raises `EmptyBank` where there would be no item.

    Statements: slope lognormal(log 1.7, .25), thresholds = place N(0, .8) + (-1.1, 0, 1.1) + N(0, .2), sorted.
    Knowledge: slope lognormal(log 1.2, .25), difficulty N(0, 1.2), or N(0, .8) beside statements.
    """
    if min(competences, self_report + knowledge) < 1:
        raise EmptyBank
    sign = [1] if seed < 0 else []
    entropy = [abs(seed), competences, self_report, knowledge, *sign]
    rng = np.random.default_rng(np.random.SeedSequence(entropy))
    framework = synthetic_framework(competences)
    items: list[Item] = []
    for code in framework.codes:
        items += [_statement(f"{code}-s{k + 1}", code, rng) for k in range(self_report)]
        spread = 0.8 if self_report else 1.2
        items += [_task(f"{code}-k{k + 1}", code, rng, spread, guessing) for k in range(knowledge)]
    return ItemBank(framework, tuple(items))


def synthetic_framework(competences: int) -> Framework:
    """Give a framework without names: DigComp's doors, the study prior, areas of DigComp's sizes for 21."""
    sizes = list(AREAS_OF_21) if competences == sum(AREAS_OF_21) else _fives(competences)
    codes = [
        (str(area), f"{area}.{place}")
        for area, size in enumerate(sizes, 1)
        for place in range(1, size + 1)
    ]
    names = ("basic", "intermediate", "advanced", "highly-advanced")
    return Framework(
        id="synthetic",
        family="synthetic",
        version="1",
        name=Text(),
        name_status={},
        doors=DOORS,
        levels=tuple(Level(name, Text(), 2 * k + 1) for k, name in enumerate(names)),
        below=Text(),
        areas=tuple(Area(str(area), Text()) for area in range(1, len(sizes) + 1)),
        competences=tuple(Competence(code, area, Text(), Text()) for area, code in codes),
        steps=(Text(),) * (len(STEPS) + 1),
        cuts=Cuts(status="study", method="equal steps", set_on=""),
        prior=PRIOR,
        rules=Rules(name_level=0.70, name_pair=0.80, floor=0.80, dont_know=0.70),
    )


def _statement(item_id: str, code: str, rng: np.random.Generator) -> SelfReport:
    slope = float(np.exp(rng.normal(np.log(1.7), 0.25)))
    place = rng.normal(0.0, 0.8)
    thresholds = np.sort(place + np.array(STEPS) + rng.normal(0.0, THRESHOLD_SCATTER, len(STEPS)))
    return SelfReport(
        id=item_id,
        competence=code,
        level=_level_at(float(place)),
        slope=slope,
        thresholds=tuple(float(value) for value in thresholds),
        calibration="calibrated",
    )


def _task(
    item_id: str, code: str, rng: np.random.Generator, spread: float, guessing: float
) -> Knowledge:
    slope = float(np.exp(rng.normal(np.log(1.2), 0.25)))
    difficulty = float(rng.normal(0.0, spread))
    return Knowledge(
        id=item_id,
        competence=code,
        level=_level_at(difficulty),
        slope=slope,
        difficulty=difficulty,
        guessing=guessing,
        calibration="calibrated",
    )


def _level_at(place: float) -> int:
    """Give the numbered level whose door lies nearest below a latent place, 1 at the least."""
    return max(1, sum(door <= place for door in DOORS))


def _fives(count: int) -> list[int]:
    """Give area sizes of five, the rest last."""
    full, rest = divmod(count, AREA_SIZE)
    return [AREA_SIZE] * full + ([rest] if rest else [])
