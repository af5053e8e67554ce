"""How many tokens a text has, asked of the server where it has a tokenizer to ask."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.budget import estimated_tokens
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import ChatMessage
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

    def count_rendered(self, messages: Sequence[ChatMessage], cancel: CancelToken) -> int | None:
        """The tokens of messages with everything that the model's prompt template puts around them; None if unknown.

        It is what llama.cpp counts as the tokens of a prompt.
        """
        rendered = self.rendered(messages, cancel)
        if rendered is None:
            return None
        return self._asked(rendered, cancel, add_special=True, parse_special=True)

    def rendered(self, messages: Sequence[ChatMessage], cancel: CancelToken) -> str | None:
        """The text that the model is given for these messages; None when the server does not tell."""
        turns = [{"role": message.role.value, "content": message.content} for message in messages]
        reply = self._client.request("POST", "/apply-template", json={"messages": turns}, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            return None
        prompt = document.get("prompt") if isinstance(document, Mapping) else None
        return prompt if isinstance(prompt, str) else None

    def _asked(self, text: str, cancel: CancelToken, **options: bool) -> int | None:
        reply = self._client.request("POST", "/tokenize", json={"content": text, **options}, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            return None
        tokens = document.get("tokens") if isinstance(document, Mapping) else None
        return len(tokens) if isinstance(tokens, list) else None
