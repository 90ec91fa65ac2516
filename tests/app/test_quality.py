"""The page and the route on how good the questions are: nothing that tells of few people."""

import pytest
from marshmallow import RAISE

from app.api.replies import QualityReply
from app.db import transaction
from app.quality import tens
from app.stores import calibrations
from competences import LANGUAGES
from tests.builders import FRAMEWORK, NOW
from tests.visitor import Visitor

PAGE = "how-good-are-the-questions"


def item(name, **given):
    plain = {
        "item": name,
        "competence": name[:3],
        "kind": "self-report",
        "status": "provisional",
        "answers": 600,
        "exposure": 0.4871,
        "item_rest": 0.5,
        "flags": [],
    }
    return {**plain, **given}


PRECISE = {
    "reliability": 0.81,
    "sem": 0.43,
    "alpha": {"self-report": 0.9, "knowledge": None},
    "omega": {"self-report": 0.88, "knowledge": 0.5},
}
RECORD = {
    "answers": 24_683,
    "settled": True,
    "items": [
        item("1.1-s1", status="calibrated", flags=["dif", "fit"]),
        item("1.1-k1", kind="knowledge", answers=7, exposure=0.0057, item_rest=0.1),
        item("2.1-s1", status="usable", flags=["dependence", "drift"]),
        item("2.2-s1", status="level", item_rest=None),
    ],
    "reliability": {"persons": 1234, "areas": {"1": PRECISE}, "overall": PRECISE, "items": {}},
    "languages": {
        "nl": {"persons": 1204, "areas": {}, "overall": PRECISE, "items": {}},
        "de": {"persons": "<30"},
    },
}


@pytest.fixture
def calibrated(app):
    """Give an application with a calibration."""
    keep(app, RECORD, 1234)
    return app


def keep(app, record, persons, version="b" * 16):
    with app.app_context(), transaction() as session:
        calibrations.keep(
            session, FRAMEWORK, bank_version=version, persons=persons, record=record, now=NOW
        )


def told(app, status=200):
    reply = app.test_client().get(f"/api/v1/frameworks/{FRAMEWORK}/quality")
    assert reply.status_code == status
    assert QualityReply(unknown=RAISE).validate(reply.json) == {}
    return reply.json


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_stands_in_every_language(calibrated, language):
    page = Visitor(calibrated).get(f"/{language}/{PAGE}")
    assert len(page.tree.findall(".//details")) == 3
    assert "Set-Cookie" not in page.response.headers


def test_before_any_calibration_all_is_provisional_and_the_page_says_what_that_means(app):
    page = Visitor(app).get(f"/en/{PAGE}")
    assert "All figures behind these questions are provisional." in page.main
    assert "In use with figures from answers: 0." in page.main
    found = told(app)
    assert found["findings"] is None
    assert found["provisional"]
    assert found["calibrated"] == 0


def test_counts_of_people_are_rounded_and_small_ones_not_shown(calibrated):
    found = told(calibrated)["findings"]
    assert (found["persons"], found["answers"]) == (1230, 24_680)
    rare = next(one for one in found["items"] if one["item"] == "1.1-k1")
    assert (rare["answers"], rare["exposure"], rare["item_rest"]) == (None, None, None)
    page = Visitor(calibrated).get(f"/en/{PAGE}")
    assert "fewer than ten" in page.main
    assert "1.230" in page.main
    for hidden in ("1.234", "1.204", "24.683", "1234", "1204", "24683", "0,0057"):
        assert hidden not in page.text


def test_a_language_of_few_people_is_not_shown(calibrated):
    found = told(calibrated)["findings"]
    assert [one["group"] for one in found["languages"]] == ["nl"]
    assert found["too_few"] == ["de"]
    page = Visitor(calibrated).get(f"/en/{PAGE}")
    assert "Languages with fewer than 30 people are not shown." in page.main
    table = page.tree.findall(".//table")[1]
    assert "Deutsch" not in "".join(table.itertext())


def test_the_page_tells_status_exposure_and_flags_in_words(calibrated):
    page = Visitor(calibrated).get(f"/en/{PAGE}")
    for words in (
        "put before 49 % of people",
        "Groups of equal skill answer it differently.",
        "Answers do not follow the expected curve.",
        "It goes together with another question too closely.",
        "It has become easier or harder than before.",
        "counts, but is still less sure",
        "These newest figures are not in use yet",
        "Omega",
        "0,88",
        "good enough for levels",
    ):
        assert words in page.main
    assert told(calibrated)["findings"]["statuses"] == {
        "provisional": 1,
        "usable": 1,
        "level": 1,
        "calibrated": 1,
    }


def test_the_newest_calibration_counts(calibrated):
    keep(calibrated, {**RECORD, "settled": False}, 2000)
    assert told(calibrated)["findings"]["persons"] == 2000
    assert "did not come to rest" in Visitor(calibrated).get(f"/en/{PAGE}").main


def test_a_calibration_on_fewer_than_ten_people_is_not_shown(app):
    keep(app, RECORD, 9)
    assert told(app)["findings"] is None


def test_a_calibration_without_reliability_still_shows_its_items(app):
    keep(app, {**RECORD, "reliability": {"persons": "<30"}}, 20)
    found = told(app)["findings"]
    assert found["everybody"] is None
    assert found["areas"] == []
    assert "reliable" not in Visitor(app).get(f"/en/{PAGE}").main


def test_the_quality_of_an_unknown_framework_is_not_found(client):
    assert client.get("/api/v1/frameworks/no-such/quality").status_code == 404


def test_the_way_to_the_page_is_on_how_it_works(app):
    links = Visitor(app).get("/en/how-it-works").links()
    assert links["How good are the questions?"] == f"/en/{PAGE}"


@pytest.mark.parametrize(("count", "shown"), [(10, 10), (14, 10), (16, 20), (1234, 1230)])
def test_counts_go_to_the_nearest_ten(count, shown):
    assert tens(count) == shown
