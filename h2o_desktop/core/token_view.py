"""What the view of an answer's tokens says about itself, and what it asks for."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.capabilities import Capabilities
from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.provider import ChatRequest, Opening
from h2o_desktop.core.request import SYSTEM_PROMPT, request_messages
from h2o_desktop.core.shaping import BETWEEN_PROMPT_AND_ANSWER
from h2o_desktop.core.tokens import Alternative, Token, packed


class Refusal(StrEnum):
    """Why there are no tokens to see."""

    NONE = ""
    NO_ANSWER = "no-answer"
    RUNNING = "running"
    NOT_ASKED = "not-asked"  # the server would have told them, but was not asked
    NOT_TOLD = "not-told"  # the server tells none


class TokenNote(StrEnum):
    """What is going on while the tokens are looked at."""

    NONE = ""
    LOADING = "loading"
    ASKING = "asking"  # the engine is asked about the tokens whose probabilities are not known yet
    WAITING = "waiting"  # it answers something else meanwhile
    BRANCHING = "branching"
    NOTHING = "nothing"  # the server was asked and told nothing
    FAILED = "failed"


def refusal(message: Message, capabilities: Capabilities | None) -> Refusal:
    """Whether the tokens of a message can be looked at, and if not, why."""
    if message.role is not Role.ASSISTANT or not message.content:
        return Refusal.NO_ANSWER
    if message.status is Status.STREAMING:
        return Refusal.RUNNING
    if capabilities is not None and (capabilities.takes_tokens or capabilities.tells_chosen):
        return Refusal.NONE
    if came_with_probabilities(message):
        return Refusal.NONE
    tells = capabilities is not None and capabilities.when_probabilities
    return Refusal.NOT_ASKED if tells else Refusal.NOT_TOLD


def came_with_probabilities(message: Message) -> bool:
    """Whether the server was asked for them together with the answer."""
    return "logprobs" in message.sent or "n_probs" in message.sent


def text_of_tokens(path: tuple[Message, ...]) -> str:
    """The part of the last message of `path` that the model wrote: not a prompt that was put before it."""
    answer = path[-1]
    if answer.requested.get("return_full_text") is True and len(path) > 1:
        return answer.content.removeprefix(path[-2].content + BETWEEN_PROMPT_AND_ANSWER)
    return answer.content


def asked_request(path: tuple[Message, ...]) -> ChatRequest:
    """The request that the last message of `path` answers."""
    answer = path[-1]
    system_prompt = str(answer.requested.get(SYSTEM_PROMPT) or "")
    messages = request_messages(path[:-1], system_prompt)
    return ChatRequest(answer.model, messages, {**answer.requested, "seed": answer.seed})


def opening_of(tokens: AnswerTokens, number: int, alternative: Alternative) -> Opening:
    """The beginning of an answer that has another token in the place of one."""
    there = tokens.token(number)
    other = Token(alternative.piece, alternative.logprob, alternative.id, there.alternatives)
    opening = [(token.id, token.piece) for token in tokens.before(number)]
    records = packed((*tokens.whole_before(number), other))
    return Opening((*opening, (alternative.id, alternative.piece)), records)


def told(there: Token, alternatives: tuple[Alternative, ...], most: int) -> Token:
    """A token with what has become known of its place; of the alternatives the first `most` are kept."""
    same = (one for one in alternatives if (one.id == there.id if there.id is not None else one.piece == there.piece))
    own = next(same, None)
    logprob = own.logprob if own is not None else there.logprob
    identifier = own.id if own is not None and there.id is None else there.id
    return replace(there, logprob=logprob, id=identifier, alternatives=alternatives[:most])
