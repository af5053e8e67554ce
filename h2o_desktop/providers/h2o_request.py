"""What an H2O server is sent for one turn, and how that is shown to a person."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from h2o_desktop.core.provider import ChatRequest
from h2o_desktop.core.wire_request import ServiceCall, WireRequest
from h2o_desktop.providers.h2o_completion import DEFAULTS, OPTIONAL
from h2o_desktop.providers.h2o_prompt import flattened
from h2o_desktop.providers.h2o_session import H2OSession
from h2o_desktop.providers.h2o_twins import Turn, Twin, next_turn

NEW_CONVERSATION = "NEW"  # stands for the id that the server gives a new conversation


def body_of(turn: Turn, sent: Mapping[str, object]) -> dict[str, object]:
    """The JSON body of a message."""
    return {"inputs": turn.inputs, "parameters": dict(sent), "stream": True, "options": turn.options()}


def described(
    session: H2OSession,
    request: ChatRequest,
    sent: Mapping[str, object],
    model_id: str,
    place: tuple[str, Turn] | None = None,
) -> WireRequest:
    """The request of a turn, without secrets. `place` is the conversation's id on the server and the turn in it.

    Without a place it is the first turn of a conversation that is not made yet.
    """
    server_id, turn = place or (NEW_CONVERSATION, next_turn(Twin("", ""), request.messages, request.response_id))
    assert turn is not None, "an empty twin takes any turn"
    wire = session.described(server_id, body_of(turn, sent))
    return replace(wire, call=_call(session, request, model_id, wire.body), address_known=place is not None)


def _call(session: H2OSession, request: ChatRequest, model_id: str, body: Mapping[str, object]) -> ServiceCall:
    """The same question in a conversation of its own, which holds all messages in one prompt."""
    messages = [{"role": message.role.value, "content": message.content} for message in request.messages]
    options, parameters = body["options"], body["parameters"]
    assert isinstance(options, Mapping)
    assert isinstance(parameters, Mapping)
    inputs = flattened((message["role"], message["content"]) for message in messages)
    fresh = {**body, "inputs": inputs, "options": {**options, "is_retry": False}}
    arguments = {name: value for name, value in parameters.items() if name in DEFAULTS or name in OPTIONAL}
    if parameters.get("do_sample") is False and "temperature" not in parameters:
        arguments["temperature"] = 0  # or else the module would send its own default
    return ServiceCall(session.client.base_url, model_id, messages, arguments, fresh)
