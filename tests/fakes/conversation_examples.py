"""Plain conversations for tests, also for their child processes, which should start fast."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.conversation import Message, Status, Timings, Usage
from h2o_desktop.core.draft import Asking, TurnDraft, draft_turn

NOW_S = 1_790_000_000.25


def first_turn(prompt: str = "What is a tree?", now_s: float = NOW_S) -> TurnDraft:
    """The first turn of a new conversation with an empty answer."""
    asking = Asking("local", "smollm2-135m", {"temperature": 0.4, "top_k": None, "do_sample": True}, now_s)
    return draft_turn(asking, prompt)


def next_turn(before: TurnDraft, prompt: str | None, now_s: float = NOW_S + 60) -> TurnDraft:
    """The turn after `before`; without a prompt another answer to the same one."""
    asking = Asking("local", "smollm2-135m", {"temperature": 1.0}, now_s)
    path = before.messages if prompt is not None else before.messages[:-1]
    return draft_turn(asking, prompt, summary=before.summary, path=path)


def finished(answer: Message, content: str) -> Message:
    """The final form of an answer."""
    return replace(
        answer,
        content=content,
        status=Status.COMPLETE,
        sent={"temperature": 0.4, "seed": answer.seed, "stop": ["</s>"]},
        finish_reason="stop",
        usage=Usage(12, 34),
        timings=Timings(0.125, 2.5),
    )
