"""Sweeps as documents for the store, and back without loss."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from h2o_desktop.core.conversation import Failure, Message, Role, Status, Timings, Usage
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sweep import Axis, SweepPlan

VERSION = 1


def plan_document(plan: SweepPlan) -> dict[str, object]:
    """A plan as an object that JSON can hold."""
    return {
        "version": VERSION,
        "id": plan.id,
        "conversation_id": plan.conversation_id,
        "created_s": plan.created_s,
        "connection": plan.connection,
        "model": plan.model,
        "prompt": cell_document(plan.prompt),
        "messages": [asdict(message) for message in plan.messages],
        "requested": dict(plan.requested),
        "seed": plan.seed,
        "rows": {"key": plan.rows.key, "values": list(plan.rows.values)},
        "columns": {"key": plan.columns.key, "values": list(plan.columns.values)},
    }


def plan_of(document: Mapping[str, Any]) -> SweepPlan:
    """The plan of such an object. Raises KeyError, TypeError or ValueError for anything else."""
    if document["version"] > VERSION:
        raise ValueError(f"version {document['version']}, known up to {VERSION}")
    return SweepPlan(
        id=document["id"],
        conversation_id=document["conversation_id"],
        created_s=document["created_s"],
        connection=document["connection"],
        model=document["model"],
        prompt=cell_of(document["prompt"]),
        messages=tuple(
            ChatMessage(Role(message["role"]), message["content"], message["id"]) for message in document["messages"]
        ),
        requested=document["requested"],
        seed=document["seed"],
        rows=Axis(document["rows"]["key"], tuple(document["rows"]["values"])),
        columns=Axis(document["columns"]["key"], tuple(document["columns"]["values"])),
    )


def cell_document(answer: Message) -> dict[str, object]:
    """A message as an object that JSON can hold."""
    return asdict(answer)


def cell_of(document: Mapping[str, Any]) -> Message:
    """The message of such an object. Raises KeyError, TypeError or ValueError for anything else."""
    failure = document["failure"]
    return Message(
        **{
            **document,
            "role": Role(document["role"]),
            "status": Status(document["status"]),
            "usage": Usage(**document["usage"]),
            "timings": Timings(**document["timings"]),
            "failure": None if failure is None else Failure(**failure),
        }
    )
