"""A chat request as it goes over the wire, without secrets, so that it can be shown, copied and run again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

# Everything in the body of a completion that is no generation field.
FRAME = frozenset({"model", "messages", "prompt", "stream", "stream_options"})
BEGUN = "n_probs"  # sent only with an answer that begins with tokens which a person chose
FRAME_BEHIND: tuple[str, ...] = ("stream", "stream_options")  # those of it that stand at the end
HIDDEN = "(hidden)"
BEARER = "Bearer "
# Parts of the names of headers that carry a secret.
SECRET_NAMES = ("authorization", "cookie", "token", "secret", "api-key", "apikey")
LEAST_SECRET_LETTERS = 6  # a shorter "key" is a placeholder such as EMPTY, and would be found in ordinary words


@dataclass(frozen=True, slots=True)
class ServiceCall:
    """The same question for the H2O service outside a conversation, since one there belongs to its session.

    `arguments` are those of `_create_completion`; `body` is what a new conversation is sent.
    """

    base_url: str
    model: str
    messages: Sequence[Mapping[str, str]]
    arguments: Mapping[str, object]
    body: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class WireRequest:
    """One request. Keys and cookies are replaced in `headers`; `body` is the JSON that is sent.

    `address_known` is false while the last part of the address, or its port, is only given when it is sent.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: Mapping[str, object]
    call: ServiceCall | None = None
    address_known: bool = True

    @property
    def needs_key(self) -> bool:
        """Whether it carries an API key."""
        return any(name.lower() == "authorization" for name, _value in self.headers)

    def with_fields(self, sent: Mapping[str, object]) -> WireRequest:
        """The request with these generation fields in the place of its own, where they stand beside the messages."""
        if self.call is not None or not sent:
            return self
        frame = {key: value for key, value in self.body.items() if key in FRAME}
        behind = {key: frame.pop(key) for key in FRAME_BEHIND if key in frame}
        return replace(self, body={**frame, **sent, **behind})

    def document(self) -> dict[str, object]:
        """The whole request as an object that `json.dumps` takes."""
        return {"method": self.method, "url": self.url, "headers": dict(self.headers), "body": dict(self.body)}


def without_secrets(headers: Iterable[tuple[str, str]], secret: str = "") -> tuple[tuple[str, str], ...]:
    """The headers with every secret replaced: those that are secret by their name, and `secret` wherever it stands."""
    return tuple((name, _hidden(name, value, secret)) for name, value in headers)


def body_without(secret: str, body: Mapping[str, object]) -> Mapping[str, object]:
    """A JSON body in which `secret` is replaced wherever a text holds it; the same object when none does."""
    if len(secret) < LEAST_SECRET_LETTERS or secret not in repr(body):
        return body
    return {key: _without(secret, value) for key, value in body.items()}


def _hidden(name: str, value: str, secret: str) -> str:
    if any(part in name.lower() for part in SECRET_NAMES):
        return BEARER + HIDDEN if value.startswith(BEARER) else HIDDEN
    return value.replace(secret, HIDDEN) if len(secret) >= LEAST_SECRET_LETTERS else value


def _without(secret: str, value: object) -> object:
    if isinstance(value, str):
        return value.replace(secret, HIDDEN)
    if isinstance(value, Mapping):
        return {key: _without(secret, inner) for key, inner in value.items()}
    return [_without(secret, inner) for inner in value] if isinstance(value, list | tuple) else value
