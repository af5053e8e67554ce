"""Words, errors, the cancel token, budgets, drafts, settings and notices."""

from __future__ import annotations

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from h2o_desktop.core import errors
from h2o_desktop.core.budget import TOKENS_PER_MESSAGE, estimated_tokens, fit
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status
from h2o_desktop.core.draft import Asking, draft_turn, new_id
from h2o_desktop.core.errors import Cancelled, DesktopError, InputError, ServerError
from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.settings import ConnectionKind, Settings, checked_base_url, default_connections
from h2o_desktop.core.words import NO_WORDS, QT_TRANSLATE_NOOP, Words, kept_words, words_of

# Words and errors


def test_words_are_translated_before_they_are_filled() -> None:
    words = Words(QT_TRANSLATE_NOOP("errors", "{count} of {name}"), {"count": 3, "name": "{x}"})
    assert str(words) == "3 of {x}"
    assert words.filled(lambda context, template: f"{context}: {{name}}") == "errors: {x}"
    assert str(NO_WORDS) == ""


def test_words_are_kept_and_said_again() -> None:
    words = Words("{count} of {name}", {"count": 3, "name": "{x}"})
    assert words_of(kept_words(words)) == words
    assert kept_words(NO_WORDS) == {}


@pytest.mark.parametrize(
    "document",
    [
        {},
        "text",
        {"template": 1, "fields": {}},
        {"template": "a"},
        {"template": "{a", "fields": {"a": 1}},
        {"template": "{a}", "fields": {}},
        {"template": "{a}", "fields": {"a": []}},
        {"template": "{a.real}", "fields": {"a": 1}},
        {"template": "{a!r}", "fields": {"a": 1}},
        {"template": "{a:{a}}", "fields": {"a": 1}},
        {"template": "{}", "fields": {"a": 1}},
    ],
)
def test_what_are_no_words_is_not_said(document: object) -> None:
    assert words_of(document) is None


def test_every_error_has_a_kind_of_its_own_and_keeps_text() -> None:
    kinds = [error for error in vars(errors).values() if isinstance(error, type) and issubclass(error, DesktopError)]
    assert len({error.kind for error in kinds}) == len(kinds)
    for error in kinds:
        made = (
            Cancelled(partial_text="x")
            if error is Cancelled
            else error(Words("What."), Words("How."), partial_text="x")
        )
        assert made.partial_text == "x"
    assert str(InputError(Words("What."), Words("How."))) == "What. How."
    assert ServerError(Words("No."), status=503).status == 503


# The cancel token


def test_a_token_runs_its_actions_once() -> None:
    token = CancelToken()
    ran: list[str] = []
    with token.when_set(lambda: ran.append("inside")):
        token.set()
        token.set()
    assert ran == ["inside"]
    assert token.is_set
    assert token.wait(0)
    with pytest.raises(Cancelled):
        token.raise_if_set()


def test_an_action_that_comes_late_runs_at_once_and_one_that_left_never() -> None:
    token = CancelToken()
    ran: list[str] = []
    with token.when_set(lambda: ran.append("left")):
        pass
    token.raise_if_set()
    assert not token.wait(0)
    token.set()
    with token.when_set(lambda: ran.append("late")):
        pass
    assert ran == ["late"]


def test_a_token_wakes_another_thread() -> None:
    token = CancelToken()
    seen: list[bool] = []
    thread = threading.Thread(target=lambda: seen.append(token.wait(30)))
    thread.start()
    token.set()
    thread.join(30)
    assert seen == [True]


# Budgets


MESSAGES = st.lists(
    st.tuples(st.sampled_from([Role.USER, Role.ASSISTANT]), st.integers(min_value=0, max_value=50)),
    min_size=1,
    max_size=12,
)


@given(MESSAGES, st.integers(min_value=0, max_value=400), st.booleans())
def test_the_end_of_a_conversation_is_kept_and_fits(
    turns: list[tuple[Role, int]], limit: int, has_system: bool
) -> None:
    messages = [ChatMessage(role, "", str(number)) for number, (role, _) in enumerate(turns)]
    tokens = [count for _, count in turns]
    if has_system:
        messages.insert(0, ChatMessage(Role.SYSTEM, "", "system"))
        tokens.insert(0, 5)
    kept = fit(messages, tokens, limit)
    assert kept.kept[-1] == messages[-1]
    assert kept.cut == len(messages) - len(kept.kept)
    rest = [message for message in kept.kept if message.role is not Role.SYSTEM]
    assert rest == messages[len(messages) - len(rest) :]
    assert has_system == (kept.kept[0].role is Role.SYSTEM)
    if len(rest) > 1:
        cost = sum(
            count + TOKENS_PER_MESSAGE for message, count in zip(messages, tokens, strict=True) if message in kept.kept
        )
        assert cost <= limit
        assert not kept.cut or rest[0].role is Role.USER


def test_an_estimate_grows_with_the_text_and_counts_other_scripts_double() -> None:
    assert estimated_tokens("") == 0
    assert estimated_tokens("word " * 70) == 100
    assert estimated_tokens("слово") > estimated_tokens("words")


# Drafts


def test_the_first_turn_makes_a_conversation() -> None:
    asking = Asking("here", "model", {"temperature": 0.4, "seed": None}, 100.0)
    draft = draft_turn(asking, "What is this?")
    prompt, answer = draft.messages
    assert draft.summary.title == "What is this?"
    assert draft.summary.message_count == 2
    assert (prompt.role, prompt.parent_id, prompt.content) == (Role.USER, None, "What is this?")
    assert (answer.role, answer.parent_id, answer.status) == (Role.ASSISTANT, prompt.id, Status.STREAMING)
    assert (answer.model, answer.connection) == ("model", "here")
    assert answer.requested == asking.requested
    assert draft.request.requested["seed"] == answer.seed
    assert (draft.request.conversation_id, draft.request.response_id) == (draft.summary.id, answer.id)
    assert len({new_id(), new_id()}) == 2


def test_an_answer_anew_hangs_on_the_same_prompt() -> None:
    summary = ConversationSummary("c", "Old title", 0.0, 1.0, 2)
    prompt = Message("u", None, Role.USER, "Hi", 0.0)
    draft = draft_turn(Asking("here", "model", {"seed": 9}, 100.0), None, summary=summary, path=(prompt,))
    (answer,) = draft.messages
    assert (answer.parent_id, answer.seed) == ("u", 9)
    assert (draft.summary.title, draft.summary.message_count, draft.summary.updated_s) == ("Old title", 3, 100.0)
    assert [message.content for message in draft.request.messages] == ["Hi"]


# Settings and notices


@pytest.mark.parametrize(
    ("text", "url"),
    [
        ("https://example.org/", "https://example.org"),
        (" http://localhost:8080/v1/ ", "http://localhost:8080/v1"),
        ("localhost:8080", "http://localhost:8080"),
        ("127.0.0.1:9931/v1", "http://127.0.0.1:9931/v1"),
        ("[::1]:5000", "http://[::1]:5000"),
        ("chat.example.org", "https://chat.example.org"),
        ("https://example.org/chat?x=1#y", "https://example.org/chat"),
    ],
)
def test_addresses_that_can_be_used(text: str, url: str) -> None:
    assert checked_base_url(text) == url


@pytest.mark.parametrize(
    "text", ["", "ftp://example.org", "https://", "http://host:port", "http://a b", "https://u:p@host"]
)
def test_addresses_that_cannot(text: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_base_url(text)
    assert str(caught.value.hint)


@given(st.text(max_size=60))
def test_an_address_is_usable_or_an_error(text: str) -> None:
    try:
        url = checked_base_url(text)
    except InputError:
        return
    assert url.startswith(("http://", "https://"))
    assert checked_base_url(url) == url


def test_a_new_installation_knows_this_computer_and_h2o() -> None:
    assert [profile.kind for profile in default_connections()] == [ConnectionKind.LOCAL, ConnectionKind.H2O]
    settings = Settings()
    h2o = settings.profile("h2o")
    assert h2o is not None
    assert h2o.base_url == "https://gpt-gm.h2o.ai"
    assert settings.profile("nobody") is None


def test_an_error_becomes_a_notice() -> None:
    action = NoticeAction("retry", Words("Try again"))
    notice = Notice.of(InputError(Words("What."), Words("How."), "more"), action)
    assert notice == Notice(Severity.ERROR, Words("What."), Words("How."), "more", (action,))


def test_summary_and_hint_are_two_sentences() -> None:
    assert str(InputError(Words("no slot free"), Words("Ask again."))) == "no slot free. Ask again."
    assert str(InputError(Words("Too long!"), Words("Shorten it."))) == "Too long! Shorten it."
    assert str(InputError(Words("no slot free"))) == "no slot free"
