"""Words are found where they stand, whatever case, accents and language."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.conversation import Role, Status
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.search import SearchFilters, SearchHit
from h2o_desktop.storage import schema
from h2o_desktop.storage.database import open_database
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import NOW_S, finished, first_turn, next_turn
from tests.fakes.failing_files import NAME, failing_files


def told(store: Transcripts, prompt: str, answer: str = "An answer.", now_s: float = NOW_S) -> str:
    """Store a turn; returns the conversation's id."""
    turn = first_turn(prompt, now_s)
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], answer))
    return turn.summary.id


def found(store: Transcripts, query: str) -> list[str]:
    """The snippets of the messages that are found."""
    return [hit.snippet for hit in store.search(query) if hit.message_id]


@pytest.mark.parametrize(
    ("text", "query", "is_found"),
    [
        ("A tall tree", "TREE", True),
        ("A tall tree", "tre", True),
        ("A tall tree", "tre ", False),
        ("A tall tree", "tall tree", True),
        ("A tall tree", '"tree tall"', False),
        ("A tall tree", '"tall tree"', True),
        ("A tall tree", "tree -tall", False),
        ("A tall tree", "tree -bush", True),
        ("Un café naïf", "cafe naif ", True),
        ("Un cafe naif", "café naïf ", True),
        ("Большая ёлка", "елка ", True),
        ("Большая елка", "Ёлка ", True),
        ("Мой дом", "мои ", True),
        (unicodedata.normalize("NFD", "Мой ёж café"), "мой ёж café ", True),
        ("Мой ёж café", unicodedata.normalize("NFD", "мой ёж café "), True),
        ("Шёл дождь", '"шел дождь"', True),
        ("well-known words", "well-known ", True),
        ("see https://example.org/a?b=c", "https://example.org/a", True),
        ('he said "stop" NEAR(x)', "NEAR(x) ", True),
        ("a AND b", "AND ", True),
    ],
)
def test_words_are_found(store: Transcripts, text: str, query: str, *, is_found: bool) -> None:
    told(store, "a question", text)
    assert found(store, query) == ([text] if is_found else [])


def test_titles_come_first_and_both_have_marks(store: Transcripts) -> None:
    conversation = told(store, "Where do ёлки grow?", "Elsewhere. " * 40 + "Ёлки grow here. " + "More. " * 40)
    title, answer, prompt = store.search("елки")
    assert (title.message_id, title.role, title.snippet) == (None, None, "Where do ёлки grow?")
    assert [title.snippet[start:end] for start, end in title.marks] == ["ёлки"]
    assert (answer.role, prompt.role) == (Role.ASSISTANT, Role.USER)
    assert [answer.snippet[start:end] for start, end in answer.marks] == ["Ёлки"]
    assert answer.snippet.startswith("…")
    assert len(answer.snippet) < 400
    assert {hit.conversation.id for hit in (title, answer, prompt)} == {conversation}


def test_pages_join_without_a_gap(store: Transcripts) -> None:
    for number in range(7):
        told(store, f"tree {number}", "another tree", NOW_S + number)
    everything = store.search("tree", limit=100)
    assert len(everything) == 21
    assert [hit.message_id is None for hit in everything] == [True] * 7 + [False] * 14
    pages: list[SearchHit] = []
    for offset in range(0, 30, 4):
        pages += store.search("tree", limit=4, offset=offset)
    assert pages == everything


def test_the_filters_narrow_the_search_down(store: Transcripts) -> None:
    old = told(store, "An old tree", "tree", NOW_S - 1e6)
    new = told(store, "A new tree", "tree")
    other = replace(first_turn("tree with another model"), summary=replace(first_turn().summary, model="danube"))
    store.begin_turn(other.summary, [replace(message, model="Danube-3") for message in other.messages])

    def ids(filters: SearchFilters) -> set[str]:
        return {hit.conversation.id for hit in store.search("tree", filters)}

    assert ids(SearchFilters(after_s=NOW_S - 10)) == {new, other.summary.id}
    assert ids(SearchFilters(before_s=NOW_S - 10)) == {old}
    assert ids(SearchFilters(model="danube")) == {other.summary.id}
    assert {hit.role for hit in store.search("tree", SearchFilters(role=Role.USER))} == {Role.USER}
    assert store.search("tree role:user tag:none") == []


def test_what_changes_or_goes_is_found_no_more(store: Transcripts) -> None:
    conversation = told(store, "first", "zebra")
    store.rename(conversation, "giraffe")
    assert [hit.message_id for hit in store.search("giraffe")] == [None]
    assert [hit for hit in store.search("first") if hit.message_id is None] == []
    store.delete(conversation)
    assert store.search("zebra") == store.search("giraffe") == []
    store.restore(conversation)
    assert len(store.search("zebra")) == 1
    store.delete(conversation)
    store.purge_trash(older_than_s=-1e12, now_s=0)
    for table in ("messages", "conversations"):
        store._connection.execute(f"INSERT INTO {table}_text ({table}_text) VALUES ('integrity-check')")
        assert store._connection.execute(f"SELECT count(*) FROM {table}_text").get == 0


def test_an_interrupted_answer_is_found_with_what_was_saved(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn()
    store.begin_turn(turn.summary, turn.messages)
    store.checkpoint(turn.messages[-1].id, "a half zeb")
    store.checkpoint(turn.messages[-1].id, "ra on its way")
    assert store.search("zebra") == []
    store.close()
    again = Transcripts(path)
    again.recover_interrupted()
    assert again.load(turn.summary.id).messages[-1].status is Status.INTERRUPTED
    assert [hit.message_id for hit in again.search("zebra")] == [turn.messages[-1].id]
    again.close()


def test_a_store_from_before_the_search_is_searched_as_well(path: Path) -> None:
    old = open_database(path, schema.MIGRATIONS[:1])
    old.execute(
        "INSERT INTO conversations (id, title, created_s, updated_s, model, connection, parameters) "
        "VALUES ('c', 'Ёлка', 1, 1, '', '', '{}');"
        "INSERT INTO messages (id, conversation, role, status, created_s, content) "
        "VALUES ('m', 1, 'user', 'complete', 1, 'Про ёлку');"
    )
    old.close()
    store = Transcripts(path)
    assert [(hit.message_id, hit.snippet) for hit in store.search("елк")] == [(None, "Ёлка"), ("m", "Про ёлку")]
    store.close()


def test_a_checkpoint_writes_nothing_into_the_index(path: Path) -> None:
    with failing_files() as files:
        store = Transcripts(path, vfs=NAME)
        store._connection.wal_autocheckpoint(0)
        turn = first_turn()
        store.begin_turn(turn.summary, turn.messages)
        files.reset()
        store.checkpoint(turn.messages[-1].id, "some words that would be indexed")
        pages = files.bytes_written / 4096
        assert pages < 5  # the row and its index
        store.close()


def test_filters_alone_find_conversations(store: Transcripts) -> None:
    one, other, gone = told(store, "one", "text"), told(store, "other", "text"), told(store, "gone", "text")
    for conversation in (one, other, gone):
        store.set_tags(conversation, ["work"])
    store.archive(one)
    store.delete(gone)
    hits = store.search("tag:Work")
    assert [(hit.conversation.id, hit.message_id, hit.snippet) for hit in hits] == [
        (other, None, store.load(other).summary.title),
        (one, None, store.load(one).summary.title),
    ]
    assert [hit.conversation.id for hit in store.search("tag:work", limit=1, offset=1)] == [one]
    assert store.search("tag:work model:nobody") == []
    assert store.search("before:1999-01-01") == []


def test_a_query_without_a_word_is_told_in_words(store: Transcripts) -> None:
    with pytest.raises(InputError, match="no word to search for"):
        store.search("-tree")


@settings(deadline=None, max_examples=150)
@given(query=st.text(max_size=40) | st.text("ab\"-*:^+(){}[]\\' NEAROTD\0", max_size=30))
def test_no_query_is_an_error_of_the_database(any_store: Transcripts, query: str) -> None:
    try:
        hits = any_store.search(query)
    except InputError:
        return
    for hit in hits:
        assert all(0 <= start < end <= len(hit.snippet) for start, end in hit.marks)


@settings(deadline=None, max_examples=100)
@given(text=st.text(st.sampled_from("aйёбéÖ -\n.\ud83d\x02\x03"), min_size=1, max_size=40))
def test_each_word_of_a_text_finds_it(any_store: Transcripts, text: str) -> None:
    conversation = told(any_store, "a prompt", text)
    answer = any_store.load(conversation).messages[-1]
    words = [word for word in "".join(letter if letter.isalnum() else " " for letter in text).split() if word]
    for word in words[:3]:
        hits = any_store.search(f"{word} ", limit=10_000)
        assert answer.id in {hit.message_id for hit in hits}


@pytest.fixture(scope="module")
def any_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Transcripts]:
    store = Transcripts(tmp_path_factory.mktemp("search") / "store.sqlite3")
    store._connection.pragma("synchronous", "OFF")
    turn = first_turn("a b ab ABBA NEAR OR NOT")
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "a b"))
    later = next_turn(turn, "-a +b (ab)")
    store.begin_turn(later.summary, later.messages)
    yield store
    store.close()
