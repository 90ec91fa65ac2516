"""“Not this one, because …”: what a learner ruled out of a path, and the links that rule more out or take it back.

All of it stands in the address: `without` a training, `hidden` a provider, `known` a training whose levels count as
held; `why` gives the cause of a `without`, as `cause:training`.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from app.i18n import gettext, language, lazy
from app.plan.address import Address
from app.plan.forms import LONGEST
from recommender import CatalogueIndex, Training
from recommender.plans import Step

KNOWN: Final = "known"
WITHOUT: Final = "without"
HIDDEN: Final = "hidden"
WHY: Final = "why"
NAMES: Final = (WITHOUT, HIDDEN, KNOWN, WHY)
"""What the address says of all this."""

CAUSES: Final = {
    "place": lazy("not at this place or time"),
    "price": lazy("it costs too much"),
    "other": lazy("it does not suit you"),
}
"""Why a training is out, by the word in the address."""
SWAP: Final = "swap"
"""The cause of what had to go so that another training came in: it is told, and taken back, as one."""


@dataclass(frozen=True, slots=True)
class Way:
    """One cause for which a step may be ruled out: what a learner would say, what follows, and where it leads."""

    says: str
    follows: str
    address: str


@dataclass(frozen=True, slots=True)
class RuledOut:
    """What a learner ruled out at once, why, and where it is taken back; each name with the language that it is in."""

    names: tuple[tuple[str, str], ...]
    why: str
    back: str


def kept(address: Address, index: CatalogueIndex) -> Address:
    """Give an address without trainings that the offer does not hold, and without causes that belong to none."""
    for name in (WITHOUT, KNOWN):
        there = [one for one in address.values(name) if index.training(one) is not None]
        address = address.put(name, there)
    out = address.values(WITHOUT)
    return address.put(WHY, [one for one in address.values(WHY) if one.partition(":")[2] in out])


def swapped(address: Address, out: Iterable[str]) -> Address:
    """Give an address with trainings ruled out so that another one comes in."""
    for one in out:
        address = address.add(WITHOUT, one).add(WHY, f"{SWAP}:{one}")
    return address


def known(address: Address, index: CatalogueIndex) -> list[Training]:
    """Give the trainings whose levels count as held."""
    found = (index.training(one) for one in address.values(KNOWN))
    return [one for one in found if one is not None]


def ruled_out(address: Address, index: CatalogueIndex) -> Iterator[RuledOut]:
    """Give all that is ruled out: what is known, what is out, what gave way to another training, then providers."""
    for training in known(address, index):
        back = address.drop(KNOWN, training.id)
        yield _told((training,), gettext("you know it already"), back)
    causes = {one.partition(":")[2]: one.partition(":")[0] for one in address.values(WHY)}
    out = [one for one in map(index.training, address.values(WITHOUT)) if one is not None]
    gave_way = [one for one in out if causes.get(one.id) == SWAP]
    for training in out:
        cause = causes.get(training.id, "")
        if cause != SWAP:
            said = str(CAUSES.get(cause, ""))
            yield _told((training,), said, _taken_back(address, (training,), cause))
    if gave_way:
        back = _taken_back(address, gave_way, SWAP)
        yield _told(gave_way, gettext("you took another one instead"), back)
    for provider in address.values(HIDDEN):
        said = gettext("all trainings of this provider")
        yield RuledOut(((provider, ""),), said, str(address.drop(HIDDEN, provider)))


def ways_out(step: Step, address: Address) -> list[Way]:
    """Give the causes for which a step may be ruled out, those alone that can be true of it."""
    one = step.training
    ways = [
        Way(
            gettext("I know this already."),
            gettext("What it teaches then counts as known."),
            str(address.add(KNOWN, one.id)),
        )
    ]
    if one.place or one.start:
        ways.append(_without(one, address, "place", gettext("Not at this place or time.")))
    if one.price:
        ways.append(_without(one, address, "price", gettext("It costs too much.")))
    if 0 < len(one.provider) <= LONGEST:
        ways.append(
            Way(
                gettext("Not with this provider."),
                gettext("All its trainings are then left out."),
                str(address.add(HIDDEN, one.provider)),
            )
        )
    ways.append(_without(one, address, "other", gettext("It does not suit me.")))
    return ways


def _told(trainings: Iterable[Training], why: str, back: Address) -> RuledOut:
    names = tuple(one.title_in(language()) for one in trainings)
    return RuledOut(names, why, str(back))


def _taken_back(address: Address, trainings: Iterable[Training], cause: str) -> Address:
    """Give an address without trainings that are out, and without the cause."""
    for one in trainings:
        address = address.drop(WITHOUT, one.id).drop(WHY, f"{cause}:{one.id}")
    return address


def _without(training: Training, address: Address, cause: str, says: str) -> Way:
    to = address.add(WITHOUT, training.id).add(WHY, f"{cause}:{training.id}")
    return Way(says, "", str(to))
