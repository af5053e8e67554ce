from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import (
    ModelGone,
    NotAllowed,
    RateLimited,
    RequestRefused,
    ServerBusy,
    ServerError,
)
from h2o_desktop.providers.http_refusals import (
    MAX_WORDS_LETTERS,
    Reply,
    error_for,
    error_in_stream,
    words_of_body,
)

ADDRESS = "http://localhost:8080"


def refusal(status: int, body: object = b"", **headers: str) -> ServerError:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return error_for(Reply(status, headers, raw), address=ADDRESS)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (301, RequestRefused),
        (400, RequestRefused),
        (401, NotAllowed),
        (403, NotAllowed),
        (404, RequestRefused),
        (405, RequestRefused),
        (407, NotAllowed),
        (408, ServerBusy),
        (410, ModelGone),
        (413, RequestRefused),
        (418, RequestRefused),
        (422, RequestRefused),
        (424, ServerError),
        (429, RateLimited),
        (500, ServerError),
        (501, ServerError),
        (502, ServerBusy),
        (503, ServerBusy),
        (504, ServerBusy),
        (599, ServerError),
    ],
)
def test_what_a_status_means(status: int, kind: type[ServerError]) -> None:
    error = refusal(status)
    assert type(error) is kind
    assert error.status == status
    assert str(error.summary)
    assert str(error.hint)
    assert f"HTTP {status}" in error.detail


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"message": "THE WORDS", "type": "invalid_request_error", "param": None, "code": None}},
        {"error": "THE WORDS"},
        {"error": "THE WORDS", "error_type": "validation"},
        {"error": "THE WORDS", "estimated_time": 300.0},
        {"object": "error", "message": "THE WORDS", "type": "BadRequestError", "code": 400},
        {"detail": "THE WORDS"},
        {"detail": {"error": {"message": "THE WORDS"}}},
        {"code": 400, "message": "THE WORDS"},
        {"message": "THE WORDS"},
        {"type": "error", "error": {"message": "THE WORDS"}},
        {"error": {"code": 503, "message": "THE WORDS", "type": "unavailable_error"}},
        {"error": None, "message": "THE WORDS"},
        {"error": "", "detail": "THE WORDS"},
        ["THE WORDS"],
        "THE WORDS",
        b"THE WORDS",
        b"  THE\r\n  WORDS \n",
    ],
)
def test_the_servers_own_words_are_found_in_every_shape(body: object) -> None:
    assert "THE WORDS" in str(refusal(418, body).summary)


def test_the_fields_that_fastapi_complains_about_are_named() -> None:
    body = {
        "detail": [
            {"loc": ["body", "temperature"], "msg": "must be above 0", "type": "value_error"},
            {"loc": ["body", "top_k"], "msg": "must be whole", "type": "value_error"},
        ]
    }
    assert "temperature: must be above 0; top_k: must be whole" in str(refusal(422, body).summary)


@pytest.mark.parametrize(
    "body",
    [b"<html><head><title>502 Bad Gateway</title></head></html>", b"\n <!DOCTYPE html><html>data</html>", b"<?xml ?>"],
)
def test_no_page_is_shown_in_the_summary(body: bytes) -> None:
    error = refusal(502, body)
    assert "<" not in str(error)
    assert "<" in error.detail
    assert "localhost:8080 cannot answer" in str(error)


@pytest.mark.parametrize("body", [b"", b"{}", b"{broken", b"[]", b"null", b"\xff\xfe", b"[" * 100_000, b'{"error": 5}'])
def test_bodies_without_words_or_sense_do_no_harm(body: bytes) -> None:
    error = refusal(500, body)
    assert isinstance(error, ServerError)
    assert len(str(error)) < 1000


def test_words_deep_inside_are_not_looked_for() -> None:
    body: object = "deep"
    for _ in range(50):
        body = {"error": body}
    assert "deep" not in str(refusal(500, body).summary)


def test_endless_words_are_cut() -> None:
    words = words_of_body(b"word " * 10_000).text
    assert len(words) == MAX_WORDS_LETTERS
    assert words.endswith("…")


def test_braces_in_the_servers_words_are_words() -> None:
    assert "{address} {0} {" in str(refusal(400, {"error": "{address} {0} {"}).summary)


def test_how_long_to_wait_is_told_when_the_server_tells_it() -> None:
    assert "Wait 17 seconds" in str(refusal(429, b"", **{"retry-after": "17"}).hint)
    assert "Wait a minute" in str(refusal(429, b"", **{"retry-after": "Wed, 21 Oct 2026 07:28:00 GMT"}).hint)


def test_where_a_server_points_is_told_without_its_query() -> None:
    error = refusal(302, b"", location="https://login.example.org/start?token=secret")
    assert "https://login.example.org/start." in str(error)
    assert "secret" not in f"{error}"


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (404, {"error": {"message": "no such model", "code": "model_not_found"}}, ModelGone),
        (404, {"error": {"message": "no such model", "type": "not_found_error"}}, RequestRefused),
        (500, {"error": "Model is overloaded", "error_type": "overloaded"}, ServerBusy),
        (400, {"error": {"message": "too long", "type": "exceed_context_size_error"}}, RequestRefused),
        (500, {"detail": {"error": {"message": "bad key", "code": "invalid_api_key"}}}, NotAllowed),
    ],
)
def test_the_servers_own_name_for_the_fault_counts_where_the_status_says_little(
    status: int, body: object, kind: type[ServerError]
) -> None:
    assert type(refusal(status, body)) is kind


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ({"error": "Model is overloaded", "error_type": "overloaded"}, ServerBusy),
        ({"error": "Input validation error", "error_type": "validation"}, RequestRefused),
        ({"error": "CUDA out of memory", "error_type": "generation"}, ServerError),
        ({"error": {"message": "too many", "type": "rate_limit_exceeded"}}, RateLimited),
        ({"error": {"message": "too long", "http_status_code": 422}}, RequestRefused),
        ({"error": {"message": "loading", "code": "503"}}, ServerBusy),
        ({"error": {"message": "no", "code": 401}}, NotAllowed),
        ({"error": {"message": "oh", "code": "500", "type": "server_error"}}, ServerError),
        ({"error": {}}, ServerError),
    ],
)
def test_error_events_inside_a_stream(value: object, kind: type[ServerError]) -> None:
    error = error_in_stream(value, address=ADDRESS)
    assert type(error) is kind
    assert error.status == 0
    assert json.loads(error.detail) == value


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(
            st.sampled_from(["error", "message", "detail", "loc", "msg", "code", "type", "x"]), inner, max_size=4
        )
    ),
    max_leaves=12,
)


@given(json_values, st.integers(300, 599))
@settings(max_examples=100)
def test_any_body_becomes_an_error_that_can_be_read(value: object, status: int) -> None:
    error = refusal(status, value)
    assert str(error.summary)
    assert str(error.hint)
    assert "\n" not in str(error)


def test_the_body_of_a_reply_as_json() -> None:
    assert Reply(200, {}, '{"a": "é"}'.encode()).json() == {"a": "é"}
    with pytest.raises(ValueError, match="codec"):
        Reply(200, {}, b"\xff").json()
    with pytest.raises(ValueError, match="Expecting"):
        Reply(200, {}, b"").json()
