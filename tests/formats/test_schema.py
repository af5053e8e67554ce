"""The published schema names what the JSON form holds, no more and no less."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from h2o_desktop.core.conversation import Conversation, Failure, Role, Status
from h2o_desktop.formats.json_format import FORMAT, VERSION, to_json
from tests.fakes.conversation_examples import finished, first_turn

SCHEMA = Path(__file__).parents[2] / "resources" / "help" / "conversation.schema.json"


def schema() -> dict[str, Any]:
    loaded = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_every_field_is_in_the_schema() -> None:
    turn = first_turn()
    answer = finished(turn.messages[1], "<think>Hm.</think>A plant.")
    answer = replace(answer, timings=replace(answer.timings, thinking_s=1.5))
    document = to_json(Conversation(turn.summary, (turn.messages[0], answer), answer.id), servers={"local": "here"})
    properties = schema()["properties"]
    assert set(document) == set(properties)
    message = schema()["$defs"]["message"]["properties"]
    messages = document["messages"]
    assert isinstance(messages, list)
    assert set(messages[1]) == set(message)
    assert set(messages[1]["usage"]) == set(message["usage"]["properties"])
    assert set(messages[1]["timings"]) == set(message["timings"]["properties"])
    assert set(Failure.__dataclass_fields__) == set(message["failure"]["properties"])


def test_the_fixed_values_are_those_of_the_program() -> None:
    properties = schema()["properties"]
    assert (properties["format"]["const"], properties["version"]["const"]) == (FORMAT, VERSION)
    message = schema()["$defs"]["message"]["properties"]
    assert set(message["role"]["enum"]) == {role.value for role in Role}
    assert set(message["status"]["enum"]) == {status.value for status in Status}
