"""The whole journey as a person goes through it, in each language: no barrier on any page."""

import gzip
from collections.abc import Iterator
from itertools import count

import pytest
from playwright.sync_api import Browser, Page

from competences import LANGUAGES
from tests.browser.barriers import NARROW, barriers

pytestmark = pytest.mark.browser


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    opened = context.new_page()
    opened.set_default_timeout(10_000)
    yield opened
    context.close()


def answer(page: Page) -> None:
    """Choose something that fits the question, and go on."""
    lists = page.locator(".places select")
    if lists.count():
        for place in range(lists.count()):
            lists.nth(place).select_option(str(place))
    else:
        page.locator("label[for='answer-1']").click()
    page.locator("main form button").first.click()


def begin(page: Page, address: str) -> None:
    page.goto(f"{address}/check/start")
    page.locator("label[for='route-0']").click()
    page.locator("label[for='keep']").click()
    page.locator("main form button").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_page_that_is_read_is_free_of_barriers(page, site, language):
    for end in ("/", "/how-it-works", "/how-we-order-trainings", "/privacy", "/accessibility"):
        page.goto(f"{site}/{language}{end}")
        assert barriers(page) == []
    page.goto(f"{site}/{language}/how-good-are-the-questions")
    assert barriers(page) == []
    page.goto(f"{site}/{language}/check/start")
    page.locator("main details").evaluate("one => one.open = true")
    assert barriers(page) == []
    for end in ("/sources", "/come-back", "/check/erase", "/check/open/x", "/nothing"):
        page.goto(f"{site}/{language}{end}")
        assert barriers(page) == []
    page.goto(f"{site}/api/v1/docs?language={language}")
    assert barriers(page) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_journey_is_free_of_barriers(page, site, language):
    address = f"{site}/{language}"
    page.goto(f"{address}/")
    assert barriers(page) == []
    begin(page, address)
    shapes = set()
    while "/question/" in page.url:
        shape = (
            page.locator("main fieldset [name]").first.get_attribute("type"),
            page.locator("select").count(),
        )
        if shape not in shapes:
            shapes.add(shape)
            assert barriers(page) == []
        answer(page)
    assert page.url.endswith("/answers")
    check = page.url.removesuffix("answers")
    for end in ("answers", "result", "path", "trainings"):
        page.goto(check + end)
        page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
        assert barriers(page) == []
    page.goto(f"{address}/check/keep")
    page.locator("main form button").first.click()
    assert barriers(page) == []
    page.goto(f"{address}/check/erase")
    assert barriers(page) == []
    page.locator("main form button").click()
    assert page.url.endswith("/erased")


def test_an_error_takes_the_focus_and_is_free_of_barriers(page, site):
    begin(page, f"{site}/en")
    page.locator("main form button").first.click()
    assert page.title().startswith("Error: ")
    assert page.evaluate("document.activeElement.className") == "summary"
    assert barriers(page) == []


def test_after_a_step_the_focus_is_on_the_question(page, site):
    begin(page, f"{site}/en")
    assert page.evaluate("document.activeElement.tagName") == "H1"


def test_the_keyboard_alone_is_enough(page, site):
    page.goto(f"{site}/fr/check/start")
    reach(page, "route-0")
    page.keyboard.press("Space")
    reach(page, "keep")
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    page.wait_for_url("**/question/**")
    for _ in range(3):
        here = page.url
        if page.locator(".places").count():
            reach(page, "unknown")
            page.keyboard.press("Space")
        else:
            reach(page, "answer-0")
            page.keyboard.press("Space")
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url, here=here: url != here)


def reach(page: Page, control: str) -> None:
    """Go on by the Tab key until a control has the focus."""
    for pressed in count():
        if page.evaluate("document.activeElement.id") == control:
            return
        assert pressed < 60, f"the Tab key does not reach {control}"
        page.keyboard.press("Tab")


def test_everything_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    begin(page, f"{site}/de")
    while "/question/" in page.url:
        answer(page)
    page.goto(page.url.replace("answers", "result"))
    assert page.locator("svg.ruler").count() == 5
    context.close()


def test_targets_are_large_enough(page, site):
    begin(page, f"{site}/en")
    for box in page.locator(".row label, main button").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    ):
        assert box >= 44


def test_a_question_travels_light_and_asks_nothing_of_another_site(page, site):
    begin(page, f"{site}/en")
    got = {}
    page.on("response", lambda response: got.update({response.url: response.body()}))
    page.goto(page.url)
    page.wait_for_load_state("networkidle")
    assert all(url.startswith(site) for url in got)
    assert len(got) <= 4
    assert sum(len(gzip.compress(body)) for body in got.values()) <= 30_000


def test_the_search_for_barriers_finds_a_planted_one(page, site):
    page.goto(f"{site}/en/")
    page.evaluate("document.documentElement.removeAttribute('lang')")
    assert any("html-has-lang" in one for one in barriers(page))


def test_an_answer_given_offline_waits_and_goes_when_the_connection_is_back(page, site):
    begin(page, f"{site}/en")
    first = page.url
    page.context.set_offline(True)
    answer(page)
    assert "You are offline." in page.locator("[role=status]").inner_text()
    page.context.set_offline(False)
    page.wait_for_url(lambda url: url != first)
