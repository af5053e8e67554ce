"""The events of a streamed chat completion, in the many dialects that servers speak."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from h2o_desktop.core.conversation import Usage
from h2o_desktop.core.errors import DesktopError, ProtocolError
from h2o_desktop.core.provider import Delta
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.openai_logprobs import LogprobReader
from h2o_desktop.providers.sse import ServerSentEvent

DONE = "[DONE]"
THINK_BEGIN = "<think>\n"
THINK_END = "\n</think>\n\n"
MAX_DETAIL_LETTERS = 500
PARTS_DEPTH = 4


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
        self._logprobs = LogprobReader()
        self._told: list[bytes] = []

    @property
    def has_ended(self) -> bool:
        """Whether the server said that the answer is whole."""
        return self.done or bool(self.finish_reason)

    def take(self, events: Sequence[ServerSentEvent]) -> Delta | None:
        """The new text of some events in one delta, None when they bring none. Raises what an error event means.

        Text that stands before an error event is in the error's `partial_text`.
        """
        # Parsing many small documents at once takes half the time of parsing each.
        documents = _parsed_together(events)
        return self.take_documents(self._parsed_singly(events) if documents is None else documents)

    def take_documents(self, documents: Iterable[object]) -> Delta | None:
        """The same for events that are decoded already."""
        texts: list[str] = []
        try:
            for document in documents:
                text = self._text_of(document)
                if text:
                    texts.append(text)
        except DesktopError as error:
            error.partial_text = "".join(texts)
            raise
        return Delta("".join(texts), len(texts)) if texts else None

    def take_told(self) -> bytes:
        """What was told about the probabilities of tokens since the last time."""
        told, self._told = b"".join(self._told), []
        return told

    def end(self) -> str:
        """What closes the text: the end of a thought that was never ended."""
        if self._thinking:
            self._thinking = False
            return THINK_END
        return ""

    def _parsed_singly(self, events: Iterable[ServerSentEvent]) -> Iterable[object]:
        for event in events:
            data = event.data
            if data == DONE:
                self.done = True
                return
            if event.event == "error":
                raise self._refused(_json_or_text(data))
            if data.strip():
                try:
                    yield json.loads(data)
                except (ValueError, RecursionError) as error:
                    raise not_understood(f"{error}: {data[:MAX_DETAIL_LETTERS]}") from error

    def _text_of(self, document: object) -> str:
        if not isinstance(document, dict):
            raise not_understood(f"no object: {str(document)[:MAX_DETAIL_LETTERS]}")
        if document.get("error") or _is_bare_error(document):
            raise self._refused(document)
        if "usage" in document or "timings" in document:
            self._take_counts(document)
        return self._text_of_chunk(document)

    def _text_of_chunk(self, document: Mapping[str, Any]) -> str:
        choices = document.get("choices")
        return self._text_of_choice(choices[0]) if isinstance(choices, list) and choices else ""

    def _text_of_choice(self, choice: object) -> str:
        if not isinstance(choice, dict):
            return ""
        reason = choice.get("finish_reason")
        if isinstance(reason, str) and reason:
            self.finish_reason = reason
        if choice.get("logprobs"):
            self._told.append(self._logprobs.take(choice["logprobs"]))
        # h2oGPT sends both: there the message stands beside the delta with the same text.
        delta = choice.get("delta")
        if delta is None:
            delta = choice.get("message")
        if not isinstance(delta, dict):
            return ""
        content = delta.get("content")
        text = content if isinstance(content, str) else _text_of_parts(content)
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")  # llama.cpp and older vLLM; newer vLLM
        if not reasoning and not self._thinking:
            return text or _text_of_parts(delta.get("refusal"))
        return self._with_thoughts(_text_of_parts(reasoning), text)

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

    def _take_counts(self, document: Mapping[str, Any]) -> None:
        """Only the counts are read: some servers put whole result objects beside them."""
        usage = document.get("usage")
        timings = document.get("timings")
        if isinstance(usage, Mapping):
            self.usage = Usage(_count(usage.get("prompt_tokens")), _count(usage.get("completion_tokens")))
        elif isinstance(timings, Mapping) and self.usage == Usage():
            # llama.cpp tells it even where it was not asked for the usage.
            read, cached = _count(timings.get("prompt_n")), _count(timings.get("cache_n"))
            self.usage = Usage(None if read is None else read + (cached or 0), _count(timings.get("predicted_n")))


def not_understood(detail: str) -> ProtocolError:
    """What the server sent is no chat answer."""
    return ProtocolError(
        Words(QT_TRANSLATE_NOOP("errors", "The server sent something that is not a chat answer.")),
        Words(
            QT_TRANSLATE_NOOP("errors", "Check that the connection's address is that of an OpenAI-compatible server.")
        ),
        detail,
    )


def _parsed_together(events: Sequence[ServerSentEvent]) -> list[object] | None:
    """The documents of events that are all usual ones; None when any of them needs a look of its own."""
    texts = [event.data for event in events]
    try:
        documents = json.loads(f"[{','.join(texts)}]")
    except (ValueError, RecursionError):
        return None
    # Several documents in one event, or one across several, would be no fault to this parser.
    usual = len(documents) == len(texts) and all(event.event == "message" for event in events)
    return documents if usual else None


def _json_or_text(data: str) -> object:
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return data


def _is_bare_error(document: Mapping[str, Any]) -> bool:
    """Whether an event that is no chunk tells of a fault, as older vLLM and FastAPI do it."""
    if "choices" in document:
        return False
    return document.get("object") == "error" or "detail" in document or isinstance(document.get("message"), str)


def _text_of_parts(content: object, depth: int = PARTS_DEPTH) -> str:
    """The text of a content that is a list of parts; empty for one that is nothing of the kind."""
    if isinstance(content, str):
        return content
    if depth and isinstance(content, Mapping):
        return _text_of_parts(content.get("text") or content.get("thinking"), depth - 1)
    return "".join(_text_of_parts(part, depth - 1) for part in content) if depth and isinstance(content, list) else ""


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None
