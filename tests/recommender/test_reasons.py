import json
from dataclasses import replace
from datetime import timedelta
from random import Random
from string import Formatter

import pytest

from recommender import Constraints, Goal, Learner, needs_of, plan
from recommender.sentences import SENTENCES
from tests.recommender.builders_planning import (
    DAY,
    need,
    offer,
    outcome,
    random_limits,
    random_needs,
    random_trainings,
    training,
    whole,
)

OPEN = Constraints()


def reasons_of(step, code):
    return [dict(one.values) for one in step.reasons if one.code == code]


def blocked(needs, limits, *trainings):
    found = plan(offer(*trainings), needs, limits)
    assert found.steps == ()
    return [(one.code, dict(one.values)) for one in found.blocked_by]


def draws(count, first=0):
    for seed in range(first, first + count):
        random = Random(seed)
        trainings = random_trainings(random, 10)
        yield trainings, random_needs(random), random_limits(random)


def test_all_targets_reached_is_an_answer():
    found = plan(offer(), [need("1.1", 2, 2)], OPEN)
    assert (found.reason, found.steps, found.value, found.optimal) == ("goal-reached", (), 0, True)


def test_a_step_says_what_it_brings_and_what_it_opens():
    first = training("first", ("1.1", 0, 2))
    then = training("then", ("1.2", 0, 1), requires=[("1.1", 2)])
    found = plan(offer(first, then), [need("1.1", 1, 2), need("1.2", 0, 1)], OPEN)
    step = found.steps[0]
    assert dict(step.closes) == {whole("1.1"): 1}
    assert reasons_of(step, "closes") == [{"competence": whole("1.1"), "n": 1, "from": 1, "to": 2}]
    assert reasons_of(step, "unlocks") == [
        {"training": "then", "title": "Title of then", "competence": whole("1.1"), "level": 2}
    ]
    assert reasons_of(step, "loss-without") == [{"value": 2.0, "without": 0.0, "loss": 2.0}]
    assert reasons_of(step, "uncertain-gap") == []


def test_a_suggestion_is_told_with_its_words_and_unknowns_are_told():
    known = training("a", price=None, hours=None, last_checked=DAY - timedelta(days=200))
    tag = outcome("1.1", 0, 2, "lexicon", 0.9, ("Excel", "tableur"))
    one = replace(known, outcomes=(tag,))
    step = plan(offer(one), [need("1.1", 0, 2)], Constraints(today=DAY)).steps[0]
    [said] = reasons_of(step, "suggested-words")
    assert said == {
        "competence": whole("1.1"),
        "origin": "lexicon",
        "percent": 90,
        "checked": (DAY - timedelta(days=200)).isoformat(),
        "words": "Excel, tableur",
    }
    assert reasons_of(step, "price-unknown") == [{}]
    assert reasons_of(step, "hours-unknown") == [{}]
    assert reasons_of(step, "checked-long-ago") == [{"n": 200}]


def test_an_uncertain_gap_is_told_with_its_interval():
    step = plan(offer(training("a", ("1.1", 0, 2))), [need("1.1", 1.6, 2, sd=0.8)], OPEN).steps[0]
    expected = {"competence": whole("1.1"), "low": 0.0, "high": 3.2}
    assert reasons_of(step, "uncertain-gap") == [expected]


@pytest.mark.parametrize(
    ("origin", "probability", "code", "percent"),
    [
        ("provider", 1.0, "stated", 100),
        ("reviewed", 1.0, "reviewed", 100),
        ("lexicon", 0.9, "suggested", 90),
        ("model", 0.56, "suggested", 56),
    ],
)
def test_a_step_says_who_claims_what_it_teaches(origin, probability, code, percent):
    one = training("a", ("1.1", 0, 2, origin, probability))
    step = plan(offer(one), [need("1.1", 0, 2)], OPEN).steps[0]
    expected = {"competence": whole("1.1"), "origin": origin, "percent": percent}
    assert reasons_of(step, code) == [expected]


def test_the_word_of_a_person_goes_before_that_of_a_machine():
    one = training("a", ("1.1", 0, 2, "lexicon", 0.9), ("1.1", 0, 1, "reviewed", 1.0))
    step = plan(offer(one), [need("1.1", 0, 2)], OPEN).steps[0]
    assert len(reasons_of(step, "reviewed")) == 1
    assert reasons_of(step, "suggested") == []


def test_the_worth_of_a_step_is_that_of_planning_without_it():
    told = 0
    for trainings, needs, limits in draws(40):
        found = plan(offer(*trainings), needs, limits)
        for step in found.steps:
            rest = [one for one in trainings if one.id != step.training.id]
            without = plan(offer(*rest), needs, limits, explain=False)
            loss = found.value - without.value
            said = reasons_of(step, "loss-without")
            assert bool(said) == (loss > 1e-9)
            for one in said:
                told += 1
                assert one["value"] == found.value
                assert one["without"] == pytest.approx(without.value, abs=1e-5)
                assert one["loss"] == pytest.approx(loss, abs=1e-5)
    assert told > 20


def test_what_a_step_brings_and_opens_is_found_again_by_walking():
    for trainings, needs, limits in draws(80, first=500):
        found = plan(offer(*trainings), needs, limits, explain=False)
        levels = {one.competence: one.entry for one in needs}
        by_code = {one.competence: one for one in needs}
        place = {step.training.id: number for number, step in enumerate(found.steps)}
        for number, step in enumerate(found.steps):
            before = dict(levels)
            for one in step.training.outcomes:
                if one.trusted or one.probability >= 0.55:
                    levels[one.competence] = max(levels[one.competence], one.exit)
            for code, one in by_code.items():
                floor, top = max(before[code], one.current), min(levels[code], one.target)
                assert step.closes.get(code, 0) == max(0, top - floor)
                brought = [s for s in reasons_of(step, "closes") if s["competence"] == code]
                assert sum(s["n"] for s in brought) == max(0, top - floor)
                assert all((s["from"], s["to"]) == (floor, top) for s in brought)
            for said in reasons_of(step, "unlocks"):
                assert place[said["training"]] > number
                assert before[said["competence"]] < said["level"]


def test_more_room_is_told_where_it_brings_something_and_the_numbers_are_right():
    told = set()
    for trainings, needs, limits in draws(60, first=900):
        found = plan(offer(*trainings), needs, limits)
        for one in found.with_more:
            told.add(one.code)
            name = one.code.removeprefix("more-")
            if name == "deadline":
                wider = replace(limits, deadline=limits.deadline + timedelta(weeks=4))
            else:
                wider = replace(limits, **{name: 1.25 * getattr(limits, name)})
            again = plan(offer(*trainings), needs, wider, explain=False)
            assert one.values["value"] == pytest.approx(again.value, abs=1e-5)
            assert one.values["gain"] == pytest.approx(again.value - found.value, abs=1e-5)
    assert told >= {"more-hours", "more-euro", "more-deadline"}


def test_more_hours_a_week_a_place_and_what_was_ruled_out_are_told_where_they_bring_something():
    session = {"start": DAY + timedelta(days=7), "end": DAY + timedelta(days=8)}
    trainings = [
        training("online", ("1.1", 0, 1), mode="online"),
        training("full", ("1.1", 1, 2), mode="online", hours=5.0, **session),
        training("far", ("1.2", 0, 1), mode="on-site"),
        training("out", ("1.3", 0, 1), mode="online"),
    ]
    needs = [need("1.1", 0, 2), need("1.2", 0, 1), need("1.3", 0, 1)]
    limits = Constraints(today=DAY, weekly=4, online=True, without=("out",))
    found = plan(offer(*trainings), needs, limits)
    assert [(one.code, dict(one.values)) for one in found.with_more] == [
        ("more-weekly", {"from": 4.0, "to": 5.0, "value": 2.0, "gain": 1.0}),
        ("more-places", {"value": 2.0, "gain": 1.0}),
        ("more-ruled-out", {"value": 2.0, "gain": 1.0}),
    ]


def test_another_language_or_region_is_told_where_it_brings_something():
    trainings = [
        training("fr", ("1.1", 0, 1), language="fr", region="BE-WAL"),
        training("nl", ("1.1", 1, 2), language="nl", region="BE-WAL"),
        training("far", ("1.2", 0, 1), language="fr", region="BE-BRU"),
    ]
    needs = [need("1.1", 0, 2), need("1.2", 0, 1)]
    found = plan(offer(*trainings), needs, Constraints(languages=("fr",), region="BE-WAL"))
    assert [(one.code, dict(one.values)) for one in found.with_more] == [
        ("more-regions", {"value": 2.0, "gain": 1.0}),
        ("more-languages", {"language": "nl", "value": 2.0, "gain": 1.0}),
    ]


@pytest.mark.parametrize(
    ("fields", "limits", "code", "values"),
    [
        ({"language": "fr"}, {"languages": ("nl",)}, "blocked-language", {"language": "fr"}),
        ({"region": "BE-BRU"}, {"region": "BE-VLG"}, "blocked-region", {"region": "BE-BRU"}),
        (
            {"audience": frozenset({"worker"})},
            {"status": "jobseeker"},
            "blocked-status",
            {"status": "worker"},
        ),
        ({"hours": 28.0}, {"hours": 20}, "blocked-hours", {"from": 20.0, "to": 28.0}),
        ({"hours": None}, {"hours": 20}, "blocked-hours-unknown", {}),
        ({"price": "99.5"}, {"euro": 20}, "blocked-price", {"from": 20.0, "to": 99.5}),
        ({"price": None}, {"euro": 0}, "blocked-price-unknown", {}),
        ({"start": DAY - timedelta(days=1)}, {"today": DAY}, "blocked-dates", {}),
        (
            {"requires": [("1.2", 3)]},
            {},
            "blocked-entry",
            {"competence": whole("1.2"), "level": 3, "held": 1},
        ),
    ],
)
def test_where_nothing_fits_the_limit_that_blocks_is_named(fields, limits, code, values):
    one = training("a", ("1.1", 0, 2), **fields)
    found = blocked([need("1.1", 0, 2), need("1.2", 1, 1)], Constraints(**limits), one)
    assert found == [(code, {"n": 1, **values})]


def test_the_nearest_limit_is_named_first():
    dear = training("dear", ("1.1", 0, 2), price=200, hours=2.0)
    long = training("long", ("1.1", 0, 2), hours=22.0)
    limits = Constraints(hours=20, euro=50)
    codes = [code for code, _ in blocked([need("1.1", 0, 2)], limits, dear, long)]
    assert codes == ["blocked-hours", "blocked-price"]


def test_two_limits_that_block_together_are_named_as_a_pair():
    one = training("a", ("1.1", 0, 2), language="fr", hours=30.0)
    limits = Constraints(languages=("nl",), hours=20)
    found = blocked([need("1.1", 0, 2)], limits, one)
    assert found == [("blocked-pair", {"first": "language", "second": "hours", "n": 1})]


def test_three_limits_that_block_together_are_named_and_no_fourth():
    one = training("a", ("1.1", 0, 2), language="fr", hours=30.0, price=90)
    limits = Constraints(languages=("nl",), hours=20, euro=10, status="worker")
    found = plan(offer(one), [need("1.1", 0, 2)], limits)
    assert found.reason == "blocked"
    assert [(said.code, said.values) for said in found.blocked_by] == [
        ("blocked-several", {"limits": "language, hours, price", "n": 1})
    ]
    text = found.to_record()["blocked_by"][0]["text"]
    assert text.endswith("if all of these were loosened: language, hours, money.")


def test_a_full_training_is_no_missing_offer():
    found = blocked([need("1.1", 0, 2)], Constraints(), training("a", ("1.1", 0, 2), capacity=0))
    assert found == [("blocked-full", {"n": 1})]


def test_a_level_that_nobody_measured_is_said_to_be_assumed():
    learner = Learner({"digcomp-3.0/1.1": (1.0, 0.3)}, "digcomp-3.0")
    needs = needs_of(learner, Goal({"digcomp-3.0/1.1": 2, "e-cf-4.0/C.1": 1}))
    both = training("a", ("1.1", 0, 2), ("e-cf-4.0/C.1", 0, 1))
    (step,) = plan(offer(both), needs, OPEN).steps
    assumed = [dict(one.values) for one in step.reasons if one.code == "level-assumed"]
    assert assumed == [{"competence": "e-cf-4.0/C.1", "level": 0}]


class TestTime:
    SOON = DAY + timedelta(days=13)

    def test_what_the_last_day_leaves_no_time_for_is_not_said_to_have_begun(self):
        one = training("a", ("1.1", 0, 2), hours=50.0)
        limits = Constraints(today=DAY, weekly=1, deadline=self.SOON)
        codes = [code for code, _ in blocked([need("1.1", 0, 2)], limits, one)]
        assert codes == ["blocked-weekly", "blocked-deadline"]

    def test_a_last_day_in_the_past_is_the_only_limit_named(self):
        one = training("a", ("1.1", 0, 2))
        limits = Constraints(today=DAY, deadline=DAY - timedelta(days=1))
        assert [code for code, _ in blocked([need("1.1", 0, 2)], limits, one)] == [
            "blocked-deadline"
        ]

    def test_a_session_after_the_last_day_stays_open_for_that_day_and_not_for_hours(self):
        late = training("a", ("1.1", 0, 2), start=DAY + timedelta(days=60))
        limits = Constraints(today=DAY, deadline=self.SOON)
        found = plan(offer(late), [need("1.1", 0, 2)], limits)
        assert [one.why for one in found.remaining] == ["deadline"]

    def test_a_session_that_fills_its_week_too_much_stays_open_for_the_hours_a_week(self):
        full = training("a", ("1.1", 0, 2), start=DAY, end=DAY + timedelta(days=4), hours=20.0)
        found = plan(offer(full), [need("1.1", 0, 2)], Constraints(today=DAY, weekly=4))
        assert [one.why for one in found.remaining] == ["weekly"]

    def test_hours_that_the_weeks_do_not_hold_are_a_matter_of_the_last_day(self):
        long = training("a", ("1.1", 0, 2), hours=50.0)
        limits = Constraints(today=DAY, weekly=4, deadline=self.SOON, hours=100)
        found = plan(offer(long), [need("1.1", 0, 2)], limits)
        assert [one.why for one in found.remaining] == ["deadline"]
        tighter = Constraints(today=DAY, weekly=4, deadline=self.SOON, hours=20)
        found = plan(offer(long), [need("1.1", 0, 2)], tighter)
        assert [one.why for one in found.remaining] == ["hours"]


def test_what_nobody_teaches_is_named_by_level():
    found = plan(offer(training("a", ("1.2", 0, 2))), [need("1.1", 2, 4)], OPEN)
    assert found.reason == "no-offer"
    assert [dict(one.values) for one in found.blocked_by] == [
        {"competence": whole("1.1"), "level": 3}
    ]
    assert [(one.why, one.levels) for one in found.remaining] == [("no-offer", 2)]


def test_the_amount_that_is_named_is_enough():
    looked = 0
    for trainings, needs, limits in draws(150, first=3000):
        found = plan(offer(*trainings), needs, limits, explain=False)
        for one in found.blocked_by:
            name = {"blocked-hours": "hours", "blocked-price": "euro"}.get(one.code)
            if name:
                looked += 1
                wider = {"hours": limits.hours, "euro": limits.euro, name: one.values["to"]}
                again = plan(offer(*trainings), needs, Constraints(today=limits.today, **wider))
                assert again.steps
    assert looked > 5


@pytest.mark.parametrize(
    ("trainings", "limits", "why"),
    [
        ([training("x", ("1.1", 0, 2), hours=30.0)], {"hours": 20}, "hours"),
        ([training("x", ("1.1", 0, 2), price=30)], {"euro": 20}, "euro"),
        ([training("x", ("1.1", 0, 2), requires=[("1.3", 1)])], {}, "entry"),
        ([training("x", ("1.3", 0, 2))], {}, "no-offer"),
        ([training("x", ("1.1", 0, 2), hours=20.0)], {"hours": 20}, "trade-off"),
        (
            [
                training("x", ("1.1", 0, 1), hours=12.0, requires=[("1.3", 1)]),
                training("y", ("1.3", 0, 1), hours=12.0),
            ],
            {"hours": 20},
            "hours",
        ),
    ],
)
def test_what_remains_says_why(trainings, limits, why):
    needs = [need("1.1", 0, 2), need("1.2", 0, 3)]
    taken = training("taken", ("1.2", 0, 3), hours=4.0)
    found = plan(offer(taken, *trainings), needs, Constraints(**limits))
    assert [step.training.id for step in found.steps] == ["taken"]
    assert [(one.competence, one.why) for one in found.remaining] == [(whole("1.1"), why)]


def test_every_sentence_can_be_said_and_every_place_is_filled():
    said = set()
    for trainings, needs, limits in draws(60, first=6000):
        record = plan(offer(*trainings), needs, limits).to_record()
        texts = [one["text"] for step in record["steps"] for one in step["reasons"]]
        texts += [one["text"] for step in record["steps"] for one in step["alternatives"]]
        texts += [
            one["text"] for key in ("remaining", "blocked_by", "with_more") for one in record[key]
        ]
        said |= {one["code"] for step in record["steps"] for one in step["reasons"]}
        assert all(text and "{" not in text for text in texts)
        json.dumps(record, allow_nan=False)
    assert {"closes", "unlocks", "loss-without", "suggested", "price-unknown"} <= said


def test_sentences_with_two_forms_count_by_n():
    for code, sentence in SENTENCES.items():
        if isinstance(sentence, tuple):
            assert all("n" in {p[1] for p in Formatter().parse(form)} for form in sentence), code


def test_the_record_has_the_promised_fields():
    found = plan(offer(training("a", ("1.1", 0, 2), url="https://a.example")), [need()], OPEN)
    record = found.to_record()
    assert set(record) >= {
        "steps",
        "value",
        "bound",
        "optimal",
        "depth",
        "hours",
        "euro",
        "remaining",
        "blocked_by",
        "reason",
    }
    step = record["steps"][0]
    assert (step["training"], step["title"]) == ("a", "Title of a")
    assert step["closes"] == {whole("1.1"): 2}
    assert (step["hours"], step["price"], step["url"]) == (4.0, 0.0, "https://a.example")
