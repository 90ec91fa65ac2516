"""Moving items to the traits' own zero and unit, once the population that answered is known."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from competences.calibration.bounds import held
from competences.calibration.parameters import ItemNumbers
from competences.calibration.population import FreeGauges, Gauge, without_prior
from competences.curves import Tables
from competences.items import Item
from competences.provisional import LEAST_USABLE, SLOPE_SE, usual_log_slope
from competences.traits import Prior


def free_gauges(
    tables: Tables, prior: Prior, numbers: Mapping[str, ItemNumbers], fixed: frozenset[str]
) -> FreeGauges:
    """Give the gauges that are free.

    Without fixed items the actual traits share one gauge and the perceived traits another, which their items then
    absorb; a trait without an item whose new numbers count stays where it is. How long the unit of perceived traits is
    in that of actual ones, answers say only weakly, so slopes are expected to be those of day one on average, give or
    take their doubt. Fixed items hold the scale: all traits share one gauge, the zero and unit of the people who
    answered this time.
    """
    traits = len(prior.mean)
    if fixed:
        return without_prior(np.ones((traits, 1)))
    found = _estimated(tables, numbers, LEAST_USABLE)
    perceived = [trait >= prior.competences for trait, _, _ in found]
    groups = [
        [one for one, own in zip(found, perceived, strict=True) if own == kind]
        for kind in (False, True)
    ]
    groups = [group for group in groups if group]
    columns = np.zeros((traits, len(groups)))
    log_scale = np.zeros(len(groups))
    for column, group in enumerate(groups):
        columns[[trait for trait, _, _ in group], column] = 1.0
        log_scale[column] = np.mean(
            [usual_log_slope(item) - np.log(one.slope) for _, item, one in group]
        )
    return FreeGauges(columns, log_scale, np.full(len(groups), SLOPE_SE**-2))


def absorbed(
    tables: Tables, numbers: Mapping[str, ItemNumbers], gauge: Gauge
) -> dict[str, ItemNumbers]:
    """Give the items' numbers for traits measured from their own zero in their own unit.

    As `observed = location + scale · trait`, a slope is multiplied by the scale, and a place on the latent scale moves
    back by the location and is divided by the scale; so are its errors. What leaves its range stays at the end of it.
    """
    moved = dict(numbers)
    for trait, _, one in _estimated(tables, numbers, 0):
        location, scale = float(gauge.location[trait]), float(gauge.scale[trait])
        moved[one.item] = held(
            replace(
                one,
                slope=one.slope * scale,
                locations=tuple((place - location) / scale for place in one.locations),
                location_ses=tuple(error / scale for error in one.location_ses),
                location_se=one.location_se / scale,
            )
        )
    return moved


def _estimated(
    tables: Tables, numbers: Mapping[str, ItemNumbers], least: int
) -> list[tuple[int, Item, ItemNumbers]]:
    """Give trait, item and numbers of each item that was estimated from so many answers at least."""
    rows = [
        (int(trait), item, numbers[item.id])
        for trait, item in zip(tables.trait, tables.items, strict=True)
        if item.id in numbers
    ]
    return [row for row in rows if row[2].estimated and row[2].answers >= least]
