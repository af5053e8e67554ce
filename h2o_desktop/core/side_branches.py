"""The branches of a conversation that are not shown: where they leave it, and in which order they are read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from h2o_desktop.core.conversation import Conversation, Message

Children = Mapping[str | None, list[Message]]


def leaving(conversation: Conversation) -> Children:
    """The messages that are not in the shown branch, by what they follow: by None for those that begin anew."""
    shown = {message.id for message in conversation.path()}
    known = {message.id for message in conversation.messages}
    children: dict[str | None, list[Message]] = defaultdict(list)
    for message in conversation.messages:
        if message.id not in shown:
            children[message.parent_id if message.parent_id in known else None].append(message)
    return children


def beside(conversation: Conversation, children: Children) -> list[Message]:
    """The same in the order of reading: each branch to its end, by the places where they leave the shown one."""
    found: list[Message] = []
    for start in (None, *(message.id for message in conversation.path())):
        waiting = list(reversed(children.get(start, ())))
        while waiting:
            message = waiting.pop()
            found.append(message)
            waiting += reversed(children.get(message.id, ()))
    return found
