"""Attempts, banks and packs for tests, from plain functions."""

import random
from pathlib import Path

from competences import Attempt, Interview, ItemBank, Knowledge
from competences.attempt import Response
from competences.items import Item

HEAD = """
family = "tiny"
version = "1"
doors = [-1.0, 0.0, 1.0]
name_status = { en = "ours", nl = "ours", fr = "ours", de = "ours" }
cuts = { status = "provisional", method = "equal steps", set_on = 2026-01-01 }
prior = { general = 0.4, area = 0.1, bias_general = 0.0, bias_sd = 1.0, perceived_own = 0.4, bias_mean = 0.0 }
rules = { name_level = 0.7, name_pair = 0.8, floor = 0.8, dont_know = 0.7 }
name = { nl = "Klein", fr = "Petit", de = "Klein", en = "Tiny" }
below = { nl = "Nog niet", fr = "Pas encore", de = "Noch nicht", en = "Not yet" }
levels = [
  { code = "low", start = 1, name = { nl = "L", fr = "B", de = "N", en = "Low" } },
  { code = "high", start = 3, name = { nl = "H", fr = "H", de = "H", en = "High" } },
]
areas = [{ code = "A", name = { nl = "A", fr = "A", de = "A", en = "A" } }]
steps = [
  { nl = "a", fr = "a", de = "a", en = "a" }, { nl = "b", fr = "b", de = "b", en = "b" },
  { nl = "c", fr = "c", de = "c", en = "c" },
]
"""
COMPETENCE = """code = "A.1"
name = { nl = "N", fr = "N", de = "N", en = "N" }
description = { nl = "B", fr = "D", de = "B", en = "D" }
"""
STATEMENT = """
[[items]]
id = "A.1-s1"
kind = "self-report"
level = 2
review = { nl = "draft", fr = "draft", de = "draft", en = "draft" }
stem = { nl = "Kun je?", fr = "Pouvez-vous\u00a0?", de = "Können Sie?", en = "Can you?" }
"""
TASK = """
[[items]]
id = "A.1-k1"
kind = "knowledge"
level = 1
format = "one"
key = 1
review = { nl = "draft", fr = "draft", de = "draft", en = "draft" }
stem = { nl = "Wat?", fr = "Quoi\u00a0?", de = "Was?", en = "What?" }
options = [
  { nl = "a", fr = "a", de = "a", en = "a" }, { nl = "b", fr = "b", de = "b", en = "b" },
  { nl = "c", fr = "c", de = "c", en = "c" },
]
explanation = { nl = "Zo.", fr = "Ainsi.", de = "So.", en = "So." }
"""


def write_pack(folder: Path, *items: str) -> Path:
    """Write a pack called `tiny-1` with one competence; give the folder that holds it."""
    pack = folder / "tiny-1"
    pack.mkdir(parents=True)
    (pack / "framework.toml").write_text(HEAD, encoding="utf-8")
    (pack / "A.1.toml").write_text(COMPETENCE + "".join(items), encoding="utf-8")
    return folder


def some_response(item: Item, chance: random.Random) -> Response:
    """Give a possible response to an item."""
    if not isinstance(item, Knowledge):
        return chance.choice([*range(len(item.thresholds) + 1), None, "n/a"])
    if item.format == "one":
        return chance.choice([*range(item.choices), None])
    places = chance.sample(range(item.choices), item.choices)
    if item.format == "order":
        return chance.choice([tuple(places), item.key, None])
    return chance.choice(
        [tuple(sorted(places[: chance.randint(1, item.choices)])), item.key, None]
    )


def walked(
    bank: ItemBank, route: str, seed: int, language: str = "nl", interview: Interview | None = None
) -> tuple[Interview, Attempt]:
    """Give an interview and an attempt that random answers have brought to its end."""
    chance = random.Random(seed)
    interview = interview or Interview(bank, route, seed=seed)
    attempt = Attempt.start(language=language)
    while (item := interview.next_item(attempt)) is not None:
        attempt = attempt.with_answer(item.id, some_response(item, chance))
    return interview, attempt


def answering(bank: ItemBank, responses: dict[str, Response]) -> Attempt:
    """Give an attempt with these answers."""
    attempt = Attempt.start(language="en")
    for item_id, response in responses.items():
        attempt = attempt.with_answer(bank.item(item_id).id, response)
    return attempt
