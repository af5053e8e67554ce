"""The body of a chat completion request, and the address that it goes to."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple
from urllib.parse import urlsplit

from h2o_desktop.core.budget import TOKENS_PER_MESSAGE, Fit, fit
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.wire_request import FRAME

CHAT_PATH = "/chat/completions"

_VERSION_IN_PATH = re.compile(r"/v\d+[a-z0-9]*(/|$)")


class Place(NamedTuple):
    """Where a server is: its root, and what stands before the paths of the OpenAI interface."""

    root: str
    prefix: str


def place_of(base_url: str) -> Place:
    """The place that a person's address means, with or without `/v1`, or with another version in it."""
    base = base_url.rstrip("/").removesuffix(CHAT_PATH)
    if base.endswith("/v1"):
        return Place(base.removesuffix("/v1"), "/v1")
    try:
        path = urlsplit(base).path
    except ValueError:  # no address: the first request says so
        path = ""
    return Place(base, "" if _VERSION_IN_PATH.search(path) else "/v1")


def fitted(messages: Sequence[ChatMessage], limit: int, count: Callable[[str], int]) -> Fit:
    """What of a conversation is sent when the program itself has to cut it at `limit` tokens.

    `count` is asked as little as possible, since it may ask the server: not at all when the history is short by any
    count, and never for what is too old to fit.
    """
    # No tokenizer makes more tokens than bytes.
    if sum(len(message.content.encode("utf-8", "replace")) + TOKENS_PER_MESSAGE for message in messages) <= limit:
        return Fit(tuple(messages))
    tokens = [limit + 1] * len(messages)
    spent = 0
    newest_first = sorted(range(len(messages)), key=lambda at: (messages[at].role is not Role.SYSTEM, -at))
    for index in newest_first:
        tokens[index] = count(messages[index].content)
        spent += tokens[index] + TOKENS_PER_MESSAGE
        if spent > limit and messages[index].role is not Role.SYSTEM:
            break
    return fit(messages, tokens, limit)


def body_of(model: str, messages: Sequence[ChatMessage], sent: Mapping[str, object]) -> dict[str, object]:
    """The JSON body: model, messages, the generation fields, and a streamed answer with its usage."""
    return {
        "model": model,
        "messages": [{"role": message.role.value, "content": message.content} for message in messages],
        **sent,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def generation_fields(body: Mapping[str, object]) -> dict[str, object]:
    """The fields of a body that say how to generate."""
    return {key: value for key, value in body.items() if key not in FRAME}
