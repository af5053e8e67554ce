"""Every recorded flow is played to the provider."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import parse_qs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Failed, Finished, Started, Stopped, StreamEvent
from h2o_desktop.core.turn import run_turn
from h2o_desktop.providers.h2o import H2OProvider, _create_completion
from tests.fakes.replay_server import CLASSIC, Exchange, ReplayServer, load, load_flow
from tests.fakes.socket_server import PATIENCE_S

GREETING = "Привет! Я h2oGPT — открытая модель. 🚀✨ 你好\n\nЕщё вопросы?"
FINE = "It is fine."
COUNTED = " ".join(str(number) for number in range(1, 41))


@contextmanager
def replay(exchanges: Sequence[Exchange], **options: bool) -> Iterator[tuple[ReplayServer, H2OProvider]]:
    with ReplayServer(exchanges, **options) as server:
        provider = H2OProvider(server.url)
        yield server, provider
        provider.close()


def ask(
    provider: H2OProvider, *texts: str, response_id: str = "", cancel: CancelToken | None = None
) -> list[StreamEvent]:
    """One turn: the texts are prompts and answers in turn, and the last one is the prompt."""
    messages = tuple(
        ChatMessage((Role.USER, Role.ASSISTANT)[at % 2], text, f"message {at}") for at, text in enumerate(texts)
    )
    request = ChatRequest(
        "falcon-40b", messages, dict(DEFAULTS), "conversation", response_id or f"message {len(texts)}"
    )
    return list(run_turn(provider, request, cancel or CancelToken(), time.monotonic))


def text_of(events: Sequence[StreamEvent]) -> str:
    return "".join(event.text for event in events if isinstance(event, Delta))


def error_of(events: Sequence[StreamEvent]) -> DesktopError:
    assert isinstance(events[-1], Failed), events[-1]
    return events[-1].error


WHOLE = {
    "05-stream-bytesplit": (GREETING, "stop", 26),
    "05-stream-crlf": (FINE, "stop", 5),
    "05-stream-empty": ("", "stop", 1),
    "05-stream-full_text": (FINE, "stop", 5),
    "05-stream-keepalive": (FINE, "stop", 5),
    "05-stream-length": ("It is fine", "length", 3),
    "05-stream-normal": (GREETING, "stop", None),
    "05-stream-onechunk": (GREETING, "stop", None),
    "05-stream-seed-prompt": (FINE, "stop", 5),
    "05-stream-stop_sequence": (FINE, "stop", 5),
    "10-summarize-share-vote-rename-delete": (FINE, "stop", 5),
    "12-concurrent-messages": (COUNTED, "stop", None),
}


@pytest.mark.parametrize("flow", sorted(WHOLE))
def test_whole_answers(flow: str) -> None:
    text, reason, tokens = WHOLE[flow]
    with replay(load_flow(flow)) as (server, provider):
        events = ask(provider, "Hello")
        assert server.paths()[:2] == ["POST /settings", "POST /conversation"]
    assert text_of(events) == text
    assert isinstance(events[0], Started)
    assert isinstance(events[-1], Finished)
    assert events[-1].finish_reason == reason
    assert tokens is None or events[-1].usage.completion_tokens == tokens


def test_text_that_looks_like_the_protocol_is_text() -> None:
    flow = load_flow("05-stream-markdown")
    whole = json.loads(next(exchange for exchange in flow if exchange.is_message).body.strip().split("\n\n")[-1][5:])
    with replay(flow) as (_, provider):
        text = text_of(ask(provider, "Hello"))
    assert text == whole["generated_text"]
    assert "data: [DONE]" in text
    assert '"<|endoftext|>"' in text
    assert "\u2028" in text


BROKEN = {
    "07-upstream-cut": ("stream-cut", "Привет! Я h2o", "broke off"),
    "07-upstream-cut_clean": ("stream-cut", "It is fine", "broke off"),
    "07-upstream-cut_nothing": ("network", "", "without an answer"),
    "07-upstream-http422": ("request-refused", "", "must be <= 2048"),
    "07-upstream-http424": ("server", "", "failed during generation"),
    "07-upstream-http429": ("rate-limited", "", "Model is overloaded"),
    "07-upstream-http502html": ("server-busy", "", "cannot answer at the moment."),
    "07-upstream-http503": ("server-busy", "", "Service Unavailable"),
    "07-upstream-http503_loading": ("server-busy", "", "is currently loading"),
    "07-upstream-refused": ("server", "", "Internal Error"),
    "07-upstream-sse_error_first": ("server-busy", "", "Model is overloaded"),
    "07-upstream-sse_error_mid": ("server", "It is fine", "CUDA out of memory"),
    "08-errors": ("server", "", "Internal Error"),
    "06b-stop-by-disconnect": ("stream-cut", "1 2 3 4 5 6 7", "broke off"),
}


@pytest.mark.parametrize("flow", sorted(BROKEN))
def test_failed_answers_keep_their_text_and_say_why(flow: str) -> None:
    kind, text, words = BROKEN[flow]
    with replay(load_flow(flow)) as (_, provider):
        events = ask(provider, "Hello")
    error = error_of(events)
    assert (error.kind, text_of(events)) == (kind, text)
    assert error.partial_text.strip() == text
    assert words in str(error)
    assert str(error.hint)


def test_two_turns_and_a_regenerated_one_in_one_conversation_on_the_server() -> None:
    flow = load_flow("04-normal-two-turns")
    with replay(flow) as (server, provider):
        assert text_of(ask(provider, "Hello")) == GREETING
        assert text_of(ask(provider, "Hello", GREETING, "How are you?")) == FINE
        again = ask(provider, "Hello", GREETING, "How are you?", response_id="another")
        assert text_of(again).startswith("Here is SSE:")
        first, second, third = (message.json() for message in server.messages())
        assert len({message.target for message in server.messages()}) == 1
        assert len([path for path in server.paths() if path == "POST /conversation"]) == 1
    assert (first["inputs"], second["inputs"], third["inputs"]) == ("Hello", "How are you?", "How are you?")
    assert [one["options"]["is_retry"] for one in (first, second, third)] == [False, False, True]
    assert second["options"]["id"] == third["options"]["id"]
    assert second["options"]["response_id"] != third["options"]["response_id"]


STOPPED = {
    "06-stop-generating": "1 2 3 4 5 6 7 8 9 10 11",
    "06c-stop-then-disconnect": "1 2 3 4 5 6 7 8 9 10 11 12 13",
    "06d-stop-while-stalled": "It is",
    "06e-stop-again-after-record-expiry": "1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16",
}


@pytest.mark.parametrize("flow", sorted(STOPPED))
def test_stopped_answers(flow: str) -> None:
    exchanges = load_flow(flow)
    if flow.startswith("06e"):  # there the first stop came while nothing ran
        exchanges = [exchange for exchange in exchanges if exchange.file != f"{flow}/04-stop-when-idle"]
    cancel = CancelToken()
    request = ChatRequest("falcon-40b", (ChatMessage(Role.USER, "Count"),), {}, "conversation")
    text = ""
    with replay(exchanges, hold_cuts=True) as (server, provider):
        for event in run_turn(provider, request, cancel, time.monotonic):
            text += event.text if isinstance(event, Delta) else ""
            if text == STOPPED[flow]:
                cancel.set()
            last = event
        assert isinstance(last, Stopped)
        assert server.stopped.wait(PATIENCE_S)
        assert [path for path in server.paths() if path.endswith("/stop-generating")] == server.paths()[-1:]
    assert text == STOPPED[flow]


def test_the_fourth_message_of_a_minute_is_too_many() -> None:
    with replay(load_flow("09-rate-limit")) as (_, provider):
        for _ in range(3):
            assert text_of(ask(provider, "Hello")) == FINE
        error = error_of(ask(provider, "Hello"))
    assert error.kind == "rate-limited"
    assert "You are sending too many messages" in str(error)


def test_a_server_that_wants_a_login() -> None:
    with replay(load_flow("09b-login-required")) as (_, provider):
        error = error_of(ask(provider, "Hello"))
    assert error.kind == "not-allowed"
    assert "You have to be logged in." in str(error)
    assert "wants a login" in str(error)


def test_a_model_that_is_gone() -> None:
    with replay(load_flow("11-model-gone")) as (_, provider):
        assert text_of(ask(provider, "Hello")) == FINE
        error = error_of(ask(provider, "Hello", FINE, "And now?"))
    assert error.kind == "model-gone"
    assert "Model not available anymore" in str(error)


def test_a_referer_that_the_server_takes_for_a_foreign_one() -> None:
    csrf = CLASSIC / "02-settings-and-csrf"
    with replay([load(csrf / "09-wrong-referer.json"), load(csrf / "11-http-referer.json")]) as (server, provider):
        error = error_of(ask(provider, "Hello"))
        referers = [request.headers["referer"] for request in server.received]
    assert error.kind == "not-allowed"
    assert "Invalid referer" in str(error)
    assert "exactly as the server itself is called" in str(error)
    assert referers == [f"{server.url}/", f"{server.url.replace('http', 'https')}/"]


def test_a_model_that_the_server_does_not_know() -> None:
    csrf, pages = CLASSIC / "02-settings-and-csrf", CLASSIC / "01-pages-and-models"
    with replay([load(csrf / "14-unknown-model.json"), load(pages / "02-get-root-data.json")]) as (_, provider):
        error = error_of(ask(provider, "Hello"))
    assert error.kind == "server"  # its page lists the model that was asked for, so this is some other failure


def test_a_session_that_the_server_has_forgotten_is_begun_again() -> None:
    flow = load_flow("03-welcome-modal-and-create")
    csrf = CLASSIC / "02-settings-and-csrf"
    accepted = [load(csrf / "03-accept-any.json"), load(csrf / "16-no-model.json")]
    with replay([*accepted, *flow]) as (server, provider):
        ask(provider, "Hello")
        assert server.paths()[:4] == ["POST /settings", "POST /conversation", "POST /settings", "POST /conversation"]
        assert server.paths()[4] == "POST /conversation/6b02d2cdfac2e6faa99edd84"


def test_the_recommended_headers_are_sent_and_the_flow_works() -> None:
    flow = [exchange for exchange in load_flow("13-recommended-headers") if "before-modal" not in exchange.file]
    with replay(flow) as (server, provider):
        events = ask(provider, "Hello")
        assert {request.headers["accept"] for request in server.received} == {"application/json"}
    assert text_of(events) == GREETING


def test_the_cookie_of_the_recorded_server_is_sent_back() -> None:
    with replay(load_flow("05-stream-normal")) as (server, provider):
        ask(provider, "Hello")
        cookies = [request.headers.get("cookie", "") for request in server.received]
    assert cookies[0] == ""
    assert all(cookie.startswith("hf-chat=") for cookie in cookies[1:])


def test_the_settings_do_not_share_with_the_authors() -> None:
    with replay(load_flow("02b-settings-coercion")) as (server, provider):
        ask(provider, "Hello")
        form = parse_qs(server.received[0].body.decode(), keep_blank_values=True)
    assert form["shareConversationsWithModelAuthors"] == [""]
    assert form["ethicsModalAccepted"] == ["true"]


def test_the_models_of_the_recorded_page(cancel: CancelToken) -> None:
    with replay(load_flow("01-pages-and-models")) as (server, provider):
        found = provider.list_models(cancel)
        assert server.paths() == ["GET /__data.json"]
    assert [info.name for info in found] == ["falcon-40b", "falcon-7b", "llama-13b"]


MESSAGES = [exchange for flow in sorted(WHOLE) for exchange in load_flow(flow) if exchange.is_message][:11]


@given(st.data())
@settings(max_examples=25)
def test_recorded_answers_cut_anywhere_on_the_wire_are_the_same_text(data: st.DataObject) -> None:
    message = data.draw(st.sampled_from(MESSAGES))
    wire = b"".join(message.portions)
    cuts = sorted(data.draw(st.sets(st.integers(1, len(wire) - 1), max_size=12)))
    pieces = tuple(wire[start:end] for start, end in zip([0, *cuts], [*cuts, len(wire)], strict=True))
    flow = message.file.split("/")[0]
    begin = [exchange for exchange in load_flow(flow) if exchange.method == "POST" and not exchange.is_message]
    with ReplayServer([*begin, replace(message, portions=pieces)]) as server:
        text = "".join(_create_completion("falcon-40b", [{"role": "user", "content": "Hi"}], True, base_url=server.url))
    assert text.strip() == WHOLE[flow][0]
