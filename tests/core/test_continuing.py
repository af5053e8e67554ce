"""Going on with an answer: what is stored, what is sent, and how each kind of server is asked."""

from __future__ import annotations

from dataclasses import replace

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, Continuing
from h2o_desktop.core.continuing import draft_continuation, limit_that_cut, raised_limit
from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status, Usage
from h2o_desktop.core.draft import Asking
from h2o_desktop.core.provider import Delta, Finished
from h2o_desktop.core.shaping import GO_ON
from h2o_desktop.core.turn import ended, run_turn
from tests.fakes.scripted_provider import ScriptedProvider

PROMPT = Message("p", None, Role.USER, "Count", 1.0)
CUT = Message("a", "p", Role.ASSISTANT, "one two th", 2.0, Status.COMPLETE, finish_reason="length", usage=Usage(5, 3))
SUMMARY = ConversationSummary("c", "Count", 1.0, 2.0, 2)
ASKING = Asking("local", "m", {"max_new_tokens": 3, "seed": None}, 3.0)


def cut_at(limit: int | None) -> Message:
    return replace(CUT, requested={"max_new_tokens": limit})


def test_what_was_cut_at_which_limit() -> None:
    assert limit_that_cut(cut_at(128)) == 128
    assert limit_that_cut(cut_at(None)) is None
    assert limit_that_cut(replace(cut_at(128), finish_reason="stop")) is None
    assert limit_that_cut(replace(cut_at(128), status=Status.STOPPED)) is None


def test_a_limit_is_doubled_as_far_as_it_goes() -> None:
    assert raised_limit(cut_at(128)) == 256
    assert raised_limit(cut_at(30_000)) == 32_768
    assert raised_limit(cut_at(32_768)) is None
    assert raised_limit(cut_at(None)) is None
    assert raised_limit(replace(cut_at(128), content="")) is None


def test_the_answer_goes_on_as_a_branch_beside_the_cut_one() -> None:
    draft = draft_continuation(ASKING, SUMMARY, (PROMPT, CUT), identify=lambda: "new")
    (answer,) = draft.messages
    assert (answer.parent_id, answer.content, answer.status) == ("p", "one two th", Status.STREAMING)
    assert [(message.role, message.content) for message in draft.request.messages] == [
        (Role.USER, "Count"),
        (Role.ASSISTANT, "one two th"),
    ]
    assert draft.request.response_id == answer.id == "new"
    assert draft.summary.message_count == 3


def test_a_failed_answer_goes_on_with_what_came() -> None:
    draft = draft_continuation(ASKING, SUMMARY, (PROMPT, replace(CUT, status=Status.FAILED)))
    assert draft.request.messages[-1].content == "one two th"


def test_the_tokens_of_both_parts_are_counted() -> None:
    (answer,) = draft_continuation(ASKING, SUMMARY, (PROMPT, CUT)).messages
    whole = ended(answer, Finished("stop", Usage(8, 2)), text="one two three four", tokens=2)
    assert whole.usage == Usage(8, 5)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_each_kind_of_server_is_asked_in_its_way(dialect: str) -> None:
    provider = ScriptedProvider([(Delta("ree", 1), Finished("stop"))], dialect)
    request = draft_continuation(ASKING, SUMMARY, (PROMPT, CUT)).request
    events = list(run_turn(provider, request, CancelToken(), lambda: 0.0))
    assert isinstance(events[-1], Finished)
    roles = [message.role for message in provider.requests[0].messages]
    if DIALECTS[dialect].continuing is Continuing.PREFIX:
        assert roles == [Role.USER, Role.ASSISTANT]
    else:
        assert roles == [Role.USER, Role.ASSISTANT, Role.USER]
        assert provider.requests[0].messages[-1].content == GO_ON
