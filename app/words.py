"""From codes of the lower floors to sentences in the language of the request."""

from collections.abc import Mapping
from typing import Any, Final

from babel.numbers import format_decimal

from app import i18n
from competences import CompetencesError, Problem, frameworks, load_framework
from competences import sentences as measurement
from recommender import CatalogueIndex
from recommender import sentences as advice
from recommender.plans import Alternative, Plan, Reason, Remaining
from recommender.ranking import Listing
from recommender.rules import parameters, version

SENTENCES: Final = {**measurement.SENTENCES, **advice.SENTENCES}
"""The sentence of each code; both floors keep their codes apart."""


LARGEST: Final = 1e15
"""From here on a number is written as programs write it."""


class Written(float):
    """A number that a sentence shows as its language writes it, whatever form the sentence asks for."""

    __slots__ = ()

    def __format__(self, form: str) -> str:
        """Give the number with two decimals at most: “2,5”."""
        del form
        if abs(self) >= LARGEST:
            return f"{float(self):g}"  # no language has a usual form for it
        return format_decimal(round(float(self), 2), locale=i18n.locale())


def problem(found: Problem) -> str:
    """Give the sentence of a problem in somebody's data; `place` says where."""
    return sentence(found.code, {**found.where, **found.values})


def place(found: Problem) -> str:
    """Give where a problem stands: its row and column, as far as it has them."""
    row, column = found.where.get("row"), found.where.get("column")
    if row and column:
        return i18n.gettext("Row {row}, column “{column}”").format(row=row, column=column)
    if row:
        return i18n.gettext("Row {row}").format(row=row)
    return i18n.gettext("Whole file")


def broken_promise(error: CompetencesError) -> str:
    """Give the sentence of a named exception."""
    return sentence(error.code, error.values)


def reason(given: Reason, index: CatalogueIndex) -> str:
    """Give the sentence of a reason in a plan; the training that it names by its title in this language."""
    return sentence(given.code, _titled(given.values, index))


def second(given: Alternative) -> str:
    """Give the sentence that says why a training which could take the place of a step came second."""
    return sentence(given.why, given.values)


def left_open(remaining: Remaining) -> str:
    """Give the sentence of what a plan leaves open, and why."""
    return sentence(f"remaining-{remaining.why}", remaining.to_record())


def sentence(code: str, values: Mapping[str, Any]) -> str:
    """Give the sentence of a code, its places filled as this language writes them."""
    return i18n.say(SENTENCES[code], {name: _spoken(name, one) for name, one in values.items()})


def plan_record(plan: Plan) -> dict[str, Any]:
    """Give a plan as JSON values with titles and sentences in the language of the request.

    `rules` is the version of the rules by which it was made.
    """
    record = plan.to_record(i18n.language())
    record["rules"] = version(parameters())
    told = [one for step in record["steps"] for one in step["reasons"]]
    for one in (*told, *record["blocked_by"], *record["with_more"]):
        one["text"] = sentence(one["code"], one)
    for step in record["steps"]:
        for one in step["alternatives"]:
            one["text"] = sentence(one["why"], one["values"])
    for one in record["remaining"]:
        one["text"] = sentence(f"remaining-{one['why']}", one)
    if plan.reason is not None:
        record["reason_text"] = sentence(plan.reason, {})
    return record


def list_record(listing: Listing) -> dict[str, Any]:
    """Give a list of trainings as JSON values, as `plan_record` gives a plan."""
    record = listing.to_record(i18n.language())
    record["rules"] = version(parameters())
    told = [one for training in record["trainings"] for one in training["reasons"]]
    for one in (*told, *record["blocked_by"]):
        one["text"] = sentence(one["code"], one)
    if listing.reason is not None:
        record["reason_text"] = sentence(listing.reason, {})
    return record


def competence(whole: str) -> str:
    """Give a competence's code and name (“1.1 …”); the code alone where its framework has no pack."""
    framework, _, bare = whole.partition("/")
    if framework not in frameworks():
        return whole
    found = load_framework(framework)
    return (
        f"{bare} {found.competence(bare).name[i18n.language()]}" if bare in found.codes else whole
    )


def _titled(values: Mapping[str, Any], index: CatalogueIndex) -> dict[str, Any]:
    """Give a reason's values with the title in this language."""
    named = index.training(str(values.get("training", "")))
    return {**values, **({"title": named.title_in(i18n.language())[0]} if named else {})}


def _spoken(name: str, value: Any) -> Any:  # noqa: ANN401  (what a sentence may name)
    """Give a value as a sentence shows it: a competence's name, the word for a code, a number as written here."""
    if name == "competence" and isinstance(value, str):
        return competence(value)
    names = advice.NAMES.get(name, {})
    if isinstance(value, str) and names:
        said = (names.get(one, "") for one in value.split(", "))
        return ", ".join(i18n.gettext(word) if word else value for word in said)
    if isinstance(value, float):
        return Written(value)
    return value
