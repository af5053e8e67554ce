"""Conversations written out, with connections named as the person named them."""

from __future__ import annotations

import json
from pathlib import Path

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.settings import Settings


def conversation_text(conversation: Conversation, form: str, settings: Settings) -> str:
    """A conversation as `markdown` or `json` text."""
    if form == "json":
        from h2o_desktop.formats.json_format import to_json

        return json.dumps(to_json(conversation), ensure_ascii=False, indent=2) + "\n"
    from h2o_desktop.formats.markdown import to_markdown

    return to_markdown(conversation)


def export_to(conversation: Conversation, path: Path, settings: Settings) -> None:
    """Write a conversation into a file, as JSON when its name ends so and as Markdown otherwise.

    The file appears whole or not at all. Raises StorageError.
    """
    from h2o_desktop.storage.whole_file import write_whole

    form = "json" if path.suffix.lower() == ".json" else "markdown"
    write_whole(path, conversation_text(conversation, form, settings))
