"""Another answer beside one, that begins with its first tokens and one that did not come then."""

from __future__ import annotations

import codecs
from collections.abc import Callable
from dataclasses import replace

from h2o_desktop.core.continuing import draft_repetition
from h2o_desktop.core.conversation import ConversationSummary, Message, Role, Usage
from h2o_desktop.core.draft import Asking, TurnDraft
from h2o_desktop.core.provider import ChatMessage, Opening

BEGINS_WITH = "begins_with"
"""The key under which stands, among what was asked for, the text that an answer was made to begin with."""


def draft_again(asking: Asking, summary: ConversationSummary, path: tuple[Message, ...]) -> TurnDraft:
    """The turn that asks for the last message of `path` again, as it was asked for: also with the same beginning."""
    beginning = path[-1].requested.get(BEGINS_WITH)
    if not isinstance(beginning, str) or not beginning:
        return draft_repetition(asking, summary, path)
    return draft_branch(Opening(((None, beginning.encode("utf-8", "replace")),)), asking, summary, path)


def draft_branch(
    opening: Opening, asking: Asking, summary: ConversationSummary, path: tuple[Message, ...]
) -> TurnDraft:
    """The turn whose answer begins with `opening`, beside the last message of `path` and asked for as that one was.

    It goes to the model that gave that answer. Of a character that the opening has only a part of, nothing stands in
    the answer until the rest has come.
    """
    draft = draft_repetition(replace(asking, connection=path[-1].connection, model=path[-1].model), summary, path)
    begun = whole_characters(opening.content)
    usage = Usage(completion_tokens=len(opening.tokens))
    requested = {**draft.messages[-1].requested, BEGINS_WITH: begun}
    answer = replace(draft.messages[-1], content=begun, usage=usage, requested=requested)
    messages = (*draft.request.messages, ChatMessage(Role.ASSISTANT, begun, path[-1].id))
    request = replace(draft.request, messages=messages, opening=opening)
    return replace(draft, messages=(answer,), request=request)


def whole_characters(content: bytes) -> str:
    """The text of some bytes, without a part of a character at their end."""
    decode: Callable[[bytes], str] = codecs.getincrementaldecoder("utf-8")("replace").decode
    return decode(content)


def ends_whole(content: bytes) -> bool:
    """Whether some bytes do not end inside a character."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(content)
    return not decoder.getstate()[0]
