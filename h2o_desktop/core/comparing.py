"""Comparing: one prompt goes to several models or settings at once, and each answer becomes a branch of its own."""

from __future__ import annotations

import json
import secrets
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from h2o_desktop.core.conversation import Conversation, ConversationSummary, Message, Role, Status
from h2o_desktop.core.draft import Asking, TurnDraft, draft_turn, new_id
from h2o_desktop.core.parameters import LARGEST_SEED, SPECS, ParameterValue
from h2o_desktop.core.request import SYSTEM_PROMPT

FEWEST, MOST = 2, 4
MODEL, CONNECTION = "model", "connection"


@dataclass(frozen=True, slots=True)
class Contender:
    """One of those that are compared: whom to ask and how, and the branch that the prompt comes after."""

    connection: str
    model: str
    requested: Mapping[str, ParameterValue] = field(default_factory=dict)
    path: tuple[Message, ...] = ()

    def setting(self, key: str) -> ParameterValue:
        """Its value for one of the keys that `differing` gives."""
        if key == MODEL:
            return self.model
        return self.connection if key == CONNECTION else self.requested.get(key)


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is stored first, and what is sent then.

    `is_new` says that the conversation is made with it. `messages` are the prompts and the empty answers, `drafts` one
    turn for each contender, in order, whose last message is its answer.
    """

    summary: ConversationSummary
    is_new: bool
    messages: tuple[Message, ...]
    drafts: tuple[TurnDraft, ...]

    @property
    def answers(self) -> tuple[Message, ...]:
        """The empty answers, in the order of the contenders."""
        return tuple(draft.messages[-1] for draft in self.drafts)


def line_up_text(contenders: Sequence[Contender]) -> str:
    """Whom to ask and how, as text to keep."""
    rows = [{"connection": one.connection, "model": one.model, "parameters": dict(one.requested)} for one in contenders]
    return json.dumps(rows, ensure_ascii=False)


def line_up_in(text: str) -> tuple[Contender, ...]:
    """The contenders that `line_up_text` wrote; none where it is no such text, or there are too few of them."""
    try:
        rows = json.loads(text)
        found = tuple(Contender(str(row["connection"]), str(row["model"]), dict(row["parameters"])) for row in rows)
    except (ValueError, TypeError, KeyError, RecursionError):
        return ()
    return found if FEWEST <= len(found) <= MOST else ()


def settled(conversation: Conversation | None) -> Conversation | None:
    """The conversation up to the last turn that has ended: behind an answer on its way nothing can be asked."""
    if conversation is None:
        return None
    path = conversation.path()
    while path and path[-1].status is Status.STREAMING:
        path = path[:-2] if len(path) > 1 and path[-2].role is Role.USER else path[:-1]
    return replace(conversation, leaf_id=path[-1].id if path else None)


def differing(contenders: Sequence[Contender]) -> tuple[str, ...]:
    """What is not the same for all: connection, model, system prompt, and then parameters in the table's order."""
    keys = (CONNECTION, MODEL, SYSTEM_PROMPT, *SPECS)
    return tuple(key for key in keys if len({contender.setting(key) for contender in contenders}) > 1)


def draft_comparison(
    contenders: Sequence[Contender],
    prompt: str,
    *,
    summary: ConversationSummary | None,
    now_s: float,
    identify: Callable[[], str] = new_id,
    draw: Callable[[int], int] = secrets.randbelow,
) -> Comparison:
    """One turn for each contender. Those that stand behind the same message share the prompt.

    One seed is drawn for all that ask for none, so that nothing differs but what was chosen to. Without a `summary` it
    is the first turn of a new conversation, which then has the settings of the first contender.
    """
    seed = draw(LARGEST_SEED)
    base, prompts = summary, dict[str | None, Message]()
    messages: list[Message] = []
    drafts: list[TurnDraft] = []
    for contender in contenders:
        leaf_id = contender.path[-1].id if contender.path else None
        asked = prompts.get(leaf_id)
        path = contender.path if asked is None else (*contender.path, asked)
        asking = Asking(contender.connection, contender.model, contender.requested, now_s)
        drafted = draft_turn(asking, prompt if asked is None else None, summary=base, path=path, identify=identify)
        drafted = with_seed_of(drafted, seed)
        base = base or replace(drafted.summary, message_count=0)
        if asked is None:
            prompts[leaf_id] = drafted.messages[0]
            messages.append(drafted.messages[0])
        drafts.append(drafted)
    messages += [draft.messages[-1] for draft in drafts]
    assert base is not None, "there is at least one contender"
    grown = replace(base, updated_s=now_s, message_count=base.message_count + len(messages))
    return Comparison(grown, summary is None, tuple(messages), tuple(drafts))


def draft_again(
    contender: Contender,
    *,
    summary: ConversationSummary,
    now_s: float,
    seed: int | None = None,
    identify: Callable[[], str] = new_id,
) -> Comparison:
    """Another answer to the prompt that the contender's branch ends with, beside the answer behind it if there is one.

    Where there is none, `seed` is that of the others' answers. An answer that did not come to its end is asked for with
    its seed again; beside a whole one stands another draw.
    """
    path, before = contender.path, contender.path[-1]
    if before.role is Role.ASSISTANT:
        path = path[:-1]
        seed = None if before.status is Status.COMPLETE else before.seed
    asking = Asking(contender.connection, contender.model, contender.requested, now_s)
    drafted = draft_turn(asking, None, summary=summary, path=path, identify=identify)
    if seed is not None:
        drafted = with_seed_of(drafted, seed)
    return alone(drafted, summary, now_s)


def seed_of_others(answers: Iterable[Message | None], prompt_id: str) -> int | None:
    """The seed with which others have answered that prompt; None when nobody has."""
    return next((answer.seed for answer in answers if answer is not None and answer.parent_id == prompt_id), None)


def alone(drafted: TurnDraft, summary: ConversationSummary, now_s: float) -> Comparison:
    """A comparison of one turn in a conversation that is there."""
    grown = replace(summary, updated_s=now_s, message_count=summary.message_count + len(drafted.messages))
    return Comparison(grown, False, drafted.messages, (drafted,))


def with_seed_of(drafted: TurnDraft, seed: int) -> TurnDraft:
    """The turn with that seed, unless one was asked for."""
    answer, request = drafted.messages[-1], drafted.request
    if answer.requested.get("seed") is None:
        answer = replace(answer, seed=seed)
        request = replace(request, requested={**request.requested, "seed": seed})
    return replace(drafted, messages=(*drafted.messages[:-1], answer), request=request)
