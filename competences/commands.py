"""The commands of this floor as functions that give records; `__main__` parses and prints."""

import json
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from competences.attempt import Attempt
from competences.console import read_file
from competences.interview import Interview
from competences.items import Item, ItemBank, Knowledge
from competences.lint import lint
from competences.loading import PACKS, frameworks, load_bank
from competences.norms import fit_limits
from competences.problems import BadAnswers, NoPacks, Problem, SizesOfPack, UnreadableInput
from competences.profile import Profile
from competences.scenarios import Careless, PriorChoice, Scenario
from competences.sentences import say
from competences.simulation import simulate, study_of
from competences.supplement_jsonld import sentences
from competences.synthetic import synthetic_bank
from competences.text import LANGUAGES

SYNTHETIC: Final = "synthetic"
"""Names a study bank where a framework is asked for."""


def lint_packs(
    framework_id: str | None, against: Path | None = None, packs: Path = PACKS
) -> dict[str, Any]:
    """Give counts and problems of one pack, or of all; raises `UnknownFramework`.

    `packs` is the folder that holds them. `against` is an official supplement as JSON-LD: a phrase of ours much like
    one of its texts is a problem. Raises
    `UnreadableInput` or `UnusableSupplement` where it is none.
    """
    asked = frameworks(packs) if framework_id is None else (framework_id,)
    if not asked:
        raise NoPacks(folder=str(packs))
    foreign = () if against is None else sentences(_json_of(against))
    reports = [_lint_report(one, foreign, packs) for one in asked]
    problems = [problem for report in reports for problem in report["problems"]]
    return {"frameworks": reports, "problems": problems}


def export(framework_id: str) -> dict[str, Any]:
    """Give a bank as JSON values: every text, key and parameter; raises `UnknownFramework`."""
    bank = load_bank(framework_id)
    steps = [step.to_mapping() for step in bank.framework.steps]
    return {
        "framework": bank.framework.id,
        "version": bank.version,
        "items": [_item_record(item, steps) for item in bank.items],
    }


def score(path: Path) -> Profile:
    """Give the profile of an answers file; `scope` in it is a list of competences, all where there is none.

    Raises `UnreadableInput` where it is no JSON, `BadAnswers` where it has another shape, and the named exceptions of
    unknown frameworks, routes and items and of impossible responses.
    """
    record = _json_of(path)
    rows = record.get("answers") if isinstance(record, dict) else None
    if not isinstance(rows, list) or not isinstance(record.get("framework"), str):
        raise BadAnswers
    scope = record.get("scope", [])
    if not isinstance(scope, list) or not all(isinstance(code, str) for code in scope):
        raise BadAnswers
    interview = Interview(
        load_bank(record["framework"]), str(record.get("route", "standard")), scope=scope
    )
    attempt = Attempt.start(language=LANGUAGES[0])
    for row in rows:
        if (
            not isinstance(row, dict)
            or not isinstance(row.get("item"), str)
            or "response" not in row
        ):
            raise BadAnswers
        response = interview.check(row["item"], row["response"])
        attempt = attempt.with_answer(row["item"], response)
    return interview.profile(attempt)


def study(
    framework_id: str | None,
    *,
    persons: int,
    lengths: Sequence[int],
    seed: int,
    scenario: Scenario,
    sizes: Mapping[str, Any] | None = None,
    prior: PriorChoice | None = None,
    route: str | None = None,
    exposure: float | None = None,
    answers: int = 500,
    careless: Careless | None = None,
) -> dict[str, Any]:
    """Give the figures of a simulation, a row per length; a bank with fewer items than a length ends at its size.

    `sizes` are the arguments of a study bank, in place of a framework's bank. Raises `UnknownFramework`, `EmptyBank`.
    """
    named = framework_id not in (None, SYNTHETIC)
    bank = _bank(framework_id or SYNTHETIC, sizes) if named or sizes is not None else None
    made = study_of(scenario, bank, prior, answers=answers, seed=seed, careless=careless)
    within = [min(length, len(made.bank.items)) for length in lengths]
    return {
        "framework": framework_id or SYNTHETIC,
        "scenario": scenario,
        "persons": persons,
        "seed": seed,
        "lengths": simulate(made, persons, within, seed, route, exposure=exposure),
    }


def calibrate(
    path: Path,
    framework_id: str,
    *,
    sizes: Mapping[str, Any] | None = None,
    scored: bool = False,
    fixed: Sequence[str] = (),
    sample: int | None = None,
    out: Path | None = None,
) -> dict[str, Any]:
    """Give the report of a calibration on a CSV file of responses; `out` takes it as files, parameters beside it.

    `sizes` are the arguments of a study bank where the framework is `SYNTHETIC`; `sample` bounds the people behind the
    covariance. Raises `UnknownFramework`, `UnknownItem` for a fixed one, and what makes the file unusable.
    """
    from competences.calibration.command import SAMPLE, calibrated  # noqa: PLC0415  (heavy)

    return calibrated(
        path,
        _bank(framework_id, sizes),
        scored=scored,
        fixed=frozenset(fixed),
        sample=sample or SAMPLE,
        out=out,
    )


def draw(
    framework_id: str,
    *,
    persons: int,
    missing: float,
    seed: int,
    sizes: Mapping[str, Any] | None = None,
    attributes: bool = False,
) -> Iterator[tuple[str, ...]]:
    """Give the rows of a file of responses of people who do not exist, its header first; for rehearsals."""
    from competences.calibration.rehearsal import drawn_rows  # noqa: PLC0415  (rarely used)

    return drawn_rows(_bank(framework_id, sizes), persons, missing, seed, attributes=attributes)


def norms(framework_id: str, *, persons: int, seed: int) -> dict[str, Any]:
    """Give the limits of person fit of a bank, as its pack keeps them in `fit.json`; raises `UnknownFramework`."""
    loaded = load_bank(framework_id)
    bank = ItemBank(loaded.framework, loaded.items)
    return {
        "of": bank.version,
        "persons": persons,
        "seed": seed,
        "limits": fit_limits(bank, persons, seed),
    }


def _bank(framework_id: str, sizes: Mapping[str, Any] | None) -> ItemBank:
    """Give a framework's bank, or a study bank; raises `SizesOfPack` where sizes are given for a pack."""
    if framework_id == SYNTHETIC:
        return synthetic_bank(**(sizes or {}))
    if sizes is not None:
        raise SizesOfPack(framework=framework_id)
    return load_bank(framework_id)


def _lint_report(framework_id: str, foreign: Sequence[str], packs: Path) -> dict[str, Any]:
    counts, problems = lint(framework_id, packs, foreign)
    return {
        "framework": framework_id,
        "counts": counts,
        "problems": [_problem_record(framework_id, problem) for problem in problems],
    }


def _problem_record(framework_id: str, problem: Problem) -> dict[str, Any]:
    message = say(problem.code, problem.values)
    return {
        "framework": framework_id,
        **problem.where,
        "code": problem.code,
        "severity": problem.severity,
        "message": message,
    }


def _item_record(item: Item, steps: list[dict[str, str]]) -> dict[str, Any]:
    """Give an item as the export has it; a statement's options are the steps."""
    options = steps
    if isinstance(item, Knowledge):
        options = [option.to_mapping() for option in item.options]
    texts: dict[str, dict[str, Any]] = {}
    for language in LANGUAGES:
        texts[language] = {
            "stem": item.stem[language],
            "options": [option.get(language, "") for option in options],
        }
        if isinstance(item, Knowledge):
            texts[language]["explanation"] = item.explanation[language]
            if item.exhibit is not None:
                texts[language]["exhibit"] = item.exhibit.plain(language)
    return {
        "id": item.id,
        "competence": item.competence,
        "kind": item.kind,
        "level": item.level,
        "format": item.format if isinstance(item, Knowledge) else None,
        "texts": texts,
        "key": item.key if isinstance(item, Knowledge) else None,
        "parameters": _parameters(item),
        "calibration": item.calibration,
        "exhibit": _exhibit_kind(item),
        "facet": item.facet,
        "setting": item.setting,
        "ai": item.ai,
        "review": dict(item.review),
    }


def _exhibit_kind(item: Item) -> str | None:
    """Give the kind of thing that an item shows, None where it shows none."""
    return item.exhibit.kind if isinstance(item, Knowledge) and item.exhibit else None


def _parameters(item: Item) -> dict[str, Any]:
    if isinstance(item, Knowledge):
        return {"slope": item.slope, "difficulty": item.difficulty, "guessing": item.guessing}
    return {"slope": item.slope, "thresholds": item.thresholds}


def _json_of(path: Path) -> Any:  # noqa: ANN401  (whatever a file holds)
    data = read_file(path)
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise UnreadableInput(file=str(path), detail=str(error)) from error
