from datetime import date
from decimal import Decimal

import pytest
from marshmallow import RAISE

from app.api.replies import TrainingReply, TrainingsReply
from competences import Text
from recommender.archive import to_record
from recommender.catalogue import Outcome, Requirement
from tests.builders import publish, training

ROOT = "/api/v1/trainings"
WHOLE = training(
    "a/b #1",
    title=Text(fr="Créer un site"),
    description=Text(fr="Pour débuter"),
    mode="on-site",
    place="Liège",
    postal_code="4000",
    region="BE-WAL",
    language="fr",
    start=date(2027, 1, 11),
    end=date(2027, 1, 15),
    price=Decimal("12.50"),
    audience=frozenset({"worker"}),
    outcomes=(Outcome("digcomp-3.0/3.1", 1, 3, "lexicon", 0.7, ("site",)),),
    requires=(Requirement("digcomp-3.0/1.1", 1),),
    capacity=12,
    last_checked=date(2026, 11, 1),
)


@pytest.fixture
def offer(app):
    with app.app_context():
        publish(WHOLE, *(training(f"t-{n}") for n in range(30)))
        publish(training("t-1", mode="self-paced"), member="second", demonstration=True)


@pytest.fixture
def search(client, offer):  # noqa: ARG001  (it must stand before the search)
    return lambda **query: client.get(ROOT, query_string=query).json


def test_the_offer_comes_page_by_page(search):
    pages = [search(page=page) for page in (1, 2, 3)]
    assert [len(one["trainings"]) for one in pages] == [20, 12, 0]
    assert {one["total"] for one in pages} == {32}
    assert {one["pages"] for one in pages} == {2}
    assert TrainingsReply(unknown=RAISE).validate(pages[0]) == {}


@pytest.mark.parametrize(
    "query",
    [
        {"competence": "3.1"},
        {"competence": "digcomp-3.0/3.1"},
        {"language": "fr"},
        {"region": "BE-WAL"},
        {"mode": "on-site"},
        {"q": "creer SITE"},
        {"q": "liege"},
        {"q": "debuter", "language": "fr", "mode": "on-site"},
    ],
)
def test_facts_and_words_find_a_training(search, query):
    found = search(**query)
    assert [one["id"] for one in found["trainings"]] == ["a/b #1"]


def test_words_that_nobody_uses_find_nothing(search):
    assert search(q="unheard of")["total"] == 0


@pytest.mark.usefixtures("offer")
def test_a_training_comes_whole_and_says_whose_it_is(client):
    reply = client.get(f"{ROOT}/a/b%20%231")
    assert reply.json == {**to_record(WHOLE), "member": "invented", "demonstration": False}
    assert TrainingReply(unknown=RAISE).validate(reply.json) == {}


@pytest.mark.usefixtures("offer")
def test_every_listed_training_can_be_read_by_its_id(client):
    listed = [
        one for page in (1, 2) for one in client.get(f"{ROOT}?page={page}").json["trainings"]
    ]
    assert len({one["id"] for one in listed}) == 32
    for one in listed:
        address = f"{ROOT}/{one['id'].replace('#', '%23')}"
        assert client.get(address).json == one


def test_a_demonstration_is_marked(search):
    found = search(mode="self-paced")["trainings"]
    assert [one["demonstration"] for one in found] == [True]


@pytest.mark.usefixtures("offer")
def test_a_missing_training_is_missing(client):
    for name in ("missing", "../../etc/passwd", "%00", "x" * 3000):
        assert client.get(f"{ROOT}/{name}").status_code == 404


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=1.5", "page"),
        ("page=99999999999999999999999999", "page"),
        ("mode=by-pigeon", "mode"),
        ("region=Wallonia", "region"),
        ("language=xx", "language"),
        ("competence=", "competence"),
        ("competance=1.1", "competance"),
        ("q=a&q=b", "q"),
    ],
)
def test_a_search_that_does_not_fit_names_its_field(client, query, field):
    reply = client.get(f"{ROOT}?{query}")
    assert reply.status_code == 422
    assert list(reply.json["errors"]) == [field]


def test_without_any_offer_the_list_is_empty(client):
    assert client.get(ROOT).json == {"trainings": [], "page": 1, "pages": 0, "total": 0}


@pytest.mark.parametrize("words", ["strasse", "STRASSE", "straße", "oeuvre", "c++ strasse"])
def test_letters_are_found_however_they_are_written(app, client, words):
    title = Text(de="Straße und C++", fr="Chef d'œuvre")
    with app.app_context():
        publish(training("a", title=title), training("b"))
    found = client.get(ROOT, query_string={"q": words}).json
    assert [one["id"] for one in found["trainings"]] == ["a"]
