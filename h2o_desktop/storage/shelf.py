"""Where conversations are kept: pinned, tagged, archived, in the trash."""

from __future__ import annotations

from collections.abc import Sequence

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage import queries
from h2o_desktop.storage.rows import id_key
from h2o_desktop.storage.store_file import StoreFile

KEPT_IN_TRASH_S = 30 * 86_400.0


class Shelf(StoreFile):
    """Conversations as wholes. Every method blocks and raises StorageError."""

    def list_conversations(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The newest conversations first, without those in the trash or the archive, and without reading a message."""
        which = "WHERE trashed_s IS NULL AND archived_s IS NULL ORDER BY updated_s DESC, number DESC"
        with self._reading():
            return queries.summaries(self._connection, which, limit, offset)

    def list_pinned(self) -> list[ConversationSummary]:
        """The pinned conversations, the last one pinned first. They are in `list_conversations` as well."""
        which = "WHERE pinned_s IS NOT NULL AND trashed_s IS NULL AND archived_s IS NULL ORDER BY pinned_s DESC"
        with self._reading():
            return queries.summaries(self._connection, which, -1, 0)

    def list_archived(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the archive, the last one put there first."""
        which = "WHERE archived_s IS NOT NULL AND trashed_s IS NULL ORDER BY archived_s DESC, number DESC"
        with self._reading():
            return queries.summaries(self._connection, which, limit, offset)

    def list_trash(self, limit: int = 50, offset: int = 0) -> list[ConversationSummary]:
        """The conversations in the trash, the last one thrown away first."""
        which = "WHERE trashed_s > 0 ORDER BY trashed_s DESC, number DESC"
        with self._reading():
            return queries.summaries(self._connection, which, limit, offset)

    def list_tags(self) -> list[tuple[str, int]]:
        """Every tag with the number of conversations that have it, in alphabetical order."""
        statement = (
            "SELECT min(tag), count(*) FROM tags JOIN conversations ON number = conversation "
            "WHERE trashed_s IS NULL GROUP BY folded ORDER BY folded"
        )
        with self._reading():
            return [(str(tag), int(str(count))) for tag, count in self._connection.execute(statement)]

    def list_models(self) -> list[str]:
        """Every model that was asked, in alphabetical order."""
        with self._reading():
            return [
                str(model)
                for (model,) in self._connection.execute(
                    "SELECT DISTINCT model FROM askings WHERE model <> '' ORDER BY lower(model)"
                )
            ]

    def rename(self, conversation_id: str, title: str) -> None:
        """Give a conversation another title."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "title", well_formed(title))

    def pin(self, conversation_id: str, *, pinned: bool = True) -> None:
        """Keep a conversation on top of the history, or no longer."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "pinned_s", self._now_s() if pinned else None)

    def archive(self, conversation_id: str, *, archived: bool = True) -> None:
        """Take a conversation out of the history, or put it back. The search finds it all the same."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "archived_s", self._now_s() if archived else None)

    def set_tags(self, conversation_id: str, tags: Sequence[str]) -> None:
        """Replace the tags of a conversation. Blanks around them and repetitions, whatever their case, are dropped."""
        with self._writing():
            queries.set_tags(self._connection, conversation_id, tags)

    def delete(self, conversation_id: str) -> None:
        """Put a conversation into the trash."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "trashed_s", max(self._now_s(), 1.0))

    def restore(self, conversation_id: str) -> None:
        """Take a conversation out of the trash."""
        with self._writing():
            queries.set_column(self._connection, conversation_id, "trashed_s", None)

    def purge_trash(self, older_than_s: float = KEPT_IN_TRASH_S, now_s: float | None = None) -> int:
        """Remove for good what was thrown away more than `older_than_s` seconds ago; returns how many.

        A clock that was set back makes nothing older.
        """
        before_s = (self._now_s() if now_s is None else now_s) - older_than_s
        removed = 0
        while True:  # in small steps, so that nobody waits long for the store
            with self._writing():
                self._connection.execute(
                    "DELETE FROM conversations WHERE number IN (SELECT number FROM conversations "
                    "WHERE trashed_s > 0 AND trashed_s < ? LIMIT 20)",
                    (before_s,),
                )
                changes = self._connection.changes()
            removed += changes
            if not changes:
                return removed

    def delete_for_good(self, conversation_id: str) -> None:
        """Remove one conversation and all its messages at once."""
        with self._writing():
            self._connection.execute("DELETE FROM conversations WHERE id = ?", (id_key(conversation_id),))
            queries.check_changed(self._connection)
