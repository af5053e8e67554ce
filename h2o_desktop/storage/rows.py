"""Messages and summaries as rows of the store, and back."""

from __future__ import annotations

import hashlib
import json
import uuid
from collections.abc import Mapping
from dataclasses import asdict

import apsw

from h2o_desktop.core.conversation import (
    ConversationSummary,
    Failure,
    Message,
    Role,
    Status,
    Timings,
    Usage,
)
from h2o_desktop.core.well_formed import well_formed

SUMMARY_COLUMNS = (
    "conversations.id, conversations.title, conversations.created_s, conversations.updated_s, "
    "conversations.message_count, conversations.model, conversations.connection, conversations.parameters, "
    "conversations.pinned_s IS NOT NULL, conversations.archived_s IS NOT NULL, "
    "(SELECT json_group_array(tag) FROM tags WHERE tags.conversation = conversations.number)"
)
_MESSAGE_COLUMNS = (
    "messages.number, messages.id, parents.id, messages.role, messages.content, messages.created_s, messages.status, "
    "model, connection, requested, sent, messages.seed, messages.seed_sent_as, messages.finish_reason, "
    "messages.prompt_tokens, messages.completion_tokens, messages.first_text_s, messages.total_s, messages.failure, "
    "messages.extras"
)
MESSAGES_OF_CONVERSATION = (
    f"SELECT {_MESSAGE_COLUMNS} FROM messages LEFT JOIN messages AS parents ON parents.number = messages.parent "
    "LEFT JOIN askings ON askings.number = messages.asking WHERE messages.conversation = ? ORDER BY messages.number"
)
_INSERT_MESSAGE = """
    INSERT INTO messages (id, conversation, parent, role, status, created_s, asking, seed, seed_sent_as, finish_reason,
        prompt_tokens, completion_tokens, first_text_s, total_s, failure, extras, content)
    VALUES (:id, :conversation, :parent, :role, :status, :created_s, :asking, :seed, :seed_sent_as, :finish_reason,
        :prompt_tokens, :completion_tokens, :first_text_s, :total_s, :failure, :extras, :content)
    RETURNING number
"""
_UPDATE_MESSAGE = """
    UPDATE messages SET status = :status, asking = :asking, seed = :seed, seed_sent_as = :seed_sent_as,
        finish_reason = :finish_reason, prompt_tokens = :prompt_tokens, completion_tokens = :completion_tokens,
        first_text_s = :first_text_s, total_s = :total_s, failure = :failure, content = :content,
        extras = CASE WHEN :extras IS NULL THEN extras ELSE json_patch(coalesce(extras, '{}'), :extras) END
    WHERE id = :id
    RETURNING number, conversation
"""
_SEED = "seed"
_THINKING = "thinking_s"

SQLiteValue = None | int | float | bytes | str  # what SQLite takes and gives
Row = tuple[SQLiteValue, ...]


def id_key(identifier: str) -> str | bytes:
    """An id as it is stored: 16 bytes for a UUID in its usual form, otherwise the text."""
    try:
        parsed = uuid.UUID(identifier)
    except ValueError:
        return well_formed(identifier)
    return parsed.bytes if str(parsed) == identifier else identifier


def id_text(key: SQLiteValue) -> str:
    """The id that `id_key` stored."""
    return str(uuid.UUID(bytes=key)) if isinstance(key, bytes) else str(key)


def document(value: Mapping[str, object]) -> str:
    """A mapping as compact JSON. What JSON does not know becomes text."""
    return well_formed(json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=str))


def summary_of(row: Row) -> ConversationSummary:
    """A history row from `SUMMARY_COLUMNS`."""
    (key, title, created_s, updated_s, message_count, model, connection, parameters, pinned, archived, tags) = row
    return ConversationSummary(
        id_text(key),
        str(title),
        _number(created_s) or 0.0,
        _number(updated_s) or 0.0,
        _count(message_count) or 0,
        str(model),
        str(connection),
        json.loads(str(parameters)),
        bool(pinned),
        bool(archived),
        tuple(sorted(json.loads(str(tags)), key=str.casefold)),
    )


def message_of(row: Row, chunks: Mapping[int, str]) -> Message:
    """A message from `MESSAGES_OF_CONVERSATION`; `chunks` is the text of answers on their way, by row number."""
    (number, key, parent, role, content, created_s, status, model, connection, requested, sent, *rest) = row
    (seed, seed_sent_as, finish_reason, prompt_tokens, completion_tokens, first_text_s, total_s, failure, extras) = rest
    sent_fields = json.loads(str(sent or "{}"))
    if seed_sent_as is not None:
        sent_fields[str(seed_sent_as)] = seed
    return Message(
        id_text(key),
        None if parent is None else id_text(parent),
        Role(str(role)),
        str(content) + chunks.get(_count(number) or 0, ""),
        _number(created_s) or 0.0,
        Status(str(status)),
        str(model or ""),
        str(connection or ""),
        json.loads(str(requested or "{}")),
        sent_fields,
        _count(seed),
        str(finish_reason or ""),
        Usage(_count(prompt_tokens), _count(completion_tokens)),
        Timings(_number(first_text_s), _number(total_s), _thinking_s(extras)),
        None if failure is None else Failure(**json.loads(str(failure))),
    )


def _thinking_s(extras: SQLiteValue) -> float | None:
    """What stands beside a message and has no column of its own: so far the seconds of thinking."""
    try:
        kept = json.loads(extras) if isinstance(extras, str) else None
    except ValueError:  # damaged: the answer itself is worth more than how long the model thought
        return None
    seconds = kept.get(_THINKING) if isinstance(kept, dict) else None
    return float(seconds) if isinstance(seconds, int | float) else None


def insert_message(connection: apsw.Connection, message: Message, conversation: int, parent: int | None) -> int:
    """Store a new message under the conversation's and the parent's row numbers; returns its own."""
    values = {**_values(connection, message), "conversation": conversation, "parent": parent}
    return row_number(connection.execute(_INSERT_MESSAGE, values).get)


def update_message(connection: apsw.Connection, message: Message) -> tuple[int, int] | None:
    """Store the final form of a message; returns its row number and its conversation's, None when it is gone."""
    row = connection.execute(_UPDATE_MESSAGE, _values(connection, message)).fetchall()
    return (row_number(row[0][0]), row_number(row[0][1])) if row else None


def _values(connection: apsw.Connection, message: Message) -> dict[str, SQLiteValue]:
    thinking_s = message.timings.thinking_s
    seed_sent_as = _SEED if message.seed is not None and message.sent.get(_SEED) == message.seed else None
    return {
        "id": id_key(message.id),
        "role": message.role.value,
        "status": message.status.value,
        "created_s": message.created_s,
        "asking": _asking(connection, message, without=seed_sent_as),
        "seed": message.seed,
        "seed_sent_as": seed_sent_as,
        "finish_reason": well_formed(message.finish_reason) or None,
        "prompt_tokens": message.usage.prompt_tokens,
        "completion_tokens": message.usage.completion_tokens,
        "first_text_s": message.timings.first_text_s,
        "total_s": message.timings.total_s,
        "failure": None if message.failure is None else document(asdict(message.failure)),
        "extras": None if thinking_s is None else document({_THINKING: thinking_s}),
        "content": well_formed(message.content),
    }


def _asking(connection: apsw.Connection, message: Message, *, without: str | None) -> int | None:
    """The row of what this answer shares with others, made when it is the first of its kind.

    The seed, which differs from answer to answer, is kept with the message instead (`without`).
    """
    sent = {key: value for key, value in message.sent.items() if key != without}
    shared = (well_formed(message.model), well_formed(message.connection), document(message.requested), document(sent))
    if shared == ("", "", "{}", "{}"):
        return None
    digest = int.from_bytes(hashlib.sha256("\0".join(shared).encode()).digest()[:8], "big", signed=True)
    known = connection.execute(
        "SELECT number FROM askings WHERE digest = ? AND (model, connection, requested, sent) = (?, ?, ?, ?)",
        (digest, *shared),
    ).get
    if known is None:
        known = connection.execute(
            "INSERT INTO askings (digest, model, connection, requested, sent) VALUES (?, ?, ?, ?, ?) RETURNING number",
            (digest, *shared),
        ).get
    return row_number(known)


def row_number(value: object) -> int:
    """A row number that a query gave."""
    assert isinstance(value, int), value
    return value


def _count(value: SQLiteValue) -> int | None:
    return value if isinstance(value, int) else None


def _number(value: SQLiteValue) -> float | None:
    return float(value) if isinstance(value, int | float) else None
