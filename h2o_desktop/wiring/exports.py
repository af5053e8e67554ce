"""Conversations written out, with connections named as the person named them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, ConversationSummary
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

ENDINGS = {"markdown": ".md", "json": ".json", "html": ".html", "text": ".txt", "jsonl": ".jsonl"}
TRAINING_FILE = "conversations.jsonl"
_PAGE = 200
_FORMS = {**{ending: form for form, ending in ENDINGS.items()}, ".htm": "html", ".markdown": "markdown"}
Progress = Callable[[int, str], None]


def server_names(settings: Settings) -> dict[str, str]:
    """What exports call each connection, by its id: the person's name for it and the address, which holds no secret."""
    return {
        profile.id: f"{profile.name}, {profile.base_url}" if profile.base_url else profile.name
        for profile in settings.connections
    }


def conversation_text(conversation: Conversation, form: str, settings: Settings) -> str:
    """A conversation in one of the forms of `ENDINGS`; Markdown when there is no such form."""
    servers = server_names(settings)
    match form:
        case "json":
            from h2o_desktop.formats.json_format import to_json

            return json.dumps(to_json(conversation, servers=servers), ensure_ascii=False, indent=2) + "\n"
        case "html":
            from h2o_desktop.formats.html import to_html

            return to_html(conversation, servers=servers)
        case "text":
            from h2o_desktop.formats.plain_text import to_text

            return to_text(conversation)
        case "jsonl":
            from h2o_desktop.formats.plain_text import to_training_line

            return to_training_line(conversation)
        case _:
            from h2o_desktop.formats.markdown import to_markdown

            return to_markdown(conversation, servers=servers)


def form_of(path: Path) -> str:
    """The form that the ending of a file's name asks for; Markdown when it asks for none."""
    return _FORMS.get(path.suffix.lower(), "markdown")


def export_to(conversation: Conversation, path: Path, settings: Settings) -> None:
    """Write a conversation into a file, in the form that the ending of its name asks for.

    The file appears whole or not at all. Raises StorageError.
    """
    from h2o_desktop.storage.whole_file import write_whole

    write_whole(path, conversation_text(conversation, form_of(path), settings))


def export_all(
    store: TranscriptStore,
    folder: Path,
    form: str,
    settings: Settings,
    *,
    progress: Progress = lambda _count, _title: None,
    cancel: CancelToken | None = None,
) -> int:
    """Write every conversation into a file of its own in `folder`, or all into one for training; returns how many.

    Files of the same names are replaced, each whole; `progress` is told the count and the title before each one.
    Raises StorageError, InputError for a folder that is a file, or Cancelled; what was written by then stays.
    """
    from h2o_desktop.formats.file_names import file_name
    from h2o_desktop.storage.whole_file import write_whole

    if folder.exists() and not folder.is_dir():
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "{path} is a file, not a folder."), {"path": str(folder)}),
            Words(QT_TRANSLATE_NOOP("errors", "Name a folder; one file is written into it for each conversation.")),
        )
    count = 0
    lines: list[str] = []
    for summary in all_summaries(store):
        if cancel is not None:
            cancel.raise_if_set()
        progress(count, summary.title)
        text = conversation_text(store.load(summary.id), form, settings)
        if form == "jsonl":
            lines.append(text)
        else:
            write_whole(folder / file_name(summary, ENDINGS[form]), text)
        count += 1
    if form == "jsonl":
        write_whole(folder / TRAINING_FILE, "".join(lines))
    return count


def all_summaries(store: TranscriptStore) -> Iterator[ConversationSummary]:
    """Every conversation of the history, the newest first; read at once, so that nothing moves meanwhile."""
    summaries: list[ConversationSummary] = []
    for fetch in (store.list_conversations, store.list_archived):
        offset = 0
        while page := fetch(_PAGE, offset):
            summaries += page
            offset += len(page)
    yield from summaries
