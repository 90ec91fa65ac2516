"""A visitor's browser for tests: it keeps cookies, fills in forms, and checks every page that it is given."""

import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import html5lib  # type: ignore[import-untyped]  # comes without types
from babel.support import NullTranslations
from flask import Flask
from html5lib.constants import E  # type: ignore[import-untyped]  # likewise
from werkzeug.test import TestResponse

from app.i18n import catalogue_of
from competences import LANGUAGES

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
LABELLED = ("input", "select", "textarea")
SILENT = {"hidden", "submit", "button", "image"}


class BadPage(AssertionError):
    """A page that breaks a promise that every page makes; the message names the page and the promise."""


@dataclass(frozen=True, slots=True)
class Page:
    """A page that was fetched and found to be in order."""

    path: str
    status: int
    text: str
    tree: Any
    response: TestResponse

    @property
    def title(self) -> str:
        return words(self.tree.find(".//title"))

    @property
    def h1(self) -> str:
        return words(self.tree.find(".//h1"))

    @property
    def main(self) -> str:
        return words(self.tree.find(".//main"))

    def links(self) -> dict[str, str]:
        """Give the addresses of all links by their words."""
        return {words(one): one.get("href") for one in self.tree.iter("a")}

    def form(self, action: str = "") -> Any:
        """Give the form of the page, or the one whose address ends so."""
        forms = [one for one in self.tree.iter("form") if one.get("action", "").endswith(action)]
        assert forms, f"{self.path} has no form for {action!r}"
        return forms[0]

    def filled(self, action: str = "") -> dict[str, list[str]]:
        """Give what the form would send as it stands, without any button."""
        form, sent = self.form(action), {}
        for one in form.iter("input"):
            kind = one.get("type", "text")
            if kind in {"radio", "checkbox"} and "checked" not in one.attrib:
                continue
            if one.get("name"):
                sent.setdefault(one.get("name"), []).append(one.get("value", ""))
        for one in form.iter("select"):
            chosen = [o for o in one.iter("option") if "selected" in o.attrib]
            sent[one.get("name")] = [(chosen or list(one.iter("option")))[0].get("value")]
        return sent


class Untranslated(NullTranslations):
    """Writes down each message that a language's catalogue does not have."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self.messages: set[str] = set()
        catalogue_of(language).add_fallback(self)

    def gettext(self, message: str) -> str:
        self.messages.add(message)
        return message

    ugettext = gettext

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        self.messages.add(msgid1)
        return msgid1 if n == 1 else msgid2

    ungettext = ngettext


class Visitor:
    """Fetches pages of an application, follows redirects, and checks each page."""

    def __init__(self, app: Flask, **headers: str) -> None:
        self.client = app.test_client()
        self.headers = headers

    def get(self, path: str, status: int = 200) -> Page:
        """Give the page at an address, redirects followed."""
        response = self.client.get(path, headers=self.headers, follow_redirects=True)
        return self._page(response, status)

    def send(
        self,
        page: Page,
        action: str = "",
        status: int = 200,
        without: tuple[str, ...] = (),
        **fields: Any,
    ) -> Page:
        """Fill in a form of a page and send it; give the page that follows."""
        form = page.form(action)
        target = form.get("action") or page.path
        data = {**page.filled(action), **fields}
        for name in without:
            data.pop(name, None)
        post = form.get("method") == "post"
        response = self.client.open(
            target if post else target.partition("?")[0],  # a sent GET form replaces the query
            method="POST" if post else "GET",
            data=data if post else None,
            query_string=None if post else data,
            headers=self.headers,
            follow_redirects=True,
        )
        return self._page(response, status)

    def _page(self, response: TestResponse, status: int) -> Page:
        request = response.request
        query = f"?{request.query_string.decode()}" if request.query_string else ""
        path = f"{request.path}{query}"
        if response.status_code != status:
            message = f"{path}: {response.status_code}, not {status}\n{response.text[:2000]}"
            raise BadPage(message)
        page = Page(path, response.status_code, response.text, parsed(response), response)
        for fault in faults(page):
            message = f"{path}: {fault}"
            raise BadPage(message)
        return page


def parsed(response: TestResponse) -> Any:
    """Give the tree of a page; raises where it is not valid HTML."""
    assert response.mimetype == "text/html", response.mimetype
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(response.text)
    for place, code, values in parser.errors:
        message = f"{response.request.path}: line {place[0]}: {E[code] % values}"
        raise BadPage(message)
    return tree


def faults(page: Page) -> list[str]:
    """Give what is wrong with a page; none where it keeps all promises."""
    return [
        *_language(page),
        *_headings(page),
        *_ids(page),
        *_labels(page),
        *_forms(page),
        *_headers(page),
        *_pictures(page),
    ]


def words(element: Any) -> str:
    """Give the words of an element, as they are read."""
    return re.sub(r"\s+", " ", "".join(element.itertext())).strip()


def _language(page: Page) -> list[str]:
    first = urlsplit(page.path).path.split("/")[1]
    root = page.tree if page.tree.tag == "html" else page.tree.find(".//html")
    found = []
    if first in LANGUAGES and root.get("lang") != first:
        found.append(f"the page says it is in {root.get('lang')}")
    offered = {one.get("hreflang") for one in page.tree.iter("a") if one.get("hreflang")}
    if offered != set(LANGUAGES):
        found.append(f"the language switch offers {offered}")
    return found


def _headings(page: Page) -> list[str]:
    headings = page.tree.findall(".//h1")
    if len(headings) != 1:
        return [f"{len(headings)} first headings"]
    title = re.sub(r"^[^:]+: (?=.)", "", page.title, count=1)
    begins = page.title.startswith(page.h1) or title.startswith(page.h1)
    levels = [int(one.tag[1]) for one in page.tree.iter() if re.fullmatch("h[1-6]", str(one.tag))]
    jumps = [(a, b) for a, b in zip([1, *levels], levels, strict=False) if b > a + 1]
    return [
        *([] if begins else [f"the title “{page.title}” does not begin with “{page.h1}”"]),
        *([f"headings jump: {jumps}"] if jumps else []),
    ]


def _ids(page: Page) -> list[str]:
    ids = [one.get("id") for one in page.tree.iter() if one.get("id")]
    known = set(ids)
    meant = [
        name
        for one in page.tree.iter()
        for attribute in ("aria-describedby", "aria-labelledby", "for")
        for name in (one.get(attribute) or "").split()
    ]
    inside = [one.get("href")[1:] for one in page.tree.iter("a") if one.get("href", "")[:1] == "#"]
    return [
        *(f"the id {one} is given twice" for one in known if ids.count(one) > 1),
        *(f"nothing has the id {one}" for one in {*meant, *inside} - known),
    ]


def _labels(page: Page) -> list[str]:
    labelled = {one.get("for") for one in page.tree.iter("label")}
    return [
        f"the field {one.get('name')} has no label"
        for one in page.tree.iter()
        if one.tag in LABELLED and one.get("type") not in SILENT and one.get("id") not in labelled
    ]


def _forms(page: Page) -> list[str]:
    found = []
    for form in page.tree.iter("form"):
        names = [one.get("name") for one in form.iter("input")]
        if form.get("method") == "post" and names.count("csrf_token") != 1:
            found.append("a form has no forgery token")
        if form.get("method") != "post" and "csrf_token" in names:
            found.append("a form puts a forgery token into an address")
        if not list(form.iter("button")):
            found.append("a form has no button")
    return found


def _headers(page: Page) -> list[str]:
    headers = page.response.headers
    found = [
        f"the header {name} is {headers.get(name)}"
        for name, value in HEADERS.items()
        if headers.get(name) != value
    ]
    if "default-src 'none'" not in headers.get("Content-Security-Policy", ""):
        found.append("nothing keeps foreign content out")
    for one in page.tree.iter():
        if one.get("style") or any(name.startswith("on") for name in one.attrib):
            found.append(f"a {one.tag} has a style or a script of its own")
        if one.tag in {"style", "script"} and words(one):
            found.append(f"a {one.tag} stands in the page")
    return found


def _pictures(page: Page) -> list[str]:
    return [
        "a picture has no title or no description"
        for one in page.tree.iter()
        if str(one.tag).endswith("svg")
        and one.get("aria-hidden") != "true"
        and not {"title", "desc"} <= {re.sub("{.*}", "", str(part.tag)) for part in one}
    ]
