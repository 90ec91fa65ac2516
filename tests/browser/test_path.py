"""The path page as people work it: by the keyboard, without script, on paper."""

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.barriers import NARROW, barriers

pytestmark = pytest.mark.browser


def path_of(page: Page, site: str, language: str) -> None:
    """Open the path of a check in which one question was answered."""
    page.goto(f"{site}/{language}/check/start")
    page.locator("label[for='route-0']").click()
    page.locator("label[for='keep']").click()
    page.locator("main form button").click()
    check = page.url.partition("/question/")[0]
    page.goto(f"{check}/path?goal=intermediate&hours=30")
    page.set_default_timeout(10_000)


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport={"width": NARROW, "height": 640})
    yield context.new_page()
    context.close()


def test_a_step_is_ruled_out_and_taken_back_by_the_keyboard_alone(page, site):
    path_of(page, site, "en")
    first = page.locator(".path h2").first.inner_text()
    page.locator(".refuse summary").first.focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**known=**")
    assert page.locator(".panel li").first.inner_text().startswith(first)
    assert first not in page.locator(".path h2").all_inner_texts()
    page.locator(".panel li a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: "known=" not in url)
    assert page.locator(".path h2").first.inner_text() == first


def test_a_path_with_all_that_can_be_said_of_it_has_no_barrier(page, site):
    path_of(page, site, "de")
    page.goto(page.locator(".refuse a").last.evaluate("one => one.href"))
    page.locator("details").evaluate_all("all => all.forEach(one => one.open = true)")
    assert page.locator(".panel li").count() == 1
    assert page.locator(".weeks dt").count() > 1
    assert barriers(page) == []


def test_all_of_it_works_without_script(browser, site):
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    path_of(page, site, "fr")
    address = page.locator("a[href*='/path/instead?']").first.get_attribute("href")
    page.goto(site + address)
    assert page.locator(".panel li").count() == 1
    context.close()


def test_what_cannot_be_pressed_on_paper_is_not_printed(page, site):
    path_of(page, site, "en")
    page.emulate_media(media="print")
    assert not page.locator(".refuse").first.is_visible()
    assert page.locator(".path h2").first.is_visible()
