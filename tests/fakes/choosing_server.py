"""An OpenAI-compatible server whose answer depends on what was asked, whichever request comes first."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from tests.fakes.openai_server import DONE, OpenAIServer, Pages, Reply, event, usage_event
from tests.fakes.socket_server import Received


class ChoosingServer(OpenAIServer):
    """Answers each chat request with what `choose` makes of its body."""

    def __init__(self, choose: Callable[[dict[str, Any]], Reply], pages: Pages | None = None) -> None:
        super().__init__(Reply(), pages=pages)
        self.choose = choose

    def reply_to(self, request: Received) -> Reply:
        """The reply to this very request."""
        return self.choose(request.json())


def spoken(*texts: str, until: threading.Event | None = None, reason: str = "stop") -> Reply:
    """An answer of these pieces; with `until` it ends when that is set, all of its text having come before."""
    waiting = [] if until is None else [until]
    return Reply(pieces=[*map(event, texts), *waiting, event(finish_reason=reason), usage_event(7, len(texts)), DONE])
