from __future__ import annotations

import uuid

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.providers.h2o_prompt import flattened
from h2o_desktop.providers.h2o_twins import Turn, Twin, as_uuid, next_turn, take_turn


def user(text: str, identity: str = "") -> ChatMessage:
    return ChatMessage(Role.USER, text, identity or f"id of {text}")


def answer(text: str, identity: str = "") -> ChatMessage:
    return ChatMessage(Role.ASSISTANT, text, identity or f"id of {text}")


def twin_after(*messages: ChatMessage) -> Twin:
    """A twin in which these turns were taken."""
    twin = Twin("server", "model")
    for at in range(1, len(messages), 2):
        taken(twin, *messages[:at], reply=messages[at])
    return twin


def taken(twin: Twin, *messages: ChatMessage, reply: ChatMessage) -> Turn:
    turn = next_turn(twin, messages, reply.id)
    assert turn is not None
    take_turn(twin, turn, messages, reply)
    return turn


def test_the_first_prompt_is_sent_as_it_is() -> None:
    turn = next_turn(Twin("server", "model"), [user("Hi")], "")
    assert turn is not None
    assert (turn.inputs, turn.is_retry, turn.kept) == ("Hi", False, 0)
    assert turn.options() == {
        "id": turn.message_id,
        "response_id": turn.response_id,
        "is_retry": False,
        "use_cache": False,
        "web_search_id": "",
    }


def test_the_next_turn_sends_only_what_is_new() -> None:
    twin = twin_after(user("one"), answer("first"))
    turn = next_turn(twin, [user("one"), answer("first"), user("two")], "")
    assert turn is not None
    assert (turn.inputs, turn.is_retry, turn.kept) == ("two", False, 2)


def test_regenerating_the_last_answer_retries_its_prompt() -> None:
    twin = twin_after(user("one"), answer("first"), user("two"), answer("second"))
    asked = twin.entries[2]
    turn = taken(twin, user("one"), answer("first"), user("two"), reply=answer("other"))
    assert (turn.inputs, turn.is_retry, turn.message_id) == ("two", True, asked.server_id)
    assert [entry.message.content for entry in twin.entries] == ["one", "first", "two", "other"]


def test_regenerating_an_earlier_answer_drops_what_came_after_it() -> None:
    twin = twin_after(user("one"), answer("first"), user("two"), answer("second"))
    turn = taken(twin, user("one"), reply=answer("other"))
    assert (turn.inputs, turn.is_retry) == ("one", True)
    assert len(twin.stored_ids()) == 2


def test_an_edited_prompt_needs_a_new_twin() -> None:
    twin = twin_after(user("one"), answer("first"))
    assert next_turn(twin, [user("one, edited")], "") is None


def test_an_edited_answer_needs_a_new_twin() -> None:
    twin = twin_after(user("one"), answer("first"))
    assert next_turn(twin, [user("one"), answer("edited"), user("two")], "") is None


def test_another_branch_needs_a_new_twin() -> None:
    twin = twin_after(user("one"), answer("first"), user("two"), answer("second"))
    branch = [user("one"), answer("first"), user("three"), answer("third"), user("four")]
    assert next_turn(twin, branch, "") is None


def test_a_longer_history_needs_a_new_twin() -> None:
    twin = twin_after(user("one"), answer("first"))
    longer = [user("one"), answer("first"), user("two"), answer("second"), user("three")]
    assert next_turn(twin, longer, "") is None


def test_a_stopped_answer_is_the_same_one_though_the_server_has_a_token_more() -> None:
    twin = twin_after(user("one"), answer("first and mo", "a"))
    assert next_turn(twin, [user("one"), answer("first and", "a"), user("two")], "") is not None


def test_messages_without_ids_are_told_apart_by_their_text() -> None:
    one, first = ChatMessage(Role.USER, "one"), ChatMessage(Role.ASSISTANT, "first")
    twin = twin_after(one, first)
    assert next_turn(twin, [one, first, user("two")], "") is not None
    assert next_turn(twin, [one, ChatMessage(Role.ASSISTANT, "else"), user("two")], "") is None


def test_a_prompt_in_the_place_of_an_answer_is_another_line() -> None:
    twin = twin_after(user("one"), answer("first"))
    assert next_turn(twin, [user("one"), user("first"), user("two")], "") is None


def test_a_new_twin_is_given_the_history_flattened() -> None:
    twin = Twin("server", "model")
    system = ChatMessage(Role.SYSTEM, "Be brief.", "s")
    branch = [system, user("one"), answer("first"), user("two")]
    turn = taken(twin, *branch, reply=answer("second"))
    assert turn.inputs == flattened([("system", "Be brief."), ("user", "one"), ("assistant", "first"), ("user", "two")])
    assert len(twin.stored_ids()) == 2
    following = next_turn(twin, [*branch, answer("second"), user("three")], "")
    assert following is not None
    assert (following.inputs, following.is_retry) == ("three", False)


def test_regenerating_a_flattened_prompt_sends_it_flattened_again() -> None:
    twin = Twin("server", "model")
    branch = [user("one"), answer("first"), user("two")]
    first = taken(twin, *branch, reply=answer("second"))
    again = taken(twin, *branch, reply=answer("other"))
    assert (again.inputs, again.message_id, again.is_retry) == (first.inputs, first.message_id, True)


def test_what_stands_flattened_in_a_prompt_cannot_be_retried_there() -> None:
    twin = Twin("server", "model")
    taken(twin, user("one"), answer("first"), user("two"), reply=answer("second"))
    assert next_turn(twin, [user("one")], "") is None


def test_a_flattened_prompt_says_who_said_what() -> None:
    lines = flattened([("user", "Hello"), ("assistant", "Hi"), ("user", "How?")]).split("\n")
    assert lines[0].startswith("instruction: ")
    assert lines[1:] == ["user: Hello", "assistant: Hi", "user: How?", "assistant:"]


def test_the_server_is_given_uuids_only() -> None:
    own = str(uuid.uuid4())
    assert as_uuid(own) == own
    for text in ("", "message-1", "6b02d33cfac2e6faa99edda9"):
        assert uuid.UUID(as_uuid(text)).version == 4
