import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from app.db import reading, transaction
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


def test_each_row_carries_the_hash_of_the_one_before():
    with transaction() as session:
        note(session, "a", "keep", given=True)
        note(session, "a", "keep", given=True)
        hashes = session.scalars(text("SELECT hash FROM consent ORDER BY id")).all()
    assert len(set(hashes)) == 2


def test_the_subject_needs_the_folders_key():
    assert consents.subject("key", "folder") != consents.subject("other", "folder")
    assert "folder" not in consents.subject("key", "folder")
