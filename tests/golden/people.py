"""A dozen invented people whose interviews and profiles are kept, so that a change of the engine is seen and read."""

import json
from dataclasses import dataclass
from pathlib import Path

from competences import Attempt, Interview, Knowledge, load_bank
from competences.attempt import Response
from competences.items import Item
from competences.selection import draw

FOLDER = Path(__file__).parent


@dataclass(frozen=True)
class Person:
    """How somebody answers: solves and claims what lies up to a level, with slips drawn by the seed."""

    name: str
    language: str
    route: str
    seed: int
    shows: int
    says: int
    slips: int = 8


PEOPLE = (
    Person("amina-liege-starter", "fr", "quick", 1, shows=1, says=1),
    Person("bert-gent-modest", "nl", "quick", 2, shows=5, says=3),
    Person("carla-eupen-boasting", "de", "quick", 3, shows=2, says=7),
    Person("david-brussels-even", "en", "quick", 4, shows=4, says=4),
    Person("elke-hasselt-standard", "nl", "standard", 5, shows=3, says=3),
    Person("farid-namur-standard", "fr", "standard", 6, shows=6, says=5),
    Person("greta-raeren-standard", "de", "standard", 7, shows=2, says=2),
    Person("hugo-brussels-guessing", "en", "standard", 8, shows=4, says=4, slips=2),
    Person("ines-mons-deep", "fr", "deep", 9, shows=7, says=7),
    Person("joris-aalst-deep", "nl", "deep", 10, shows=3, says=5),
    Person("klara-st-vith-unsure", "de", "quick", 11, shows=0, says=0),
    Person("liam-brussels-expert", "en", "quick", 12, shows=8, says=8),
)


def answer_of(person: Person, item: Item) -> Response:
    """Give what a person answers; one answer in `slips` goes the other way."""
    slip = draw(person.seed, sum(map(ord, item.id))) % person.slips == 0
    if isinstance(item, Knowledge):
        solves = (item.level <= person.shows) != slip
        return item.key if solves else None
    return max(0, min(3, 2 + person.says - item.level + int(slip)))


def golden_run(person: Person) -> str:
    """Give a person's whole interview and profile as JSON."""
    bank = load_bank("digcomp-3.0")
    interview = Interview(bank, person.route, seed=person.seed)
    attempt = Attempt.start(language=person.language)
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, answer_of(person, item))
    asked = [[answer.item, answer.response] for answer in attempt.answers]
    profile = interview.profile(attempt).to_record()
    return json.dumps({"answers": asked, "profile": profile}, indent=1, sort_keys=True) + "\n"


def path_of(person: Person) -> Path:
    """Give the file that keeps a person's run."""
    return FOLDER / f"{person.name}.json"
