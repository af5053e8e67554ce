"""Full-text search over messages and titles.

The index is kept by triggers in the transactions that write the text: at the begin and the end of a turn, never at a
checkpoint. SQLite's tokenizer folds case and the accents of Latin letters; `FOLDED` does the same for Cyrillic ones.
"""

from __future__ import annotations

from dataclasses import dataclass

import apsw

from h2o_desktop.core.conversation import Role
from h2o_desktop.core.search import SearchFilters, SearchHit, SearchQuery, Term
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.storage.database import Migration
from h2o_desktop.storage.rows import SUMMARY_COLUMNS, SQLiteValue, id_text, summary_of

_FOLDED_LETTERS = (("ё", "е"), ("Ё", "Е"), ("й", "и"), ("Й", "И"), ("ї", "і"), ("Ї", "І"), ("ў", "у"), ("Ў", "У"))
_SNIPPET_TOKENS = 24
_BEGIN, _END = "\x02", "\x03"  # around found words; SQLite copies the text between them unchanged


def _folded(expression: str) -> str:
    for letter, plain in _FOLDED_LETTERS:
        expression = f"replace({expression}, '{letter}', '{plain}')"
    return expression


def _index(table: str, column: str, *, skip_empty: bool) -> str:
    """A full-text index of a column, what is there already, and the triggers that keep it."""
    index = f"{table}_text"
    when_new = f"WHERE new.{column} <> ''" if skip_empty else ""
    when_old = f"WHERE old.{column} <> ''" if skip_empty else ""
    add = f"INSERT INTO {index} (rowid, {column}) SELECT new.number, {_folded(f'new.{column}')} {when_new};"
    # An index without a text of its own is told what it held of a row.
    remove = (
        f"INSERT INTO {index} ({index}, rowid, {column}) SELECT 'delete', old.number, {_folded(f'old.{column}')} "
        f"{when_old};"
    )
    return f"""
        CREATE VIRTUAL TABLE {index} USING fts5(
            {column}, content = '{table}', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
        );
        INSERT INTO {index} (rowid, {column})
            SELECT number, {_folded(column)} FROM {table} {f"WHERE {column} <> ''" if skip_empty else ""};
        CREATE TRIGGER {index}_added AFTER INSERT ON {table} BEGIN {add} END;
        CREATE TRIGGER {index}_removed AFTER DELETE ON {table} BEGIN {remove} END;
        CREATE TRIGGER {index}_changed AFTER UPDATE OF {column} ON {table} BEGIN {remove} {add} END;
    """


SEARCH_MIGRATION = Migration(
    "0002 search",
    _index("messages", "content", skip_empty=True) + _index("conversations", "title", skip_empty=False),
)

_MESSAGES = f"""
    SELECT messages.id, messages.role, messages.created_s,
        snippet(messages_text, 0, :begin, :end, '…', :tokens), {SUMMARY_COLUMNS}
    FROM messages_text
    CROSS JOIN messages ON messages.number = messages_text.rowid
    CROSS JOIN conversations ON conversations.number = messages.conversation
    {{joins}}
    WHERE messages_text MATCH :query AND conversations.trashed_s IS NULL {{filters}}
    ORDER BY messages_text.rowid DESC LIMIT :limit OFFSET :offset
"""
_TITLES = f"""
    SELECT NULL, NULL, conversations.updated_s, highlight(conversations_text, 0, :begin, :end), {SUMMARY_COLUMNS}
    FROM conversations_text CROSS JOIN conversations ON conversations.number = conversations_text.rowid
    WHERE conversations_text MATCH :query AND conversations.trashed_s IS NULL {{filters}}
    ORDER BY conversations_text.rowid DESC LIMIT :limit OFFSET :offset
"""
_CONVERSATIONS = f"""
    SELECT NULL, NULL, conversations.updated_s, conversations.title, {SUMMARY_COLUMNS}
    FROM conversations
    WHERE conversations.trashed_s IS NULL {{filters}}
    ORDER BY conversations.updated_s DESC, conversations.number DESC LIMIT :limit OFFSET :offset
"""
_COUNT_OF_TITLES = """
    SELECT count(*) FROM conversations_text
    CROSS JOIN conversations ON conversations.number = conversations_text.rowid
    WHERE conversations_text MATCH :query AND conversations.trashed_s IS NULL {filters}
"""


@dataclass(frozen=True, slots=True)
class _Clauses:
    """What the filters add to a query."""

    filters: str
    joins: str
    values: dict[str, SQLiteValue]


def find(connection: apsw.Connection, query: SearchQuery, limit: int, offset: int) -> list[SearchHit]:
    """A page of hits: first titles, then messages, each the newest first. Nothing of the trash is found.

    A query of filters alone finds conversations.
    """
    if not query.wanted:
        return _page(connection, _CONVERSATIONS, _of_titles(query.filters), query, (limit, offset))
    hits: list[SearchHit] = []
    skipped = offset
    if query.filters.role is None:
        clauses = _of_titles(query.filters)
        hits = _page(connection, _TITLES, clauses, query, (limit, offset))
        if len(hits) == limit:
            return hits
        skipped = max(0, offset - _count_of_titles(connection, clauses, query)) if offset else 0
    return hits + _page(connection, _MESSAGES, _of_messages(query.filters), query, (limit - len(hits), skipped))


def _page(
    connection: apsw.Connection, select: str, clauses: _Clauses, query: SearchQuery, page: tuple[int, int]
) -> list[SearchHit]:
    values = {**clauses.values, "query": expression(query), "begin": _BEGIN, "end": _END, "tokens": _SNIPPET_TOKENS}
    values |= {"limit": page[0], "offset": page[1]}
    return [
        _hit(row) for row in connection.execute(select.format(filters=clauses.filters, joins=clauses.joins), values)
    ]


def _count_of_titles(connection: apsw.Connection, clauses: _Clauses, query: SearchQuery) -> int:
    values = {**clauses.values, "query": expression(query)}
    count = connection.execute(_COUNT_OF_TITLES.format(filters=clauses.filters), values).get
    return count if isinstance(count, int) else 0


def _hit(row: tuple[SQLiteValue, ...]) -> SearchHit:
    key, role, created_s, marked, *summary = row
    snippet, marks = _unmarked(str(marked))
    return SearchHit(
        summary_of(tuple(summary)),
        None if key is None else id_text(key),
        None if role is None else Role(str(role)),
        float(created_s) if isinstance(created_s, int | float) else 0.0,
        snippet,
        marks,
    )


def _unmarked(text: str) -> tuple[str, tuple[tuple[int, int], ...]]:
    marks: list[tuple[int, int]] = []
    pieces: list[str] = []
    position = 0
    for number, piece in enumerate(text.split(_BEGIN)):
        inside, closed, outside = piece.partition(_END)
        if number and closed:
            marks.append((position, position + len(inside)))
        pieces.append(inside + outside.replace(_END, ""))
        position += len(pieces[-1])
    return "".join(pieces), tuple(marks)


def expression(query: SearchQuery) -> str:
    """The query in the language of FTS5; every term is quoted, so that nothing of it is taken for an operator."""
    wanted = " AND ".join(map(_term, query.wanted))
    unwanted = " OR ".join(map(_term, query.unwanted))
    return f"({wanted}) NOT ({unwanted})" if unwanted else wanted


def _term(term: Term) -> str:
    text = well_formed(term.text).replace('"', " ").replace("\0", " ")
    for letter, plain in _FOLDED_LETTERS:
        text = text.replace(letter, plain)
    return f'"{text}"*' if term.beginning else f'"{text}"'


def _of_messages(filters: SearchFilters) -> _Clauses:
    clauses, values = _common(filters, "messages.created_s")
    joins = ""
    if filters.role is not None:
        clauses += " AND messages.role = :role"
        values["role"] = filters.role.value
    if filters.model:
        # A prompt counts to the model that its conversation talks with.
        joins = "LEFT JOIN askings ON askings.number = messages.asking"
        clauses += " AND instr(lower(coalesce(askings.model, conversations.model)), lower(:model))"
    return _Clauses(clauses, joins, values)


def _of_titles(filters: SearchFilters) -> _Clauses:
    clauses, values = _common(filters, "conversations.updated_s")
    if filters.model:
        clauses += " AND instr(lower(conversations.model), lower(:model))"
    return _Clauses(clauses, "", values)


def _common(filters: SearchFilters, moment: str) -> tuple[str, dict[str, SQLiteValue]]:
    clauses = ""
    values: dict[str, SQLiteValue] = {}
    if filters.model:
        values["model"] = filters.model
    if filters.tag:
        clauses += (
            " AND EXISTS (SELECT 1 FROM tags WHERE tags.conversation = conversations.number AND tags.folded = :tag)"
        )
        values["tag"] = filters.tag.casefold()
    if filters.after_s is not None:
        clauses += f" AND {moment} >= :after_s"
        values["after_s"] = filters.after_s
    if filters.before_s is not None:
        clauses += f" AND {moment} < :before_s"
        values["before_s"] = filters.before_s
    return clauses, values
