"""The published schema names what the JSON form holds, no more and no less."""

from __future__ import annotations

import json
import math
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from h2o_desktop.core.conversation import Belongings, Conversation, Failure, Role, Status
from h2o_desktop.core.sweep import MOST_VALUES
from h2o_desktop.core.tokens import stored_form
from h2o_desktop.formats.json_format import FORMAT, VERSION, to_json
from tests.fakes.belongings_examples import RECORDS, with_sweep_and_tokens
from tests.fakes.conversation_examples import finished, first_turn
from tests.fakes.sweep_examples import planned, swept

SCHEMA = Path(__file__).parents[2] / "resources" / "help" / "conversation.schema.json"


def schema() -> dict[str, Any]:
    loaded = json.loads(SCHEMA.read_text(encoding="utf-8"))
    assert isinstance(loaded, dict)
    return loaded


def test_every_field_is_in_the_schema() -> None:
    turn = first_turn()
    answer = finished(turn.messages[1], "<think>Hm.</think>A plant.")
    answer = replace(answer, timings=replace(answer.timings, thinking_s=1.5))
    prompt, plan = turn.messages[0], planned(turn, connection="local")
    belongings = Belongings((swept(plan),), {answer.id: stored_form(RECORDS)})
    whole = Conversation(turn.summary, (prompt, answer), answer.id, belongings)
    document: dict[str, Any] = to_json(whole, servers={"local": "here"})
    properties = schema()["properties"]
    assert set(document) == set(properties)
    message = schema()["$defs"]["message"]["properties"]
    messages = document["messages"]
    assert set(messages[1]) == set(message)
    assert set(messages[1]["usage"]) == set(message["usage"]["properties"])
    assert set(messages[1]["timings"]) == set(message["timings"]["properties"])
    assert set(Failure.__dataclass_fields__) == set(message["failure"]["properties"])
    (sweep,) = document["sweeps"]
    described = schema()["$defs"]["sweep"]["properties"]
    assert set(sweep) == set(described)
    assert set(sweep["messages"][0]) == set(described["messages"]["items"]["properties"])
    assert set(sweep["rows"]) == set(sweep["columns"]) == set(schema()["$defs"]["axis"]["properties"])
    (message_schema,), place = described["cells"]["items"]["allOf"], described["cells"]["items"]["properties"]
    assert message_schema == {"$ref": "#/$defs/message"}
    assert set(sweep["cells"][0]) == set(message) - {"position", "token_probabilities"} | set(place)


def test_the_fixed_values_are_those_of_the_program() -> None:
    properties = schema()["properties"]
    assert (properties["format"]["const"], properties["version"]["enum"]) == (FORMAT, list(range(1, VERSION + 1)))
    message = schema()["$defs"]["message"]["properties"]
    assert set(message["role"]["enum"]) == {role.value for role in Role}
    assert set(message["status"]["enum"]) == {status.value for status in Status}
    axis, cells = schema()["$defs"]["axis"], schema()["$defs"]["sweep"]["properties"]["cells"]
    assert axis["properties"]["values"]["maxItems"] == MOST_VALUES
    assert cells["items"]["properties"]["place"]["maximum"] == MOST_VALUES**2 - 1


def test_probabilities_are_read_as_the_help_says() -> None:
    page = (SCHEMA.parent / "tokens.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"^```python\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(code, names)
    whole = with_sweep_and_tokens()
    messages: Any = to_json(whole)["messages"]
    told = list(names["tokens"](messages[1]["token_probabilities"]))
    assert told[0] == (b"A", -0.5, 1, [(b"A", -0.5, 1), (b"The", -1.25, -1)])
    assert (told[1][0], math.isnan(told[1][1]), told[1][2:]) == (b" plant", True, (-1, []))
    assert told[2:] == [(b".", -2.0, 3, [])]
