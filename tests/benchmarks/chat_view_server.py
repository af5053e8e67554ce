"""A server for the benchmarks of the chat view: long answers in Markdown, at full speed or at a pace.

python -m tests.benchmarks.chat_view_server --tokens 20000 --port-file FILE [--per-second 100]
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import overload

from tests.benchmarks.chat_view_texts import SECTION
from tests.fakes.openai_server import DONE, EVENTS_PER_WRITE, OpenAIServer, Reply, event, usage_event

LETTERS_A_TOKEN = 4


class Pieces(Sequence[bytes | threading.Event]):
    """An answer of so many tokens, sent at a pace of so many a second; 0 is as fast as the socket takes it."""

    def __init__(self, tokens: int, per_second: float) -> None:
        text = SECTION * (tokens * LETTERS_A_TOKEN // len(SECTION) + 1)
        starts = range(0, tokens * LETTERS_A_TOKEN, LETTERS_A_TOKEN)
        events = [event(text[start : start + LETTERS_A_TOKEN]) for start in starts]
        events += [event(finish_reason="stop"), usage_event(7, tokens), DONE]
        size = 1 if per_second else EVENTS_PER_WRITE
        self._pieces: list[bytes | threading.Event] = [
            b"".join(events[at : at + size]) for at in range(0, len(events), size)
        ]
        self._pause_s = 1 / per_second if per_second else 0.0

    def __len__(self) -> int:
        return len(self._pieces)

    @overload
    def __getitem__(self, index: int) -> bytes | threading.Event: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[bytes | threading.Event]: ...

    def __getitem__(self, index: int | slice) -> bytes | threading.Event | Sequence[bytes | threading.Event]:
        return self._pieces[index]

    def __iter__(self) -> Iterator[bytes | threading.Event]:
        due_s = time.monotonic()
        for piece in self._pieces:
            yield piece
            due_s += self._pause_s
            time.sleep(max(0.0, due_s - time.monotonic()))


def main() -> None:
    """Serve until killed; the port is written into a file as soon as it is known."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tokens", type=int, default=20_000)
    parser.add_argument("--per-second", type=float, default=0.0)
    parser.add_argument("--port-file", type=Path, required=True)
    options = parser.parse_args()
    with OpenAIServer(Reply(pieces=Pieces(options.tokens, options.per_second))) as server:
        temporary = options.port_file.with_suffix(".part")
        temporary.write_text(f"{server.port}\n", encoding="ascii")
        os.replace(temporary, options.port_file)
        threading.Event().wait()


if __name__ == "__main__":
    main()
