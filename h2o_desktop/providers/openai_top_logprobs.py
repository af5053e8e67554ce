"""The choice of the next token, asked of a server that tells `top_logprobs`: each look costs an answer of one token."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.engines import Telling
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sampling import Candidate
from h2o_desktop.providers.http import HttpClient, Reply
from h2o_desktop.providers.openai_next_token import text_of_token
from h2o_desktop.providers.openai_refusals import REFUSING_STATUSES, Refusals, refused_field

FEWER = 5  # what some servers tell that refuse to tell more
ASKED = ("logprobs", "top_logprobs")


def question(
    model: str, messages: Sequence[ChatMessage], telling: Telling, extra: Mapping[str, object]
) -> Mapping[str, object]:
    """The body that asks for one token and the likeliest ones in its place, at neutral settings."""
    return {
        "model": model,
        "messages": [{"role": message.role.value, "content": message.content} for message in messages],
        **telling.neutral,
        **extra,
        "max_tokens": 1,
        "logprobs": True,
        "top_logprobs": telling.most,
        "stream": False,
    }


def top_tokens(
    client: HttpClient, path: str, body: Mapping[str, object], refusals: Refusals, cancel: CancelToken
) -> tuple[Candidate, ...] | None:
    """The likeliest next tokens, the likeliest first; None when the server tells none. Raises DesktopErrors.

    A field that the server refuses is left out, and it is asked again; not so the ones that the question is about.
    """
    asked = refusals.adapted(body)
    for _ in range(len(body)):
        reply = client.request("POST", path, json=asked, cancel=cancel)
        if reply.ok:
            return _candidates(reply)
        if reply.status not in REFUSING_STATUSES:
            raise client.error_for(reply)
        if refused_field(asked, reply) in ASKED:
            if asked["top_logprobs"] == FEWER:
                return None
            asked = {**asked, "top_logprobs": FEWER}
            continue
        changed = refusals.learn(asked, reply)
        if changed is None:
            raise client.error_for(reply)
        asked = changed
    return None


def _candidates(reply: Reply) -> tuple[Candidate, ...] | None:
    try:
        document = reply.json()
    except (ValueError, RecursionError):
        return None
    found = [one for row in _rows(document) if (one := _candidate(row)) is not None]
    return tuple(sorted(found, key=lambda candidate: -candidate.probability)) or None


def _rows(document: object) -> Sequence[object]:
    choices = document.get("choices") if isinstance(document, Mapping) else None
    choice = choices[0] if isinstance(choices, list) and choices else None
    logprobs = choice.get("logprobs") if isinstance(choice, Mapping) else None
    content = logprobs.get("content") if isinstance(logprobs, Mapping) else None
    first = content[0] if isinstance(content, list) and content else None
    rows = first.get("top_logprobs") if isinstance(first, Mapping) else None
    return rows if isinstance(rows, list) else ()


def _candidate(row: object) -> Candidate | None:
    logprob = row.get("logprob") if isinstance(row, Mapping) else None
    if not isinstance(row, Mapping) or not isinstance(logprob, int | float) or not logprob <= 0:
        return None
    probability = math.exp(logprob)
    return Candidate(text_of_token(row), probability, probability)
