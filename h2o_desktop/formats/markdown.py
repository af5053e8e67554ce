"""A conversation as Markdown: the shown branch to read, and in the head all that is known of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import tzinfo

from h2o_desktop.core.conversation import Conversation, Message, Role, Status
from h2o_desktop.formats.front_matter import front_matter
from h2o_desktop.formats.json_format import NO_SERVERS
from h2o_desktop.formats.moments import iso_text, local_text

_SPEAKERS = {Role.SYSTEM: "System prompt", Role.USER: "You", Role.ASSISTANT: "Assistant"}
_REMARKS = {
    Status.STREAMING: "This answer was still being written.",
    Status.STOPPED: "This answer was stopped before its end.",
    Status.FAILED: "This answer failed.",
    Status.INTERRUPTED: "This answer was interrupted: the program ended while it was written.",
}


def to_markdown(
    conversation: Conversation, *, servers: Mapping[str, str] = NO_SERVERS, zone: tzinfo | None = None
) -> str:
    """The conversation as a document. `servers` names connections by their ids.

    Times in the text are those of `zone`, the computer's own when it is None; in the head they are UTC.
    """
    path = conversation.path()
    title = " ".join(conversation.summary.title.split()) or "Conversation"
    parts = [f"# {_escaped(title)}", *(_section(message, zone) for message in path)]
    return front_matter(_head(conversation, path, servers)) + "\n" + "\n\n".join(parts) + "\n"


def _head(conversation: Conversation, path: tuple[Message, ...], servers: Mapping[str, str]) -> dict[str, object]:
    summary = conversation.summary
    head: dict[str, object] = {
        "title": summary.title,
        "id": summary.id,
        "created": iso_text(summary.created_s),
        "updated": iso_text(summary.updated_s),
        "model": summary.model,
        "server": servers.get(summary.connection, summary.connection),
        "parameters": dict(summary.parameters),
        "messages": [_facts(message, servers) for message in path],
    }
    beside = len(conversation.messages) - len(path)
    if beside:
        head["messages_on_other_branches"] = beside
    return head


def _facts(message: Message, servers: Mapping[str, str]) -> dict[str, object]:
    facts: dict[str, object] = {
        "id": message.id,
        "role": message.role.value,
        "created": iso_text(message.created_s),
    }
    if message.role is not Role.ASSISTANT:
        return facts
    return {
        **facts,
        "status": message.status.value,
        "model": message.model,
        "server": servers.get(message.connection, message.connection),
        "requested": dict(message.requested),
        "sent": dict(message.sent),
        "seed": message.seed,
        "finish_reason": message.finish_reason,
        **asdict(message.usage),
        **asdict(message.timings),
        **({"failure": asdict(message.failure)} if message.failure else {}),
    }


def _section(message: Message, zone: tzinfo | None) -> str:
    speaker = message.model if message.role is Role.ASSISTANT and message.model else _SPEAKERS[message.role]
    heading = " · ".join(part for part in (_escaped(speaker), local_text(message.created_s, zone)) if part)
    return "\n\n".join((f"## {heading}", *_body(message)))


def _body(message: Message) -> Iterator[str]:
    if message.content.strip():
        text = message.content.strip("\n")
        yield text + _fence_end(text)
    if message.status in _REMARKS:
        yield f"*{_REMARKS[message.status]}*"
    if message.failure is not None:
        words = (message.failure.summary, message.failure.hint)
        yield f"> {_escaped(' '.join(' '.join(words).split()))}"
    if message.finish_reason == "length":
        yield "*This answer reached the limit of new tokens and was cut there.*"


def _fence_end(text: str) -> str:
    """What closes a code block that the text leaves open, so that the next message is not read as code."""
    open_fence = ""
    for line in text.split("\n"):
        stripped = line.strip()
        letter = stripped[:1]
        run = stripped[: len(stripped) - len(stripped.lstrip(letter))] if letter in ("`", "~") else ""
        if not open_fence and len(run) >= 3 and not (letter == "`" and "`" in stripped[len(run) :]):
            open_fence = run
        elif open_fence and letter == open_fence[0] and len(run) >= len(open_fence) and run == stripped:
            open_fence = ""
    return f"\n{open_fence}" if open_fence else ""


def _escaped(text: str) -> str:
    """A line of text without what Markdown would read as markup."""
    return "".join(f"\\{letter}" if letter in r"\`*_[]<>#|~" else letter for letter in text)
