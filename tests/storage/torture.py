"""Kills a process at random moments while it streams, edits, deletes, imports and backs up, and checks what is left.

As a program: the child that does these things, until it is killed. `kill_once` starts it and kills it.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path
from typing import Any

from h2o_desktop.core.conversation import Conversation, Message, Status
from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.belongings_examples import with_sweep_and_tokens
from tests.fakes.conversation_examples import finished, first_turn, next_turn

ROOT = Path(__file__).parents[2]
LINES_BEFORE_KILL = 30
IMPORT_SIZE = 30


def say(act: str, **facts: object) -> None:
    sys.stdout.write(json.dumps({"act": act, **facts}) + "\n")
    sys.stdout.flush()


class Child:
    """Does random things to a store and says on its output what it is about to do and what it has done."""

    def __init__(self, path: Path, seed: int) -> None:
        self.store = Transcripts(path)
        self.chance = random.Random(seed)
        self.told: list[Conversation] = []

    def run(self) -> None:
        acts = (self.stream, self.stream, self.edit, self.delete, self.bring_in, self.back_up)
        self.stream()
        for _ in count():
            self.chance.choice(acts)()

    def stream(self) -> None:
        turn = first_turn(f"prompt {self.chance.random()}")
        self._answer(turn.summary, turn.messages)
        self.told.append(self.store.load(turn.summary.id))

    def edit(self) -> None:
        before = self.chance.choice(self.told)
        turn = next_turn(first_turn(), "edited")
        prompt = replace(turn.messages[0], parent_id=None)
        self._answer(before.summary, (prompt, turn.messages[1]))

    def _answer(self, summary: Any, messages: tuple[Message, ...]) -> None:
        answer = messages[-1]
        self.store.begin_turn(summary, messages)
        words = 0
        for words in range(1, self.chance.randint(2, 12)):
            self.store.checkpoint(answer.id, f"w{words} ")
            say("saved", conversation=summary.id, message=answer.id, words=words)
        self.store.finish(finished(answer, text_of(words)))
        say("ended", conversation=summary.id, message=answer.id, words=words)

    def delete(self) -> None:
        message = self.chance.choice(self.chance.choice(self.told).messages)
        say("deleting", message=message.id)
        try:
            removal = self.store.delete_message(message.id)
        except StorageError:
            return  # it was deleted before
        if self.chance.random() < 0.7:
            self.store.undo_delete_message(removal)
            say("brought back", message=message.id)

    def bring_in(self) -> None:
        conversations = []
        for number in range(IMPORT_SIZE):
            turn = first_turn(f"imported {number}")
            messages = (turn.messages[0], finished(turn.messages[1], "An imported answer."))
            conversations.append(Conversation(turn.summary, messages, messages[1].id))
        conversations[::10] = [with_sweep_and_tokens() for _ in conversations[::10]]
        ids = [conversation.summary.id for conversation in conversations]
        say("importing", conversations=ids)
        self.store.import_all(conversations)
        say("imported", conversations=ids)

    def back_up(self) -> None:
        say("backed up", path=str(self.store.back_up(1_790_000_000.0 + self.chance.randrange(10**6))))


_NOT_WHOLE = """
    SELECT sweeps.number FROM sweeps LEFT JOIN sweep_cells ON sweep = sweeps.number
    GROUP BY sweeps.number HAVING count(*) != 4
"""  # every sweep came in with four cells


def text_of(words: int) -> str:
    return "".join(f"w{number} " for number in range(1, words + 1))


@dataclass
class Said:
    """What the child said that it has done."""

    words: dict[str, tuple[str, int, bool]] = field(default_factory=dict)
    doubtful: set[str] = field(default_factory=set)
    imports: dict[str, tuple[list[str], bool]] = field(default_factory=dict)
    backups: list[Path] = field(default_factory=list)

    def note(self, line: str) -> None:
        facts = json.loads(line)
        match facts["act"]:
            case "saved" | "ended":
                ended = facts["act"] == "ended"
                self.words[facts["message"]] = (facts["conversation"], facts["words"], ended)
            case "deleting":
                self.doubtful.add(facts["message"])
            case "importing" | "imported":
                self.imports[facts["conversations"][0]] = (facts["conversations"], facts["act"] == "imported")
            case "backed up":
                self.backups.append(Path(facts["path"]))


def kill_once(path: Path, seed: int) -> None:
    """Start the child, kill it at a moment that the seed chooses, and check that nothing is lost."""
    command = [sys.executable, "-m", "tests.storage.torture", str(path), str(seed)]
    said = Said()
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        for _ in range(random.Random(seed).randrange(1, LINES_BEFORE_KILL)):
            line = process.stdout.readline()
            assert line, "the child ended by itself"
            said.note(line)
        process.kill()
        for line in process.stdout:
            if line.endswith("\n"):
                said.note(line)
    check(path, said)


def check(path: Path, said: Said) -> None:
    store = Transcripts(path)
    store.recover_interrupted()
    store.remove_unfinished_imports()
    assert store.check() == []
    assert store._connection.execute("SELECT count(*) FROM running").get == 0
    assert store._connection.execute("SELECT count(*) FROM conversations WHERE trashed_s = 0").get == 0
    assert store._connection.execute(_NOT_WHOLE).fetchall() == []
    for message_id, (conversation, words, ended) in said.words.items():
        loaded = store.load(conversation)  # no conversation is ever lost
        message = {message.id: message for message in loaded.messages}.get(message_id)
        if message is None:
            assert _may_be_gone(loaded, said, store)
            continue
        assert message.content.startswith(text_of(words))
        assert message.content == text_of(len(message.content.split()))
        assert message.status is Status.COMPLETE or (not ended and message.status is Status.INTERRUPTED)
    for ids, done in said.imports.values():
        there = sum(_is_there(store, conversation_id) for conversation_id in ids)
        assert there == len(ids) if done else there in (0, len(ids))
    for backup in said.backups[-1:]:
        copy = Transcripts(backup)
        assert copy.check() == []
        copy.close()
    store.close()


def _may_be_gone(loaded: Conversation, said: Said, store: Transcripts) -> bool:
    """Whether a deletion that was begun explains what is missing; the whole of it then waits to be brought back."""
    waiting = store._connection.execute("SELECT count(*) FROM removed").get
    return bool(said.doubtful) and isinstance(waiting, int) and waiting > 0


def _is_there(store: Transcripts, conversation_id: str) -> bool:
    try:
        return len(store.load(conversation_id).messages) == 2
    except StorageError:
        return False


if __name__ == "__main__":
    Child(Path(sys.argv[1]), int(sys.argv[2])).run()
