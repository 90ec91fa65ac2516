"""Things that a task shows, on the page and for programs: every exhibit of every bank, in every language."""

import html5lib  # type: ignore[import-untyped]  # comes without types
import pytest
from flask import g, render_template_string

from competences import LANGUAGES, Knowledge, load_bank
from competences.exhibits import KINDS, NAMES, read_exhibit
from competences.loading import frameworks
from tests.visitor import words

SHOWN = '{% from "components/exhibit.html" import shown with context %}{{ shown(exhibit) }}'


def items_with_exhibits():
    """Give every task that shows something."""
    banks = [load_bank(one) for one in frameworks()]
    return [
        item
        for bank in banks
        for item in bank.items
        if isinstance(item, Knowledge) and item.exhibit is not None
    ]


def drawn(app, exhibit, language):
    """Give an exhibit as the page has it."""
    with app.test_request_context(f"/{language}/"):
        g.language = language
        return html5lib.parseFragment(
            render_template_string(SHOWN, exhibit=exhibit), namespaceHTMLElements=False
        )


def leaves(value):
    """Give all words of a value."""
    return [value] if isinstance(value, str) else [leaf for one in value for leaf in leaves(one)]


def test_every_kind_is_shown_by_some_task():
    assert {item.exhibit.kind for item in items_with_exhibits()} == set(KINDS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_every_exhibit_stands_on_the_page(app, language):
    for item in items_with_exhibits():
        tree = drawn(app, item.exhibit, language)
        text = words(tree)
        assert text.startswith(NAMES[item.exhibit.kind][language])
        for name, value in item.exhibit.faces[language].items():
            figures = item.exhibit.kind == "chart" and name == "rows"
            # a figure is written as the language writes it
            said = [row[0] for row in value] if figures else leaves(value)
            for leaf in said:
                assert " ".join(leaf.split()) in text, (item.id, language, leaf)


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_that_is_shown_can_be_pressed(app, language):
    for item in items_with_exhibits():
        tree = drawn(app, item.exhibit, language)
        assert not [
            one for one in tree.iter() if one.tag in {"a", "button", "input", "form", "img"}
        ]


def test_tables_have_header_cells(app):
    for item in items_with_exhibits():
        if item.exhibit.kind in {"sheet", "files", "chart"}:
            tree = drawn(app, item.exhibit, "en")
            assert [one.get("scope") for one in tree.iter("th")].count("col") >= 1


def test_words_of_an_exhibit_are_no_markup(app):
    face = {"title": "<b>T</b>", "rows": [["<script>", "a & b"]]}
    found, _ = read_exhibit({"kind": "settings", **dict.fromkeys(LANGUAGES, face)})
    tree = drawn(app, found, "en")
    assert "<script>" in words(tree)
    assert not list(tree.iter("script"))


def test_a_program_gets_the_thing_that_is_shown(client):
    shown = {
        item.id: item
        for item in load_bank("digcomp-3.0").items
        if isinstance(item, Knowledge) and item.exhibit is not None
    }
    begun_reply = client.post(
        "/api/v1/assessments",
        json={"framework": "digcomp-3.0", "language": "fr", "route": "standard"},
    ).json
    headers = {"Authorization": f"Bearer {begun_reply['token']}"}
    following, seen = begun_reply["next"], []
    while following is not None:
        if following["id"] in shown:
            assert following["exhibit"] == shown[following["id"]].exhibit.record("fr")
            seen.append(following["id"])
        else:
            assert following["exhibit"] is None
        reply = client.post(
            f"/api/v1/assessments/{begun_reply['id']}/answers",
            json={"item": following["id"], "response": None},
            headers=headers,
        )
        following = reply.json["next"]
    assert len(seen) >= 5
