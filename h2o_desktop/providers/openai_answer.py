"""The answer to a chat request: the events of a stream, or one document from a server that does not stream."""

from __future__ import annotations

from collections.abc import Iterator

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.provider import Delta, Finished, Told
from h2o_desktop.providers import http_errors
from h2o_desktop.providers.http import ResponseStream
from h2o_desktop.providers.openai_chunks import MAX_DETAIL_LETTERS, ChunkReader, not_understood
from h2o_desktop.providers.sse import SseDecoder


def answer(stream: ResponseStream, reader: ChunkReader, *, address: str) -> Iterator[Delta | Told | Finished]:
    """The new text as it comes, with what is told about its tokens, then Finished.

    An error carries all text that came before it.
    """
    texts: list[str] = []
    try:
        for delta in _deltas(stream, reader, address):
            texts.append(delta.text)
            yield delta
            told = reader.take_told()
            if told:
                yield Told(told)
        if not reader.has_ended:
            raise http_errors.cut("the stream ended without a finish reason")
    except DesktopError as error:
        if error.partial_text:
            texts.append(error.partial_text)
            yield Delta(error.partial_text)
        error.partial_text = "".join(texts)
        raise
    yield Finished(reader.finish_reason or "stop", reader.usage)


def _deltas(stream: ResponseStream, reader: ChunkReader, address: str) -> Iterator[Delta]:
    head = _head(stream)
    # The type that a server declares is not to be trusted; the first letter is.
    if head.lstrip().startswith(b"{"):
        delta = _whole(stream, head, reader, address)
        yield from [delta] if delta is not None else []
    elif head.lstrip().startswith(b"<"):
        raise not_understood(head.decode("utf-8", "replace")[:MAX_DETAIL_LETTERS])
    else:
        yield from _streamed(stream, head, reader)
    rest = reader.end()
    if rest:
        yield Delta(rest)


def _head(stream: ResponseStream) -> bytes:
    """The bytes up to the first that says something."""
    head = b""
    for chunk in stream.chunks():
        head += chunk
        if head.strip():
            break
    return head


def _whole(stream: ResponseStream, head: bytes, reader: ChunkReader, address: str) -> Delta | None:
    reply = stream.reply()
    try:
        document = type(reply)(reply.status, reply.headers, head + reply.body).json()
    except (ValueError, RecursionError) as error:
        raise http_errors.unreadable(address, str(error)) from error
    delta = reader.take_documents((document,))
    reader.done = True
    return delta


def _streamed(stream: ResponseStream, head: bytes, reader: ChunkReader) -> Iterator[Delta]:
    decoder = SseDecoder()
    delta = reader.take(decoder.feed(head))
    if delta is not None:
        yield delta
    if not reader.done:
        for chunk in stream.chunks():
            delta = reader.take(decoder.feed(chunk))
            if delta is not None:
                yield delta
            if reader.done:
                return
        delta = reader.take(decoder.flush())
        if delta is not None:
            yield delta
