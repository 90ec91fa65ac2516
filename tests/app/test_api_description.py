import pytest

from app import create_app
from app.api.description import operations, shapes
from tests.builders import settings


@pytest.fixture
def described(client):
    return client.get("/api/v1/openapi.json").json


def test_the_description_is_openapi_3_1(described):
    assert described["openapi"].startswith("3.1")
    assert described["info"]["title"] == "Azimut"


def test_every_route_is_described_and_nothing_else(app, described):
    routes = {
        (method.lower(), rule.rule.replace("<path:", "<").replace("<", "{").replace(">", "}"))
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
        for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    told = {
        (method, path)
        for path, methods in described["paths"].items()
        for method in methods
        if method in {"get", "post", "delete", "put"}
    }
    assert told == routes


def test_every_shape_that_is_named_is_described(described):
    assert references(described) <= set(described["components"]["schemas"]) | {
        *described["components"]["responses"]
    }


def references(node):
    """Give the names of all shapes that a part of the document points to."""
    if isinstance(node, dict):
        own = {node["$ref"].rpartition("/")[2]} if "$ref" in node else set()
        return own.union(*map(references, node.values()))
    if isinstance(node, list):
        return set().union(*map(references, node))
    return set()


def test_routes_of_an_assessment_want_its_token(described):
    wanting = {one.path for one in operations(described) if one.token}
    assert wanting == {
        "/api/v1/assessments/{attempt_id}",
        "/api/v1/assessments/{attempt_id}/answers",
        "/api/v1/assessments/{attempt_id}/profile",
        "/api/v1/plans",
        "/api/v1/recommendations",
    }


@pytest.mark.parametrize("language", ["nl", "fr", "de", "en"])
def test_the_page_shows_every_route_and_shape(client, described, language):
    page = client.get("/api/v1/docs", headers={"Accept-Language": language})
    assert page.status_code == 200
    assert f'<html lang="{language}">' in page.text
    for one in operations(described):
        assert f"{one.method} {one.path}" in page.text
    for name in shapes(described):
        assert f'id="{name}"' in page.text


def test_an_application_made_twice_describes_itself_the_same(migrated, tmp_path, described):
    (tmp_path / "azimut.db").write_bytes(migrated.read_bytes())
    again = create_app(settings(tmp_path)).test_client()
    assert again.get("/api/v1/openapi.json").json == described


def test_each_limit_of_a_plan_says_its_type(described):
    limits = described["components"]["schemas"]["Limits"]["properties"]
    number = {"type": ["number", "null"], "minimum": 0, "maximum": 1_000_000}
    assert limits["hours"] == limits["euro"] == number
    assert limits["weekly"] == {**number, "minimum": 0.25, "maximum": 168}
    assert limits["deadline"] == {"type": ["string", "null"], "format": "date"}
    assert limits["online"] == limits["certain_only"] == {"type": ["boolean", "null"]}


def test_the_parts_of_a_path_are_described_by_shapes_of_their_own(described):
    found = shapes(described)
    path = {name: kind for name, kind, _ in found["PlanReply"]}
    assert path["steps"] == "[StepReply]"
    assert path["remaining"] == "[RemainingReply]"
    assert path["blocked_by"] == path["with_more"] == "[ReasonReply]"
    assert "CalendarReply" in path["calendar"]
    step = {name: kind for name, kind, _ in found["StepReply"]}
    assert step["training"] == "string"
    assert step["hours"] == step["price"] == "number | null"
    assert step["reasons"] == "[ReasonReply]"
    assert step["alternatives"] == "[AlternativeReply]"
    listed = {name: kind for name, kind, _ in found["ListedReply"]}
    assert "alternatives" not in listed
    assert listed["gain"] == "number"


def test_every_field_that_holds_one_kind_of_value_says_which(described):
    untyped = {
        f"{name}.{field}"
        for name, fields in shapes(described).items()
        for field, kind, _ in fields
        if kind == "any"
    }
    assert untyped == {"AnswerReply.response", "GivenAnswer.response"}
