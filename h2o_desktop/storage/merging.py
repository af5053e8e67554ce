"""Bringing the conversations of one database into another one: from a backup, or out of a damaged file.

Ids tell what is there already; nothing that is there is changed. Each row is made sound on its way.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import apsw

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.storage import tokens
from h2o_desktop.storage.rows import SQLiteValue, id_key, insert_message, row_number
from h2o_desktop.storage.soundness import ASKING, CONVERSATION, MESSAGE, sound
from h2o_desktop.storage.sweep_merging import add_missing_sweeps, conversations_told

RECOVERED_TITLE = "Recovered conversation"


@dataclass(frozen=True, slots=True)
class Merged:
    """How much was added; `tokens` is the number of answers that got probabilities of their tokens."""

    conversations: int = 0
    messages: int = 0
    sweeps: int = 0
    cells: int = 0
    tokens: int = 0


@dataclass(slots=True)
class _Numbers:
    """Row numbers of the source and what they are in the target."""

    conversations: dict[int, int] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    named: set[int] = field(default_factory=set)
    messages: dict[int, int] = field(default_factory=dict)
    latest: dict[int, int] = field(default_factory=dict)
    added: dict[int, int] = field(default_factory=dict)


def add_missing(target: apsw.Connection, source: apsw.Connection) -> Merged:
    """Add what `source` has and `target` lacks; to be called inside a transaction of `target`."""
    return _Merge(target, source).run()


class _Merge:
    def __init__(self, target: apsw.Connection, source: apsw.Connection) -> None:
        self._target = target
        self._source = source
        self._numbers = _Numbers()
        self._askings: dict[int, int] = {}
        self._told = conversations_told(source)
        nameless = target.execute("SELECT 1 FROM conversations WHERE title = ? LIMIT 1", (RECOVERED_TITLE,)).get
        self._has_nameless = nameless is not None

    def run(self) -> Merged:
        numbers = self._numbers
        self._add_conversations()
        self._add_askings()
        self._add_messages()
        for number, (_id, made_s) in self._told.items():
            self._conversation_of({"conversation": number, "created_s": made_s})
        self._add_tags()
        count = tokens.add_missing(self._target, self._source, numbers.messages)
        merged = add_missing_sweeps(self._target, self._source, numbers.conversations)
        for answer in merged.homeless:
            self._add_answer(answer)
        self._settle()
        return Merged(len(numbers.new), sum(numbers.added.values()), merged.sweeps, merged.cells, count)

    def _rows(
        self, table: str, defaults: Mapping[str, SQLiteValue], *extra: str
    ) -> Iterator[tuple[int, dict[str, SQLiteValue]]]:
        """The rows of a table with their numbers, in order; columns that the source does not have are left out."""
        there = {str(row[1]) for row in self._source.execute(f"PRAGMA table_info({table})")}
        columns = [name for name in (*extra, *defaults) if name in there]
        if columns:
            for number, *row in self._source.execute(
                f"SELECT number, {', '.join(columns)} FROM {table} ORDER BY number"
            ):
                yield row_number(number), dict(zip(columns, row, strict=True))

    def _add_conversations(self) -> None:
        for number, row in self._rows("conversations", CONVERSATION):
            values = sound(row, CONVERSATION)
            if values["trashed_s"] == 0:  # an import that did not come to its end
                self._numbers.hidden.add(number)
            else:
                self._conversation(number, values)

    def _conversation(self, number: int, values: dict[str, SQLiteValue]) -> int:
        known = None
        if values["id"] is None:
            values["id"] = id_key(str(uuid.uuid4()))
        else:
            known = self._target.execute("SELECT number FROM conversations WHERE id = ?", (values["id"],)).get
            known = self._nameless(number) if known is None else known
        if known is None:
            known = self._insert("conversations", values)
            self._numbers.new.add(row_number(known))
        elif values["title"] != RECOVERED_TITLE:
            self._name(row_number(known), values)
        self._numbers.conversations[number] = row_number(known)
        return row_number(known)

    def _nameless(self, number: int) -> int | None:
        """The target's conversation with messages of this one, where its own row was lost and nothing told its id."""
        if not self._has_nameless:
            return None
        for (key,) in self._source.execute("SELECT id FROM messages WHERE conversation = ? LIMIT 3", (number,)):
            found = self._target.execute(
                "SELECT conversations.number FROM messages JOIN conversations "
                "ON conversations.number = conversation WHERE messages.id = ? AND title = ?",
                (key, RECOVERED_TITLE),
            ).get
            if found is not None:
                return row_number(found)
        return None

    def _name(self, known: int, values: Mapping[str, SQLiteValue]) -> None:
        """Give a conversation whose own row was lost what that said."""
        columns = (
            "id",
            "title",
            "created_s",
            "updated_s",
            "model",
            "connection",
            "parameters",
            "pinned_s",
            "archived_s",
        )
        sets = ", ".join(f"{column} = :{column}" for column in columns)
        self._target.execute(
            f"UPDATE conversations SET {sets} WHERE number = :known AND title = :lost",
            {**values, "known": known, "lost": RECOVERED_TITLE},
        )
        if self._target.changes():
            self._numbers.named.add(known)

    def _add_askings(self) -> None:
        for number, row in self._rows("askings", ASKING):
            values = sound(row, ASKING)
            known = self._target.execute(
                "SELECT number FROM askings WHERE digest = ? AND (model, connection, requested, sent) = (?, ?, ?, ?)",
                tuple(values[name] for name in ASKING),
            ).get
            self._askings[number] = row_number(known or self._insert("askings", values))

    def _add_messages(self) -> None:
        chunks: dict[SQLiteValue, list[str]] = {}
        for message, text in self._source.execute("SELECT message, text FROM chunks ORDER BY number"):
            chunks.setdefault(message, []).append(str(text))
        for number, row in self._rows("messages", MESSAGE, "conversation", "parent", "asking"):
            if row.get("status") == Status.STREAMING:
                row["content"] = str(row.get("content") or "") + "".join(chunks.get(number, ()))
            self._add_message(number, row)

    def _add_message(self, number: int, values: dict[str, SQLiteValue]) -> None:
        numbers = self._numbers
        conversation = self._conversation_of(values)
        made = sound(values, MESSAGE)
        if made["id"] is None:
            made["id"] = id_key(str(uuid.uuid4()))
        known = self._target.execute("SELECT number FROM messages WHERE id = ?", (made["id"],)).get
        if known is None and conversation is not None:
            parent = values.get("parent")
            if parent is not None:
                # A parent that was lost is replaced by what came before.
                before = numbers.latest.get(conversation)
                parent = numbers.messages.get(parent, before) if isinstance(parent, int) else before
            asking = values.get("asking")
            made |= {"conversation": conversation, "parent": parent}
            made["asking"] = self._askings.get(asking) if isinstance(asking, int) else None
            known = self._insert("messages", made)
            numbers.added[conversation] = numbers.added.get(conversation, 0) + 1
        if known is not None:
            numbers.messages[number] = row_number(known)
            if conversation is not None:
                numbers.latest[conversation] = row_number(known)

    def _conversation_of(self, values: dict[str, SQLiteValue]) -> int | None:
        """The target's number of the conversation; one is made where its row was lost."""
        number = values.get("conversation")
        if not isinstance(number, int) or number in self._numbers.hidden:
            return None
        known = self._numbers.conversations.get(number)
        if known is None:
            created_s = values.get("created_s")
            lost: dict[str, SQLiteValue] = {"title": RECOVERED_TITLE, "created_s": created_s, "updated_s": created_s}
            if number in self._told:
                lost["id"] = id_key(self._told[number][0])
            known = self._conversation(number, sound(lost, CONVERSATION))
        return known

    def _add_answer(self, answer: Message) -> None:
        """Put the answer of a sweep that is lost beside the others to its prompt, where that is here."""
        row = self._target.execute(
            "SELECT number, conversation FROM messages WHERE id = ?", (id_key(answer.parent_id or ""),)
        ).fetchone()
        there = self._target.execute("SELECT 1 FROM messages WHERE id = ?", (id_key(answer.id),)).get
        if row is not None and there is None:
            parent, conversation = map(row_number, row)
            insert_message(self._target, answer, conversation, parent)
            self._numbers.added[conversation] = self._numbers.added.get(conversation, 0) + 1

    def _add_tags(self) -> None:
        if not self._source.execute("PRAGMA table_info(tags)").fetchall():
            return
        described = self._numbers.new | self._numbers.named
        for number, folded, tag in self._source.execute("SELECT conversation, folded, tag FROM tags"):
            conversation = self._numbers.conversations.get(row_number(number))
            if conversation in described:
                self._target.execute(
                    "INSERT OR IGNORE INTO tags VALUES (?, ?, ?)", (conversation, str(folded), str(tag))
                )

    def _settle(self) -> None:
        """Counts, and the shown leaf of what is new."""
        leaves = {row_number(row[0]): row[1] for row in self._source.execute("SELECT number, leaf FROM conversations")}
        of_target = {target: source for source, target in self._numbers.conversations.items()}
        described = self._numbers.new | self._numbers.named
        for conversation in self._numbers.added.keys() | described:
            self._target.execute(
                "UPDATE conversations SET message_count = "
                "(SELECT count(*) FROM messages WHERE conversation = ?1) WHERE number = ?1",
                (conversation,),
            )
            leaf = leaves.get(of_target.get(conversation, 0))
            if conversation in described:
                shown = self._numbers.messages.get(leaf) if isinstance(leaf, int) else None
                shown = shown or self._numbers.latest.get(conversation)
                self._target.execute("UPDATE conversations SET leaf = ? WHERE number = ?", (shown, conversation))

    def _insert(self, table: str, values: Mapping[str, SQLiteValue]) -> int:
        names = ", ".join(values)
        marks = ", ".join(f":{name}" for name in values)
        return row_number(
            self._target.execute(f"INSERT INTO {table} ({names}) VALUES ({marks}) RETURNING number", values).get
        )
