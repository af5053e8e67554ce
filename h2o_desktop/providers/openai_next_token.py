"""The choice of the next token, asked of a llama.cpp server.

Its `/completion` gives the likeliest tokens after its samplers (`n_probs`, `post_sampling_probs`); with every sampler
but the penalties neutral that is the choice after the penalties, which no other way tells.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sampling import Candidate
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_tokens import TokenCounter

MOST_TOKENS = 500
MOST_SEEDS = 12  # a draw that is no text, such as the end of the answer, comes without the probabilities
PENALTIES = ("repeat_penalty", "frequency_penalty", "presence_penalty", "repeat_last_n")
NEUTRAL: Mapping[str, object] = {
    "temperature": 1.0,
    "top_k": 0,
    "top_p": 1.0,
    "min_p": 0.0,
    "typical_p": 1.0,
    "repeat_penalty": 1.0,
    "n_predict": 1,
    "cache_prompt": True,
    "post_sampling_probs": True,
}


def next_tokens(
    client: HttpClient,
    counter: TokenCounter,
    messages: Sequence[ChatMessage],
    sent: Mapping[str, object],
    cancel: CancelToken,
) -> tuple[Candidate, ...] | None:
    """The likeliest next tokens with the penalties of `sent`, the likeliest first; None when the server tells none."""
    prompt = counter.rendered(messages, cancel)
    if prompt is None:
        return None
    penalties = {key: sent[key] for key in PENALTIES if key in sent}
    raw = _asked(client, {**NEUTRAL, "prompt": prompt}, cancel)
    penalised = _asked(client, {**NEUTRAL, **penalties, "prompt": prompt}, cancel) if penalties else raw
    if raw is None or penalised is None:
        return None
    found = [
        Candidate(token, probability, raw.get(number, ("", None))[1])
        for number, (token, probability) in penalised.items()
    ]
    return tuple(sorted(found, key=lambda candidate: -candidate.probability))


def _asked(client: HttpClient, body: Mapping[str, object], cancel: CancelToken) -> dict[int, tuple[str, float]] | None:
    for seed in range(MOST_SEEDS):
        question = {**body, "n_probs": MOST_TOKENS, "seed": seed}
        reply = client.request("POST", "/completion", json=question, cancel=cancel)
        try:
            document = reply.json() if reply.ok else None
        except ValueError:
            document = None
        if not isinstance(document, Mapping):
            return None
        rows = _rows(document)
        if rows:
            return _by_id(rows)
    return None


def _rows(document: Mapping[str, object]) -> list[object]:
    places = document.get("completion_probabilities")
    first = places[0] if isinstance(places, list) and places else None
    rows = first.get("top_probs") if isinstance(first, Mapping) else None
    return rows if isinstance(rows, list) else []


def _by_id(rows: list[object]) -> dict[int, tuple[str, float]]:
    return {row["id"]: (_text(row), float(row["prob"])) for row in rows if isinstance(row, Mapping) and "prob" in row}


def _text(row: Mapping[str, object]) -> str:
    """A token's text; bytes that are no whole letter are written as such. That of the end is empty."""
    token = str(row.get("token") or "")
    numbers = row.get("bytes")
    if "\ufffd" in token and isinstance(numbers, list):
        return " ".join(f"0x{number:02X}" for number in numbers)
    return token
