"""Strategies of Hypothesis for any conversation."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from h2o_desktop.core.conversation import (
    Conversation,
    ConversationSummary,
    Failure,
    Message,
    Role,
    Status,
    Timings,
    Usage,
)
from h2o_desktop.core.words import Words, kept_words

texts = st.text(st.characters(exclude_categories=("Cs",)), max_size=60)
identifiers = st.uuids().map(str) | st.text("abcxyz-0123456789", min_size=1, max_size=12)
moments = st.floats(0, 4e9, allow_nan=False)
sentences = st.builds(
    Words, st.just("{name}: {count}"), st.fixed_dictionaries({"name": texts, "count": st.integers(0, 9)})
)
failure_words = st.fixed_dictionaries(
    {}, optional={"summary": sentences.map(kept_words), "hint": sentences.map(kept_words)}
)
counts = st.none() | st.integers(0, 2**40)
durations = st.none() | st.floats(0, 1e6, allow_nan=False)
parameter_values = (
    st.none() | st.booleans() | st.integers(-(2**40), 2**40) | st.floats(allow_nan=False, allow_infinity=False) | texts
)
parameters = st.dictionaries(texts, parameter_values, max_size=4)
json_values = st.recursive(
    parameter_values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
messages = st.builds(
    Message,
    id=st.just(""),
    parent_id=st.none(),
    role=st.sampled_from(Role),
    content=texts,
    created_s=moments,
    status=st.sampled_from([status for status in Status if status is not Status.STREAMING]),
    model=texts,
    connection=texts,
    requested=parameters,
    sent=st.dictionaries(texts | st.just("seed"), json_values, max_size=4),
    seed=st.none() | st.integers(0, 2**32 - 1),
    finish_reason=texts,
    usage=st.builds(Usage, counts, counts),
    timings=st.builds(Timings, durations, durations, durations),
    failure=st.none() | st.builds(Failure, texts, texts, texts, texts, failure_words),
)


@st.composite
def conversations(draw: st.DrawFn) -> Conversation:
    """Any tree of messages with any of them as the shown leaf."""
    ids = draw(st.lists(identifiers, min_size=1, max_size=7, unique=True))
    nodes: list[Message] = []
    for position, identifier in enumerate(ids[1:]):
        parent = draw(st.none() | st.integers(0, position - 1)) if position else None
        nodes.append(replace(draw(messages), id=identifier, parent_id=None if parent is None else nodes[parent].id))
    summary = ConversationSummary(
        ids[0], draw(texts), draw(moments), draw(moments), len(nodes), draw(texts), draw(texts), draw(parameters)
    )  # pins, tags and the archive are set by calls of their own
    return Conversation(summary, tuple(nodes), draw(st.sampled_from(nodes)).id if nodes else None)
