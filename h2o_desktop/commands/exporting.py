"""`export`: conversations as files."""

from __future__ import annotations

import sys
from pathlib import Path

from h2o_desktop.commands import Options
from h2o_desktop.commands.history import whole_id
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.wiring.services import Services


def export(options: Options, id_start: str, form: str | None, output: Path | None) -> int:
    """Print a conversation, or write it into a file that appears whole or not at all.

    Without `form` the ending of the file's name tells it, and it is Markdown when it is printed.
    """
    from h2o_desktop.wiring.exports import conversation_text, form_of

    if form is None:
        form = "json" if options.json else form_of(output or Path())
    services = Services(options.data_dir)
    try:
        conversation = services.store.load(whole_id(services, id_start))
        text = conversation_text(conversation, form, services.settings)
    finally:
        services.close()
    if output is None:
        sys.stdout.write(text)
    else:
        from h2o_desktop.storage.whole_file import write_whole

        write_whole(output, text)
    return 0


def export_everything(options: Options, folder: Path, form: str | None) -> int:
    """Write every conversation into a file of its own in a folder; with jsonl all of them into one file."""
    from h2o_desktop.wiring.exports import export_all

    services = Services(options.data_dir)
    try:
        count = export_all(services.store, folder, form or ("json" if options.json else "markdown"), services.settings)
    finally:
        services.close()
    print(f"{count} conversations were written into {folder}.")
    return 0


def nothing_to_export() -> InputError:
    """The error for a command that names neither a conversation nor all of them."""
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "There is nothing to export.")),
        Words(QT_TRANSLATE_NOOP("errors", "Name a conversation by its id, or write --all FOLDER.")),
    )
