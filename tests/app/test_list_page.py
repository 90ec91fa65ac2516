"""The page of single trainings: what stands in it, how its order and its limits change, what it says when empty."""

from decimal import Decimal

import pytest

from competences import LANGUAGES
from recommender import Outcome
from tests.app.journeys import answered, attempt_of, begun
from tests.builders import publish, training
from tests.visitor import Visitor


@pytest.fixture
def visitor(app):
    with app.app_context():
        publish(
            training("t-nl", url="https://one.example/", price=Decimal(80), hours=2.0),
            training(
                "t-fr", language="fr", hours=9.0, outcomes=(Outcome("digcomp-3.0/2.1", 0, 2),)
            ),
            training(
                "t-mons",
                language="fr",
                mode="on-site",
                region="BE-WAL",
                place="Mons",
                provider="House of Mons",
                url="",
                price=None,
                outcomes=(Outcome("digcomp-3.0/3.1", 0, 2, "lexicon", 0.7, ("tableur",)),),
            ),
            training("t-late", outcomes=(Outcome("digcomp-3.0/4.1", 6, 8),)),
            demonstration=True,
        )
    return Visitor(app)


def list_of(visitor, language="en", query="?goal=next", status=200):
    page = answered(visitor, begun(visitor, language))
    return visitor.get(f"/{language}/check/{attempt_of(page)}/trainings{query}", status=status)


def titles(page):
    return [one.text.split()[-1] for one in page.tree.findall(".//main/ol/li/h2")]


def test_the_list_stands_in_every_language(visitor):
    page = list_of(visitor)
    for language in LANGUAGES:
        there = visitor.get(page.path.replace("/en/", f"/{language}/"))
        assert set(titles(there)) == {"t-nl", "t-fr", "t-mons"}


def test_the_path_and_the_list_lead_to_each_other_and_keep_the_limits(visitor):
    page = list_of(visitor, query="?goal=next&languages=fr")
    path = visitor.get(page.links()["Back to your learning path"])
    again = visitor.get(path.links()["See single trainings instead"])
    assert set(titles(again)) == {"t-fr", "t-mons"}
    assert again.filled()["languages"] == ["fr"]


def test_the_order_is_a_choice_that_stays(visitor):
    page = list_of(visitor)
    shortest = visitor.get(page.links()["Shortest first"])
    assert titles(shortest)[0] == "t-nl"
    cheapest = visitor.get(shortest.links()["Cheapest first"])
    assert (titles(cheapest)[0], titles(cheapest)[-1]) == ("t-fr", "t-mons")
    french = visitor.send(cheapest, languages="fr")
    assert titles(french) == ["t-fr", "t-mons"]
    assert "Cheapest first" not in french.links()


def test_an_order_that_nobody_knows_is_the_usual_one(visitor):
    page = list_of(visitor, query="?order=%22%3E&goal=next&length=x")
    assert len(titles(page)) == 3
    assert "Best for you" not in page.links()


def test_what_is_ruled_out_leaves_the_list_and_is_taken_back_in_one_click(visitor):
    page = list_of(visitor)
    hidden = visitor.get(page.links()["Not with this provider. (Course t-mons)"])
    assert "t-mons" not in titles(hidden)
    assert "t-mons" in titles(visitor.get(hidden.links()["Take it back (House of Mons)"]))
    assert "t-nl" not in titles(visitor.get(page.links()["It does not suit me. (Course t-nl)"]))
    assert "t-fr" not in titles(visitor.get(page.links()["I know this already. (Course t-fr)"]))


def test_the_page_says_how_it_is_ordered_and_that_no_place_is_sold(visitor):
    page = list_of(visitor)
    assert "We do not sell places" in page.main
    assert "How we order trainings" in page.links()
    assert "Demonstration:" in page.main
    assert "Suggested, not confirmed" in page.main


def test_an_empty_list_says_why(visitor):
    page = list_of(visitor, query="?goal=next&languages=de")
    assert "Nothing fits" in page.main
    assert visitor.get(page.links()["Show the path in any language"]).tree.findall(".//main/ol/li")
    assert "You need no course" in visitor.get(page.path.split("?")[0] + "?goal=own").main


def test_a_limit_that_makes_no_sense_is_an_error(visitor):
    page = list_of(visitor, query="?hours=many", status=422)
    assert page.title.startswith("Error: ")


def test_a_long_list_is_shown_on_request(visitor, app):
    with app.app_context():
        publish(*(training(f"more-{n}", provider=f"p{n}") for n in range(14)))
    page = list_of(visitor)
    assert len(titles(page)) == 10
    assert len(titles(visitor.get(page.links()["Show more trainings"]))) > 10


def test_nobody_sees_the_list_of_a_foreign_check(visitor, app):
    page = answered(visitor, begun(visitor), most=1)
    Visitor(app).get(f"/en/check/{attempt_of(page)}/trainings", status=404)
