"""Conversations as Markdown: good to read, with all that is known in the head."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Conversation, Failure, Role, Status
from h2o_desktop.core.errors import InputError
from h2o_desktop.formats.front_matter import front_matter
from h2o_desktop.formats.markdown import from_markdown, to_markdown
from h2o_desktop.formats.moments import iso_text, local_text
from tests.fakes.any_conversation import conversations
from tests.fakes.conversation_examples import finished, first_turn, next_turn

MOSCOW = timezone(timedelta(hours=3))


def shown(content: str, **changes: object) -> str:
    """The text below the head, for a conversation whose answer is `content`."""
    turn = first_turn()
    answer = replace(finished(turn.messages[-1], content), **changes)  # type: ignore[arg-type]
    conversation = Conversation(turn.summary, (turn.messages[0], answer), answer.id)
    return to_markdown(conversation, zone=UTC).split("\n---\n", 1)[1]


def test_a_conversation_reads_like_one() -> None:
    assert shown("A **plant**.\n\n- tall") == (
        "\n# What is a tree?\n\n[//]: # (message 1)\n\n## You · 2026-09-21 14:13\n\nWhat is a tree?\n\n"
        "[//]: # (message 2)\n\n## smollm2-135m · 2026-09-21 14:13\n\nA **plant**.\n\n- tall\n"
    )


def test_the_head_says_everything() -> None:
    first = first_turn("Yes: “what” is #1?")
    again = next_turn(first, None)
    answer = finished(first.messages[-1], "A plant.")
    conversation = Conversation(
        again.summary, (first.messages[0], answer, finished(again.messages[-1], "Another.")), answer.id
    )
    head = to_markdown(conversation, servers={"local": "This computer"}, zone=MOSCOW).split("\n---\n", 1)[0]
    assert head.startswith('---\ntitle: "Yes: “what” is #1?"\n')
    for line in (
        'title: "Yes: “what” is #1?"',
        'created: "2026-09-21T14:13:20Z"',
        "model: smollm2-135m",
        "server: This computer",
        "parameters:\n  temperature: 1.0\npinned: false",
        "    status: complete",
        "    requested:\n      temperature: 0.4\n      top_k: null\n      do_sample: true",
        "    sent:\n      temperature: 0.4\n      seed: " + f"{answer.seed}" + '\n      stop:\n        - "</s>"',
        f"    seed: {answer.seed}",
        "    finish_reason: stop",
        "    usage:\n      prompt_tokens: 12\n      completion_tokens: 34",
        "    timings:\n      first_text_s: 0.125\n      total_s: 2.5",
        "branches:\n  - id:",
    ):
        assert f"\n{line}" in head, line


@pytest.mark.parametrize(
    ("status", "remark"),
    [
        (Status.STOPPED, "*This answer was stopped before its end.*"),
        (Status.STREAMING, "*This answer was still being written.*"),
        (Status.INTERRUPTED, "*This answer was interrupted: the program ended while it was written.*"),
    ],
)
def test_an_answer_that_is_not_whole_says_so(status: Status, remark: str) -> None:
    assert f"A pl\n\n[//]: # (end message)\n\n{remark}\n" in shown("A pl", status=status, finish_reason="")


def test_a_failure_says_what_failed() -> None:
    text = shown("", status=Status.FAILED, failure=Failure("network", "The *host* is\naway.", "Try later."))
    assert text.endswith("*This answer failed.*\n\n> The \\*host\\* is away. Try later.\n")


def test_an_answer_that_was_cut_says_so() -> None:
    assert "reached the limit of new tokens" in shown("A pl", finish_reason="length")


@pytest.mark.parametrize(
    ("content", "end"),
    [
        ("```py\nprint(1)", "\n```"),
        ("~~~~\nx\n~~~", "\n~~~~"),
        ("```\nx\n````", ""),
        ("```\nx\n``` y", "\n```"),
        ("``` `x` ```", ""),
        ("text", ""),
    ],
)
def test_a_code_block_that_is_left_open_does_not_swallow_what_follows(content: str, end: str) -> None:
    assert f"\n\n{content}{end}\n\n[//]: # (end message)\n\n*This answer was stopped" in shown(
        content, status=Status.STOPPED
    )


def test_a_conversation_without_title_or_messages() -> None:
    summary = replace(first_turn().summary, title="")
    text = to_markdown(Conversation(summary))
    assert text.endswith("\n# Conversation\n")
    assert text.startswith('---\ntitle: ""\n')
    assert "\nmessages: []\n" in text


def test_a_system_prompt_has_its_own_heading() -> None:
    turn = first_turn()
    prompt = replace(turn.messages[0], role=Role.SYSTEM)
    assert "## System prompt" in to_markdown(Conversation(turn.summary, (prompt,), prompt.id))


@settings(deadline=None, max_examples=30)
@given(conversations())
def test_every_message_of_the_branch_is_in_the_document(conversation: Conversation) -> None:
    text = to_markdown(conversation, zone=UTC)
    position = 0
    for message in conversation.path():
        if message.content.strip():
            position = text.index(message.content.strip("\n"), position)
    assert text.count("\n  - id: ") == len(conversation.messages)


@settings(deadline=None, max_examples=50)
@given(conversations())
def test_any_conversation_comes_back_as_it_was(conversation: Conversation) -> None:
    assert from_markdown(to_markdown(conversation)) == conversation


ODD = ["[//]: # (message 1)\n", "```\n[//]: # (end message)", "---\n", "\n---\n", "# (message-1 ", "~~~~\n", "\r\n \n"]


@settings(deadline=None, max_examples=50)
@given(
    conversations(), st.lists(st.text("\n\r `~#[]/:()message 1-\té", max_size=30) | st.sampled_from(ODD), min_size=8)
)
def test_texts_that_look_like_the_document_come_back(conversation: Conversation, contents: list[str]) -> None:
    messages = [replace(message, content=text) for message, text in zip(conversation.messages, contents, strict=False)]
    conversation = replace(conversation, messages=tuple(messages))
    assert from_markdown(to_markdown(conversation)) == conversation


def example() -> Conversation:
    first = first_turn()
    again = next_turn(first, None)
    answer = finished(first.messages[-1], "A plant.")
    messages = (first.messages[0], answer, finished(again.messages[-1], "Another."))
    summary = replace(again.summary, message_count=3, tags=("Work", "two words"), pinned=True, archived=True)
    return Conversation(summary, messages, answer.id)


def test_what_was_edited_is_taken_over() -> None:
    text = to_markdown(example()).replace("A plant.", "A tall\n\nplant.").replace("\npinned: true", "\npinned: false")
    conversation = from_markdown(text)
    assert conversation.path()[-1].content == "A tall\n\nplant."
    assert (conversation.summary.pinned, conversation.summary.tags) == (False, ("Work", "two words"))
    assert from_markdown("\ufeff" + text.replace("\n", "\r\n")) == conversation


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("\nversion: 1", "\nversion: one", "version"),
        ("\nversion: 1", "\nversion", "line 4"),
        ("\nversion: 1", "\n    version: 1", "line 4"),
        ("\nversion: 1", "\nversion:", "line 4"),
        ("\nversion: 1", '\nversion: "1', "line 4"),
        ("\nversion: 1", "\nversion: [1", "line 4"),
        ("\nversion: 1", "\nversion: [NaN]", "line 4"),
        ("role: user", "role: wizard", "messages[0].role"),
        ("[//]: # (message 2)", "", "message 2"),
        ("[//]: # (message 2)", "[//]: # (message 1)", "message 1"),
        ("[//]: # (message 3)", "[//]: # (message 3)\n\n## x\n\n[//]: # (message 4)", "message 4"),
    ],
)
def test_what_does_not_fit_is_named(old: str, new: str, place: str) -> None:
    text = to_markdown(example())
    assert old in text
    with pytest.raises(InputError) as caught:
        from_markdown(text.replace(old, new, 1))
    assert caught.value.summary.fields["place"] == place


def test_other_markdown_is_refused_in_words() -> None:
    for text in ("# A title\n\nA text.", "", "---\ntitle: x\n"):
        with pytest.raises(InputError, match="not written by this program"):
            from_markdown(text)


def test_a_head_that_is_nested_without_end_is_refused() -> None:
    head = "".join(f"{' ' * depth}a:\n" for depth in range(200))
    with pytest.raises(InputError):
        from_markdown(f"---\n{head}---\n")


def test_other_ways_to_write_a_value_are_understood() -> None:
    text = to_markdown(example()).replace("\ntags:\n", "\ntags:\n  - 'it''s'\n  - plain: words\n", 1)
    with pytest.raises(InputError) as caught:
        from_markdown(text)
    assert caught.value.summary.fields["place"] == "tags"
    text = to_markdown(example()).replace("\ntags:\n", "\ntags:\n  - 'it''s'\n  - 'a: b'\n", 1)
    assert from_markdown(text).summary.tags == ("it's", "a: b", "Work", "two words")


@pytest.mark.parametrize(
    ("value", "written"),
    [
        ("plain words", "plain words"),
        ("", '""'),
        ("yes", '"yes"'),
        ("12", '"12"'),
        ("a: b", '"a: b"'),
        ("# no", '"# no"'),
        ('say "x"\n', '"say \\"x\\"\\n"'),
        ("a\u2028b\x85c\ud800", '"a\\u2028b\\u0085c\\ud800"'),
        (True, "true"),
        (None, "null"),
        (1e-7, "1.0e-07"),
        (1.5e300, "1.5e+300"),
        (3, "3"),
        ({}, "{}"),
        ([], "[]"),
    ],
)
def test_scalars_mean_the_same_to_every_yaml_reader(value: object, written: str) -> None:
    assert front_matter({"key": value}) == f"---\nkey: {written}\n---\n"


def test_lists_and_mappings_are_nested() -> None:
    values = {"a": [{"b": 1, "c": [2, {}]}, "d"], "e": {"f": {"g": None}}}
    assert front_matter(values) == (
        "---\na:\n  - b: 1\n    c:\n      - 2\n      - {}\n  - d\ne:\n  f:\n    g: null\n---\n"
    )


def test_moments_beyond_the_calendar_are_left_out() -> None:
    assert iso_text(0.0) == "1970-01-01T00:00:00Z"
    assert iso_text(1e15) == local_text(1e15) == ""
    assert iso_text(float("nan")) == ""
    assert local_text(253402300799.0, MOSCOW) == ""  # in UTC the last second of the year 9999
    assert local_text(0.0) == datetime.fromtimestamp(0).strftime("%Y-%m-%d %H:%M")


def test_a_renderer_does_not_show_the_marks() -> None:
    from markdown_it import MarkdownIt

    answer = replace(example().messages[1], content="- a list\n  > quoted\n```\nopen", status=Status.STOPPED)
    rendered = MarkdownIt().render(to_markdown(example().with_message(answer)).split("\n---\n", 1)[1])
    assert "(message" not in rendered
    assert "end message" not in rendered
    assert rendered.count("<h2>") == 3
