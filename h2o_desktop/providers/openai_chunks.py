"""The events of a streamed chat completion, in the many dialects that servers speak."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping

from h2o_desktop.core.conversation import Usage
from h2o_desktop.core.errors import DesktopError, ProtocolError
from h2o_desktop.core.provider import Delta
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.sse import ServerSentEvent

DONE = "[DONE]"
THINK_BEGIN = "<think>\n"
THINK_END = "\n</think>\n\n"
REASONING_FIELDS = ("reasoning_content", "reasoning")  # llama.cpp and older vLLM; newer vLLM


class ChunkReader:
    """Reads the chunks of one answer.

    A server's reasoning comes out as text between `<think>` and `</think>`, so that no word of it is lost.
    `refused` makes the error of an error object inside the stream.
    """

    def __init__(self, refused: Callable[[object], DesktopError]) -> None:
        self.finish_reason = ""
        self.done = False
        self.usage = Usage()
        self._refused = refused
        self._thinking = False

    @property
    def has_ended(self) -> bool:
        """Whether the server said that the answer is whole."""
        return self.done or bool(self.finish_reason)

    def take(self, events: Iterable[ServerSentEvent]) -> Delta | None:
        """The new text of some events in one delta, None when they bring none. Raises what an error event means.

        Text that stands before an error event is in the error's `partial_text`.
        """
        texts: list[str] = []
        tokens = 0
        for event in events:
            if event.data == DONE:
                self.done = True
                break
            try:
                text = self._text_of(event.data)
            except DesktopError as error:
                error.partial_text = "".join(texts)
                raise
            if text:
                texts.append(text)
                tokens += 1
        return Delta("".join(texts), tokens) if texts else None

    def end(self) -> str:
        """What closes the text: the end of a thought that was never ended."""
        if self._thinking:
            self._thinking = False
            return THINK_END
        return ""

    def _text_of(self, data: str) -> str:
        if not data.strip():
            return ""
        try:
            chunk = json.loads(data)
        except ValueError as error:
            raise _not_understood(f"{error}: {data[:500]}") from error
        if not isinstance(chunk, dict):
            raise _not_understood(f"no object: {data[:500]}")
        if chunk.get("error"):
            raise self._refused(chunk)
        usage = chunk.get("usage")
        if usage:
            self._take_usage(usage)
        choices = chunk.get("choices")
        return self._text_of_choice(choices[0]) if isinstance(choices, list) and choices else ""

    def _text_of_choice(self, choice: object) -> str:
        if not isinstance(choice, Mapping):
            return ""
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.finish_reason = reason
        delta = choice.get("delta") or choice.get("message") or {}
        if not isinstance(delta, Mapping):
            return ""
        content = delta.get("content")
        reasoning = next((delta[field] for field in REASONING_FIELDS if delta.get(field)), "")
        text = content if isinstance(content, str) else ""
        if not reasoning and not self._thinking:
            return text
        return self._with_thoughts(reasoning if isinstance(reasoning, str) else "", text)

    def _with_thoughts(self, reasoning: str, text: str) -> str:
        parts: list[str] = []
        if reasoning:
            if not self._thinking:
                parts.append(THINK_BEGIN)
                self._thinking = True
            parts.append(reasoning)
        if text:
            parts.extend((self.end(), text))
        return "".join(parts)

    def _take_usage(self, usage: object) -> None:
        """Only the counts are read: some servers put whole result objects beside them."""
        if isinstance(usage, Mapping):
            self.usage = Usage(_count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))


def whole_answer(body: object, reader: ChunkReader) -> Delta | None:
    """The answer of a server that does not stream, read like one chunk that brings everything."""
    delta = reader.take((ServerSentEvent(json.dumps(body)),))
    reader.done = True
    return delta


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _not_understood(detail: str) -> ProtocolError:
    return ProtocolError(
        Words(QT_TRANSLATE_NOOP("errors", "The server sent something that is not a chat answer.")),
        Words(
            QT_TRANSLATE_NOOP("errors", "Check that the connection's address is that of an OpenAI-compatible server.")
        ),
        detail,
    )
