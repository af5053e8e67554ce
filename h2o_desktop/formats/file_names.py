"""Names of files that every system takes."""

from __future__ import annotations

import re
import unicodedata

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.formats.moments import local_text

_NOT_ALLOWED = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_LONGEST_BYTES = 120
_SHORT_ID = 8


def file_name(summary: ConversationSummary, ending: str) -> str:
    """A name from the day, the title and the first letters of the id, such as `2026-12-01 Trees 3f2a9c1b.md`.

    What some system does not take is left out; with the day before it, no name is one that Windows keeps for itself.
    """
    day = local_text(summary.created_s)[:10]
    short_id = _clean(summary.id)[:_SHORT_ID]
    title = _shortened(_clean(summary.title), _LONGEST_BYTES)
    return " ".join(part for part in (day, title, short_id) if part) + ending


def _clean(text: str) -> str:
    shown = "".join(letter for letter in text if unicodedata.category(letter) not in {"Cs", "Cf", "Co", "Cn"})
    return " ".join(_NOT_ALLOWED.sub(" ", shown).split()).strip(". ")


def _shortened(text: str, longest_bytes: int) -> str:
    return text.encode()[:longest_bytes].decode(errors="ignore").strip(". ")
