"""What the program itself does to a question and its answer on their way: going on, stop strings, the full text.

Stop strings are cut here whatever the server does: some do not know them, some leave them in the text, and some take
only a few.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import replace

from h2o_desktop.core.capabilities import Capabilities, Continuing
from h2o_desktop.core.conversation import Role
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import ChatMessage, ChatRequest, Delta, Finished, StreamEvent
from h2o_desktop.core.stop_strings import StopCutter, stop_strings

BETWEEN_PROMPT_AND_ANSWER = "\n\n"
GO_ON = "Continue your last answer exactly where it ends. Begin with the very next word and repeat nothing."


def asked_in_words(request: ChatRequest, capabilities: Capabilities) -> ChatRequest:
    """The request with an instruction behind an answer that is to go on, where a server takes no other way."""
    messages = request.messages
    if not messages or messages[-1].role is not Role.ASSISTANT or capabilities.continuing is Continuing.PREFIX:
        return request
    return replace(request, messages=(*messages, ChatMessage(Role.USER, GO_ON)))


def shaped(events: Iterator[StreamEvent], request: ChatRequest) -> Iterator[StreamEvent]:
    """The events of an answer, cut and completed as the request asks; the server is left when the text is cut."""
    stops = stop_strings(request.requested.get("stop"))
    opening = _opening(request)
    if not stops and not opening:
        yield from events
        return
    try:
        yield from _shaped(events, StopCutter(stops), opening)
    finally:
        if isinstance(events, Generator):
            events.close()  # breaks the exchange with the server off


def _opening(request: ChatRequest) -> str:
    """What stands before the answer: the prompt, when the full text is wanted and a prompt is what is answered."""
    if request.requested.get("return_full_text") is not True or request.messages[-1].role is not Role.USER:
        return ""
    return request.messages[-1].content + BETWEEN_PROMPT_AND_ANSWER


def _shaped(events: Iterator[StreamEvent], cutter: StopCutter, opening: str) -> Iterator[StreamEvent]:
    held_tokens = 0
    try:
        for event in events:
            match event:
                case Delta():
                    text = cutter.take(event.text)
                    held_tokens += event.tokens
                    if text:
                        yield Delta(opening + text, held_tokens)
                        opening, held_tokens = "", 0
                    if cutter.found:
                        yield Finished("stop")
                        return
                case Finished():
                    text = cutter.rest()
                    if text or held_tokens:
                        yield Delta(opening + text, held_tokens)
                    yield event
                case _:
                    yield event
    except DesktopError:
        text = cutter.rest()
        if text:
            yield Delta(opening + text, held_tokens)
        raise
