from typing import get_args

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.db import reading, transaction
from app.records import Purpose
from app.stores import consents
from tests.builders import NOW

pytestmark = pytest.mark.usefixtures("context")


def note(session, subject, purpose, *, given):
    consents.note(session, subject, purpose, given=given, wording="w1", language="nl", now=NOW)


def test_nothing_holds_that_was_never_given():
    with reading() as session:
        assert not consents.holds(session, "nobody", "research")


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    words=st.lists(
        st.tuples(st.sampled_from("ab"), st.sampled_from(["keep", "research"]), st.booleans()),
        max_size=12,
    )
)
def test_the_last_word_of_each_person_on_each_purpose_holds(words):
    model = {}
    with transaction() as session:
        session.execute(text("DELETE FROM consent"))
        for subject, purpose, given_now in words:
            note(session, subject, purpose, given=given_now)
            model[subject, purpose] = given_now
        for (subject, purpose), expected in model.items():
            assert consents.holds(session, subject, purpose) is expected
        for purpose in get_args(Purpose):
            agreed = {who for (who, what), yes in model.items() if what == purpose and yes}
            assert consents.who_agrees(session, ["a", "b", "c"], purpose) == agreed


def test_each_row_carries_the_hash_of_the_one_before():
    with transaction() as session:
        for given_now in (True, False, True):
            note(session, "a", "keep", given=given_now)
        session.expire_all()
        assert consents.broken(session) is None


@pytest.mark.parametrize(
    ("change", "row"),
    [
        ("UPDATE consent SET given = 1 WHERE id = 2", 2),
        ("UPDATE consent SET at = '2026-01-01 00:00:00.000000' WHERE id = 1", 1),
        ("UPDATE consent SET hash = 'x' WHERE id = 3", 3),
        ("DELETE FROM consent WHERE id = 1", 2),
        ("DELETE FROM consent WHERE id = 2", 3),
    ],
)
def test_a_ledger_that_was_changed_is_broken_where_it_was_changed(change, row):
    with transaction() as session:
        for given_now in (True, False, True):
            note(session, "a", "keep", given=given_now)
        session.execute(text(change))
        session.expire_all()
        assert consents.broken(session) == row


def test_the_subject_needs_the_folders_key():
    assert consents.subject("key", "folder") != consents.subject("other", "folder")
    assert "folder" not in consents.subject("key", "folder")
