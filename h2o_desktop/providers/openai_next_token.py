"""The choice of the next token, asked of a llama.cpp server.

Its `/completion` gives the likeliest tokens after its samplers (`n_probs`, `post_sampling_probs`); with every sampler
but the penalties neutral that is the choice after the penalties, which no other way tells.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.engines import LLAMA, Engine
from h2o_desktop.core.provider import ChatMessage
from h2o_desktop.core.sampling import Candidate, Step
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_tokens import TokenCounter

MOST_TOKENS = 500
# The names of llama.cpp's samplers; older versions write some of them otherwise.
STEPS: Mapping[object, Step] = {
    "top_k": Step.TOP_K,
    "typ_p": Step.TYPICAL_P,
    "typical_p": Step.TYPICAL_P,
    "top_p": Step.TOP_P,
    "min_p": Step.MIN_P,
    "temperature": Step.TEMPERATURE,
}
# Further samplers: the setting that switches each on, and up to which value it does nothing.
OTHERS: Mapping[str, tuple[str, float]] = {
    "dry": ("dry_multiplier", 0.0),
    "top_n_sigma": ("top_n_sigma", 0.0),
    "xtc": ("xtc_probability", 0.0),
}
MOST_SEEDS = 12  # a draw that is no text, such as the end of the answer, comes without the probabilities
PENALTIES = ("repeat_penalty", "frequency_penalty", "presence_penalty", "repeat_last_n", "dry_multiplier")
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


def engine_of(client: HttpClient, cancel: CancelToken, sent: Mapping[str, object] = MappingProxyType({})) -> Engine:
    """In which order this server works, and with which values of its own, as its `/props` tells.

    What a request sends goes before those; DRY is no other step then, since it is among the penalties of `next_tokens`.
    """
    reply = client.request("GET", "/props", cancel=cancel)
    try:
        document = reply.json() if reply.ok else None
    except ValueError:
        document = None
    settings = document.get("default_generation_settings") if isinstance(document, Mapping) else None
    params = settings.get("params") if isinstance(settings, Mapping) else None
    names = params.get("samplers") if isinstance(params, Mapping) else None
    if not isinstance(params, Mapping) or not isinstance(names, list):
        return LLAMA
    order = tuple(STEPS[name] for name in names if name in STEPS)
    told = {key: float(params[key]) for key in LLAMA.defaults if isinstance(params.get(key), int | float)}
    asked = {key: value for key, value in sent.items() if key not in PENALTIES}
    used = [name for name in names if name != "dry" or "dry_multiplier" not in sent]
    return Engine(order, {**LLAMA.defaults, **told}, others=tuple(_others({**params, **asked}, used)))


def _others(params: Mapping[str, object], names: Sequence[object]) -> Iterator[str]:
    """What else narrows or changes the choice on this server."""
    for name, (key, neutral) in OTHERS.items():
        value = params.get(key)
        if name in names and isinstance(value, int | float) and value > neutral:
            yield name
    if params.get("mirostat") in {1, 2}:
        yield "mirostat"


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
    return {
        row["id"]: (text_of_token(row), float(row["prob"]))
        for row in rows
        if isinstance(row, Mapping) and "prob" in row
    }


def text_of_token(row: Mapping[str, object]) -> str:
    """A token's text; bytes that are no whole letter are written as such. That of the end is empty."""
    token = str(row.get("token") or "")
    numbers = row.get("bytes")
    if "\ufffd" in token and isinstance(numbers, list):
        return " ".join(f"0x{number:02X}" for number in numbers)
    return token
