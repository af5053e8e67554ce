"""How vLLM counts a prompt, and where it cuts one: it reads the last `truncate_prompt_tokens` tokens alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.budget import Measured
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_tokens import TokenCounter


class VllmCounter(TokenCounter):
    """Counts with vLLM's `/tokenize`, which takes whole conversations too, for one model."""

    def __init__(self, client: HttpClient, model: str) -> None:
        super().__init__(client)
        self._model = model

    def measured(self, messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken) -> Measured | None:
        """How long a prompt is, and where it is cut; None when the server does not tell. Raises DesktopErrors."""
        turns = [{"role": message.role.value, "content": message.content} for message in messages]
        prompt = self._list("/tokenize", {"messages": turns, "add_generation_prompt": True}, cancel)
        if prompt is None:
            return None
        counts = tuple(self.count(message.content, cancel) for message in messages)
        if limit is None or len(prompt) <= limit:
            return Measured(counts, tuple(range(len(messages))), len(prompt), exact=True)
        place, letters = self._edge(messages, prompt, len(prompt) - limit, cancel)
        length = max(1, len(messages[place].content))
        return Measured(
            counts,
            tuple(range(place, len(messages))),
            limit,
            exact=True,
            unread_letters=letters,
            unread_tokens=round(counts[place] * letters / length),
            uncut=len(prompt),
        )

    def _edge(
        self, messages: Sequence[ChatMessage], prompt: list[object], gone: int, cancel: CancelToken
    ) -> tuple[int, int]:
        """The first message that is read when so many tokens are gone, and how many of its letters are gone too."""
        whole, head = self._text(prompt, cancel), self._text(prompt[:gone], cancel)
        # Half a letter at the end of the head is none.
        cut = next((at for at, (one, other) in enumerate(zip(whole, head, strict=False)) if one != other), len(head))
        begin = 0
        for place, message in enumerate(messages):
            said = message.content.strip()  # most templates leave out the white space around
            begin = max(begin, whole.find(said, begin))
            if begin + len(said) > cut:
                leading = message.content.index(said)
                return place, cut - begin + leading if cut > begin else 0
            begin += len(said)
        return len(messages) - 1, len(messages[-1].content)

    def _text(self, tokens: list[object], cancel: CancelToken) -> str:
        document = self._document("/detokenize", {"tokens": tokens}, cancel)
        text = document.get("prompt") if document is not None else None
        return text if isinstance(text, str) else ""

    def _asked(self, text: str, cancel: CancelToken, **options: bool) -> int | None:
        tokens = self._list("/tokenize", {"prompt": text, "add_special_tokens": False, **options}, cancel)
        return None if tokens is None else len(tokens)

    def _list(self, path: str, body: Mapping[str, object], cancel: CancelToken) -> list[object] | None:
        document = self._document(path, body, cancel)
        tokens = document.get("tokens") if document is not None else None
        return tokens if isinstance(tokens, list) else None

    def _document(self, path: str, body: Mapping[str, object], cancel: CancelToken) -> Mapping[str, object] | None:
        reply = self._client.request("POST", path, json={"model": self._model, **body}, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            return None
        return document if isinstance(document, Mapping) else None
