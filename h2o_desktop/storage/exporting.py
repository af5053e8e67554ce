"""Conversations with all that belongs to them, as they leave."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace

from h2o_desktop.core.conversation import Belongings, Conversation
from h2o_desktop.core.sweep import Sweep
from h2o_desktop.core.tokens import from_stored_form
from h2o_desktop.storage.rows import id_key, id_text
from h2o_desktop.storage.sweeps import Sweeps, UnreadableSweep


class Exports(Sweeps):
    """The store's side of exports. Every method blocks and raises StorageError."""

    def with_belongings(self, conversation: Conversation) -> Conversation:
        """The conversation, or a part of one, with the sweeps and the probabilities of tokens that belong to it.

        A part has the sweeps that a fork of it would have. A sweep or probabilities that cannot be read are left out:
        they must not keep the rest from leaving.
        """
        with self._reading(), self._connection:  # one moment, though other processes may write
            belongings = Belongings(tuple(self._sweeps_of(conversation)), dict(self._tokens_of(conversation)))
        return replace(conversation, belongings=belongings)

    def _sweeps_of(self, conversation: Conversation) -> Iterator[Sweep]:
        key = (id_key(conversation.summary.id),)
        count = self._connection.execute(
            "SELECT count(*) FROM messages JOIN conversations ON conversation = conversations.number "
            "WHERE conversations.id = ?",
            key,
        ).get
        ids = {message.id for message in conversation.messages}
        is_whole = count == len(ids)
        for (sweep_id,) in self._connection.execute(
            "SELECT sweeps.id FROM sweeps JOIN conversations ON conversation = conversations.number "
            "WHERE conversations.id = ? ORDER BY sweeps.created_s, sweeps.number",
            key,
        ).fetchall():
            with suppress(UnreadableSweep):
                sweep = self.load_sweep(id_text(sweep_id))
                prompt = sweep.plan.prompt
                if is_whole or prompt.id in ids or prompt.parent_id is None or prompt.parent_id in ids:
                    yield sweep

    def _tokens_of(self, conversation: Conversation) -> Iterator[tuple[str, bytes]]:
        for message in conversation.messages:
            packed = self._connection.execute(
                "SELECT packed FROM token_probabilities JOIN messages ON messages.number = message WHERE id = ?",
                (id_key(message.id),),
            ).get
            if isinstance(packed, bytes) and from_stored_form(packed):
                yield message.id, packed
