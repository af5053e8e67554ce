"""Conversations written out, with connections named as the person named them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, ConversationSummary
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.paper import PageMaker
from h2o_desktop.core.settings import Settings
from h2o_desktop.core.store import TranscriptStore
from h2o_desktop.core.transfer import ENDINGS
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

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


def servers_of(conversation: Conversation, settings: Settings) -> dict[str, str]:
    """The same with the connections that were named for one run."""
    return {**_addresses(conversation), **server_names(settings)}


def _addresses(conversation: Conversation) -> dict[str, str]:
    """Connections that were named for one run, whose ids are their addresses."""
    ids = {conversation.summary.connection, *(message.connection for message in conversation.messages)}
    return {identifier: identifier for identifier in ids if "://" in identifier and "@" not in identifier}


def conversation_text(conversation: Conversation, form: str, settings: Settings) -> str:
    """A conversation in one of the forms that are texts; Markdown when there is no such form."""
    servers = servers_of(conversation, settings)
    match form:
        case "json":
            from h2o_desktop.formats.json_format import to_json

            return json.dumps(to_json(conversation, servers=servers), ensure_ascii=False, indent=2) + "\n"
        case "html":
            from h2o_desktop.formats.html import to_html

            return to_html(conversation, servers=servers)
        case "text":
            from h2o_desktop.formats.plain_text import to_text

            return to_text(conversation, servers=servers)
        case "jsonl":
            from h2o_desktop.formats.plain_text import to_training_line

            return to_training_line(conversation)
        case _:
            from h2o_desktop.formats.markdown import to_markdown

            return to_markdown(conversation, servers=servers)


def complete(conversation: Conversation, form: str, store: TranscriptStore) -> Conversation:
    """The conversation with all that this form can hold of it; what is no message is read only where it is wanted."""
    return store.with_belongings(conversation) if form == "json" else conversation


def conversation_data(
    conversation: Conversation,
    form: str,
    settings: Settings,
    *,
    pages: PageMaker | None = None,
    progress: Callable[[int], None] = lambda _count: None,
    cancel: CancelToken | None = None,
) -> bytes:
    """A conversation in one of the forms of `ENDINGS`, as it stands in a file.

    `pages` makes the pages of PDF files; `progress` is told of each. Raises Cancelled, or InputError without `pages`.
    """
    if form != "pdf":
        return well_formed(conversation_text(conversation, form, settings)).encode()
    if pages is None:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "PDF files cannot be made here.")),
            Words(QT_TRANSLATE_NOOP("errors", "Choose another form, such as HTML, and print it from the browser.")),
        )
    from h2o_desktop.formats.pdf_contents import with_contents

    cancel = CancelToken() if cancel is None else cancel
    return with_contents(pages(conversation, progress, cancel, servers=servers_of(conversation, settings)))


def form_of(path: Path) -> str:
    """The form that the ending of a file's name asks for; Markdown when it asks for none."""
    return _FORMS.get(path.suffix.lower(), "markdown")


def export_to(
    conversation: Conversation,
    path: Path,
    settings: Settings,
    *,
    pages: PageMaker | None = None,
    progress: Callable[[int], None] = lambda _count: None,
    cancel: CancelToken | None = None,
) -> None:
    """Write a conversation into a file, in the form that the ending of its name asks for.

    The file appears whole or not at all. Raises StorageError, and what `conversation_data` raises.
    """
    from h2o_desktop.storage.whole_file import write_whole_bytes

    form = form_of(path)
    data = conversation_data(conversation, form, settings, pages=pages, progress=progress, cancel=cancel)
    if cancel is not None:
        cancel.raise_if_set()
    write_whole_bytes(path, data)


def export_all(
    store: TranscriptStore,
    folder: Path,
    form: str,
    settings: Settings,
    *,
    ids: Sequence[str] | None = None,
    pages: PageMaker | None = None,
    progress: Progress = lambda _count, _title: None,
    cancel: CancelToken | None = None,
) -> int:
    """Write these conversations, or all for None, each into a file of its own in `folder`; returns how many.

    Those for training all go into one file. Files of the same names are replaced, each whole; `progress` is told the
    count and the title before each one. Raises StorageError, InputError for a folder that is a file, or Cancelled; what
    was written by then stays.
    """
    from h2o_desktop.formats.file_names import file_name
    from h2o_desktop.storage.whole_file import write_whole_bytes

    _check_folder(folder)
    cancel = CancelToken() if cancel is None else cancel
    count = 0
    lines: list[bytes] = []
    for conversation_id in [summary.id for summary in all_summaries(store)] if ids is None else ids:
        cancel.raise_if_set()
        conversation = complete(store.load(conversation_id), form, store)
        progress(count, conversation.summary.title)
        data = conversation_data(conversation, form, settings, pages=pages, cancel=cancel)
        if form == "jsonl":
            lines.append(data)
        else:
            write_whole_bytes(folder / file_name(conversation.summary, ENDINGS[form]), data)
        count += 1
    if form == "jsonl":
        write_whole_bytes(folder / TRAINING_FILE, b"".join(lines))
    return count


def _check_folder(folder: Path) -> None:
    if folder.exists() and not folder.is_dir():
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "{path} is a file, not a folder."), {"path": str(folder)}),
            Words(QT_TRANSLATE_NOOP("errors", "Name a folder; one file is written into it for each conversation.")),
        )


def all_summaries(store: TranscriptStore) -> Iterator[ConversationSummary]:
    """Every conversation of the history, the newest first; read at once, so that nothing moves meanwhile."""
    summaries: list[ConversationSummary] = []
    for fetch in (store.list_conversations, store.list_archived):
        offset = 0
        while page := fetch(_PAGE, offset):
            summaries += page
            offset += len(page)
    yield from summaries
