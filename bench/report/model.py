"""The rules and numbers of the first half of the report, read from the code that keeps them."""

from bench.report.markdown import percent, sd, table
from competences.calibration.maximisation import LOG_SLOPE_SD
from competences.constraints import KNOWLEDGE_SHARE, SELF_REPORT_SHARE
from competences.exposure import RATE
from competences.fit import LEAST_GAP, LEAST_KNOWLEDGE
from competences.framework import Framework, PriorNumbers
from competences.loading import frameworks, load_framework
from competences.nodes import DOUBT_NODES, NODES
from competences.norms import QUANTILE
from competences.posterior import SETTLED
from competences.provisional import (
    KNOWLEDGE_SLOPE,
    LEAST_CALIBRATED,
    LEAST_FOR_LEVELS,
    LEAST_USABLE,
    LOCATION_SE,
    SELF_REPORT_SLOPE,
    SLOPE_SE,
    STEP_GAP,
)
from competences.routes import ONE_TRAIT_ROUTES, ROUTES, Route
from competences.scales import cuts
from competences.selection import BEST, BEST_FIRST, SECONDS
from competences.synthetic import PRIOR, synthetic_framework

ROUTE_HEADS = (
    "route",
    "stops when",
    "items",
    "least an area",
    "every competence",
    "on trial at most",
)
PRIOR_HEADS = ("", "g", "a", "κ", "σ", "δ", "μ", "r within an area", "between areas", "T with P")


def values() -> dict[str, str]:
    """Give what the chapters on model and rules leave open."""
    packs = [load_framework(one) for one in frameworks()]
    rules = synthetic_framework(21).rules
    return {
        "doubt_nodes": str(DOUBT_NODES),
        "nodes": str(len(NODES)),
        "first_node": f"{NODES[0]:g}",
        "last_node": f"{NODES[-1]:g}",
        "settled": f"{SETTLED:g}",
        "seconds": ", ".join(f"{kind} {seconds:g}" for kind, seconds in SECONDS.items()),
        "best": str(BEST),
        "best_first": str(BEST_FIRST),
        "rate": sd(RATE),
        "knowledge_share": percent(KNOWLEDGE_SHARE),
        "self_report_share": percent(SELF_REPORT_SHARE),
        "step_gap": f"{STEP_GAP:g}",
        "self_report_slope": f"{SELF_REPORT_SLOPE:g}",
        "knowledge_slope": f"{KNOWLEDGE_SLOPE:g}",
        "location_se": sd(LOCATION_SE),
        "slope_se": sd(SLOPE_SE),
        "slope_prior": sd(LOG_SLOPE_SD),
        "name_level": percent(rules.name_level),
        "name_pair": percent(rules.name_pair),
        "floor": percent(rules.floor),
        "least_knowledge": str(LEAST_KNOWLEDGE),
        "least_gap": sd(LEAST_GAP),
        "honest_share": percent(1 - QUANTILE),
        "least_usable": str(LEAST_USABLE),
        "least_for_levels": str(LEAST_FOR_LEVELS),
        "least_calibrated": str(LEAST_CALIBRATED),
        "doors": "\n\n".join(_doors(pack) for pack in packs),
        "table_priors": table(
            PRIOR_HEADS, [*map(_prior, packs), ("study bank", *_numbers(PRIOR))]
        ),
        "table_routes": table(ROUTE_HEADS, map(_route, ROUTES.values())),
        "table_one_trait_routes": table(ROUTE_HEADS, map(_route, ONE_TRAIT_ROUTES.values())),
    }


def _prior(pack: Framework) -> tuple[str, ...]:
    return (pack.id, *_numbers(pack.prior))


def _numbers(one: PriorNumbers) -> tuple[str, ...]:
    """Give the six numbers and the correlations that follow from them."""
    tilt = one.general**0.5 * one.bias_general
    perceived = (1 + 2 * tilt + one.bias_sd**2 + one.perceived_own**2) ** 0.5
    six = (one.general, one.area, one.bias_general, one.bias_sd, one.perceived_own, one.bias_mean)
    correlations = (one.general + one.area, one.general, (1 + tilt) / perceived)
    return tuple(sd(value) for value in (*six, *correlations))


def _route(one: Route) -> tuple[str, ...]:
    whose = "the overall" if one.target == "overall" else "each area's"
    return (
        one.name,
        f"{whose} standard error is at most {sd(one.sure)}",
        f"{one.least} to {one.most}",
        str(one.per_area),
        "once" if one.touch_all else "",
        str(one.pilots),
    )


def _doors(pack: Framework) -> str:
    """Give the doors and cut scores of a framework."""
    levels = [str(level) for level in range(1, len(pack.doors) + 1)]
    named = ", ".join(
        f"{level.code} from {cut:g}" for level, cut in zip(pack.levels, cuts(pack), strict=True)
    )
    doors = table(("level", *levels), [("door", *(f"{door:g}" for door in pack.doors))])
    status = f"{pack.id}, cut scores {pack.cuts.status} ({pack.cuts.method}): {named}, none below."
    return f"{status}\n\n{doors}"
