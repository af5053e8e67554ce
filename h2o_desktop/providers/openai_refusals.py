"""What a server does not take: the fields that its refusals name, and what to send instead from then on."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from h2o_desktop.providers.http_refusals import Reply, words_of_body

REFUSING_STATUSES = frozenset({400, 422})
NEEDED = frozenset({"model", "messages", "stream"})
# Some models of OpenAI take the limit of the answer under another name alone.
REPLACEMENTS: Mapping[str, str] = {"max_tokens": "max_completion_tokens"}

_ABOUT_THE_FIELD = re.compile(
    r"un(known|recogni[sz]ed|supported|expected)|not (supported|permitted|allowed|implemented)|forbidden|extra",
    re.IGNORECASE,
)
_ABOUT_THE_VALUE = re.compile(
    r"too (large|small|big|high|low|long|many)|greater|less|at (most|least)|between|must be|should be|range|maximum"
    r"|minimum|exceed",
    re.IGNORECASE,
)


class Refusals:
    """What the models of one server have refused.

    A field that is not known there is left out from then on; one whose value was the fault is left out once.
    `known` is what was refused before: by model the fields, each with the one that is sent instead.
    """

    def __init__(self, known: Mapping[str, Mapping[str, str]] = MappingProxyType({})) -> None:
        self._renamed: dict[str, dict[str, str]] = {model: dict(fields) for model, fields in known.items()}

    def known(self) -> dict[str, dict[str, str]]:
        """A copy of what was refused so far."""
        return {model: dict(fields) for model, fields in self._renamed.copy().items()}

    def forget(self, model: str, field: str) -> None:
        """Send a field again."""
        self._renamed.get(model, {}).pop(field, None)

    def adapted(self, body: Mapping[str, object]) -> dict[str, object]:
        """`body` without what its model has refused."""
        renamed = self._renamed.get(str(body["model"]), {})
        names = {key: renamed.get(key, key) for key in body}
        return {names[key]: value for key, value in body.items() if names[key]}

    def learn(self, body: Mapping[str, object], reply: Reply) -> dict[str, object] | None:
        """The body to try next, None when the refusal of this one names no field that can be left out."""
        field = refused_field(body, reply) if reply.status in REFUSING_STATUSES else ""
        if not field:
            return None
        words = _words(reply)
        replacement = REPLACEMENTS.get(field, "")
        if replacement not in words or replacement in body:
            replacement = ""
        if replacement or _ABOUT_THE_FIELD.search(words) or not _ABOUT_THE_VALUE.search(words):
            self._renamed.setdefault(str(body["model"]), {})[field] = replacement
        names = {key: replacement if key == field else key for key in body}
        return {names[key]: value for key, value in body.items() if names[key]}


def refused_field(body: Mapping[str, object], reply: Reply) -> str:
    """The field of `body` that a refusal names, empty when it names none that can be left out."""
    known = [key for key in body if key not in NEEDED]
    for name in _named(reply):
        if name in known:
            return name
    words = _words(reply)
    places = {key: match.start() for key in known if (match := re.search(rf"\b{re.escape(key)}\b", words))}
    return min(places, key=places.__getitem__, default="")


def _named(reply: Reply) -> Iterator[str]:
    """The names that stand where they can be nothing else: `param` of OpenAI, `loc` of FastAPI."""
    try:
        document = reply.json()
    except (ValueError, RecursionError):
        return
    if not isinstance(document, Mapping):
        return
    error = document.get("error")
    for place in (error, document):
        if isinstance(place, Mapping) and isinstance(place.get("param"), str):
            yield place["param"].partition(".")[0]
    for item in document["detail"] if isinstance(document.get("detail"), list) else ():
        where = item.get("loc") if isinstance(item, Mapping) else None
        if isinstance(where, list):
            yield from (part for part in where if isinstance(part, str) and part != "body")


def _words(reply: Reply) -> str:
    """What the server says, without what it repeats of the request."""
    words = words_of_body(reply.body).text
    return words or json.dumps(reply.body.decode("utf-8", "replace")[:1000])
