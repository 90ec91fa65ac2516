import pytest

from app.i18n import FOLDER
from competences import LANGUAGES
from tests.visitor import Untranslated, Visitor

READ = (
    "/",
    "/how-it-works",
    "/how-good-are-the-questions",
    "/how-we-order-trainings",
    "/privacy",
    "/accessibility",
    "/sources",
    "/come-back",
    "/check/",
    "/check/start",
    "/check/erase",
    "/check/erased",
    "/check/open/something",
)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", READ)
def test_every_page_stands_in_every_language(app, language, path):
    page = Visitor(app).get(f"/{language}{path}")
    assert page.response.request.path == f"/{language}{path}"


@pytest.mark.parametrize("path", READ[:8])
def test_a_page_that_is_read_sets_no_cookie(app, path):
    assert "Set-Cookie" not in Visitor(app).get(f"/en{path}").response.headers


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_root_follows_the_language_of_the_browser(app, language):
    page = Visitor(app, **{"Accept-Language": f"{language}-BE, es;q=0.9"}).get("/")
    assert page.path == f"/{language}/"


def test_the_root_says_that_it_depends_on_the_language(app):
    response = app.test_client().get("/")
    assert "Accept-Language" in response.vary


def test_a_language_without_slash_leads_to_its_home(app):
    assert Visitor(app).get("/fr").path == "/fr/"


def test_another_language_is_no_page(app):
    Visitor(app).get("/es/", status=404)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_missing_page_speaks_the_language_of_its_address(app, language):
    page = Visitor(app, **{"Accept-Language": "en"}).get(f"/{language}/nothing", status=404)
    assert page.tree.get("lang") == language or page.tree.find(".//html").get("lang") == language


def test_the_switch_keeps_page_and_query(app):
    links = Visitor(app).get("/en/privacy?a=1&b=é").links()
    assert links["Français"] == "/fr/privacy?a=1&b=%C3%A9"


def test_the_switch_of_a_missing_page_leads_home(app):
    assert Visitor(app).get("/en/nothing", status=404).links()["Deutsch"] == "/de/"


def test_the_sources_say_which_names_are_official(app):
    page = Visitor(app).get("/en/sources")
    assert "the official names" in page.main
    assert "a published draft translation" in page.main
    assert "our own translation" in page.main


def test_static_files_may_be_kept_for_ever(app):
    page = Visitor(app).get("/en/")
    address = page.tree.find(".//link[@rel='stylesheet']").get("href")
    response = app.test_client().get(address)
    assert "?v=" in address
    assert response.cache_control.max_age == 365 * 24 * 3600
    response.close()


@pytest.mark.parametrize("language", ["nl", "fr", "de"])
def test_nothing_is_left_untranslated(app, language):
    if not list(FOLDER.glob(f"{language}*/LC_MESSAGES/messages.mo")):
        pytest.fail("the translations are not compiled: run `make test`")
    heard = Untranslated(language)
    for path in READ:
        Visitor(app).get(f"/{language}{path}")
    assert not heard.messages
