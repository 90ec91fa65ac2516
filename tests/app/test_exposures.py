from datetime import timedelta

import pytest

from app import content, interviews
from app.db import reading, transaction
from app.stores import attempts, exposures, folders
from competences import Interview
from competences.exposure import Exposure
from tests.builders import FRAMEWORK, NOW, right_response

pytestmark = pytest.mark.usefixtures("context")


def begin(session, **given):
    plain = {"framework": FRAMEWORK, "route": "quick", "language": "nl", "now": NOW}
    return interviews.begin(session, **{**plain, **given})


def answered(session, stored, most=100):
    """Give an attempt after so many answers, or at its end."""
    for _ in range(most):
        if stored.finished:
            break
        item = stored.open_item
        stored = interviews.answer(session, stored, item, right_response(item), NOW)
    return stored


def counts(session):
    return exposures.counts(session, FRAMEWORK)


def overused(session):
    """Let half of the items be asked of everybody so far."""
    items = [item.id for item in content.bank(FRAMEWORK).items]
    for _ in range(40):
        exposures.count(session, FRAMEWORK, asked=items[::2], eligible=items)
    return items[::2]


def test_before_the_first_attempt_nothing_is_counted_and_nothing_left_out():
    with transaction() as session:
        assert counts(session) == Exposure.empty()
        assert begin(session).barred == frozenset()


def test_the_draw_is_made_from_the_counts_and_kept():
    with transaction() as session:
        often = overused(session)
        stored = begin(session)
        assert stored.barred
        assert stored.barred <= set(often)
        assert attempts.get(session, stored.id, now=NOW) == stored


def test_what_was_drawn_out_is_not_asked():
    with transaction() as session:
        overused(session)
        stored = answered(session, begin(session))
        assert stored.finished
        assert not stored.barred & set(stored.asked)


def test_an_attempt_goes_on_with_its_own_draw_whatever_the_counts_say_later():
    with transaction() as session:
        overused(session)
        stored = answered(session, begin(session), most=3)
        exposures.count(session, FRAMEWORK, asked=(), eligible=stored.barred)
        found = attempts.get(session, stored.id, now=NOW)
        assert found is not None
        interview = content.interview_of(session, found)
        same = Interview(
            content.bank(FRAMEWORK), route="quick", seed=stored.seed, barred=stored.barred
        )
        replayed = stored.attempt
        assert interview.next_item(replayed).id == same.next_item(replayed).id == stored.open_item


def test_a_finished_attempt_is_counted_once():
    with transaction() as session:
        stored = answered(session, begin(session), most=2)
        assert counts(session) == Exposure.empty()
        stored = answered(session, stored)
        assert stored.counted
        found = counts(session)
        assert found.attempts == 1
        assert set(found.asked) == set(stored.asked)
        interviews.answer(session, stored, stored.asked[0], None, NOW)
        interviews.erase(session, stored.folder)
        assert counts(session) == found


def test_an_unfinished_attempt_with_an_answer_is_counted_when_it_is_erased():
    with transaction() as session:
        stored = answered(session, begin(session), most=1)
        assert interviews.erase(session, stored.folder)
        found = counts(session)
    assert found.attempts == 1
    assert set(found.asked) == set(stored.asked)


def test_an_attempt_that_nobody_answered_in_is_not_counted():
    with transaction() as session:
        interviews.erase(session, begin(session).folder)
        assert counts(session) == Exposure.empty()


def test_what_is_due_is_counted_as_it_is_erased():
    with transaction() as session:
        answered(session, begin(session), most=1)
        begin(session)
        assert interviews.erase_due(session, NOW + timedelta(days=2)) == 2
        assert counts(session).attempts == 1


def test_what_was_drawn_out_was_not_eligible():
    with transaction() as session:
        overused(session)
        before = counts(session)
        stored = answered(session, begin(session))
        barred = min(stored.barred)
        assert counts(session).eligible[barred] < before.eligible[barred]
        assert counts(session).eligible[stored.asked[0]] > before.eligible[stored.asked[0]] * 0.99


def test_erasing_does_not_wait_for_numbers_that_are_lost():
    with transaction() as session:
        stored = answered(session, begin(session), most=1)
        session.execute(attempts.ATTEMPTS.update().values(framework="gone"))
        assert interviews.erase(session, stored.folder)
        assert folders.kept_until(session, stored.folder, NOW) is None


def test_two_frameworks_are_counted_apart():
    with transaction() as session:
        exposures.count(session, "one", asked=["a"], eligible=["a", "b"])
        exposures.count(session, "two", asked=["b"], eligible=["a", "b"])
        exposures.count(session, "one", asked=["b"], eligible=["b"])
    with reading() as session:
        assert set(exposures.counts(session, "one").asked) == {"a", "b"}
        assert exposures.counts(session, "two").asked == {"b": 1.0}
