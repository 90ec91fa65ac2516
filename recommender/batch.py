"""Plans for very many people: an offer without its prose goes to the workers once, people follow in chunks.

Only the numbers that a plan stands on are looked at, no clock and no random number: the same people get the same rows
from any number of workers, to the byte.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from hashlib import blake2b
from typing import Any, Final

from competences import Text
from competences.running import Runner, here
from recommender.catalogue import Training
from recommender.folding import answered
from recommender.needs import Need, counting
from recommender.offers import CatalogueIndex
from recommender.paths import plan
from recommender.plans import Constraints, Plan, Remaining

CHUNK: Final = 500
"""Most people that a worker gets at a time."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody to plan for, under a number of the caller's own.

    Nobody is there to untick anything, so only sure gaps count unless the limits say otherwise.
    """

    id: str
    needs: tuple[Need, ...]
    constraints: Constraints = field(default_factory=lambda: Constraints(certain_only=True))


@dataclass(frozen=True, slots=True)
class Row:
    """What is kept of a person's plan: `trainings` are ids in walking order, the rest is as `Plan` has it.

    `made_for` is the person's `signature` in hexadecimal digits: whom the row is for, without saying what they can do.
    """

    id: str
    made_for: str
    value: float
    bound: float
    optimal: bool
    depth: int | None
    trainings: tuple[str, ...]
    hours: float
    euro: Decimal
    remaining: tuple[Remaining, ...] = ()
    reason: str | None = None

    def to_record(self) -> dict[str, Any]:
        """Give the row as JSON values, without sentences."""
        return {
            "id": self.id,
            "made_for": self.made_for,
            "value": self.value,
            "bound": self.bound,
            "optimal": self.optimal,
            "depth": self.depth,
            "trainings": list(self.trainings),
            "hours": self.hours,
            "euro": float(self.euro),
            "remaining": [
                {
                    "competence": one.competence,
                    "from": one.reached,
                    "to": one.target,
                    "why": one.why,
                }
                for one in self.remaining
            ],
            "reason": self.reason,
        }

    def to_json(self) -> str:
        """Give the record as one line of JSON, keys sorted."""
        return json.dumps(self.to_record(), sort_keys=True, ensure_ascii=False)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """An offer as it is sent to workers: everything that decides a plan, nothing that is only read."""

    offer: CatalogueIndex

    @classmethod
    def of(cls, offer: CatalogueIndex) -> "Snapshot":
        """Give the snapshot of an offer."""
        return cls(replace(offer, trainings=tuple(bare(one) for one in offer.trainings)))


def bare(training: Training) -> Training:
    """Give a training without what decides no plan: title and texts, address, certificate, help with the cost."""
    return replace(
        training,
        title=Text(),
        description=Text(),
        url="",
        place="",
        postal_code="",
        certificate="",
        funding=(),
        last_checked=None,
    )


def plan_many(
    offer: CatalogueIndex | Snapshot,
    people: Iterable[Person],
    run: Runner = here,
    *,
    chunk: int = CHUNK,
    fold: bool = True,
) -> Iterator[Row]:
    """Give a row for each person, in their order, while they are read: a million need not be held in memory.

    With `fold` people who are equal in all that decides a plan are planned once.
    """
    found = answered(
        plan_chunk,
        as_snapshot(offer),
        people,
        run,
        chunk=chunk,
        key=signature if fold else None,
    )
    for person, row in found:
        yield row if row.id == person.id else replace(row, id=person.id)


def plan_chunk(snapshot: Snapshot, people: Sequence[Person]) -> list[Row]:
    """Give the rows of some people, by the node limit alone; raises what `plan` does."""
    return [
        row_of(one, plan(snapshot.offer, one.needs, one.constraints, explain=False))
        for one in people
    ]


def as_snapshot(offer: CatalogueIndex | Snapshot) -> Snapshot:
    """Give an offer as a snapshot; one that is a snapshot already as it is."""
    return offer if isinstance(offer, Snapshot) else Snapshot.of(offer)


def row_of(person: Person, made: Plan) -> Row:
    """Give what is kept of a person's plan."""
    return Row(
        id=person.id,
        made_for=signature(person).hex(),
        value=made.value,
        bound=made.bound,
        optimal=made.optimal,
        depth=made.depth,
        trainings=tuple(step.training.id for step in made.steps),
        hours=made.hours,
        euro=made.euro,
        remaining=in_order(made.remaining),
        reason=made.reason,
    )


def in_order(left: Iterable[Remaining]) -> tuple[Remaining, ...]:
    """Give what stays open in the order of rows: by competence, whatever an offer names beside it."""
    return tuple(sorted(left, key=lambda one: one.competence))


def signature(person: Person) -> bytes:
    """Give what decides a person's plan, as 16 bytes: equal people have equal ones.

    Levels held, levels wanted and what they are worth, doubt only where it is larger than a gap, and the limits.
    """
    unsure = any(one.gap for one in person.needs)
    told = [_decisive(one) for one in counting(person.needs, person.constraints)]
    said = repr((sorted(told), unsure, person.constraints))
    return blake2b(said.encode(), digest_size=16).digest()


def _decisive(need: Need) -> tuple[str, int, int, int, float, bool]:
    """Give what counts of a need; without a gap its weight and its target do not."""
    gap, weight = (need.gap, need.weight) if need.gap else (0, 1.0)
    return need.competence, need.current, need.entry, gap, weight, need.uncertain


def row_from_record(record: Mapping[str, Any]) -> Row:
    """Give the row of a record that `Row.to_record` wrote."""
    return Row(
        **{
            **record,
            "trainings": tuple(record["trainings"]),
            "euro": Decimal(str(record["euro"])),
            "remaining": tuple(
                Remaining(one["competence"], one["from"], one["to"], one["why"])
                for one in record["remaining"]
            ),
        }
    )
