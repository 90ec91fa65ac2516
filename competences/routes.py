"""The routes as records: what each promises, how long it may take, when it is sure enough.

Two-trait banks and banks of statements alone differ in what a question tells, so each has its own records.
"""

from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final, Literal

from competences.problems import UnknownRoute

Target = Literal["overall", "areas"]


@dataclass(frozen=True, slots=True)
class Route:
    """A way through the questions.

    It stops when every `target` has a standard error of `sure` or less and `least` questions were answered, at the
    latest after `most`. Each area gets `per_area` questions; with `touch_all` each competence gets one. `weights` are
    those of a reached target, an area, an actual and a perceived trait in the choice of the next item.
    """

    name: str
    target: Target
    sure: float
    least: int
    most: int
    per_area: int
    touch_all: bool
    area_weight: float
    actual_weight: float
    perceived_weight: float
    reached_weight: float = 0.25


QUICK: Final = Route(
    name="quick",
    target="overall",
    sure=0.55,
    least=12,
    most=18,
    per_area=2,
    touch_all=False,
    area_weight=0.05,
    actual_weight=0.01,
    perceived_weight=0.004,
)
STANDARD: Final = Route(
    name="standard",
    target="areas",
    sure=0.55,
    least=24,
    most=40,
    per_area=4,
    touch_all=True,
    area_weight=1.0,
    actual_weight=0.10,
    perceived_weight=0.025,
)
DEEP: Final = Route(
    name="deep",
    target="areas",
    sure=0.45,
    least=40,
    most=72,
    per_area=8,
    touch_all=True,
    area_weight=1.0,
    actual_weight=0.10,
    perceived_weight=0.025,
)
ROUTES: Final = MappingProxyType({route.name: route for route in (QUICK, STANDARD, DEEP)})


ONE_TRAIT_ROUTES: Final = MappingProxyType(
    {
        "quick": replace(QUICK, sure=0.30, least=10, perceived_weight=0.0),
        "standard": replace(
            STANDARD, sure=0.40, least=16, per_area=3, touch_all=False, perceived_weight=0.0
        ),
        "deep": replace(DEEP, sure=0.30, least=30, per_area=6, perceived_weight=0.0),
    }
)
"""The twins for a bank in which every question measures the trait that is reported."""


def route_named(name: str, *, two_traits: bool) -> Route:
    """Give the route of a name for a bank of one or two traits; raises `UnknownRoute`."""
    routes = ROUTES if two_traits else ONE_TRAIT_ROUTES
    if name not in routes:
        raise UnknownRoute(route=name)
    return routes[name]
