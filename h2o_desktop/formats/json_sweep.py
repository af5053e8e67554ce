"""A sweep as a JSON object, and back without loss.

`cells` holds the answers that there are, each with its `place`: cells are counted from 0, row by row.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import spec_of
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sweep import Axis, Sweep, SweepPlan, axis_of, check_axes
from h2o_desktop.formats.fields import Fields, wrong
from h2o_desktop.formats.json_message import message_document, message_of, parameters_of
from h2o_desktop.formats.moments import iso_text


def sweep_document(sweep: Sweep, servers: Mapping[str, str]) -> dict[str, object]:
    """The sweep as an object that `json.dumps` takes; `servers` names connections by their ids."""
    plan = sweep.plan
    server = {"server": servers[plan.connection]} if plan.connection in servers else {}
    return {
        "id": plan.id,
        "created": iso_text(plan.created_s),
        "created_s": plan.created_s,
        "model": plan.model,
        "connection": plan.connection,
        **server,
        "prompt": message_document(plan.prompt, servers),
        "messages": [asdict(message) for message in plan.messages],
        "requested": dict(plan.requested),
        "seed": plan.seed,
        "rows": _axis_document(plan.rows),
        "columns": _axis_document(plan.columns),
        "cells": [
            message_document(cell, servers, {"place": place})
            for place, cell in enumerate(sweep.cells)
            if cell is not None
        ],
    }


def _axis_document(axis: Axis) -> dict[str, object]:
    return {"key": axis.key, "values": list(axis.values)}


def sweep_of(fields: Fields, conversation_id: str) -> Sweep:
    """The sweep of such an object, as one of this conversation. Raises InputError that names what does not fit."""
    rows, columns = _axis(fields.object("rows")), _axis(fields.object("columns"))
    try:
        check_axes(rows, columns)
    except InputError as error:
        raise wrong(fields.at("columns.key"), "another parameter than that of the rows", columns.key) from error
    plan = SweepPlan(
        id=fields.name("id"),
        conversation_id=conversation_id,
        created_s=fields.number("created_s") or 0.0,
        connection=fields.text("connection"),
        model=fields.text("model"),
        prompt=message_of(fields.object("prompt")),
        messages=tuple(map(_chat_message, fields.objects("messages"))),
        requested=parameters_of(fields.object("requested")),
        seed=fields.count("seed") or 0,
        rows=rows,
        columns=columns,
    )
    return _with_cells(Sweep.of(plan), fields)


def _chat_message(fields: Fields) -> ChatMessage:
    return ChatMessage(fields.choice("role", Role), fields.text("content"), fields.text("id"))


def _axis(fields: Fields) -> Axis:
    """An axis that a sweep of this program can have; a file that asks for more could fill all of the memory."""
    values = fields.values.get("values")
    if not isinstance(values, list):
        raise wrong(fields.at("values"), "a list", values)
    try:
        spec_of(fields.name("key"))
        return axis_of(fields.name("key"), values)
    except InputError as error:
        raise wrong(fields.place, "a parameter and values that it can have", values) from error


def _with_cells(sweep: Sweep, fields: Fields) -> Sweep:
    cells: list[Message | None] = list(sweep.cells)
    for entry in fields.objects("cells"):
        place = entry.count("place")
        if place is None or not 0 <= place < len(cells) or cells[place] is not None:
            raise wrong(entry.at("place"), "a place of the sweep that no other cell has", place)
        cells[place] = message_of(entry)
    return Sweep(sweep.plan, tuple(cells))
