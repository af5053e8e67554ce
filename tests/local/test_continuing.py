"""A cut answer of the real engine goes on as if it had never been cut."""

from __future__ import annotations

import pytest

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.continuing import draft_continuation
from h2o_desktop.core.conversation import ConversationSummary, Message, Role
from h2o_desktop.core.draft import Asking, TurnDraft, draft_turn
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import Delta, Finished
from h2o_desktop.core.turn import ended, run_turn
from h2o_desktop.local.runtime import LocalRuntime
from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

pytestmark = [pytest.mark.model, pytest.mark.slow]

MODEL = "smollm2-135m"
GREEDY: dict[str, ParameterValue] = {"do_sample": False, "repetition_penalty": 1.1, "seed": 1}
WHOLE_TOKENS = 48
CUTS = (4, 17, 31)  # none of them is within a character
# What was read at once and what was written token by token are rounded otherwise. Each token of the answers to these is
# at least 1.3 times as likely as the next best one, so that the answers are the same.
QUESTIONS = (
    "Count: 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12",
    "Repeat: " + ", ".join(["Straßen und 日本"] * 5),
)


def answered(provider: OpenAICompatibleProvider, draft: TurnDraft) -> Message:
    answer, tokens = draft.messages[-1], 0
    texts = [answer.content]
    for event in run_turn(provider, draft.request, CancelToken(), lambda: 0.0):
        if isinstance(event, Delta):
            texts.append(event.text)
            tokens += event.tokens
        elif isinstance(event, Finished):
            return ended(answer, event, text="".join(texts), tokens=tokens)
    raise AssertionError("no end")


@pytest.mark.parametrize("question", QUESTIONS)
def test_cut_and_continued_equals_uncut(runtime: LocalRuntime, question: str) -> None:
    endpoint = runtime.endpoint(MODEL, CancelToken())
    provider = OpenAICompatibleProvider(
        endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False
    )
    summary = ConversationSummary("c", "t", 0.0, 0.0)
    prompt = Message("p", None, Role.USER, question, 0.0)
    try:
        whole = answered(
            provider,
            draft_turn(Asking("l", MODEL, {**GREEDY, "max_new_tokens": WHOLE_TOKENS}, 0.0), None, path=(prompt,)),
        )
        for cut_at in CUTS:
            first = Asking("l", MODEL, {**GREEDY, "max_new_tokens": cut_at}, 0.0)
            cut = answered(provider, draft_turn(first, None, path=(prompt,)))
            assert (cut.finish_reason, cut.usage.completion_tokens) == ("length", cut_at)
            rest = Asking("l", MODEL, {**GREEDY, "max_new_tokens": WHOLE_TOKENS - cut_at}, 0.0)
            joined = answered(provider, draft_continuation(rest, summary, (prompt, cut)))
            assert joined.content == whole.content
            assert joined.usage.completion_tokens == whole.usage.completion_tokens
    finally:
        provider.close()
