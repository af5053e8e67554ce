"""The tables of the store, as named migrations.

Rows refer to each other by number; the ids that the rest of the program knows stand once, as 16 bytes where they
are UUIDs. `askings` holds what many answers share: model, connection and parameters. `chunks` holds the text of
answers that are on their way, `running` says which these are and which process writes them. `sweeps` holds plans,
`sweep_cells` what came of their cells, and `sweep_chunks` what is being added to those.
"""

from __future__ import annotations

from h2o_desktop.storage.database import Migration
from h2o_desktop.storage.search import SEARCH_MIGRATION

MIGRATIONS: tuple[Migration, ...] = (
    Migration(
        "0001 conversations",
        """
        CREATE TABLE conversations (
            number INTEGER PRIMARY KEY,
            id ANY NOT NULL UNIQUE,
            title TEXT NOT NULL,
            created_s REAL NOT NULL,
            updated_s REAL NOT NULL,
            message_count INTEGER NOT NULL DEFAULT 0,
            model TEXT NOT NULL,
            connection TEXT NOT NULL,
            parameters TEXT NOT NULL,
            leaf INTEGER,
            pinned_s REAL,
            archived_s REAL,
            trashed_s REAL,
            extras TEXT
        ) STRICT;
        CREATE INDEX conversations_newest ON conversations (updated_s, number) WHERE trashed_s IS NULL;
        CREATE INDEX conversations_trashed ON conversations (trashed_s) WHERE trashed_s IS NOT NULL;

        CREATE TABLE askings (
            number INTEGER PRIMARY KEY,
            digest INTEGER NOT NULL,
            model TEXT NOT NULL,
            connection TEXT NOT NULL,
            requested TEXT NOT NULL,
            sent TEXT NOT NULL
        ) STRICT;
        CREATE INDEX askings_digest ON askings (digest);

        CREATE TABLE messages (
            number INTEGER PRIMARY KEY,
            id ANY NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            parent INTEGER REFERENCES messages ON DELETE CASCADE,
            role TEXT NOT NULL,
            status TEXT NOT NULL,
            created_s REAL NOT NULL,
            asking INTEGER REFERENCES askings,
            seed INTEGER,
            seed_sent_as TEXT,
            finish_reason TEXT,
            prompt_tokens INTEGER,
            completion_tokens INTEGER,
            first_text_s REAL,
            total_s REAL,
            failure TEXT,
            extras TEXT,
            content TEXT NOT NULL
        ) STRICT;
        CREATE INDEX messages_of_conversation ON messages (conversation);
        CREATE INDEX messages_of_parent ON messages (parent);

        CREATE TABLE running (
            message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
            writer TEXT NOT NULL
        ) STRICT;

        CREATE TABLE chunks (
            number INTEGER PRIMARY KEY,
            message INTEGER NOT NULL REFERENCES messages ON DELETE CASCADE,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX chunks_of_message ON chunks (message);
        """,
    ),
    SEARCH_MIGRATION,
    Migration(
        "0003 tags, pins and the archive",
        """
        CREATE TABLE tags (
            conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            folded TEXT NOT NULL,
            tag TEXT NOT NULL,
            PRIMARY KEY (conversation, folded)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX tags_folded ON tags (folded);
        DROP INDEX conversations_newest;
        CREATE INDEX conversations_newest ON conversations (updated_s, number)
            WHERE trashed_s IS NULL AND archived_s IS NULL;
        CREATE INDEX conversations_pinned ON conversations (pinned_s) WHERE pinned_s IS NOT NULL;
        CREATE INDEX conversations_archived ON conversations (archived_s, number) WHERE archived_s IS NOT NULL;
        """,
    ),
    Migration(
        "0004 imports",
        """
        CREATE TABLE importing (
            conversation INTEGER PRIMARY KEY REFERENCES conversations ON DELETE CASCADE,
            writer TEXT NOT NULL,
            target INTEGER REFERENCES conversations ON DELETE CASCADE
        ) STRICT;
        """,
    ),
    Migration(
        "0005 deleted messages",
        """
        CREATE TABLE removed (
            number INTEGER PRIMARY KEY,
            removal ANY NOT NULL,
            removed_s REAL NOT NULL,
            conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            leaf INTEGER,
            message TEXT NOT NULL
        ) STRICT;
        CREATE INDEX removed_of_removal ON removed (removal);
        CREATE INDEX removed_of_conversation ON removed (conversation);
        CREATE INDEX removed_by_age ON removed (removed_s);
        """,
    ),
    Migration(
        "0006 sweeps",
        """
        CREATE TABLE sweeps (
            number INTEGER PRIMARY KEY,
            id ANY NOT NULL UNIQUE,
            conversation INTEGER NOT NULL REFERENCES conversations ON DELETE CASCADE,
            created_s REAL NOT NULL,
            document TEXT NOT NULL
        ) STRICT;
        CREATE INDEX sweeps_of_conversation ON sweeps (conversation);

        CREATE TABLE sweep_cells (
            number INTEGER PRIMARY KEY,
            sweep INTEGER NOT NULL REFERENCES sweeps ON DELETE CASCADE,
            place INTEGER NOT NULL,
            document TEXT NOT NULL,
            UNIQUE (sweep, place)
        ) STRICT;

        CREATE TABLE sweep_chunks (
            number INTEGER PRIMARY KEY,
            sweep INTEGER NOT NULL REFERENCES sweeps ON DELETE CASCADE,
            place INTEGER NOT NULL,
            text TEXT NOT NULL
        ) STRICT;
        CREATE INDEX sweep_chunks_of_cell ON sweep_chunks (sweep, place);
        """,
    ),
    Migration(
        "0007 token probabilities",
        """
        CREATE TABLE token_probabilities (
            message INTEGER PRIMARY KEY REFERENCES messages ON DELETE CASCADE,
            packed BLOB NOT NULL
        ) STRICT;
        ALTER TABLE removed ADD COLUMN packed BLOB;
        """,
    ),
)
