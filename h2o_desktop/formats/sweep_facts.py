"""What files say about a sweep beside its answers."""

from __future__ import annotations

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.sweep import SEED, Sweep, SweepPlan, plain_value
from h2o_desktop.core.sweep_report import CellReport
from h2o_desktop.formats.moments import local_text

MEASURES = (
    ("length", "Words of the answer; the bar compares with the longest answer."),
    ("distinct", "Different words / all words."),
    ("repeated", "1 - different runs of four words / all of them."),
    (
        "alike",
        (
            "What an answer has in common with another one, as the mean over all others: 2 x shared / (all of both), "
            "counted in words and in pairs of neighbouring words."
        ),
    ),
)


def title_of(plan: SweepPlan) -> str:
    """“Sweep: Temperature × Seed”."""
    return f"Sweep: {SPECS[plan.rows.key].label} × {SPECS[plan.columns.key].label}"


def value_title(key: str, value: object) -> str:
    """“Temperature 0.20”."""
    assert isinstance(value, str | int | float | None)
    return f"{SPECS[key].label} {plain_value(key, value)}"


def cell_title(plan: SweepPlan, place: int) -> str:
    """“Temperature 0.20 · Seed 1”."""
    row, column = plan.values(place)
    return f"{value_title(plan.rows.key, row)} · {value_title(plan.columns.key, column)}"


def facts_of(sweep: Sweep, server: str) -> dict[str, str]:
    """Model, server, moment, and what all cells have in common."""
    plan = sweep.plan
    whole = sum(cell is not None and cell.status is Status.COMPLETE for cell in sweep.cells)
    shared = {
        SPECS[key].label: plain_value(key, value)
        for key, value in plan.requested.items()
        if key in SPECS and key not in {plan.rows.key, plan.columns.key} and value is not None
    }
    if SEED not in {plan.rows.key, plan.columns.key}:
        shared[SPECS[SEED].label] = str(plan.seed)
    facts = {
        "Model": plan.model,
        "Server": server,
        "Made": local_text(plan.created_s),
        "Cells": f"{plan.size}, {whole} of them with a whole answer",
        "System prompt": str(plan.requested.get(SYSTEM_PROMPT) or ""),
        **shared,
    }
    return {name: text for name, text in facts.items() if text}


def state_of(answer: Message | None) -> str:
    """What became of a cell; empty for a whole answer that ended by itself."""
    if answer is None:
        return "not asked"
    if answer.status is Status.COMPLETE:
        return "ended at the limit" if answer.finish_reason == "length" else ""
    failure = f": {answer.failure.summary}" if answer.failure is not None else ""
    return f"{answer.status.value}{failure}"


def shares_of(report: CellReport) -> list[tuple[str, float, str]]:
    """The measures of a cell: name, share from 0 to 1, and figure; none while there are none."""
    if report.measures is None:
        return []
    measures = report.measures
    alike = [] if report.agreement is None else [("alike", report.agreement, _percent(report.agreement))]
    return [
        ("length", report.length, f"{measures.words} words"),
        ("distinct", measures.distinct, _percent(measures.distinct)),
        ("repeated", measures.repetition, _percent(measures.repetition)),
        *alike,
    ]


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"
