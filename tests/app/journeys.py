"""A check taken by a visitor, as the tests of pages need it."""

from collections.abc import Callable
from typing import Any

from tests.visitor import Page, Visitor

Answer = Callable[[Page], dict[str, Any]]


def begun(visitor: Visitor, language: str = "en", route: str = "quick", **given: Any) -> Page:
    """Give the first question of a check."""
    start = visitor.get(f"/{language}/check/start")
    return visitor.send(start, route=route, keep="yes", **given)


def unsure(page: Page) -> dict[str, Any]:
    """Give “I don't know”, in the shape of the question."""
    return {"unknown": "yes"} if "places-0" in page.filled() else {"answer": "unknown"}


def answered(visitor: Visitor, page: Page, answer: Answer = unsure, most: int = 100) -> Page:
    """Give the page after `most` answers, or after the last question."""
    for _ in range(most):
        if "/question/" not in page.path:
            break
        page = visitor.send(page, **answer(page))
    return page


def attempt_of(page: Page) -> str:
    """Give the id of the check that a page belongs to."""
    return page.path.split("/")[3]


def item_of(page: Page) -> str:
    """Give the id of the question that a page asks."""
    return page.path.partition("?")[0].split("/")[5]
