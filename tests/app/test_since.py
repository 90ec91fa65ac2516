"""What a result says of an earlier check, of answers that do not fit together, and of chosen competences."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from app import content, interviews
from app.assessment.portrait import portrait_of
from app.assessment.since import since_of
from app.db import reading, transaction
from app.stores import attempts
from competences import Attempt, Interview, load_bank
from competences.fit import PersonFit
from tests.app.journeys import answered, attempt_of, begun
from tests.app.people import took
from tests.builders import FRAMEWORK, right_response
from tests.visitor import Visitor

BANK = load_bank(FRAMEWORK)
DAY = timedelta(days=1)


def able(item):
    return 3 if item.kind == "self-report" else right_response(item.id)


def weak(item):
    return 0 if item.kind == "self-report" else None


def middling(item):
    return 2 if item.kind == "self-report" else right_response(item.id)


def said(response, items=18):
    """Give responses to items of all areas."""
    chosen = BANK.items[:: len(BANK.items) // items][:items]
    return {item.id: response(item) for item in chosen}


def found(session, stored):
    now = datetime.now(UTC)
    profile = interviews.profile(session, stored)
    return since_of(session, stored, profile, now)


def two(session, first, second, **given):
    """Give the later of two checks of one person, the first a day before."""
    now = datetime.now(UTC)
    one = took(session, said(first), now=now - DAY / 2, finished=given.pop("finished", True))
    return one, took(session, said(second), folder=one.folder, now=now, **given)


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("first", "second", "course"),
    [(weak, able, "higher"), (able, weak, "lower"), (able, able, "unsure")],
)
def test_a_change_is_named_only_where_it_is_more_than_chance(first, second, course):
    with transaction() as session:
        one, later = two(session, first, second)
        since = found(session, later)
    assert since.overall == course
    assert since.at == one.last_answer_at
    assert len(since.parts) == 5
    assert course in {each for _, each in since.parts}


@pytest.mark.usefixtures("context")
def test_the_first_check_has_nothing_to_be_compared_with():
    with transaction() as session:
        one, _ = two(session, weak, able)
        assert found(session, one) is None


@pytest.mark.usefixtures("context")
def test_an_unfinished_or_short_check_is_not_compared():
    with transaction() as session:
        _, later = two(session, weak, able, finished=False)
        assert found(session, later) is None
        now = datetime.now(UTC)
        one = took(session, said(weak), now=now - DAY / 2)
        short = took(session, said(able, 5), folder=one.folder, now=now)
        assert found(session, short) is None
        whole = took(session, said(able), folder=short.folder, now=now)
        assert found(session, whole).at == one.last_answer_at


@pytest.mark.usefixtures("context")
def test_the_newest_check_before_this_one_is_meant():
    now = datetime.now(UTC)
    with transaction() as session:
        one = took(session, said(able), now=now - DAY / 2)
        took(session, said(weak), folder=one.folder, now=now - DAY / 4)
        later = took(session, said(able), folder=one.folder, now=now)
        assert found(session, later).overall == "higher"


@pytest.mark.usefixtures("context")
def test_a_check_of_another_framework_or_person_is_not_compared():
    with transaction() as session:
        took(session, said(weak))
        one, later = two(session, weak, able)
        session.execute(
            attempts.ATTEMPTS.update()
            .where(attempts.ATTEMPTS.c.id == one.id)
            .values(framework="e-cf-4.0")
        )
        assert found(session, later) is None


@pytest.mark.usefixtures("context")
def test_a_check_that_can_no_longer_be_scored_is_not_compared():
    with transaction() as session:
        one, later = two(session, weak, able)
        other = replace(BANK, fit_limits=((10, 0.25),))
        attempts.keep_bank(session, other, datetime.now(UTC))
        numbers = other.numbers().replace('"engine":1', '"engine":0')
        banks, checks = attempts.BANKS, attempts.ATTEMPTS
        session.execute(banks.update().where(banks.c.id == other.version).values(numbers=numbers))
        moved = checks.update().where(checks.c.id == one.id)
        session.execute(moved.values(bank_version=other.version))
        assert found(session, later) is None


def shown(visitor, app, first, second):
    """Give the result page of somebody who took two checks."""
    page = begun(visitor)
    with app.app_context(), transaction() as session:
        now = datetime.now(UTC)
        folder = attempts.get(session, attempt_of(page), now=now).folder
        took(session, said(first), folder=folder, now=now - DAY / 2)
        later = took(session, said(second), folder=folder, now=now)
    return visitor.get(f"/en/check/{later.id}/result")


@pytest.mark.parametrize(
    ("first", "second", "sentence"),
    [
        (weak, able, "you now stand higher than before. This is more than chance."),
        (able, weak, "you now stand lower than before. This is more than chance."),
        (able, able, "we see no sure change"),
    ],
)
def test_the_result_says_what_has_changed(app, first, second, sentence):
    page = shown(Visitor(app), app, first, second)
    assert sentence in page.main
    assert "Since your check of" in page.main


def test_a_result_without_an_earlier_check_says_nothing_of_one(app):
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor))
    assert "Since your check" not in visitor.get(f"/en/check/{attempt_of(page)}/result").main


def profile_of(scope=()):
    interview, attempt = Interview(BANK, scope=scope), Attempt.start("en")
    for item in BANK.items[:20]:
        attempt = attempt.with_answer(item.id, middling(item))
    return interview.profile(attempt)


@pytest.mark.parametrize(
    ("fit", "contradicts"),
    [
        (None, False),
        (PersonFit(0.5, -2.0, shown=False), False),
        (PersonFit(-3.0, -2.0, shown=True), True),
    ],
)
def test_a_note_on_answers_is_shown_where_the_fit_says_so(fit, contradicts):
    profile = replace(profile_of(), fit=fit)
    assert portrait_of(profile, BANK.framework).contradicts is contradicts


def contradictory(session, folder):
    """Give a check whose answers cannot fit together, on a bank that knows when to say so."""
    strict = replace(BANK, fit_limits=((10, 1.0), (80, 1.0)))
    easy = sorted(
        (one for one in BANK.items if one.kind == "knowledge"), key=lambda i: i.difficulty
    )
    mixed = {one.id: None for one in easy[:10]} | {
        one.id: right_response(one.id) for one in easy[-10:]
    }
    return took(session, mixed, folder=folder, bank=strict, now=datetime.now(UTC))


def test_answers_that_do_not_fit_lead_back_to_the_answers_and_nothing_of_it_is_kept(app, tmp_path):
    visitor = Visitor(app)
    page = begun(visitor)
    with app.app_context(), transaction() as session:
        folder = attempts.get(session, attempt_of(page), now=datetime.now(UTC)).folder
        stored = contradictory(session, folder)
    result = visitor.get(f"/en/check/{stored.id}/result")
    assert "Some of your answers do not fit together." in result.main
    assert result.links()["Look at my answers"] == f"/en/check/{stored.id}/answers"
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.db*"))
    assert b"contradict" not in kept


def test_a_result_of_a_scoring_that_is_not_here_says_so(app):
    visitor = Visitor(app)
    page = begun(visitor)
    with app.app_context(), transaction() as session:
        other = replace(BANK, fit_limits=((10, 0.75),))
        attempts.keep_bank(session, other, datetime.now(UTC))
        numbers = other.numbers().replace('"engine":1', '"engine":0')
        banks, own = attempts.BANKS, attempts.ATTEMPTS.c.id == attempt_of(page)
        session.execute(banks.update().where(banks.c.id == other.version).values(numbers=numbers))
        session.execute(attempts.ATTEMPTS.update().where(own).values(bank_version=other.version))
    gone = visitor.get(page.path, status=410)
    assert gone.h1 == "We can no longer compute this result"


def test_an_ordinary_result_has_no_such_note(app):
    visitor = Visitor(app)
    page = answered(visitor, begun(visitor))
    assert "do not fit" not in visitor.get(f"/en/check/{attempt_of(page)}/result").main


def test_a_check_of_chosen_competences_shows_these_and_their_areas_alone(app):
    visitor = Visitor(app)
    page = begun(visitor)
    now = datetime.now(UTC)
    with app.app_context(), transaction() as session:
        folder = attempts.get(session, attempt_of(page), now=now).folder
        stored = interviews.begin(
            session,
            framework=FRAMEWORK,
            route="quick",
            language="en",
            now=now,
            folder=folder,
            scope=["1.1", "4.2"],
        )
        while not stored.finished:
            item = content.bank(FRAMEWORK).item(str(stored.open_item))
            stored = interviews.answer(session, stored, item.id, able(item), now)
    result = visitor.get(f"/en/check/{stored.id}/result")
    assert "This check was about 2 competences." in result.main
    assert "The areas of this check" in result.main
    assert "Over all five areas" not in result.main
    assert len(result.tree.findall(".//figure")) == 2
    assert len(result.tree.findall(".//table[@class='competences']//tbody/tr")) == 2


@pytest.mark.usefixtures("context")
def test_a_change_in_chosen_competences_names_these():
    now = datetime.now(UTC)
    own = [one for one in BANK.items if one.competence == "1.1"]
    with transaction() as session:
        one = took(session, {one.id: weak(one) for one in own}, scope=["1.1"], now=now - DAY / 2)
        later = took(
            session, {one.id: able(one) for one in own}, scope=["1.1"], folder=one.folder, now=now
        )
        since = found(session, later)
    assert since.overall is None
    assert [course for _, course in since.parts] == ["higher"]
    with reading() as session:
        assert attempts.get(session, later.id, now=now).scope == ("1.1",)
