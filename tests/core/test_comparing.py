"""What is stored and sent when one prompt goes to several."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.comparing import (
    Contender,
    alone,
    differing,
    draft_again,
    draft_comparison,
    line_up_in,
    line_up_text,
    settled,
    with_seed_of,
)
from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Role, Status
from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.parameters import DEFAULTS

HOT = {**DEFAULTS, "temperature": 1.2}
PROMPT = Message("p", None, Role.USER, "First?", 1.0)
ANSWER = Message("a", "p", Role.ASSISTANT, "One.", 1.0, seed=7)
SUMMARY = ConversationSummary("c", "Chat", 1.0, 1.0, message_count=2, model="kept", connection="kept")


def test_contenders_share_the_prompt_and_the_seed() -> None:
    contenders = [Contender("x", "small", DEFAULTS), Contender("y", "big", HOT)]
    made = draft_comparison(contenders, "Which river?", summary=None, now_s=5.0, draw=lambda _most: 42)
    prompt, *answers = made.messages
    assert (made.is_new, made.summary.title, made.summary.message_count) == (True, "Which river?", 3)
    assert (prompt.role, prompt.content) == (Role.USER, "Which river?")
    assert {answer.parent_id for answer in answers} == {prompt.id}
    assert [(answer.connection, answer.model, answer.seed) for answer in answers] == [
        ("x", "small", 42),
        ("y", "big", 42),
    ]
    assert [answer.requested["seed"] for answer in answers] == [None, None]
    requests = [draft.request for draft in made.drafts]
    assert [request.requested["seed"] for request in requests] == [42, 42]
    assert [request.requested["temperature"] for request in requests] == [0.4, 1.2]
    assert [[message.content for message in request.messages] for request in requests] == [["Which river?"]] * 2
    assert [request.response_id for request in requests] == [answer.id for answer in made.answers]


def test_a_seed_that_was_asked_for_stays() -> None:
    contenders = [Contender("x", "m", {**DEFAULTS, "seed": 3}), Contender("x", "m", DEFAULTS)]
    made = draft_comparison(contenders, "Hi", summary=None, now_s=5.0, draw=lambda _most: 42)
    assert [answer.seed for answer in made.answers] == [3, 42]
    assert [draft.request.requested["seed"] for draft in made.drafts] == [3, 42]


def test_contenders_behind_different_answers_have_prompts_of_their_own() -> None:
    other = replace(ANSWER, id="b", content="Two.")
    contenders = [
        Contender("x", "m", DEFAULTS, (PROMPT, ANSWER)),
        Contender("x", "m", DEFAULTS, (PROMPT, other)),
        Contender("x", "m", HOT, (PROMPT, other)),
    ]
    made = draft_comparison(contenders, "Second?", summary=SUMMARY, now_s=5.0)
    prompts, answers = made.messages[:2], made.messages[2:]
    assert [prompt.parent_id for prompt in prompts] == ["a", "b"]
    assert [answer.parent_id for answer in answers] == [prompts[0].id, prompts[1].id, prompts[1].id]
    assert (made.is_new, made.summary.id, made.summary.message_count) == (False, "c", 7)
    assert (made.summary.model, made.summary.connection) == ("kept", "kept")
    assert [message.content for message in made.drafts[2].request.messages] == ["First?", "Two.", "Second?"]


def test_what_differs_comes_in_the_order_of_the_table() -> None:
    first = Contender("x", "m", {**DEFAULTS, "system_prompt": "Be brief."})
    assert differing([first, first]) == ()
    second = Contender("y", "m", {**DEFAULTS, "top_k": 5, "temperature": 0.9})
    assert differing([first, second]) == ("connection", "system_prompt", "temperature", "top_k")
    assert differing([first, replace(first, model="n")]) == ("model",)


def test_a_whole_answer_is_asked_for_with_another_seed_and_a_broken_one_with_its_own() -> None:
    whole = draft_again(Contender("x", "m", DEFAULTS, (PROMPT, ANSWER)), summary=SUMMARY, now_s=5.0)
    assert whole.messages[0].parent_id == "p"
    assert whole.messages[0].seed != 7
    broken = replace(ANSWER, status=Status.FAILED)
    again = draft_again(Contender("x", "m", DEFAULTS, (PROMPT, broken)), summary=SUMMARY, now_s=5.0)
    assert (again.messages[0].seed, again.drafts[0].request.requested["seed"]) == (7, 7)
    assert again.summary.message_count == 3
    unanswered = draft_again(Contender("x", "m", DEFAULTS, (PROMPT,)), summary=SUMMARY, now_s=5.0)
    assert unanswered.messages[0].parent_id == "p"


def test_a_line_up_is_kept_as_text() -> None:
    contenders = (Contender("x", "small", HOT), Contender("y", "große", {"stop": "a\nb", "seed": None}))
    assert line_up_in(line_up_text(contenders)) == contenders
    for text in (
        "",
        "null",
        "[]",
        "[1, 2]",
        '{"connection": "x"}',
        '[{"connection": "x"}]',
        line_up_text(contenders[:1]),
    ):
        assert line_up_in(text) == ()


def test_a_turn_that_has_not_ended_is_no_context() -> None:
    assert settled(None) is None
    running = Message("r", "q", Role.ASSISTANT, "Hal", 1.0, status=Status.STREAMING)
    messages = (PROMPT, ANSWER, Message("q", "a", Role.USER, "Second?", 1.0), running)
    whole = settled(Conversation(SUMMARY, messages, "r"))
    assert whole is not None
    assert whole.path() == (PROMPT, ANSWER)
    alone_on_its_way = replace(running, parent_id=None)
    empty = settled(Conversation(SUMMARY, (alone_on_its_way,), "r"))
    assert empty is not None
    assert empty.path() == ()
    ended = Conversation(SUMMARY, (PROMPT, ANSWER), "a")
    assert settled(ended) == ended


def test_one_turn_alone() -> None:
    drafted = with_seed_of(draft_turn(Asking("x", "m", DEFAULTS, 5.0), None, summary=SUMMARY, path=(PROMPT,)), 9)
    made = alone(drafted, SUMMARY, 5.0)
    assert (made.answers, made.is_new, made.summary.updated_s) == ((drafted.messages[-1],), False, 5.0)
    assert made.answers[0].seed == 9
