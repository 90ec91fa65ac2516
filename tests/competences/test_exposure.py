"""Exposure control: nobody's favourite item is everybody's, and a draw repeats."""

from collections import Counter

import pytest

from competences import Interview, load_bank, synthetic_bank
from competences.exposure import RATE, Exposure, rate_for
from competences.selection import draw
from tests.competences.builders import walked

ITEMS = [f"1.1-s{k}" for k in range(200)]


def test_nothing_is_barred_before_the_first_attempt():
    assert Exposure.empty().barred(ITEMS, seed=3) == frozenset()


def test_the_same_counts_and_seed_bar_the_same_items():
    counts = Exposure.empty()
    for _ in range(10):
        counts = counts.after(asked=ITEMS, eligible=ITEMS)
    assert counts.barred(ITEMS, seed=4) == counts.barred(ITEMS, seed=4)
    assert counts.barred(ITEMS, seed=4) != counts.barred(ITEMS, seed=5)
    assert Exposure.from_record(counts.to_record()) == counts


def test_an_item_that_everybody_got_is_eligible_for_the_rate():
    counts = Exposure.empty()
    for _ in range(200):
        counts = counts.after(asked=ITEMS, eligible=ITEMS)
    assert counts.probability(ITEMS[0]) == pytest.approx(RATE)
    shares = [len(counts.barred(ITEMS, seed)) / len(ITEMS) for seed in range(40)]
    assert sum(shares) / len(shares) == pytest.approx(1 - RATE, abs=0.02)


def test_an_item_that_is_seldom_asked_is_always_eligible():
    counts = Exposure.empty().after(asked=[], eligible=ITEMS)
    assert {counts.probability(item) for item in ITEMS} == {1.0}


def test_older_attempts_fade_and_the_first_ones_faster():
    counts = Exposure.empty().after(asked=ITEMS[:1], eligible=ITEMS[:1])
    for _ in range(20):
        counts = counts.after(asked=[], eligible=ITEMS[:1])
    assert counts.asked[ITEMS[0]] < 0.6
    for _ in range(2000):
        counts = counts.after(asked=[], eligible=ITEMS[:1])
    last = counts.after(asked=ITEMS[1:2], eligible=ITEMS[:1])
    for _ in range(20):
        last = last.after(asked=[], eligible=ITEMS[:1])
    assert 0.95 < last.asked[ITEMS[1]] < 0.98
    assert 400 < counts.attempts < 1000


def test_no_item_is_put_before_more_than_half_of_the_people():
    bank = synthetic_bank(competences=10, self_report=10)
    ids = [item.id for item in bank.items]
    counts, held = Exposure.empty(), Counter()
    for person in range(300):
        barred = counts.barred(ids, seed=person)
        asked = asked_items(bank, person, barred)
        counts = counts.after(asked, set(ids) - barred)
        held.update(asked)
    free = Counter(item for person in range(50) for item in asked_items(bank, person, frozenset()))
    assert max(free.values()) / 50 > 0.6
    assert max(held.values()) / 300 <= 0.5


def asked_items(bank, seed, barred):
    interview = Interview(bank, "quick", seed=seed, barred=barred)
    _, attempt = walked(bank, "quick", seed, interview=interview)
    return attempt.answered


def test_a_barred_item_is_asked_only_where_nothing_else_is_left():
    bank = load_bank("digcomp-3.0")
    barred = frozenset(item.id for item in bank.items if draw(1, hash_of(item.id)) % 3 == 0)
    assert not barred & set(asked_items(bank, 2, barred))
    everything = frozenset(item.id for item in bank.items)
    assert len(asked_items(bank, 2, everything)) >= 12


def hash_of(text):
    return sum(ord(letter) * place for place, letter in enumerate(text, 1))


def test_a_small_bank_gets_a_rate_that_leaves_a_route_enough_to_ask():
    assert rate_for(40, 252) == RATE
    assert rate_for(72, 126) == pytest.approx(1.2 * 72 / 126)
    assert rate_for(72, 60) == 1.0
