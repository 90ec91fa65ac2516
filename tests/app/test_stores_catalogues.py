import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app import content
from app.db import reading, transaction
from app.stores import catalogues
from competences import Problem
from recommender.catalogue import Catalogue
from tests.builders import NOW, publish, training

pytestmark = pytest.mark.usefixtures("context")


def test_what_is_published_comes_back_whole():
    kept = (training("a"), training("b", mode="on-site", region="BE-WAL", hours=None, price=None))
    publish(*kept)
    with reading() as session:
        (found,) = catalogues.published(session)
    assert found.catalogue.trainings == kept
    assert found.member == "invented"
    assert found.state == "published"


def test_a_new_version_takes_the_place_of_the_members_earlier_one():
    assert publish(training("a")) == 1
    assert publish(training("b")) == 2
    with reading() as session:
        (found,) = catalogues.published(session)
        assert catalogues.newest(session) == 2
    assert [one.id for one in found.catalogue] == ["b"]


def test_a_new_version_takes_no_id_from_another_member():
    publish(training("a"), member="first")
    publish(training("a", provider="Another"), member="second")
    publish(training("a"), training("b"), member="first")
    with reading() as session:
        offer = content.offer(session)
    assert [(one.id, one.provider) for one in offer.index.trainings][-1] == ("a#2", "Another")


def test_members_stand_side_by_side_the_oldest_first():
    publish(training("a"), member="first")
    publish(training("b"), member="second", demonstration=True)
    with reading() as session:
        found = catalogues.published(session)
        offer = content.offer(session)
    assert [one.member for one in found] == ["first", "second"]
    assert [one.demonstration for one in found] == [False, True]
    assert offer.demonstration
    assert len(offer.index.trainings) == 2


def test_what_is_staged_is_not_shown_and_keeps_its_problems():
    with transaction() as session:
        catalogues.add_member(session, "m", "M", now=NOW)
        wrong = Problem("unknown-value", "warning", {"row": 2, "column": "mode"}, {"value": "x"})
        staged = catalogues.stage(session, "m", Catalogue((training(),), "v"), [wrong], NOW)
        assert catalogues.published(session) == ()
        assert not catalogues.has_published(session, "m")
        catalogues.publish(session, staged)
        assert catalogues.has_published(session, "m")


def test_an_empty_catalogue_can_be_published():
    publish()
    with reading() as session:
        assert len(content.offer(session).index.trainings) == 0


def test_the_offer_is_read_anew_only_after_a_publication():
    publish(training("a"))
    with reading() as session:
        first = content.offer(session)
        assert content.offer(session) is first
    publish(training("b"))
    with reading() as session:
        assert content.offer(session) is not first


def test_a_member_is_known_by_its_slug():
    with transaction() as session:
        catalogues.add_member(session, "m", "A Member", now=NOW)
        assert catalogues.member(session, "m") == "A Member"
        assert catalogues.member(session, "n") is None


def test_a_publication_number_is_given_once():
    publish(training("a"))
    publish(training("b"), member="second")
    with pytest.raises(IntegrityError), transaction() as session:
        session.execute(text("UPDATE catalogue SET number = 1"))


def test_several_catalogues_may_wait_to_be_published():
    with transaction() as session:
        catalogues.add_member(session, "m", "M", now=NOW)
        waiting = [
            catalogues.stage(session, "m", Catalogue((), version), [], NOW) for version in "ab"
        ]
        assert catalogues.newest(session) == 0
        assert [catalogues.publish(session, one) for one in waiting] == [1, 2]
