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
    latest after `most`, of which `pilots` at most are not scored. Each area gets `per_area` questions; with `touch_all`
    each competence gets one. The weights are those of an area, an actual, a perceived trait and a reached target in the
    choice of the next item. `sure_in_scope` takes the place of `sure` where a person chose competences.
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
    pilots: int
    sure_in_scope: float
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
    pilots=2,
    sure_in_scope=0.55,
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
    pilots=4,
    sure_in_scope=0.60,
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
    pilots=6,
    sure_in_scope=0.50,
)
ROUTES: Final = MappingProxyType({route.name: route for route in (QUICK, STANDARD, DEEP)})


ONE_TRAIT_ROUTES: Final = MappingProxyType(
    {
        "quick": replace(QUICK, sure=0.30, least=10, perceived_weight=0.0, sure_in_scope=0.40),
        "standard": replace(
            STANDARD,
            sure=0.40,
            least=16,
            per_area=3,
            touch_all=False,
            perceived_weight=0.0,
            sure_in_scope=0.45,
        ),
        "deep": replace(
            DEEP, sure=0.30, least=30, per_area=6, perceived_weight=0.0, sure_in_scope=0.40
        ),
    }
)
"""The twins for a bank in which every question measures the trait that is reported."""


PER_COMPETENCE: Final = (3, 6)
"""The least and the most questions for each competence that a person chose."""


def within_scope(route: Route, competences: int, areas: int) -> Route:
    """Give a route that keeps to so many chosen competences, which lie in so many areas.

    It is never longer than the whole route, asks no more of an area than there is room for, and promises the chosen
    competences themselves in place of areas.
    """
    least, most = (count * competences for count in PER_COMPETENCE)
    most = min(route.most, most)
    return replace(
        route,
        sure=route.sure_in_scope,
        least=min(route.least, least, most),
        most=most,
        per_area=min(route.per_area, min(least, most) // areas),
    )


def route_named(name: str, *, two_traits: bool) -> Route:
    """Give the route of a name for a bank of one or two traits; raises `UnknownRoute`."""
    routes = ROUTES if two_traits else ONE_TRAIT_ROUTES
    if name not in routes:
        raise UnknownRoute(route=name)
    return routes[name]
