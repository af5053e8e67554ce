"""Axes, cells and their requests, the estimate, and documents."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace

import pytest

from h2o_desktop.core.asked_before import request_of
from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.conversation import Message, Role, Status, Timings, Usage
from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages
from h2o_desktop.core.settings import ConnectionKind
from h2o_desktop.core.sweep import (
    Axis,
    Sweep,
    ask_cell,
    axis_of,
    branch_of,
    check_axes,
    evenly_spread,
    is_numeric,
    plain_value,
)
from h2o_desktop.core.sweep_document import cell_document, cell_of, plan_document, plan_of
from h2o_desktop.core.sweep_estimate import Estimate, Speed, at_once_for, estimate_of, idle_axes, measured_speed
from tests.fakes.conversation_examples import NOW_S, first_turn
from tests.fakes.sweep_examples import planned, swept


def test_an_axis_has_values_that_its_parameter_can_have() -> None:
    assert axis_of("temperature", ["0.2", 1]) == Axis("temperature", (0.2, 1.0))
    assert axis_of("do_sample", ["on", "off"]) == Axis("do_sample", (True, False))
    assert axis_of("stop", ["a\nb", None]) == Axis("stop", ("a\nb", None))


@pytest.mark.parametrize(
    ("key", "values", "words"),
    [
        ("temperature", [], "no value for temperature"),
        ("temperature", [1, 1.0], "given twice"),
        ("temperature", [3], "between 0 and 2"),
        ("top_k", [1, 2, 3, 4, 5, 6], "takes 5 at most"),
        ("top_k", ["many"], "not a value for top_k"),
        ("colour", [1], "no parameter"),
    ],
)
def test_what_an_axis_cannot_have_is_said(key: str, values: Sequence[object], words: str) -> None:
    with pytest.raises(InputError, match=words):
        axis_of(key, values)


def test_rows_and_columns_are_of_different_parameters() -> None:
    check_axes(axis_of("temperature", [0.5]), axis_of("top_p", [0.5]))
    with pytest.raises(InputError, match="same parameter"):
        check_axes(axis_of("top_p", [0.9]), axis_of("top_p", [0.5]))


def test_values_are_spread_evenly_or_by_factors() -> None:
    assert evenly_spread("temperature", 0.2, 1.2, 5) == (0.2, 0.45, 0.7, 0.95, 1.2)
    assert evenly_spread("max_new_tokens", 64, 1024, 5) == (64, 128, 256, 512, 1024)
    assert evenly_spread("temperature", 1.0, 0.0, 2) == (1.0, 0.0)
    assert evenly_spread("top_k", 1, 2, 5) == (1, 2)
    assert evenly_spread("temperature", 0.7, 1.2, 1) == (0.7,)
    assert len(evenly_spread("temperature", 0, 2, 50)) == 5
    with pytest.raises(InputError):
        evenly_spread("temperature", 0, 9, 3)
    assert [key for key in ("temperature", "top_k", "seed", "stop") if is_numeric(key)] == ["temperature", "top_k"]


@pytest.mark.parametrize(
    ("key", "value", "text"),
    [
        ("temperature", 0.2, "0.20"),
        ("seed", None, "drawn"),
        ("top_p", None, "not sent"),
        ("do_sample", False, "off"),
        ("stop", "a\\n\nb", "a\\n | b"),
        ("max_new_tokens", 1024, "1024"),
    ],
)
def test_values_in_files(key: str, value: ParameterValue, text: str) -> None:
    assert plain_value(key, value) == text


def test_a_cells_request_is_the_conversations_with_two_parameters_replaced() -> None:
    turn = first_turn()
    plan = planned(turn)
    asking = Asking("stub", "stub-model", {**DEFAULTS, SYSTEM_PROMPT: "Be brief.", "temperature": 1.2, "seed": 1}, 1.0)
    usual = draft_turn(asking, None, summary=turn.summary, path=turn.messages[:1])
    answer, request = ask_cell(plan, 4, 1.0)
    assert plan.values(4) == (1.2, 1)
    assert (request.model, request.messages) == (usual.request.model, usual.request.messages)
    assert dict(request.requested) == dict(usual.request.requested)
    same_id = replace(answer, id=usual.messages[-1].id)
    assert same_id == usual.messages[-1]
    assert request.response_id == answer.id
    assert request.conversation_id != turn.summary.id  # what a server keeps of the conversation stays as it is


def test_the_request_of_a_cell_can_be_made_again_from_its_answer() -> None:
    turn = first_turn()
    earlier = (*turn.messages[:1], replace(turn.messages[1], content="A plant.", status=Status.COMPLETE))
    prompt = Message("again", earlier[-1].id, Role.USER, "Really?", NOW_S)
    plan = replace(planned(turn), prompt=prompt, messages=request_messages((*earlier, prompt), "Be brief."))
    answer, request = ask_cell(plan, 3, NOW_S)
    made = request_of(answer, branch_of(plan, answer))
    assert [(message.role, message.content) for message in made.messages] == [
        (message.role, message.content) for message in request.messages
    ]
    assert (made.model, dict(made.requested)) == (request.model, dict(request.requested))


def test_cells_without_a_seed_share_one() -> None:
    plan = planned(seeds=(None, 5))
    seeds = [ask_cell(plan, place, 1.0)[1].requested["seed"] for place in range(plan.size)]
    assert seeds == [77, 5, 77, 5, 77, 5]
    answer, _request = ask_cell(plan, 0, 1.0)
    assert answer.requested["seed"] is None
    assert answer.seed == 77


def test_a_sweep_at_rest_has_nothing_on_its_way() -> None:
    plan = planned()
    begun, _request = ask_cell(plan, 1, 1.0)
    sweep = swept(plan).with_cell(4, begun)
    assert len(sweep.cells) == plan.size == 6
    rested = sweep.at_rest()
    assert rested.cells[4] == replace(begun, status=Status.INTERRUPTED)
    assert rested.cells[:4] == sweep.cells[:4]
    assert sorted(rested.texts) == [0, 1, 2, 3]
    assert Sweep.of(plan).texts == {}


def test_documents_keep_everything() -> None:
    sweep = swept()
    document = json.loads(json.dumps(plan_document(sweep.plan)))
    assert plan_of(document) == sweep.plan
    for cell in filter(None, sweep.cells):
        assert cell_of(json.loads(json.dumps(cell_document(cell)))) == cell
    with pytest.raises(ValueError, match="version 2"):
        plan_of({**document, "version": 2})


def answer(tokens: int | None, total_s: float, *, model: str = "m", status: Status = Status.COMPLETE) -> Message:
    timings = Timings(0.5, total_s)
    usage = Usage(None, tokens)
    return Message(
        "a",
        None,
        Role.ASSISTANT,
        "text",
        NOW_S,
        status=status,
        model=model,
        connection="c",
        usage=usage,
        timings=timings,
    )


def test_speed_comes_from_the_last_answers_of_the_model() -> None:
    answers = [
        answer(100, 1.5),
        answer(20, 1.5),
        answer(60, 1.5),
        answer(9_000, 1.5, model="other"),
        answer(9_000, 1.5, status=Status.STOPPED),
        answer(None, 1.5),
        answer(3, 1.5),
        answer(9_000, 0.5),
    ]
    assert measured_speed(answers, "c", "m") == Speed(60.0, 0.5, 60)
    assert measured_speed(answers, "c", "unknown") is None
    assert measured_speed([answer(500, 1.5)] + [answer(10, 1.5)] * 8, "c", "m") == Speed(10.0, 0.5, 10)


PROMPT = (ChatMessage(Role.USER, "x" * 350),)


def test_the_estimate_counts_cells_tokens_and_time() -> None:
    settings: list[dict[str, ParameterValue]] = [{"max_new_tokens": 100, "truncate": None}] * 6
    assert estimate_of(settings, PROMPT, speed=None, at_once=2) == Estimate(6, 6 * 106, 600)
    estimate = estimate_of(settings, PROMPT, speed=Speed(50.0, 0.5, 25), at_once=2)
    assert estimate.likely_s == pytest.approx((6 * 0.5 + 6 * 25 / 50) / 2)
    assert estimate.most_s == pytest.approx((6 * 0.5 + 600 / 50) / 2)
    unlimited = estimate_of([{"max_new_tokens": None}, {}], PROMPT, speed=Speed(50.0, 0.5, 25), at_once=5)
    assert (unlimited.new, unlimited.most_s) == (None, None)
    assert unlimited.likely_s == pytest.approx((2 * 0.5 + 50 / 50) / 2)


def test_limits_that_are_an_axis_are_added_up() -> None:
    history = (ChatMessage(Role.USER, "y" * 3_500), ChatMessage(Role.ASSISTANT, "z" * 350), *PROMPT)
    settings: list[dict[str, ParameterValue]] = [
        {"max_new_tokens": limit, "truncate": truncate} for limit in (16, 64) for truncate in (200, None)
    ]
    estimate = estimate_of(settings, history, speed=None, at_once=1)
    assert estimate.new == 160
    assert estimate.read == 2 * 106 + 2 * (1006 + 106 + 106)


def test_this_computer_answers_one_after_the_other() -> None:
    assert [at_once_for(kind) for kind in (ConnectionKind.LOCAL, ConnectionKind.OPENAI, None)] == [1, 2, 2]


@pytest.mark.parametrize(
    ("dialect", "rows", "columns", "changes", "idle"),
    [
        ("llama.cpp", axis_of("temperature", [0.2, 1.2]), axis_of("seed", [1, 2]), {}, ()),
        ("llama.cpp", axis_of("top_p", [0.2, 0.9]), axis_of("seed", [1, 2]), {"temperature": 0.0}, ("top_p", "seed")),
        ("openai", axis_of("top_k", [1, 40]), axis_of("truncate", [256, 512]), {}, ("top_k",)),
        ("llama.cpp", axis_of("temperature", [0, 1]), axis_of("do_sample", [True, False]), {}, ()),
        ("llama.cpp", axis_of("temperature", [0, 1]), axis_of("seed", [1]), {"do_sample": False}, ("temperature",)),
        ("h2o", axis_of("min_p", [0.1, 0.2]), axis_of("return_full_text", [True, False]), {}, ("min_p",)),
    ],
)
def test_parameters_that_change_nothing_are_named(
    dialect: str, rows: Axis, columns: Axis, changes: dict[str, ParameterValue], idle: tuple[str, ...]
) -> None:
    assert idle_axes({**DEFAULTS, **changes}, rows, columns, DIALECTS[dialect]) == idle
