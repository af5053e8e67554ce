"""`search`: what is in the store, by its words."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence

from h2o_desktop.commands import Options
from h2o_desktop.commands.history import SHORT_ID
from h2o_desktop.commands.opened import opened
from h2o_desktop.core.search import SearchHit


def search(options: Options, words: Sequence[str], limit: int) -> int:
    """Print what is found: titles first, then messages, each the newest first. Raises InputError for a bad query."""
    with opened(options) as services:
        for hit in services.store.search(_query(words), limit=limit):
            print(json.dumps(hit_document(hit), ensure_ascii=False) if options.json else _line(hit))
    return 0


def _query(words: Sequence[str]) -> str:
    """The words as they would stand in the search box: an argument with a space is a phrase unless it holds more.

    A blank at the end keeps the last word from counting as a mere beginning.
    """
    if len(words) == 1:
        return f"{words[0]} "
    return " ".join(f'"{word}"' if " " in word and '"' not in word else word for word in words) + " "


def hit_document(hit: SearchHit) -> dict[str, object]:
    """A hit as the JSON object that `search --json` prints."""
    return {
        "id": hit.conversation.id,
        "title": hit.conversation.title,
        "message_id": hit.message_id,
        "role": None if hit.role is None else hit.role.value,
        "created_s": hit.created_s,
        "snippet": hit.snippet,
        "marks": [list(mark) for mark in hit.marks],
    }


def _line(hit: SearchHit) -> str:
    snippet = " ".join((_shown(hit) if sys.stdout.isatty() else hit.snippet).split())
    if hit.message_id is None:
        return f"{hit.conversation.id[:SHORT_ID]}  {snippet}"
    return f"{hit.conversation.id[:SHORT_ID]}  {hit.conversation.title}\n          {snippet}"


def _shown(hit: SearchHit) -> str:
    """The snippet with its words in bold, for a terminal."""
    pieces: list[str] = []
    position = 0
    for start, end in hit.marks:
        pieces += (hit.snippet[position:start], "\x1b[1m", hit.snippet[start:end], "\x1b[0m")
        position = end
    return "".join((*pieces, hit.snippet[position:]))
