"""The numbers that calibration gives an item, and how a bank takes them over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from competences.items import Item, ItemBank, SelfReport
from competences.provisional import LEAST_CALIBRATED, LEAST_FOR_LEVELS, LEAST_USABLE, Status


@dataclass(frozen=True, slots=True)
class ItemNumbers:
    """An item's numbers with their standard errors, on the latent scale.

    locations: the thresholds of a statement, or the difficulty of a task alone; log_slope_se: of the logarithm of the
    slope; location_ses: one per location; location_se: of the mean of the locations, all moving together; answers: how
    many the numbers rest on; estimated: False where the item kept the numbers and the doubt it had; guessed: True where
    nobody chose one of the categories or a number lies at an end of its range, so that the answers say too little.
    """

    item: str
    slope: float
    locations: tuple[float, ...]
    log_slope_se: float
    location_ses: tuple[float, ...]
    location_se: float
    answers: int
    estimated: bool = True
    guessed: bool = False

    @property
    def status(self) -> Status:
        """Say how far the numbers may be used, by the number of answers; those that are guessed are usable at most."""
        if not self.estimated or self.answers < LEAST_USABLE:
            return "provisional"
        if self.guessed or self.answers < LEAST_FOR_LEVELS:
            return "usable"
        return "level" if self.answers < LEAST_CALIBRATED else "calibrated"


def kept_numbers(item: Item, answers: int) -> ItemNumbers:
    """Give the numbers that an item has already, for one that is fixed or of which the answers say nothing."""
    locations = locations_of(item)
    return ItemNumbers(
        item=item.id,
        slope=item.slope,
        locations=locations,
        log_slope_se=item.slope_se,
        location_ses=(item.location_se,) * len(locations),
        location_se=item.location_se,
        answers=answers,
        estimated=False,
    )


def locations_of(item: Item) -> tuple[float, ...]:
    """Give a statement's thresholds, or a task's difficulty alone."""
    return item.thresholds if isinstance(item, SelfReport) else (item.difficulty,)


def apply_numbers(bank: ItemBank, numbers: Mapping[str, ItemNumbers]) -> ItemBank:
    """Give the bank with the numbers that enough answers stand behind.

    Below 150 answers an item keeps its old numbers, from 150 on it takes the new ones and their doubt, from 500 on it
    also loses the provisional mark, unless they are guessed. An item that calibration did not move is left as it is.
    """
    return replace(bank, items=tuple(_applied(item, numbers.get(item.id)) for item in bank.items))


def _applied(item: Item, numbers: ItemNumbers | None) -> Item:
    if numbers is None or numbers.status == "provisional":
        return item
    changed = replace(
        item,
        slope=numbers.slope,
        slope_se=numbers.log_slope_se,
        location_se=numbers.location_se,
        calibration="calibrated" if numbers.status == "calibrated" else "provisional",
    )
    if isinstance(changed, SelfReport):
        return replace(changed, thresholds=numbers.locations)
    return replace(changed, difficulty=numbers.locations[0])
