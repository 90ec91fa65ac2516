import pytest

from app.plan.goals import goal_of, level_ends
from competences import LANGUAGES, load_framework
from recommender import Learner, Outcome
from tests.app.journeys import answered, attempt_of, begun
from tests.builders import publish, training
from tests.visitor import Visitor

FRAMEWORK = load_framework("digcomp-3.0")


@pytest.fixture
def visitor(app):
    with app.app_context():
        publish(
            training("t-nl", url="https://one.example/"),
            training("t-fr", language="fr", outcomes=(Outcome("digcomp-3.0/2.1", 0, 2),)),
            training(
                "t-mons",
                language="fr",
                mode="on-site",
                region="BE-WAL",
                place="Mons",
                url="",
                outcomes=(Outcome("digcomp-3.0/3.1", 0, 2, "lexicon", 0.7, ("tableur",)),),
            ),
            demonstration=True,
        )
    return Visitor(app)


def path_of(visitor, language="en", query="?goal=next", **limits):
    """Give the path without any limit, or under those that its form sends."""
    page = answered(visitor, begun(visitor, language))
    page = visitor.get(f"/{language}/check/{attempt_of(page)}/path{query}")
    return visitor.send(page, **limits) if limits else page


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_path_stands_in_every_language(visitor, language):
    assert len(path_of(visitor, language).tree.findall(".//main/ol/li")) == 3


def test_who_chose_nothing_yet_sees_trainings_in_the_language_of_the_page(visitor):
    page = path_of(visitor, "nl", query="")
    assert "Opleiding t-nl" in page.main
    assert "Mons" not in page.main
    assert page.filled()["languages"] == ["nl"]


def test_nothing_in_the_language_of_the_page_is_said_and_lifted_in_one_click(visitor):
    page = path_of(visitor, query="")
    assert "Nothing fits" in page.main
    lifted = visitor.get(page.links()["Show the path in any language"])
    assert len(lifted.tree.findall(".//main/ol/li")) == 3


def test_a_step_leads_to_the_page_of_its_provider(visitor):
    links = [
        one for one in path_of(visitor).tree.iter("a") if one.get("href") == "https://one.example/"
    ]
    assert links
    assert "noopener" in links[0].get("rel")


def test_invented_trainings_are_marked(visitor):
    assert "Demonstration:" in path_of(visitor).main


def test_a_suggested_outcome_is_marked_with_its_words(visitor):
    page = path_of(visitor)
    assert "Suggested, not confirmed" in page.main
    assert "tableur" in page.main


def test_a_training_that_is_not_for_everybody_says_for_whom(visitor, app):
    with app.app_context():
        publish(training("t-class", audience=frozenset({"teacher", "ict"})))
    assert "For whom people who work in ICT, people who teach" in path_of(visitor).main


def test_the_page_says_which_numbers_make_a_level(visitor):
    assert (
        "Basic 1–2, Intermediate 3–4, Advanced 5–6, Highly advanced 7–8" in path_of(visitor).main
    )


def test_a_limit_changes_the_path(visitor):
    page = path_of(visitor, languages="nl")
    assert "Course t-nl" in page.main
    assert "Course t-fr" not in page.main


def test_online_only_leaves_out_what_is_on_site(visitor):
    assert "Mons" not in path_of(visitor, region="online").main


def test_where_nothing_fits_one_link_lifts_the_limit(visitor):
    page = path_of(visitor, languages="de")
    assert "Nothing fits" in page.main
    lifted = visitor.get(page.links()["Show the path in any language"])
    assert "Course t-nl" in lifted.main


def test_a_limit_that_is_no_number_is_an_error_and_stays(visitor):
    page = answered(visitor, begun(visitor), most=1)
    page = visitor.get(f"/en/check/{attempt_of(page)}/path?hours=many&euro=-3", status=422)
    assert page.title.startswith("Error: ")
    assert page.filled()["hours"] == ["many"]


@pytest.mark.parametrize(
    "query",
    [
        "hours=nan",
        "hours=1e99",
        "euro=inf",
        "goal=fame",
        "languages=xx",
        "region=x%00",
        "status=king",
    ],
)
def test_a_limit_that_makes_no_sense_is_an_error(visitor, query):
    page = answered(visitor, begun(visitor), most=1)
    visitor.get(f"/en/check/{attempt_of(page)}/path?{query}", status=422)


def test_hours_are_read_with_a_comma(visitor):
    page = path_of(visitor, hours="6,5")
    assert len(page.tree.findall(".//main/ol/li")) == 1


def test_parameters_of_others_do_not_reach_the_links(visitor):
    page = answered(visitor, begun(visitor), most=1)
    path = (
        f"/en/check/{attempt_of(page)}/path?languages=de&_external=1&_scheme=javascript&_anchor=x"
    )
    assert not any("javascript:" in one for one in visitor.get(path).links().values() if one)


def test_the_usual_goal_is_the_end_of_the_next_level():
    learner = Learner(levels={"digcomp-3.0/1.1": (0.5, 0.5), "digcomp-3.0/1.2": (2.4, 0.5)})
    goal = goal_of(FRAMEWORK, learner, "next")
    assert goal.levels == {"digcomp-3.0/1.1": 2, "digcomp-3.0/1.2": 4}


def test_a_named_goal_is_the_end_of_that_level_everywhere():
    assert level_ends(FRAMEWORK) == {
        "basic": 2,
        "intermediate": 4,
        "advanced": 6,
        "highly-advanced": 8,
    }
    learner = Learner(levels={"digcomp-3.0/1.1": (7.0, 0.5)})
    assert goal_of(FRAMEWORK, learner, "advanced").levels == {"digcomp-3.0/1.1": 6}


def test_a_reached_goal_needs_no_course():
    assert goal_of(FRAMEWORK, Learner(levels={"digcomp-3.0/1.1": (8.0, 0.1)}), "next").levels == {
        "digcomp-3.0/1.1": 0
    }
