"""A damaged database is set aside, what can be read comes into a new one, and the person is told."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path

import apsw
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.carving import carve
from h2o_desktop.storage.merging import RECOVERED_TITLE
from h2o_desktop.storage.opening import open_transcripts
from h2o_desktop.storage.store_file import CHECK_MARK
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.belongings_examples import with_sweep_and_tokens
from tests.fakes.conversation_examples import NOW_S, finished, first_turn, next_turn

PAGE = 4096
CONVERSATIONS = 60


def filled(path: Path) -> set[str]:
    """A store of some hundred pages; returns the contents of its messages."""
    store = Transcripts(path)
    store._connection.pragma("synchronous", "OFF")
    contents = set()
    for number in range(CONVERSATIONS):
        turn = first_turn(f"prompt {number}", NOW_S + number)
        store.begin_turn(turn.summary, turn.messages)
        answer = finished(turn.messages[-1], f"answer {number} " * 60)
        store.finish(answer)
        contents |= {turn.messages[0].content, answer.content}
    store.close()
    return contents


def contents_of(store: Transcripts) -> set[str]:
    return {
        message.content for summary in store.list_conversations(10_000) for message in store.load(summary.id).messages
    }


def damage(path: Path, pages: list[int], seed: int) -> bytes:
    content = bytearray(path.read_bytes())
    for page in pages:
        content[page * PAGE : (page + 1) * PAGE] = random.Random(seed).randbytes(PAGE)
    path.write_bytes(content)
    return bytes(content)


def test_a_sound_store_is_opened_and_nothing_is_told(path: Path) -> None:
    contents = filled(path)
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    assert contents_of(store) == contents
    assert reports == []
    assert not (path.parent / "damaged").exists()
    store.close()


@pytest.mark.parametrize("seed", range(12))
def test_what_can_be_read_of_a_damaged_store_is_kept(path: Path, seed: int) -> None:
    contents = filled(path)
    pages = path.stat().st_size // PAGE
    chance = random.Random(seed)
    hurt = damage(path, chance.sample(range(1, pages), 3 + seed), seed)
    (path.parent / CHECK_MARK).touch()
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    (report,) = reports
    assert "was damaged" in str(report.summary)
    (aside,) = (path.parent / "damaged").iterdir()
    assert str(aside) in str(report.hint)
    assert (aside / path.name).read_bytes() == hurt
    assert [entry.name for entry in aside.iterdir()] == [path.name]
    recovered = contents_of(store)
    # No more is lost than what stood on the damaged pages, at most a few messages on each.
    assert len(recovered & contents) > len(contents) - 10 * (3 + seed)
    assert store.check() == []
    turn = first_turn("life goes on")
    store.begin_turn(turn.summary, turn.messages)
    store.close()
    again = open_transcripts(path, reports.append)
    assert len(reports) == 1
    again.close()


def test_a_backup_fills_the_gaps(path: Path) -> None:
    contents = filled(path)
    store = Transcripts(path)
    store.back_up(NOW_S)
    late = first_turn("written after the backup", NOW_S + 1000)
    store.begin_turn(late.summary, late.messages)
    store.close()
    damage(path, list(range(4, 60, 4)), 1)
    (path.parent / CHECK_MARK).touch()
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    assert contents <= contents_of(store)
    assert int(str(reports[0].summary.fields["added"])) > 0
    store.close()


def test_a_file_whose_beginning_is_lost_is_read_all_the_same(path: Path) -> None:
    contents = filled(path)
    hurt = damage(path, [0], 1)
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    assert contents_of(store) == contents
    assert reports[0].summary.fields["conversations"] == CONVERSATIONS
    (aside,) = (path.parent / "damaged").iterdir()
    assert (aside / path.name).read_bytes() == hurt
    store.close()


def test_what_stands_in_the_log_alone_is_read_as_well(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn("x" * 20_000)
    store.begin_turn(turn.summary, turn.messages)
    store.set_tags(turn.summary.id, ["Work"])
    gone = first_turn("deleted")
    store.begin_turn(gone.summary, [gone.messages[0]])
    store.delete_message(gone.messages[0].id)
    store.checkpoint(turn.messages[-1].id, "half an ")
    store.checkpoint(turn.messages[-1].id, "answer")
    copy = path.parent / "copy" / path.name
    copy.parent.mkdir()
    for ending in ("", "-wal"):
        Path(f"{copy}{ending}").write_bytes(Path(f"{path}{ending}").read_bytes())
    store.close()
    copy.write_bytes(b"\0" * 100)
    other = Transcripts(path.parent / "other" / path.name)
    other.add_salvaged(copy)
    loaded = other.load(turn.summary.id)
    assert [message.content for message in loaded.path()] == ["x" * 20_000, "half an answer"]
    assert loaded.summary.tags == ("Work",)
    assert loaded.messages[-1].requested == turn.messages[-1].requested
    other.close()


@pytest.mark.slow
@settings(deadline=None, max_examples=40)
@given(seed=st.integers(0, 2**32), count=st.integers(1, 400))
def test_no_bytes_are_too_strange_to_be_read(whole_file: Path, seed: int, count: int) -> None:
    chance = random.Random(seed)
    content = bytearray(whole_file.read_bytes())
    for _ in range(count):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "damaged.sqlite3"
        file.write_bytes(content[: chance.randrange(len(content)) if seed % 3 == 0 else None])
        rows = list(carve(file))
        assert all(isinstance(row.values, tuple) for row in rows)
        store = Transcripts(Path(folder) / "new" / "transcripts.sqlite3")
        store.add_salvaged(file)
        contents_of(store)
        for summary in store.list_conversations(10_000):
            plans = store.list_sweeps(summary.id)
            assert all(len(store.load_sweep(plan.id).cells) == plan.size for plan in plans)
        store.close()


@pytest.fixture(scope="module")
def whole_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("whole") / "transcripts.sqlite3"
    filled(path)
    store = Transcripts(path)
    store.import_all(with_sweep_and_tokens() for _ in range(20))
    store.close()
    return path


def test_damage_that_is_met_later_is_looked_for_at_the_next_start(path: Path) -> None:
    filled(path)
    store = Transcripts(path)
    conversation = store.list_conversations(1, 30)[0].id
    pages = store._connection.execute("SELECT pageno FROM dbstat WHERE name = 'messages'").fetchall()
    store.close()
    damage(path, [int(row[0]) - 1 for row in pages[5:-5]], 3)
    store = open_transcripts(path, lambda _report: None)
    with pytest.raises(StorageError, match="is damaged"):
        contents_of(store)
    store.close()
    assert (path.parent / CHECK_MARK).exists()
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    assert len(reports) == 1
    assert not (path.parent / CHECK_MARK).exists()
    store.load(conversation)
    store.close()


def test_damage_is_seen_at_a_start(path: Path) -> None:
    """Where the newest rows cannot be read, without reading everything."""
    contents = filled(path)
    store = Transcripts(path)
    pages = store._connection.execute("SELECT pageno FROM dbstat WHERE name = 'messages'").fetchall()
    store.close()
    damage(path, [int(pages[-1][0]) - 1], 1)
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    assert len(reports) == 1
    assert len(contents_of(store)) > len(contents) - 10
    store.close()


def test_what_was_removed_for_good_does_not_come_back(path: Path) -> None:
    filled(path)
    store = Transcripts(path)
    for summary in store.list_conversations(CONVERSATIONS // 2):
        store.delete_for_good(summary.id)
    kept = contents_of(store)
    assert store._connection.pragma("freelist_count") > 5
    store.close()
    other = Transcripts(path.parent / "other" / path.name)
    other.add_salvaged(path)
    assert contents_of(other) == kept
    other.close()


def test_messages_without_their_conversation_are_kept_together(path: Path) -> None:
    filled(path)
    store = Transcripts(path)
    pages = store._connection.execute("SELECT pageno FROM dbstat WHERE name = 'conversations'").fetchall()
    store.close()
    damage(path, [int(row[0]) - 1 for row in pages], 5)
    reports: list[StorageError] = []
    store = open_transcripts(path, reports.append)
    summaries = store.list_conversations(1000)
    assert {summary.title for summary in summaries} == {RECOVERED_TITLE}
    assert len(summaries) == CONVERSATIONS
    assert all(len(store.load(summary.id).path()) == 2 for summary in summaries)
    store.close()


def test_a_backup_names_conversations_whose_row_is_lost(path: Path) -> None:
    contents = filled(path)
    store = Transcripts(path)
    chosen = store.load(store.list_conversations(1)[0].id)
    store.set_tags(chosen.summary.id, ["Work"])
    store.select_leaf(chosen.summary.id, chosen.messages[0].id)
    store.back_up(NOW_S)
    before = store.list_conversations(1000)
    pages = store._connection.execute("SELECT pageno FROM dbstat WHERE name = 'conversations'").fetchall()
    store.close()
    damage(path, [int(row[0]) - 1 for row in pages], 5)
    store = open_transcripts(path, lambda _report: None)
    assert store.list_conversations(1000) == before
    assert store.load(chosen.summary.id).leaf_id == chosen.messages[0].id
    assert contents_of(store) == contents
    assert store.check() == []
    store.close()


def test_values_that_are_nonsense_are_made_sound(path: Path) -> None:
    store = Transcripts(path)
    turn = first_turn("What is a tree?")
    store.begin_turn(turn.summary, turn.messages)
    later = next_turn(turn, "And then?")
    store.begin_turn(later.summary, later.messages)
    nonsense = (
        "UPDATE conversations SET parameters = '[', title = CAST(x'41ff42' AS TEXT)",
        "UPDATE messages SET role = 'wizard', status = 'x', failure = '{\"a\": 1}' WHERE content = 'And then?'",
        "UPDATE messages SET content = CAST(x'57ff3f' AS TEXT) WHERE content = 'What is a tree?'",
        "UPDATE askings SET requested = 'null', digest = 1",
    )
    for statement in nonsense:
        store._connection.execute(statement)
    copy = store.back_up(NOW_S)
    store.close()
    other = Transcripts(path.parent / "other" / path.name)
    other.add_salvaged(copy)
    loaded = other.load(turn.summary.id)
    assert (loaded.summary.title, loaded.summary.parameters) == ("A�B", {})
    assert [message.content for message in loaded.path()] == ["W�?", "", "And then?", ""]
    assert [message.id for message in loaded.messages] == [m.id for m in (*turn.messages, *later.messages)]
    other.close()


@pytest.mark.parametrize("extras", ["prom", "[1]", '{"thinking_s": "long"}'])
def test_an_answer_whose_extras_are_damaged_is_read_all_the_same(path: Path, extras: str) -> None:
    filled(path)
    connection = apsw.Connection(str(path))
    connection.execute("UPDATE messages SET extras = ?", (extras,))
    connection.close()
    store = Transcripts(path)
    answers = [message for summary in store.list_conversations() for message in store.load(summary.id).messages]
    store.close()
    assert answers
    assert all(message.timings.thinking_s is None for message in answers)
