"""What a person may say of themselves for research: kept with that agreement alone, erased with it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from werkzeug.datastructures import Headers

from app.assessment import views
from app.assessment.about import device_of
from app.db import reading
from app.stores import attempts
from competences import LANGUAGES
from tests.app.journeys import attempt_of, begun
from tests.visitor import Visitor

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Mobile Safari/537.36"
DESK = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAID = {"research": "yes", "age": "45-64", "gender": "woman"}


def about_of(app, page):
    with app.app_context(), reading() as session:
        return attempts.get(session, attempt_of(page), now=datetime.now(UTC)).about


def test_what_is_said_is_kept_with_the_agreement_and_the_device_as_one_word(app):
    visitor = Visitor(app, **{"User-Agent": PHONE})
    first = begun(visitor, **SAID)
    assert about_of(app, first) == {"age": "45-64", "gender": "woman", "device": "phone"}


def test_nothing_is_kept_without_the_agreement(app):
    visitor = Visitor(app, **{"User-Agent": PHONE})
    first = begun(visitor, age="45-64", gender="woman")
    assert about_of(app, first) == {}


def test_all_of_it_may_be_left_open(app):
    visitor = Visitor(app, **{"User-Agent": DESK})
    assert about_of(app, begun(visitor, research="yes")) == {"device": "computer"}


def test_the_name_of_the_browser_is_kept_nowhere(app, tmp_path):
    begun(Visitor(app, **{"User-Agent": PHONE}), **SAID)
    kept = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.db*"))
    assert b"Android" not in kept
    assert b"45-64" in kept


@pytest.mark.parametrize("field", ["age", "gender"])
def test_what_is_not_offered_is_refused(app, field):
    visitor = Visitor(app)
    start = visitor.get("/en/check/start")
    given: dict[str, Any] = {**SAID, "route": "quick", "keep": "yes", field: "17"}
    page = visitor.send(start, status=422, **given)
    assert page.tree.find(".//details").get("open") is not None
    assert page.links()["Choose one of the answers that the page offers."] == f"#{field}"


def test_a_form_without_the_fields_is_no_fault(app):
    visitor = Visitor(app)
    start = visitor.get("/en/check/start")
    page = visitor.send(
        start, route="quick", keep="yes", research="yes", without=("age", "gender")
    )
    assert "/question/" in page.path


@pytest.mark.parametrize("way", ["keep", "another check"])
def test_what_was_said_is_gone_from_the_files_at_once(app, tmp_path, way):
    visitor = Visitor(app, **{"User-Agent": PHONE})
    begun(visitor, **SAID)
    if way == "keep":
        visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    else:
        begun(visitor, together="yes")
    left = b"".join(path.read_bytes() for path in tmp_path.glob("azimut.db*"))
    assert b"45-64" not in left


def test_taking_back_the_agreement_erases_what_was_said_of_all_checks_at_once(app):
    visitor = Visitor(app)
    one = begun(visitor, **SAID)
    two = begun(visitor, together="yes", **SAID)
    visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    assert (about_of(app, one), about_of(app, two)) == ({}, {})


def test_a_further_check_without_the_agreement_takes_it_back_too(app):
    visitor = Visitor(app)
    one = begun(visitor, **SAID)
    begun(visitor, together="yes")
    assert about_of(app, one) == {}


def test_giving_the_agreement_again_brings_nothing_back(app):
    visitor = Visitor(app)
    one = begun(visitor, **SAID)
    page = visitor.send(visitor.get("/en/check/keep"), "/research", research="no")
    visitor.send(page, "/research", research="yes")
    assert about_of(app, one) == {}


@pytest.mark.parametrize(
    ("headers", "device"),
    [
        ({"Sec-CH-UA-Mobile": "?1", "User-Agent": DESK}, "phone"),
        ({"Sec-CH-UA-Mobile": "?0", "User-Agent": PHONE}, "computer"),
        ({"Sec-CH-UA-Mobile": "yes", "User-Agent": PHONE}, "phone"),
        ({"User-Agent": DESK}, "computer"),
        ({}, ""),
    ],
)
def test_a_device_is_one_word_or_none(headers, device):
    assert device_of(Headers(headers)) == device


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_start_page_offers_it_in_every_language_and_asks_for_nothing(app, language):
    page = Visitor(app).get(f"/{language}/check/start")
    sent = page.filled()
    assert (sent["age"], sent["gender"]) == ([""], [""])
    assert "open" not in page.tree.find(".//details").attrib


def test_the_wording_has_a_version_of_its_own():
    assert views.WORDING == "2026-11-d"


def test_the_privacy_page_says_it(app):
    page = Visitor(app).get("/en/privacy")
    assert "What you told about yourself for research, if anything" in page.main
    assert "nothing else about your device" in page.main
