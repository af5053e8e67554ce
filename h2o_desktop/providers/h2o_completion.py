"""One completion without a conversation: the arguments that `_create_completion` takes, and its run on a server."""

from __future__ import annotations

import math
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import DIALECTS, resolve
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import checked_parameters
from h2o_desktop.core.settings import checked_base_url
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.providers.h2o_prompt import flattened
from h2o_desktop.providers.h2o_session import H2OSession
from h2o_desktop.providers.h2o_turn import AnswerStream, Refused
from h2o_desktop.providers.http import CONNECT_TIMEOUT_S, READ_TIMEOUT_S, HttpClient

DEFAULTS: Mapping[str, float | int | bool] = {
    "temperature": 0.4,
    "truncate": 2048,
    "max_new_tokens": 1024,
    "do_sample": True,
    "repetition_penalty": 1.2,
    "return_full_text": False,
}
# Sent when they are given, and not otherwise.
OPTIONAL = ("top_p", "top_k", "typical_p", "frequency_penalty", "seed", "stop")
_OTHERS = ("id", "response_id", "base_url", "timeout")


@dataclass(frozen=True, slots=True)
class Completion:
    """Everything that one completion needs. `timeout_s` is how long the server may be silent."""

    model_id: str
    inputs: str
    parameters: Mapping[str, object]
    id: str
    response_id: str
    base_url: str
    timeout_s: float

    def body(self) -> dict[str, object]:
        """What is sent to the conversation."""
        options = {
            "id": self.id,
            "response_id": self.response_id,
            "is_retry": False,
            "use_cache": False,
            "web_search_id": "",
        }
        return {"inputs": self.inputs, "parameters": dict(self.parameters), "stream": True, "options": options}

    def tokens(self) -> Iterator[str]:
        """Ask, and yield the tokens. The conversation on the server is deleted afterwards, whatever happened."""
        client = HttpClient(
            self.base_url,
            connect_timeout_s=min(CONNECT_TIMEOUT_S, self.timeout_s),
            read_timeout_s=self.timeout_s,
        )
        session = H2OSession(client)
        try:
            conversation_id = session.create(self.model_id, CancelToken())
            try:
                for texts in AnswerStream(session, conversation_id, self.body()).texts(CancelToken()):
                    yield from texts
            except Refused as refused:
                raise session.error_for(refused.reply) from None
            finally:
                session.delete(conversation_id)
        finally:
            client.close()


def completion_of(
    model_id: str, messages: Sequence[Mapping[str, str]], arguments: Mapping[str, object], *, base_url: str
) -> Completion:
    """Check the arguments; one that is None counts as not given.

    Raises TypeError for an argument that does not exist and InputError for a value that cannot be sent.
    """
    known_names = (*DEFAULTS, *OPTIONAL, *_OTHERS)
    unknown = [name for name in arguments if name not in known_names]
    if unknown:
        known = ", ".join(known_names)
        raise TypeError(f"_create_completion() has no argument {unknown[0]!r}; it has {known}")
    given = {name: value for name, value in arguments.items() if value is not None}
    parameters: dict[str, object] = {name: _checked(name, given.get(name, DEFAULTS[name])) for name in DEFAULTS}
    if parameters["temperature"] == 0:
        # The server refuses 0, which is how callers ask for the likeliest token.
        del parameters["temperature"]
        parameters["do_sample"] = False
    parameters.update(_optional(given, parameters))
    timeout = given.get("timeout", READ_TIMEOUT_S)
    return Completion(
        model_id=model_id,
        inputs=flattened([_turn(message) for message in messages]),
        parameters=parameters,
        id=str(given.get("id") or uuid.uuid4()),
        response_id=str(given.get("response_id") or uuid.uuid4()),
        base_url=checked_base_url(str(given.get("base_url", base_url))),
        timeout_s=float(_positive("timeout", timeout)),
    )


def _optional(given: Mapping[str, object], parameters: Mapping[str, object]) -> dict[str, object]:
    """What is sent of the optional arguments: what the server takes beside the others. Raises InputError."""
    wanted = checked_parameters({name: given[name] for name in OPTIONAL if name in given})
    sampling = {"do_sample": False} if parameters["do_sample"] is False else {}
    sent = resolve({**wanted, **sampling}, DIALECTS["h2o"]).sent
    return {name: sent[name] for name in OPTIONAL if name in sent}


def _turn(message: Mapping[str, str]) -> tuple[str, str]:
    role, content = message.get("role"), message.get("content")
    if not isinstance(role, str) or not isinstance(content, str):
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "A message needs a role and a content, and both must be text.")),
            Words(QT_TRANSLATE_NOOP("errors", "Give messages with role and content.")),
            repr(message)[:500],
        )
    return role, content


def _checked(name: str, value: object) -> float | int | bool:
    if name in {"do_sample", "return_full_text"}:
        if isinstance(value, bool):
            return value
        raise _unfit(name, value)
    if name == "temperature" and value == 0 and not isinstance(value, bool):
        return 0
    number = _positive(name, value)
    if name in {"truncate", "max_new_tokens"} and not isinstance(number, int):
        raise _unfit(name, value)
    return number


def _positive(name: str, value: object) -> float | int:
    fits = isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value) and value > 0
    if not isinstance(value, int | float) or not fits:
        raise _unfit(name, value)
    return value


def _unfit(name: str, value: object) -> InputError:
    return InputError(
        Words(
            QT_TRANSLATE_NOOP("errors", "“{value}” is not a value for {key}."), {"value": str(value)[:80], "key": name}
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Switches are true or false, all other values numbers above zero.")),
    )
