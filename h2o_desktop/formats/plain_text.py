"""A conversation as plain text, and as a line for the training of chat models."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import tzinfo

from h2o_desktop.core.conversation import Conversation, Message, Role, Status
from h2o_desktop.core.request import system_prompt_of
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.json_format import NO_SERVERS
from h2o_desktop.formats.moments import local_text
from h2o_desktop.formats.speakers import failure_text, remarks, speaker
from h2o_desktop.formats.stamp import stamp


def to_text(conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS, zone: tzinfo | None = None) -> str:
    """The shown branch to read anywhere. Times are those of `zone`, the computer's own when it is None.

    `servers` names connections by their ids.
    """
    title = " ".join(conversation.summary.title.split()) or "Conversation"
    parts = [f"{title}\n{'=' * min(len(title), 80)}"]
    system_prompt = system_prompt_of(conversation.path())
    if system_prompt:
        parts.append(f"System prompt\n-------------\n{system_prompt}")
    parts += ["\n".join(_lines(message, servers, zone)) for message in conversation.path()]
    return well_formed("\n\n".join(parts) + "\n")


def _lines(message: Message, servers: Mapping[str, str], zone: tzinfo | None) -> Iterator[str]:
    heading = ", ".join(part for part in (speaker(message), local_text(message.created_s, zone)) if part)
    yield f"{' '.join(heading.split())}\n{'-' * min(len(heading), 80)}"
    if message.content.strip():
        yield message.content.strip("\n")
    notes = [*remarks(message), failure_text(message)]
    yield from (f"[{note}]" for note in notes if note)
    facts = "; ".join(f"{name}: {' '.join(value.split())}" for name, value in stamp(message, servers).items())
    if facts:
        yield f"[{facts}]"


def to_training_line(conversation: Conversation) -> str:
    r"""The shown branch as one JSON object with `messages` of `role` and `content`, and an end of line.

    The system prompt of the last answer comes first. Answers that failed or are empty are left out with their prompts.
    Empty when no answer is left.
    """
    messages: list[dict[str, str]] = []
    system_prompt = system_prompt_of(conversation.path())
    if system_prompt:
        messages.append({"role": Role.SYSTEM.value, "content": system_prompt})
    for message in conversation.path():
        if message.role is not Role.ASSISTANT:
            messages.append({"role": message.role.value, "content": message.content})
        elif message.status is Status.FAILED or not message.content.strip():
            _drop_prompt(messages)
        else:
            messages.append({"role": message.role.value, "content": message.content})
    _drop_prompt(messages)
    if not any(message["role"] == Role.ASSISTANT for message in messages):
        return ""
    # U+2028 and its kin would end a line for some readers.
    return well_formed(json.dumps({"messages": messages}, ensure_ascii=False)).translate(_ENDS_OF_LINES) + "\n"


_ENDS_OF_LINES = {0x85: "\\u0085", 0x2028: "\\u2028", 0x2029: "\\u2029"}


def _drop_prompt(messages: list[dict[str, str]]) -> None:
    if messages and messages[-1]["role"] == Role.USER:
        messages.pop()
