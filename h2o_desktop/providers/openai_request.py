"""The body of a chat completion request."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from h2o_desktop.core.budget import Fit, estimated_tokens, fit
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.provider import ChatMessage, ChatRequest

Count = Callable[[Sequence[str]], Sequence[int]]


def estimate(texts: Sequence[str]) -> Sequence[int]:
    """Token counts where no tokenizer can be asked."""
    return [estimated_tokens(text) for text in texts]


def fitted(messages: Sequence[ChatMessage], truncate: ParameterValue, count: Count) -> Fit:
    """What of a conversation is sent when the program itself has to cut it at `truncate` tokens.

    A history that is far below the limit by any count is not counted by the server, since that costs a request.
    """
    if truncate is None:
        return Fit(tuple(messages))
    limit = int(truncate)
    texts = [message.content for message in messages]
    # No tokenizer makes more tokens than bytes.
    if sum(len(text.encode("utf-8")) + 8 for text in texts) <= limit:
        return Fit(tuple(messages))
    return fit(messages, count(texts), limit)


def body_of(request: ChatRequest, kept: Sequence[ChatMessage], sent: Mapping[str, object]) -> dict[str, object]:
    """The JSON body: model, messages, the generation fields, and a streamed answer with its usage."""
    return {
        "model": request.model,
        "messages": [{"role": message.role.value, "content": message.content} for message in kept],
        **sent,
        "stream": True,
        "stream_options": {"include_usage": True},
    }


def refused_field(detail: str, body: Mapping[str, object]) -> str:
    """The field of the request that a server's refusal names, empty when it names none that can be left out."""
    needed = {"model", "messages", "stream"}
    named = [key for key in body if key not in needed and key in detail]
    return max(named, key=len, default="")
