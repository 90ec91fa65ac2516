"""What a learner says to know already: the levels that a training would bring count as held, on the learner's word."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from recommender.catalogue import Training
from recommender.needs import Need, top_level
from recommender.tags import counted


def with_known(needs: Sequence[Need], trainings: Iterable[Training]) -> tuple[Need, ...]:
    """Give the needs of somebody who knows what trainings teach, sorted by code.

    Each competence that one of them teaches stands at least at the level where it ends, without doubt, for gains and
    for doors alike; a target does not move. A competence that no need names comes in with nothing wanted. What counts
    as taught is what counts for a path: a machine's suggestion too, from its threshold on.
    """
    found = {need.competence: need for need in needs}
    for training in trainings:
        for outcome in counted(training):
            code = outcome.competence
            held = found.get(code) or Need(code, 0.0, 0.0, 0, 0, 0)
            found[code] = _raised(held, min(outcome.exit, top_level(code)))
    return tuple(found[code] for code in sorted(found))


def _raised(need: Need, level: int) -> Need:
    """Give a need whose level is at least the given one; one that stands higher stays as it was read."""
    if need.entry >= level:
        return need
    if need.current > level:
        return replace(need, entry=level)  # the reading says more, though with doubt
    return replace(
        need,
        mean=max(need.mean, float(level)),
        sd=0.0,
        current=level,
        entry=level,
        target=max(level, need.target),
    )
