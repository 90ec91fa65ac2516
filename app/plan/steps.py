"""What the page says of a step: what it brings, why it is here, and how sure that is, each from its reasons."""

from typing import Final

from recommender.plans import Plan, Reason, Step

BRINGS: Final = "closes"
DOUBT: Final = "uncertain-gap"
SURE: Final = frozenset(
    {
        *("stated", "reviewed", "suggested", "suggested-words", "level-assumed", DOUBT),
        *("price-unknown", "price-usual", "hours-unknown", "checked-long-ago"),
    }
)
"""Reasons that tell how sure something is; they are folded away."""


def brings(step: Step) -> list[Reason]:
    """Give what a step brings; nothing where it only opens a later one."""
    return [one for one in step.reasons if one.code == BRINGS]


def why(step: Step) -> list[Reason]:
    """Give why it stands in the path beside what it brings."""
    return [one for one in step.reasons if one.code not in {BRINGS, *SURE}]


def sure(step: Step) -> list[Reason]:
    """Give how sure its claims and the learner's own level are, and what is not known of it."""
    return [one for one in step.reasons if one.code in SURE]


def unsure(plan: Plan) -> bool:
    """Say whether a step closes a gap that is smaller than its doubt."""
    return any(one.code == DOUBT for step in plan.steps for one in step.reasons)
