"""Going on with an answer that was cut: as a new branch beside it that begins with its text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Status, Usage
from h2o_desktop.core.draft import Asking, TurnDraft, draft_turn, new_id
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages


def limit_that_cut(message: Message) -> int | None:
    """The limit of new tokens that an answer reached; None for others, and where it is not known."""
    limit = message.requested.get("max_new_tokens")
    is_cut = message.status is Status.COMPLETE and message.finish_reason == "length"
    return limit if is_cut and isinstance(limit, int) else None


def raised_limit(message: Message) -> int | None:
    """The limit to propose after one was too low: twice as much, as far as the table goes; None for no higher one."""
    limit = limit_that_cut(message)
    raised = min(2 * limit, int(SPECS["max_new_tokens"].highest)) if limit is not None and message.content else None
    return raised if raised is not None and limit is not None and raised > limit else None


def draft_continuation(
    asking: Asking,
    summary: ConversationSummary,
    path: tuple[Message, ...],
    *,
    identify: Callable[[], str] = new_id,
) -> TurnDraft:
    """The turn that goes on with the last message of `path`, which stays as it is.

    The new answer has the text so far from its beginning on, and counts the tokens of both.
    """
    cut = path[-1]
    draft = draft_turn(asking, None, summary=summary, path=path[:-1], identify=identify)
    usage = Usage(completion_tokens=cut.usage.completion_tokens)
    answer = replace(draft.messages[-1], content=cut.content, usage=usage)
    system_prompt = str(asking.requested.get(SYSTEM_PROMPT) or "")
    messages = (*request_messages(path[:-1], system_prompt), ChatMessage(Role.ASSISTANT, cut.content, cut.id))
    return replace(draft, messages=(answer,), request=replace(draft.request, messages=messages))


def draft_repetition(asking: Asking, summary: ConversationSummary, path: tuple[Message, ...]) -> TurnDraft:
    """The turn that asks for the last message of `path` again, with the parameters and the seed that it was asked with.

    The conversation's next turn keeps the parameters of `asking`.
    """
    answer = path[-1]
    again = replace(asking, requested={**answer.requested, "seed": answer.seed})
    return draft_turn(again, None, summary=summary, path=path[:-1])
