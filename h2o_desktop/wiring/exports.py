"""Conversations written out, with connections named as the person named them."""

from __future__ import annotations

import json
from pathlib import Path

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.settings import Settings


def server_names(settings: Settings) -> dict[str, str]:
    """What exports call each connection, by its id: the person's name for it and the address, which holds no secret."""
    return {
        profile.id: f"{profile.name}, {profile.base_url}" if profile.base_url else profile.name
        for profile in settings.connections
    }


def conversation_text(conversation: Conversation, form: str, settings: Settings) -> str:
    """A conversation as `markdown` or `json` text."""
    servers = server_names(settings)
    if form == "json":
        from h2o_desktop.formats.json_format import to_json

        return json.dumps(to_json(conversation, servers=servers), ensure_ascii=False, indent=2) + "\n"
    from h2o_desktop.formats.markdown import to_markdown

    return to_markdown(conversation, servers=servers)


def export_to(conversation: Conversation, path: Path, settings: Settings) -> None:
    """Write a conversation into a file, as JSON when its name ends so and as Markdown otherwise.

    The file appears whole or not at all. Raises StorageError.
    """
    from h2o_desktop.storage.whole_file import write_whole

    form = "json" if path.suffix.lower() == ".json" else "markdown"
    write_whole(path, conversation_text(conversation, form, settings))
