"""How many tokens a text has, asked of the server where it has a tokenizer to ask."""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.budget import estimated_tokens
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.providers.http import HttpClient

MAX_KEPT = 20_000


class TokenCounter:
    """Counts with llama.cpp's `/tokenize`. What was counted is kept, so that a turn asks for what is new alone."""

    def __init__(self, client: HttpClient, *, max_kept: int = MAX_KEPT) -> None:
        self._client = client
        self._max_kept = max_kept
        self._kept: dict[int, int] = {}

    def count(self, text: str, cancel: CancelToken) -> int:
        """The count of the server's tokenizer, an estimate when it gives none. Raises NetworkErrors and Cancelled."""
        key = hash(text)
        if key not in self._kept:
            if len(self._kept) >= self._max_kept:
                self._kept.clear()
            counted = self._asked(text, cancel)
            if counted is None:
                return estimated_tokens(text)
            self._kept[key] = counted
        return self._kept[key]

    def _asked(self, text: str, cancel: CancelToken) -> int | None:
        reply = self._client.request("POST", "/tokenize", json={"content": text}, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            return None
        tokens = document.get("tokens") if isinstance(document, Mapping) else None
        return len(tokens) if isinstance(tokens, list) else None
