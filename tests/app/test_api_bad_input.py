import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import FRAMEWORK

BEGIN = {"framework": FRAMEWORK, "language": "en", "route": "quick"}
ENGLISH = {"Accept-Language": "en"}

LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=-(10**60), max_value=10**60),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(
        [FRAMEWORK, "en", "quick", "n/a", "1.1-s1", "1.1", "digcomp-3.0/1.1", "BE-WAL"]
    ),
)
FIELDS = st.sampled_from(
    [
        *("framework", "language", "route", "item", "response", "assessment", "profile", "goal"),
        *("constraints", "hours", "euro", "languages", "region", "status", "levels", "sd"),
        *("weights", "readings", "scale", "1.1", "digcomp-3.0/1.1"),
    ]
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(FIELDS | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=15,
)
PLANS = st.fixed_dictionaries(
    {},
    optional={
        "assessment": LEAVES,
        "profile": st.fixed_dictionaries(
            {}, optional={"framework": LEAVES, "levels": VALUES, "sd": VALUES, "readings": VALUES}
        ),
        "goal": st.fixed_dictionaries({}, optional={"levels": VALUES, "weights": VALUES}),
        "constraints": st.fixed_dictionaries(
            {},
            optional=dict.fromkeys(("hours", "euro", "languages", "region", "status"), VALUES),
        ),
    },
)
PATIENT = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def post(client):
    begun = client.post("/api/v1/assessments", json=BEGIN).json
    addresses = {
        "begin": "/api/v1/assessments",
        "answer": f"/api/v1/assessments/{begun['id']}/answers",
        "plan": "/api/v1/plans",
    }
    headers = {**ENGLISH, "Authorization": f"Bearer {begun['token']}"}

    def send(where, data, content_type="application/json"):
        return client.post(addresses[where], data=data, content_type=content_type, headers=headers)

    return send


def is_refused_well(reply):
    """Say whether a reply is a refusal of the caller's fault with all its parts."""
    body = reply.json
    return (
        400 <= reply.status_code < 500
        and set(body) == {"code", "message", "errors"}
        and len(body["message"]) > 10
        and isinstance(body["errors"], dict)
    )


@PATIENT
@given(where=st.sampled_from(["begin", "answer", "plan"]), value=VALUES)
def test_any_json_is_met_or_refused_well(post, where, value):
    reply = post(where, json.dumps(value))
    assert reply.status_code in {200, 201} or is_refused_well(reply)


@PATIENT
@given(value=PLANS)
def test_any_wish_for_a_plan_is_met_or_refused_well(post, value):
    reply = post("plan", json.dumps(value))
    assert reply.status_code == 200 or is_refused_well(reply)


@PATIENT
@given(where=st.sampled_from(["begin", "answer", "plan"]), data=st.binary(max_size=200))
def test_any_bytes_are_refused_well(post, where, data):
    assert is_refused_well(post(where, data))


@PATIENT
@given(
    query=st.dictionaries(
        st.sampled_from(["competence", "language", "region", "mode", "q", "page"]),
        st.text(max_size=20),
    )
)
def test_any_search_is_met_or_refused_well(client, query):
    reply = client.get("/api/v1/trainings", query_string=query)
    assert reply.status_code == 200 or is_refused_well(reply)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"not json",
        b"{",
        b'{"framework": NaN}',
        b'{"framework": Infinity}',
        b'{"response": 1' + b"0" * 5000 + b"}",
        b'{"a":' * 5000 + b"1" + b"}" * 5000,
        b"[" * 60_000,
        b'{"item": "\\ud800", "response": 1}',
        b"\xff\xfe",
        b'{"framework": "\xe9"}',
    ],
)
def test_a_body_that_is_no_json_is_told_so(post, body):
    for where in ("begin", "answer", "plan"):
        reply = post(where, body)
        assert reply.status_code == 400
        assert reply.json["errors"] == {"body": ["The body is no JSON that we can read."]}


@pytest.mark.parametrize(
    "content_type", ["", "text/plain", "application/x-www-form-urlencoded", "multipart/form-data"]
)
def test_a_body_of_another_kind_is_told_so(post, content_type):
    reply = post("begin", json.dumps(BEGIN), content_type)
    assert reply.status_code == 415
    assert reply.json["code"] == "not-json"


@pytest.mark.parametrize("body", ["[]", "null", "1", '"text"', "true"])
def test_a_body_that_is_no_object_is_told_so(post, body):
    for where in ("begin", "answer", "plan"):
        assert post(where, body).status_code == 422


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"framework": "unheard-of"}, "framework"),
        ({"framework": None}, "framework"),
        ({"framework": 3}, "framework"),
        ({"language": "xx"}, "language"),
        ({"language": ["nl"]}, "language"),
        ({"route": "endless"}, "route"),
        ({"route": True}, "route"),
        ({"seed": 1}, "seed"),
        ({"id": "mine"}, "id"),
        ({"token_digest": "x"}, "token_digest"),
        ({"folder": "x"}, "folder"),
    ],
)
def test_what_does_not_fit_is_named_by_its_field(post, change, field):
    reply = post("begin", json.dumps({**BEGIN, **change}))
    assert reply.status_code == 422
    assert reply.json["code"] == "invalid"
    assert list(reply.json["errors"]) == [field]


def test_all_that_is_missing_is_named(post):
    assert set(post("begin", "{}").json["errors"]) == {"framework", "language", "route"}
    assert set(post("answer", "{}").json["errors"]) == {"item", "response"}
