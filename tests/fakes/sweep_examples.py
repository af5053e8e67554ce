"""Sweeps for tests."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.conversation import Message, Status, Timings, Usage
from h2o_desktop.core.draft import TurnDraft
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages
from h2o_desktop.core.sweep import Sweep, SweepPlan, ask_cell, axis_of
from tests.fakes.conversation_examples import NOW_S, first_turn

TEXTS = (
    "The river runs to the sea.",
    "The river runs down to the sea, and the sea is wide.",
    "A river, a river, a river, a river, a river.",
)


def planned(
    turn: TurnDraft | None = None,
    *,
    temperatures: tuple[float, ...] = (0.2, 0.7, 1.2),
    seeds: tuple[int | None, ...] = (1, 2),
    connection: str = "stub",
) -> SweepPlan:
    """Temperatures by seeds, on the prompt of a turn."""
    turn = turn or first_turn()
    prompt = turn.messages[0]
    return SweepPlan(
        id="0b7f6bd2-0000-4000-8000-000000000001",
        conversation_id=turn.summary.id,
        created_s=NOW_S,
        connection=connection,
        model="stub-model",
        prompt=prompt,
        messages=request_messages((prompt,), "Be brief."),
        requested={**DEFAULTS, SYSTEM_PROMPT: "Be brief."},
        seed=77,
        rows=axis_of("temperature", temperatures),
        columns=axis_of("seed", seeds),
    )


def answered(plan: SweepPlan, place: int, text: str, status: Status = Status.COMPLETE) -> Message:
    """The final form of a cell's answer."""
    answer, _request = ask_cell(plan, place, NOW_S + place, identify=lambda: f"cell-{place}")
    return replace(
        answer,
        content=text,
        status=status,
        sent={"temperature": plan.values(place)[0], "seed": answer.seed},
        finish_reason="stop" if status is Status.COMPLETE else "",
        usage=Usage(7, len(text.split())),
        timings=Timings(0.25, 1.25),
    )


def swept(plan: SweepPlan | None = None) -> Sweep:
    """A sweep that was stopped: some cells have answers, one was stopped, the others were never asked."""
    plan = plan or planned()
    sweep = Sweep.of(plan)
    for place, text in enumerate(TEXTS):
        sweep = sweep.with_cell(place, answered(plan, place, text))
    return sweep.with_cell(3, answered(plan, 3, "The riv", Status.STOPPED))
