"""The answers of a check as pages show them: by area, what was asked, what was answered, what was right."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from competences import Attempt, Item, ItemBank, Text
from competences.attempt import Response

Said = Literal["given", "unknown", "elsewhere"]


@dataclass(frozen=True, slots=True)
class Reviewed:
    """One answer: its item, what was said and, for a knowledge item, the right answer and whether it was given.

    `given` and `right` hold the texts of the answers chosen; `ordered` says that their order matters.
    """

    item: Item
    said: Said
    given: tuple[Text, ...]
    right: tuple[Text, ...]
    ordered: bool
    met: bool


@dataclass(frozen=True, slots=True)
class Review:
    """The answers by area, in the order of the framework, and those that have a right answer."""

    areas: Mapping[str, tuple[Reviewed, ...]]
    names: Mapping[str, Text]

    @property
    def tasks(self) -> tuple[Reviewed, ...]:
        """Give the answers to knowledge items."""
        return tuple(
            one for area in self.areas.values() for one in area if one.item.kind == "knowledge"
        )


def review_of(bank: ItemBank, attempt: Attempt) -> Review:
    """Give the review of an attempt; areas without an answer are left out."""
    areas: dict[str, list[Reviewed]] = {area.code: [] for area in bank.framework.areas}
    for answer in attempt.answers:
        item = bank.item(answer.item)
        area = bank.framework.competence(item.competence).area
        areas[area].append(_reviewed(bank, item, answer.response))
    return Review(
        areas={code: tuple(found) for code, found in areas.items() if found},
        names={area.code: area.name for area in bank.framework.areas},
    )


def _reviewed(bank: ItemBank, item: Item, response: Response) -> Reviewed:
    """Give one answer with its texts."""
    texts = bank.framework.steps if item.kind == "self-report" else item.options
    key = _places(item.key) if item.kind == "knowledge" else ()
    given = () if response is None or response == "n/a" else _places(response)
    said: Said = "given" if given else "elsewhere" if response == "n/a" else "unknown"
    return Reviewed(
        item=item,
        said=said,
        given=tuple(texts[place] for place in given),
        right=tuple(texts[place] for place in key),
        ordered=item.kind == "knowledge" and item.format == "order",
        met=bool(key) and given == key,
    )


def _places(value: Response) -> tuple[int, ...]:
    """Give the indexes of a response or a key."""
    if isinstance(value, tuple):
        return value
    return (value,) if isinstance(value, int) else ()
