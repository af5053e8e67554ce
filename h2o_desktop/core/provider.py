"""What a provider is: the one shape behind which every kind of server stands."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import Capabilities
from h2o_desktop.core.conversation import Role, Timings, Usage
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.words import Words

if TYPE_CHECKING:
    from h2o_desktop.core.budget import Measured
    from h2o_desktop.core.engines import Engine, NextToken
    from h2o_desktop.core.tokens import Alternative
    from h2o_desktop.core.wire_request import WireRequest


@dataclass(frozen=True, slots=True)
class ModelInfo:
    """A model that a server offers. `id` is what requests name; `context_tokens` is None when it is not told."""

    id: str
    name: str = ""
    description: str = ""
    context_tokens: int | None = None


@dataclass(frozen=True, slots=True)
class ChatMessage:
    """A message as a provider sees it. `id` is the message's id in the conversation."""

    role: Role
    content: str
    id: str = ""


@dataclass(frozen=True, slots=True)
class Opening:
    """The tokens that an answer is to begin with: the id of each, None where it is not known, and its bytes.

    They may end inside a character. `records` is what is known of their probabilities (`h2o_desktop.core.tokens`).
    """

    tokens: tuple[tuple[int | None, bytes], ...]
    records: bytes = b""

    @property
    def content(self) -> bytes:
        """The bytes that the answer begins with."""
        return b"".join(piece for _id, piece in self.tokens)


@dataclass(frozen=True, slots=True)
class ChatRequest:
    """Everything one turn needs. It is frozen: the live conversation never crosses the thread border.

    `messages` is the branch from the root to the prompt, which is the last one. `conversation_id` lets a provider keep
    a twin of the conversation on its server; `response_id` is the id of the answer to come. With `probabilities` a
    server that tells them is asked for those of its tokens. With an `opening` the last message is the answer so far, as
    much of it as is whole characters.
    """

    model: str
    messages: tuple[ChatMessage, ...]
    requested: Mapping[str, ParameterValue] = field(default_factory=dict)
    conversation_id: str = ""
    response_id: str = ""
    probabilities: bool = False
    opening: Opening | None = None


@dataclass(frozen=True, slots=True)
class Preparing:
    """Something takes time before the model can be asked, such as starting the engine on this machine."""

    words: Words


@dataclass(frozen=True, slots=True)
class Started:
    """The request is on its way. `sent` holds the generation fields exactly as they were sent, `request` all of it.

    It comes once more when the same question has to be asked in another way; the last one holds.
    """

    sent: Mapping[str, object]
    request: WireRequest | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Delta:
    """New text, to be appended. `tokens` is how many tokens it stands for, 0 when the server does not tell."""

    text: str
    tokens: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """The probabilities of tokens that came, as records of `h2o_desktop.core.tokens`, in the order of the text."""

    records: bytes


@dataclass(frozen=True, slots=True)
class Finished:
    """The whole answer came. `finish_reason` is `stop`, `length`, or another word of the server."""

    finish_reason: str
    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Stopped:
    """The person stopped the answer; what came until then is kept."""

    usage: Usage = field(default_factory=Usage)
    timings: Timings = field(default_factory=Timings)


@dataclass(frozen=True, slots=True)
class Failed:
    """The answer failed; what came until then is kept."""

    error: DesktopError
    timings: Timings = field(default_factory=Timings)


TerminalEvent = Finished | Stopped | Failed
StreamEvent = Preparing | Started | Delta | Told | TerminalEvent


class Provider(Protocol):
    """A server to chat with. All methods but `capabilities` may block; none is called in the GUI thread."""

    def capabilities(self) -> Capabilities:
        """What this kind of server takes; never touches the network."""

    def list_models(self, cancel: CancelToken) -> Sequence[ModelInfo]:
        """Ask the server for its models. Raises a DesktopError when that fails."""

    def stream(self, request: ChatRequest, cancel: CancelToken) -> Iterator[StreamEvent]:
        """Ask, and yield what comes: Preparing and Started, Deltas, and at the end one Finished.

        Raises Cancelled after `cancel` was set, and another DesktopError when the answer failed. `run_turn` in
        `h2o_desktop.core.turn` turns these into the terminal events Stopped and Failed.
        """

    def forget(self, conversation_id: str) -> None:
        """Drop what is kept on the server for a conversation that was deleted here, when that is possible."""

    def close(self) -> None:
        """Give back sockets and whatever else is held; the provider is not used again."""


@runtime_checkable
class Describing(Protocol):
    """A provider that can show a request without sending it. Blocks; not called in the GUI thread."""

    def describe(self, request: ChatRequest, cancel: CancelToken) -> WireRequest:
        """The request as `stream` would send it now, without secrets.

        It may ask the server how long a text is, and starts nothing. Raises a DesktopError.
        """


@runtime_checkable
class Informing(Protocol):
    """A provider that tells of its server. `defaults` blocks; the rest is quick. Any thread may call them."""

    def defaults(self, model: str, cancel: CancelToken) -> Mapping[str, ParameterValue]:
        """The values that the server uses for parameters that are not sent, where it tells; starts no engine.

        Raises a DesktopError.
        """

    def refused(self) -> Mapping[str, Mapping[str, str]]:
        """By model the fields that the server refused, each with the one that is sent instead; empty when none is."""

    def take_again(self, model: str, field: str) -> None:
        """Send a field once more that was refused."""


@runtime_checkable
class Measuring(Protocol):
    """A provider that can count tokens and tell probabilities as its server does.

    Blocks; not called in the GUI thread.
    """

    def measure(
        self, model: str, messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken
    ) -> Measured | None:
        """How long a request is that is cut at `limit` tokens; None when the server cannot tell. Raises DesktopErrors.

        It starts nothing: an engine that does not run is not started to count.
        """

    def next_tokens(self, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        """The likeliest next tokens, after the penalties that the request asks for; None when the server is silent."""


@dataclass(frozen=True, slots=True)
class NextTokens:
    """What could come at a place of an answer: the likeliest tokens, and what penalties make of some of them.

    `penalised` is the probability at temperature 1 by the token's id; None where no penalty was asked for. `engine` is
    how the server chooses among them.
    """

    alternatives: tuple[Alternative, ...]
    penalised: Mapping[int, float] | None = None
    engine: Engine | None = None


@runtime_checkable
class TokenTelling(Protocol):
    """A provider whose engine can be asked about the tokens of an answer afterwards. Blocks; not for the GUI thread.

    An engine that does not run is started, unless `start` says no. Raises DesktopErrors.
    """

    def split(self, model: str, text: str, cancel: CancelToken) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens: the id and the bytes of each; None when the server cannot tell."""

    def choice_after(
        self,
        request: ChatRequest,
        answer: Sequence[tuple[int | None, bytes]],
        cancel: CancelToken,
        *,
        start: bool = True,
    ) -> NextTokens | None:
        """What could come next after the first tokens of the answer to `request`; None when the server cannot tell."""
