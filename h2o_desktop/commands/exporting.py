"""`export`: conversations as files."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

from h2o_desktop.commands import Options
from h2o_desktop.commands.history import whole_id
from h2o_desktop.commands.opened import opened
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.paper import PageMaker
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words


def export(
    options: Options, id_start: str, form: str | None, output: Path | None, pages: Callable[[], PageMaker]
) -> int:
    """Print a conversation, or write it into a file that appears whole or not at all.

    Without `form` the ending of the file's name tells it, and it is Markdown when it is printed. `pages` gives what
    makes PDF files, and raises an InputError where that cannot be.
    """
    from h2o_desktop.wiring.exports import complete, conversation_data, form_of

    if form is None:
        form = "json" if options.json else form_of(output or Path())
    if form == "pdf" and output is None and sys.stdout.isatty():
        raise _not_for_terminals()
    with opened(options) as services:
        store = services.store
        conversation = complete(store.load(whole_id(services, id_start)), form, store)
        maker = pages() if form == "pdf" else None
        data = conversation_data(conversation, form, services.settings, pages=maker)
    if output is not None:
        from h2o_desktop.storage.whole_file import write_whole_bytes

        write_whole_bytes(output, data)
    elif form == "pdf":
        sys.stdout.buffer.write(data)
    else:
        sys.stdout.write(data.decode())
    return 0


def export_everything(options: Options, folder: Path, form: str | None, pages: Callable[[], PageMaker]) -> int:
    """Write every conversation into a file of its own in a folder; with jsonl all of them into one file."""
    from h2o_desktop.wiring.exports import export_all

    form = form or ("json" if options.json else "markdown")
    with opened(options) as services:
        maker = pages() if form == "pdf" else None
        count = export_all(services.store, folder, form, services.settings, pages=maker)
    written = "1 conversation was written" if count == 1 else f"{count} conversations were written"
    print(f"{written} into {folder}.")
    return 0


def _not_for_terminals() -> InputError:
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "A PDF file is nothing to be shown in a terminal.")),
        Words(QT_TRANSLATE_NOOP("errors", "Name a file with --output FILE.pdf.")),
    )


def nothing_to_export() -> InputError:
    """The error for a command that names neither a conversation nor all of them."""
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "There is nothing to export.")),
        Words(QT_TRANSLATE_NOOP("errors", "Name a conversation by its id, or write --all FOLDER.")),
    )
