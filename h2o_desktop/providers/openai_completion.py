"""llama.cpp's own `/completion`, whose prompt may be tokens: so an answer goes on behind exactly these ones.

A prompt is a list of token ids and texts. What stands for a whole character may be text; half a character can only be
its token.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby

from h2o_desktop.core.conversation import Usage
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.providers.openai_chunks import ChunkReader
from h2o_desktop.providers.openai_logprobs import piece_of

COMPLETION_PATH = "/completion"
Prompt = list[int | str]
Tokens = Sequence[tuple[int | None, bytes]]


def characters(tokens: Tokens) -> Iterator[list[tuple[int | None, bytes]]]:
    """The tokens in groups that are whole characters each; the last group may be without its end."""
    group: list[tuple[int | None, bytes]] = []
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    for token in tokens:
        group.append(token)
        decoder.decode(token[1])
        if not decoder.getstate()[0]:
            yield group
            group = []
    if group:
        yield group


def prompt_of(tokens: Tokens, find: Callable[[Prompt, bytes], Prompt | None]) -> Prompt | None:
    """The tokens as a prompt; None where a part of a character is not known as a token.

    `find` is asked for the ids of the tokens of some bytes that may come after a prompt.
    """
    prompt: Prompt = []
    for group in characters(tokens):
        ids = [identifier for identifier, _piece in group]
        if None not in ids:
            prompt.extend(identifier for identifier in ids if identifier is not None)
            continue
        text = _text(b"".join(piece for _id, piece in group))
        if text is not None:
            prompt.append(text)
            continue
        for identifier, piece in group:
            found = find(_joined(prompt), piece) if identifier is None else [identifier]
            if found is None:
                return None
            prompt.extend(found)
    return _joined(prompt)


def dangling(content: bytes) -> bytes:
    """The part of a character that some bytes end with; empty when they end with a whole one."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    decoder.decode(content)
    return decoder.getstate()[0]


def _joined(prompt: Prompt) -> Prompt:
    """The prompt with neighbouring texts made into one, so that they are read as one."""
    joined: Prompt = []
    for is_text, parts in groupby(prompt, key=lambda part: isinstance(part, str)):
        same = list(parts)
        joined.extend(["".join(map(str, same))] if is_text else same)
    return joined


def _text(content: bytes) -> str | None:
    try:
        return content.decode()
    except UnicodeDecodeError:
        return None


class CompletionReader(ChunkReader):
    """Reads the chunks of `/completion`. `begun` is half a character that the answer begins with."""

    def __init__(self, refused: Callable[[object], DesktopError], begun: bytes = b"") -> None:
        super().__init__(refused)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._decoder.decode(begun)

    def end(self) -> str:
        """What is left of a character that was never completed."""
        return self._decoder.decode(b"", final=True)

    def _text_of_chunk(self, document: Mapping[str, object]) -> str:
        rows = document.get("completion_probabilities")
        if isinstance(rows, list) and rows:
            self._told.append(self._logprobs.take_rows(rows))
            content = b"".join(piece_of(row) for row in rows if isinstance(row, Mapping))
        else:
            content = str(document.get("content") or "").encode("utf-8", "replace")
        if document.get("stop"):
            self.finish_reason = "length" if document.get("stop_type") == "limit" else "stop"
            self.usage = Usage(_count(document.get("tokens_evaluated")), _count(document.get("tokens_predicted")))
        return self._decoder.decode(content)


def _count(value: object) -> int | None:
    return value if isinstance(value, int) and value >= 0 else None
