"""`list`: what is in the store."""

from __future__ import annotations

import json
from datetime import datetime

from h2o_desktop.commands import Options
from h2o_desktop.commands.opened import opened
from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.wiring.services import Services

PAGE = 200
SHORT_ID = 8


def list_conversations(options: Options, limit: int | None) -> int:
    """Print the conversations, newest first."""
    with opened(options) as services:
        for summary in _summaries(services, limit):
            print(json.dumps(summary_document(summary), ensure_ascii=False) if options.json else _line(summary))
    return 0


def summary_document(summary: ConversationSummary) -> dict[str, object]:
    """A conversation as the JSON object that `list --json` prints."""
    return {
        "id": summary.id,
        "title": summary.title,
        "created": _time(summary.created_s),
        "updated": _time(summary.updated_s),
        "messages": summary.message_count,
        "model": summary.model,
        "connection": summary.connection,
    }


def _line(summary: ConversationSummary) -> str:
    updated = datetime.fromtimestamp(summary.updated_s).astimezone().strftime("%Y-%m-%d %H:%M")
    return f"{summary.id[:SHORT_ID]}  {updated}  {summary.message_count:>4}  {summary.title}"


def _time(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(timespec="seconds")


def _summaries(services: Services, limit: int | None = None) -> list[ConversationSummary]:
    summaries: list[ConversationSummary] = []
    while limit is None or len(summaries) < limit:
        wanted = PAGE if limit is None else min(PAGE, limit - len(summaries))
        page = services.store.list_conversations(wanted, len(summaries))
        summaries.extend(page)
        if len(page) < wanted:
            break
    return summaries


def whole_id(services: Services, start: str) -> str:
    """The id of the conversation whose id begins so. Raises InputError when there is none or more than one."""
    matching = [summary.id for summary in _summaries(services) if summary.id.startswith(start)]
    if len(matching) == 1:
        return matching[0]
    if matching and start in matching:
        return start
    summary = QT_TRANSLATE_NOOP("errors", "No conversation has the id “{id}”.")
    if matching:
        summary = QT_TRANSLATE_NOOP("errors", "Several conversations have an id that begins with “{id}”.")
    raise InputError(
        Words(summary, {"id": start}),
        Words(QT_TRANSLATE_NOOP("errors", "h2o-desktop list shows them all.")),
    )
