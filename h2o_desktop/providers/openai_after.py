"""What could have come at a place of an answer, asked of a llama.cpp server afterwards, one place at a time.

The engine gives its probabilities with a token that it draws, and none where that token is no whole character or the
end. So one that is a whole character is made all but certain by a bias: the model's own probabilities do not change by
it, and what it does to those after the penalties is known exactly and taken back.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import NextTokens
from h2o_desktop.core.tokens import Alternative
from h2o_desktop.providers.http import HttpClient
from h2o_desktop.providers.openai_completion import COMPLETION_PATH, Prompt
from h2o_desktop.providers.openai_logprobs import alternatives_of
from h2o_desktop.providers.openai_next_token import NEUTRAL, PENALTIES

MOST_TOKENS = 500
PENALISED_LAST = 64  # `repeat_last_n` where a request does not say otherwise
CERTAIN = 100.0  # a bias beyond which nothing else is drawn
NEARLY_ALWAYS = math.log(99.0)  # the odds of the favoured token: high, and what is left is still told exactly enough
MOST_DRAWS = 6
_NEUTRAL_PENALTIES: Mapping[str, float] = {
    "repeat_penalty": 1.0,
    "frequency_penalty": 0.0,
    "presence_penalty": 0.0,
}


class PlaceAsker:
    """Asks one server. `whole` is the id of a token that is a whole character."""

    def __init__(self, client: HttpClient, whole: int) -> None:
        self._client = client
        self._whole = whole

    def next_tokens(self, prompt: Prompt, sent: Mapping[str, object], cancel: CancelToken) -> NextTokens | None:
        """The likeliest tokens after a prompt, and what the penalties of `sent` make of them."""
        row = self._raw_row(prompt, cancel)
        raw = alternatives_of(row.get("top_logprobs"))
        penalties = {key: sent[key] for key in PENALTIES if key in sent and sent[key] != _NEUTRAL_PENALTIES.get(key)}
        if not raw or not penalties:
            return NextTokens(raw) if raw else None
        # Where every likely token is a part of a character, the one that was drawn by force stands in.
        favoured = _favoured(prompt, (*raw, Alternative(b"a", float(str(row.get("logprob"))), self._whole)))
        return NextTokens(raw, self._penalised(prompt, penalties, favoured, cancel) if favoured else None)

    def find(self, prompt: Prompt, content: bytes, cancel: CancelToken) -> Prompt | None:
        """The ids of the likeliest tokens after a prompt that have these bytes together; None when there are none."""
        found: Prompt = []
        while content:
            raw = alternatives_of(self._raw_row([*prompt, *found], cancel).get("top_logprobs"))
            one = next((one for one in raw if one.piece and one.id is not None and content.startswith(one.piece)), None)
            if one is None or one.id is None:
                return None
            found.append(one.id)
            content = content[len(one.piece) :]
        return found

    def _raw_row(self, prompt: Prompt, cancel: CancelToken) -> Mapping[str, object]:
        body = {"logit_bias": [[self._whole, CERTAIN]], "n_probs": MOST_TOKENS, "temperature": 1.0}
        return self._row({**body, "prompt": prompt}, cancel)

    def _penalised(
        self, prompt: Prompt, penalties: Mapping[str, object], favoured: Alternative, cancel: CancelToken
    ) -> Mapping[int, float] | None:
        odds = favoured.probability / max(1e-9, 1.0 - favoured.probability)
        bias = NEARLY_ALWAYS - math.log(odds)
        body = {**NEUTRAL, **penalties, "n_probs": MOST_TOKENS, "logit_bias": [[favoured.id, bias]]}
        rows: object = None
        for seed in range(MOST_DRAWS):
            rows = self._row({**body, "prompt": prompt, "seed": seed}, cancel).get("top_probs")
            if rows:
                break
        told = {row["id"]: float(row["prob"]) for row in rows if "prob" in row} if isinstance(rows, list) else {}
        return _taken_back(told, favoured.id or 0, bias) if told else None

    def _row(self, body: Mapping[str, object], cancel: CancelToken) -> Mapping[str, object]:
        question = {**body, "n_predict": 1, "cache_prompt": True}
        reply = self._client.request("POST", COMPLETION_PATH, json=question, cancel=cancel)
        if not reply.ok:
            raise self._client.error_for(reply)
        try:
            document = reply.json()
        except ValueError:
            return {}
        rows = document.get("completion_probabilities") if isinstance(document, Mapping) else None
        first = rows[0] if isinstance(rows, list) and rows else None
        return first if isinstance(first, Mapping) else {}


def _favoured(prompt: Prompt, raw: Sequence[Alternative]) -> Alternative | None:
    """The likeliest token that is a whole character, is not the end, and that no penalty touches."""
    penalised = set(prompt[-PENALISED_LAST:])
    return next(
        (one for one in raw if one.id is not None and one.id not in penalised and one.piece and _is_whole(one.piece)),
        None,
    )


def _is_whole(piece: bytes) -> bool:
    try:
        piece.decode()
    except UnicodeDecodeError:
        return False
    return True


def _taken_back(told: Mapping[int, float], favoured: int, bias: float) -> dict[int, float]:
    """The probabilities as they are without the bias."""
    with_bias = told.get(favoured, 0.0)
    without = with_bias * math.exp(-bias)
    whole = 1.0 - with_bias + without
    return {identifier: (without if identifier == favoured else share) / whole for identifier, share in told.items()}
