import json
from dataclasses import replace
from datetime import timedelta

import pysqlite3.dbapi2 as sqlite
import pytest
from sqlalchemy import text

from app import content, interviews
from app.db import reading, transaction
from app.stores import attempts, folders, visits
from competences import Attempt, Interview, ItemBank, load_bank
from competences.problems import UnknownCompetence
from tests.builders import FRAMEWORK, NOW, right_response

pytestmark = pytest.mark.usefixtures("context")


def begin(session, **given):
    plain = {"framework": FRAMEWORK, "route": "quick", "language": "nl", "now": NOW}
    return interviews.begin(session, **{**plain, **given})


def go_on(session, stored, response=..., now=NOW):
    item = stored.open_item
    given = right_response(item) if response is ... else response
    return interviews.answer(session, stored, item, given, now)


def test_an_attempt_begins_with_its_first_item_asked():
    with transaction() as session:
        begun = begin(session)
        assert begun.asked == (begun.open_item,)
        assert begun.attempt.answers == ()
        assert attempts.get(session, begun.id, now=NOW) == begun


def test_what_is_read_is_what_answering_gave():
    with transaction() as session:
        stored = begin(session)
        for response in (None, ..., ...):
            stored = go_on(session, stored, response)
            assert attempts.get(session, stored.id, now=NOW) == stored
        assert len(stored.asked) == 4


def test_an_acknowledged_answer_is_in_the_file(app):
    with transaction() as session:
        stored = begin(session)
        item = stored.open_item
        go_on(session, stored)
    file = app.config["SETTINGS"].database_url.removeprefix("sqlite:///")
    other = sqlite.connect(file)
    found = other.execute("SELECT item FROM answer WHERE given_at IS NOT NULL").fetchall()
    other.close()
    assert found == [(item,)]


def test_a_second_answer_takes_the_place_of_the_first_and_keeps_the_open_item():
    with transaction() as session:
        first = go_on(session, begin(session))
        second = go_on(session, first)
        again = interviews.answer(session, second, second.asked[0], None, NOW)
        assert again.open_item == second.open_item
        assert again.asked == second.asked
        assert [one.item for one in again.attempt.answers] == list(second.asked[:2])
        assert again.attempt.answers[0].response is None
        assert attempts.get(session, again.id, now=NOW) == again


def test_an_item_that_was_not_asked_is_refused():
    with transaction() as session:
        stored = begin(session)
        with pytest.raises(interviews.NotAsked):
            interviews.answer(session, stored, "9.9-s1", 1, NOW)


def test_the_store_refuses_an_item_that_was_not_asked():
    with transaction() as session:
        stored = begin(session)
        with pytest.raises(KeyError):
            attempts.answer(session, stored, item="9.9-s1", response=1, open_item=None, now=NOW)


def test_a_finished_attempt_has_nothing_open_and_can_still_change():
    with transaction() as session:
        stored = begin(session)
        while not stored.finished:
            stored = go_on(session, stored)
        assert 12 <= len(stored.attempt.answers) <= 18
        again = interviews.answer(session, stored, stored.asked[0], None, NOW)
        assert again.finished
        assert interviews.open_item(session, again) is None


def test_the_numbers_of_the_bank_are_kept_with_the_attempt():
    with transaction() as session:
        stored = begin(session)
        begin(session)
        assert attempts.bank_numbers(session, stored.bank_version) is not None


def test_a_folder_that_nobody_claims_is_kept_a_day_after_the_last_answer():
    with transaction() as session:
        stored = begin(session)
        assert folders.kept_until(session, stored.folder, NOW) == (
            NOW + folders.UNCLAIMED,
            False,
        )
        later = NOW + timedelta(hours=20)
        go_on(session, stored, now=later)
        assert folders.kept_until(session, stored.folder, NOW) == (
            later + folders.UNCLAIMED,
            False,
        )


def test_a_folder_with_a_link_is_kept_longer_and_at_most_a_year():
    with transaction() as session:
        stored = go_on(session, begin(session))
        folders.give_link(session, stored.folder, "digest", NOW)
        assert folders.folder_of_link(session, "digest", NOW) == stored.folder
        assert folders.kept_until(session, stored.folder, NOW) == (NOW + folders.KEPT, True)
        late = NOW + timedelta(days=360)
        assert folders.use_folder(session, stored.folder, late) == NOW + folders.LONGEST
        assert folders.give_link(session, stored.folder, "new", late) == NOW + folders.LONGEST


def test_a_new_link_voids_the_old_one():
    with transaction() as session:
        stored = begin(session)
        folders.give_link(session, stored.folder, "old", NOW)
        folders.give_link(session, stored.folder, "new", NOW)
        assert folders.folder_of_link(session, "old", NOW) is None
        assert folders.folder_of_link(session, "new", NOW) == stored.folder


def test_a_folder_shows_its_attempts_the_newest_first():
    with transaction() as session:
        old = begin(session)
        new = begin(session, folder=old.folder, now=NOW + timedelta(hours=1))
        assert [one.id for one in attempts.of_folder(session, old.folder, NOW)] == [new.id, old.id]


def test_erasing_takes_the_folder_and_all_in_it_and_nothing_else():
    with transaction() as session:
        gone, kept = go_on(session, begin(session)), begin(session)
        assert folders.erase(session, gone.folder)
        assert not folders.erase(session, gone.folder)
        assert attempts.get(session, gone.id, now=NOW) is None
        assert attempts.get(session, kept.id, now=NOW) == kept


def test_folders_whose_time_is_over_are_erased_some_at_a_time():
    with transaction() as session:
        for _ in range(3):
            begin(session)
        late = NOW + timedelta(hours=30)
        fresh = begin(session, now=NOW + timedelta(hours=23))
        assert folders.due(session, late) == 3
        assert interviews.erase_due(session, late, most=2) == 2
        assert interviews.erase_due(session, late, most=2) == 1
        assert interviews.erase_due(session, late) == 0
        assert attempts.get(session, fresh.id, now=NOW) is not None


def test_another_language_keeps_what_was_answered():
    with transaction() as session:
        stored = go_on(session, begin(session))
        attempts.set_language(session, stored.id, "de")
        session.flush()
        found = attempts.get(session, stored.id, now=NOW)
    assert found.attempt.language == "de"
    assert found.attempt.answers == stored.attempt.answers


def test_a_profile_comes_from_the_stored_answers():
    with transaction() as session:
        stored = begin(session)
        while not stored.finished:
            stored = go_on(session, stored)
    with reading() as session:
        found = attempts.get(session, stored.id, now=NOW)
        assert found is not None
        assert interviews.profile(session, found).answered == len(stored.attempt.answers)


def test_a_beginning_erases_folders_whose_time_is_over():
    with transaction() as session:
        old = begin(session)
        begin(session, now=NOW + timedelta(days=2))
        assert attempts.get(session, old.id, now=NOW) is None


def test_an_attempt_goes_on_with_the_numbers_that_it_began_with():
    current = load_bank(FRAMEWORK)
    numbers = json.loads(current.numbers())
    numbers["items"][0]["slope"] *= 1.5
    old = ItemBank.from_numbers(json.dumps(numbers), texts=current)
    assert old.version != current.version
    with transaction() as session:
        first = Interview(old, route="quick", seed=1).next_item(Attempt.start(language="nl"))
        stored = attempts.begin(
            session,
            folder=folders.new_folder(session, NOW),
            bank=old,
            route="quick",
            language="nl",
            seed=1,
            first=first.id,
            now=NOW,
        )
        assert content.bank_of(session, stored).version == old.version
        stored = go_on(session, stored)
        assert interviews.profile(session, stored).bank_version == old.version
        assert interviews.open_item(session, stored).stem["nl"]


def test_a_folder_that_was_never_answered_in_is_kept_a_year_after_it_was_made():
    with transaction() as session:
        stored = begin(session)
        late = NOW + timedelta(days=300)
        until = folders.give_link(session, stored.folder, "digest", late)
        assert until == NOW + folders.LONGEST


def test_what_is_over_is_not_found_before_it_is_erased():
    with transaction() as session:
        stored = begin(session, token_digest="t")
        folders.give_link(session, stored.folder, "digest", NOW)
        until = NOW + folders.KEPT
        found = {now: all_ways(session, stored, now) for now in (until, until + SECOND)}
    assert all(found[until])
    assert not any(found[until + SECOND])


SECOND = timedelta(seconds=1)


def all_ways(session, stored, now):
    return [
        attempts.get(session, stored.id, now=now, lock=True),
        attempts.of_token(session, "t", now=now),
        attempts.of_folder(session, stored.folder, now),
        folders.folder_of_link(session, "digest", now),
        folders.kept_until(session, stored.folder, now, lock=True),
    ]


def test_erasing_ends_the_sessions_that_name_the_folder_and_no_other():
    with transaction() as session:
        gone, kept = begin(session), begin(session)
        for digest, folder in (("a", gone.folder), ("b", gone.folder), ("c", kept.folder)):
            visits.keep_session(session, digest, folder, NOW)
        folders.erase(session, gone.folder)
        left = [one for one in "abc" if visits.session_of(session, one) is not None]
    assert left == ["c"]


def test_the_numbers_of_a_bank_are_kept_as_they_were_first():
    bank = load_bank(FRAMEWORK)
    with transaction() as session:
        attempts.keep_bank(session, bank, NOW)
        attempts.keep_bank(session, bank, NOW + timedelta(days=1))
        kept = session.scalars(text("SELECT kept_at FROM bank_version")).all()
    assert len(kept) == 1
    assert kept[0].startswith(str(NOW.date()))


def test_numbers_that_are_lost_are_named():
    with transaction() as session:
        stored = replace(begin(session), bank_version="0" * 16)
        with pytest.raises(content.LostBank, match="0" * 16):
            content.bank_of(session, stored)


def test_kept_numbers_are_read_once():
    current = load_bank(FRAMEWORK)
    numbers = json.loads(current.numbers())
    numbers["items"][0]["slope"] *= 1.25
    old = ItemBank.from_numbers(json.dumps(numbers), texts=current)
    with transaction() as session:
        attempts.keep_bank(session, old, NOW)
        stored = replace(begin(session), bank_version=old.version)
        first = content.bank_of(session, stored)
        session.execute(text("DELETE FROM bank_version WHERE id = :id"), {"id": old.version})
        assert content.bank_of(session, stored) is first


def test_the_seconds_are_those_of_the_first_answer():
    with transaction() as session:
        stored = go_on(session, begin(session), now=NOW + timedelta(seconds=12.5))
        again = interviews.answer(session, stored, stored.asked[0], None, NOW + timedelta(hours=1))
        assert again.attempt.answers[0].seconds == 12.5
        assert attempts.get(session, stored.id, now=NOW) == again


def test_a_clock_that_goes_back_gives_no_negative_seconds():
    with transaction() as session:
        stored = go_on(session, begin(session), now=NOW - timedelta(seconds=5))
        assert stored.attempt.answers[0].seconds == 0


def test_a_scope_is_kept_in_the_order_of_the_framework_and_the_questions_stay_with_it():
    with transaction() as session:
        stored = begin(session, scope=["4.2", "1.1", "4.2"])
        assert stored.scope == ("1.1", "4.2")
        while not stored.finished:
            stored = go_on(session, stored)
        bank = content.bank(FRAMEWORK)
        assert {bank.item(one).competence for one in stored.asked} == {"1.1", "4.2"}
        assert attempts.get(session, stored.id, now=NOW).scope == stored.scope
        assert interviews.profile(session, stored).scope == stored.scope


def test_a_competence_that_does_not_exist_begins_nothing():
    with transaction() as session:
        with pytest.raises(UnknownCompetence, match=r"9\.9"):
            begin(session, scope=["1.1", "9.9"])
        assert session.scalar(text("SELECT count(*) FROM folder")) == 0


def test_what_a_person_said_of_themselves_is_kept_and_can_be_forgotten():
    with transaction() as session:
        one = begin(session, about={"age": "25-44"})
        two = begin(session, folder=one.folder, about={"device": "phone"})
        other = begin(session, about={"gender": "man"})
        attempts.forget_about(session, one.folder)
        found = [attempts.get(session, each.id, now=NOW).about for each in (one, two, other)]
    assert found == [{}, {}, {"gender": "man"}]
