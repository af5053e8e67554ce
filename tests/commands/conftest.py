"""A data folder with two conversations."""

from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import NOW_S, finished, first_turn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    store = Transcripts(tmp_path / "transcripts.sqlite3")
    for number, (prompt, answer) in enumerate((("What is a tree?", "A tall plant."), ("Про ёлку", "Это дерево."))):
        turn = first_turn(prompt, NOW_S + number)
        store.begin_turn(turn.summary, turn.messages)
        store.finish(finished(turn.messages[-1], answer))
    store.close()
    return tmp_path
