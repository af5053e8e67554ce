"""Parts of conversations that leave as conversations of their own."""

from __future__ import annotations

from dataclasses import replace

from h2o_desktop.core.conversation import Conversation, Message, path_to, title_from


def shown_branch(conversation: Conversation) -> Conversation:
    """The conversation without the branches that are not shown."""
    return _of(conversation, conversation.path())


def branch_to(conversation: Conversation, message_id: str) -> Conversation:
    """The messages from the first one to this one; without any when there is no such message."""
    return _of(conversation, path_to(conversation.messages, message_id))


def single_message(conversation: Conversation, message_id: str) -> Conversation | None:
    """A message on its own; it has an id of its own, and its first words are the title. None when it is not there."""
    message = next((one for one in conversation.messages if one.id == message_id), None)
    if message is None:
        return None
    alone = replace(message, parent_id=None)
    title = title_from(message.content) or conversation.summary.title
    summary = replace(
        conversation.summary, id=message.id, title=title, created_s=message.created_s, updated_s=message.created_s
    )
    return _of(Conversation(summary), (alone,))


def _of(conversation: Conversation, messages: tuple[Message, ...]) -> Conversation:
    summary = replace(conversation.summary, message_count=len(messages))
    return Conversation(summary, messages, messages[-1].id if messages else None)
