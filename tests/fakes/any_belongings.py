"""A strategy for any conversation with sweeps and probabilities of tokens."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from h2o_desktop.core.conversation import Belongings, Conversation
from h2o_desktop.core.parameters import SPECS, ParameterKind, ParameterSpec, ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sweep import Axis, Sweep, SweepPlan, axis_of
from h2o_desktop.core.tokens import Alternative, Token, packed, stored_form
from tests.fakes.any_conversation import conversations, identifiers, messages, moments, parameters, texts


def _value(spec: ParameterSpec) -> st.SearchStrategy[ParameterValue]:
    if spec.kind is ParameterKind.SWITCH:
        return st.booleans()
    if spec.kind is ParameterKind.TEXTS:
        return st.none() | st.sampled_from(["END", "a\nb", "."])
    if spec.kind is ParameterKind.COUNT:
        return st.none() | st.integers(int(spec.lowest), int(min(spec.highest, 2**40)))
    return st.none() | st.floats(spec.lowest, spec.highest)


@st.composite
def _axes(draw: st.DrawFn) -> tuple[Axis, Axis]:
    keys = draw(st.lists(st.sampled_from(list(SPECS)), min_size=2, max_size=2, unique=True))
    rows, columns = (
        axis_of(key, draw(st.lists(_value(SPECS[key]), min_size=1, max_size=3, unique=True))) for key in keys
    )
    return rows, columns


token_values = st.builds(
    Token,
    st.binary(min_size=1, max_size=4),
    st.none() | st.floats(-20, 0, width=32),
    st.none() | st.integers(0, 2**20),
    st.lists(
        st.builds(Alternative, st.binary(max_size=3), st.floats(-20, 0, width=16), st.none() | st.integers(0, 9)),
        max_size=3,
    ).map(tuple),
)
records = st.lists(token_values, min_size=1, max_size=4).map(packed)


@st.composite
def _sweeps(draw: st.DrawFn, conversation: Conversation, identifier: str, created_s: float) -> Sweep:
    rows, columns = draw(_axes())
    inside = draw(st.none() | st.sampled_from(conversation.messages))
    prompt = inside or replace(draw(messages), id=f"prompt of {identifier}")
    plan = SweepPlan(
        identifier,
        conversation.summary.id,
        created_s,
        draw(texts),
        draw(texts),
        prompt,
        tuple(
            ChatMessage(message.role, draw(texts), draw(st.just("") | st.just(message.id)))
            for message in conversation.messages
        ),
        draw(parameters),
        draw(st.integers(0, 2**32 - 1)),
        rows,
        columns,
    )
    sweep = Sweep.of(plan)
    for place in draw(st.sets(st.integers(0, plan.size - 1), max_size=3)):
        cell = replace(draw(messages), id=f"{identifier} {place}", parent_id=prompt.id)
        sweep = sweep.with_cell(place, cell)
    return sweep


@st.composite
def whole_conversations(draw: st.DrawFn) -> Conversation:
    """Any conversation with any sweeps, the oldest first, and any probabilities."""
    conversation = draw(conversations().filter(lambda one: bool(one.messages)))
    times = sorted(draw(st.lists(moments, max_size=2)))
    ids = draw(st.lists(identifiers, min_size=len(times), max_size=len(times), unique=True))
    sweeps = tuple(
        draw(_sweeps(conversation, identifier, created_s)) for identifier, created_s in zip(ids, times, strict=True)
    )
    known = draw(st.sets(st.sampled_from([message.id for message in conversation.messages])))
    tokens = {message_id: stored_form(draw(records)) for message_id in sorted(known)}
    return replace(conversation, belongings=Belongings(sweeps, tokens))
