"""How others would score the same answers: by rules of theirs, run through our engine, so that only the rule differs.

Separate tests keep an independent scale a competence; area tests keep one trait for all competences of an area; the
certification rule keeps one trait for everything. Each has its items calibrated under its own model, and chooses them
adaptively for it. Fixed forms stand in `forms.py`.
"""

from dataclasses import replace
from typing import Final

import numpy as np

from competences.answer_sheets import all_answers
from competences.calibration.answers import Answers
from competences.calibration.items import Chunk, Populations, fit_items
from competences.calibration.parameters import apply_numbers
from competences.curves import tabulate
from competences.field_trial import drawn
from competences.items import ItemBank
from competences.laboratory import Laboratory
from competences.scenarios import Study, prior_with
from competences.simulation import study_of
from competences.synthetic import synthetic_framework
from competences.traits import Summaries, summaries_of

RULES: Final = {"separate": (0.0, 0.0), "areas": (0.0, 1.0), "one": (1.0, 0.0)}
"""Share of variance that the general and the area's trait hold in each rule's model."""
MERGING: Final = ("areas", "one")
"""Rules that take several traits for one; apart from these each competence's own numbers are those of the rule too."""
FITTED_ON: Final = 20_000
"""People whose whole answers give the items' numbers under a peer's model."""
_FIT_STREAM: Final = 8


def peer_study(rule: str, bank: ItemBank, *, fitted: bool = True) -> Study:
    """Give honest people of a bank, asked and scored by a peer's rule.

    The items are `fitted` under the peer's model, as the peer would do; otherwise they keep their true numbers, whose
    slopes are steeper than several traits taken for one let them seem.
    """
    study = study_of("honest", bank, "bank")
    general, area = RULES[rule]
    numbers = replace(bank.framework.prior, general=general, area=area)
    used = fitted_bank(rule, bank) if fitted and rule in MERGING else bank
    return replace(study, bank=used, scoring=prior_with(bank, numbers))


def fitted_bank(rule: str, bank: ItemBank) -> ItemBank:
    """Give a bank of one kind with the numbers that its items have where all of a peer's trait measure one thing.

    The answers are whole, of `FITTED_ON` honest people; the small doubt that is left is not held against the peer.
    """
    study = study_of("honest", bank, "bank")
    rng = np.random.default_rng(np.random.SeedSequence(_FIT_STREAM))
    given = all_answers(bank, drawn(study.population, FITTED_ON, rng), rng)
    merged = _merged(rule, bank)
    answers = Answers(_ids(bank), given).columns(_ids(merged))
    traits = len(merged.framework.codes)
    population = Populations(np.zeros(traits), np.ones(traits))
    fit = fit_items(merged, [Chunk(answers.categories)], population=population)
    found = apply_numbers(bank, fit.numbers)
    sure = tuple(replace(item, location_se=0.0, slope_se=0.0) for item in found.items)
    return ItemBank(bank.framework, sure)


def slope_ratio(rule: str, bank: ItemBank) -> float:
    """Give the mean ratio of the slopes under a peer's model to the true ones."""
    fitted = fitted_bank(rule, bank)
    logs = [np.log(item.slope / bank.item(item.id).slope) for item in fitted.items]
    return float(np.exp(np.mean(logs)))


def area_tests(bank: ItemBank, *, fitted: bool) -> tuple[Laboratory, Summaries]:
    """Give the laboratory of area tests whose stop and readings are on the scale of true area means, and that scale.

    Fitted, an area's trait has SD 1 among people, as the true area means have. With the items' true numbers it stands
    on the scale of a competence, where the mean of competences that differ has a smaller SD: readings and stated
    errors alike are divided by that.
    """
    laboratory = Laboratory(peer_study("areas", bank, fitted=fitted))
    true = summaries_of(study_of("honest", bank, "bank").scoring)
    if not fitted:
        laboratory.summaries = true
    return laboratory, true


def naive_study(study: Study) -> Study:
    """Give the same people when their statements alone are asked, and are read as what they can do."""
    statements = tuple(item for item in study.bank.items if item.kind == "self-report")
    bank = ItemBank(study.bank.framework, statements)
    return replace(study, bank=bank, scoring=prior_with(bank, bank.framework.prior))


def _merged(rule: str, bank: ItemBank) -> ItemBank:
    """Give the bank with each trait of a peer's model as one competence."""
    framework = bank.framework
    areas = [area.code for area in framework.areas]
    place = {code: areas.index(framework.competence(code).area) for code in framework.codes}
    coarse = synthetic_framework(1 if rule == "one" else len(areas))
    return ItemBank(
        coarse,
        tuple(
            replace(item, competence=coarse.codes[0 if rule == "one" else place[item.competence]])
            for item in bank.items
        ),
    )


def _ids(bank: ItemBank) -> tuple[str, ...]:
    return tuple(item.id for item in tabulate(bank).items)
