"""Where a new sweep begins: at the last prompt of the chat, at another wording of it, or at a new prompt."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Role, title_from
from h2o_desktop.core.draft import new_id
from h2o_desktop.core.parameters import LARGEST_SEED, ParameterValue
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages
from h2o_desktop.core.sweep import SEED, Axis, SweepPlan


@dataclass(frozen=True, slots=True)
class Beginning:
    """The messages before the prompt, and the prompt of the chat that is answered again, if it is one."""

    path: tuple[Message, ...] = ()
    prompt: Message | None = None

    @classmethod
    def of(cls, conversation: Conversation | None, draft: str) -> Beginning:
        """Behind the shown branch for an unsent prompt; otherwise at its last prompt."""
        path = conversation.path() if conversation is not None else ()
        if draft.strip():
            return cls(path)
        prompts = [place for place, message in enumerate(path) if message.role is Role.USER]
        return cls(path[: prompts[-1]], path[prompts[-1]]) if prompts else cls(path)

    def messages(self, text: str, requested: Mapping[str, ParameterValue]) -> tuple[ChatMessage, ...]:
        """What the model will read, the prompt `text` being the last of it."""
        prompt = self.message(text, 0.0, identify=lambda: "")
        return request_messages((*self.path, prompt), str(requested.get(SYSTEM_PROMPT) or ""))

    def message(self, text: str, now_s: float, *, identify: Callable[[], str] = new_id) -> Message:
        """The prompt: the chat's own when its wording is the same, otherwise a new one in its place."""
        if self.prompt is not None and self.prompt.content.strip() == text.strip():
            return self.prompt
        return Message(identify(), self.path[-1].id if self.path else None, Role.USER, text, now_s)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person has set up, and of whom it is asked."""

    text: str
    rows: Axis
    columns: Axis
    connection: str
    model: str
    requested: Mapping[str, ParameterValue]


def plan_sweep(
    wanted: Wanted,
    beginning: Beginning,
    conversation: Conversation | None,
    *,
    now_s: float,
    draw: Callable[[int], int],
    identify: Callable[[], str] = new_id,
) -> tuple[SweepPlan, ConversationSummary | None]:
    """The plan, and the conversation that has to be made for it when there is none yet.

    `draw` gives a number below its argument: the seed of the cells that are given none.
    """
    prompt = beginning.message(wanted.text, now_s, identify=identify)
    made = _conversation_for(wanted, now_s, identify())
    summary = made if conversation is None else conversation.summary
    seed = wanted.requested.get(SEED)
    plan = SweepPlan(
        id=identify(),
        conversation_id=summary.id,
        created_s=now_s,
        connection=wanted.connection,
        model=wanted.model,
        prompt=prompt,
        messages=request_messages((*beginning.path, prompt), str(wanted.requested.get(SYSTEM_PROMPT) or "")),
        requested=dict(wanted.requested),
        seed=draw(LARGEST_SEED) if seed is None else int(seed),
        rows=wanted.rows,
        columns=wanted.columns,
    )
    return plan, made if conversation is None else None


def _conversation_for(wanted: Wanted, now_s: float, conversation_id: str) -> ConversationSummary:
    return ConversationSummary(
        conversation_id,
        title_from(wanted.text),
        now_s,
        now_s,
        message_count=1,
        model=wanted.model,
        connection=wanted.connection,
        parameters=dict(wanted.requested),
    )
