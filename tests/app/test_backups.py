"""Backups in the window: made, listed, brought back and undone; and the check of the whole store."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QPushButton, QTreeWidget

from h2o_desktop.ui.backups_dialog import BackupsDialog
from tests.app.conftest import Desktop
from tests.fakes.conversation_examples import finished, first_turn
from tests.fakes.openai_server import OpenAIServer, Reply, event, said

Open = Callable[..., Desktop]


def opened(desktop: Desktop) -> BackupsDialog:
    desktop.wait(lambda: desktop.program.late_parts is not None)
    desktop.window.actions_.backups.trigger()
    dialog = desktop.window.findChild(BackupsDialog)
    assert isinstance(dialog, BackupsDialog)
    desktop.wait(lambda: "Reading" not in state(dialog))
    return dialog


def state(dialog: BackupsDialog) -> str:
    return str(dialog.findChild(QLabel, "backupsState").text())


def rows(dialog: BackupsDialog) -> list[list[str]]:
    table = dialog.findChild(QTreeWidget)
    items = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [[item.text(column) for column in range(1, 3)] for item in items]


def back_up(dialog: BackupsDialog, desktop: Desktop, count: int) -> None:
    dialog.findChild(QPushButton, "backupsNow").click()
    assert state(dialog) == "Making a backup…"
    desktop.wait(lambda: len(rows(dialog)) == count)


def gone(desktop: Desktop) -> None:
    desktop.wait(lambda: desktop.window.findChild(BackupsDialog) is None)


def test_chats_come_back_from_a_backup_and_the_whole_goes_back_and_forth(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two"), said("three")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        dialog = opened(desktop)
        assert "There is no backup yet" in state(dialog)
        assert not dialog.findChild(QPushButton, "backupsRestore").isEnabled()
        back_up(dialog, desktop, 1)
        assert rows(dialog) == [["Daily", "1"]]
        assert "Nothing that is here is changed" in state(dialog)
        dialog.reject()
        gone(desktop)
        first = desktop.program.chat.shown_id
        desktop.window.history.asked.emit("delete", (first,))
        desktop.wait(lambda: desktop.titles() == [])
        desktop.window.history.asked.emit("delete-for-good", ())
        desktop.program.services.store.delete_for_good(first)
        desktop.ask("Second")
        dialog = opened(desktop)
        QTest.keyClick(dialog.findChild(QTreeWidget), Qt.Key.Key_Return)  # the keyboard alone is enough
        desktop.wait(lambda: sorted(desktop.titles()) == ["First", "Second"])
        gone(desktop)
        desktop.wait(lambda: "1 chats, 2 messages" in desktop.notices()[-1])
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        dialog = opened(desktop)
        assert ["Before a restoration", "1"] in rows(dialog)
        table = dialog.findChild(QTreeWidget)
        table.setCurrentItem(table.topLevelItem(rows(dialog).index(["Daily", "1"])))
        dialog.findChild(QComboBox).setCurrentIndex(1)
        assert "what is newer is taken out" in state(dialog)
        dialog.findChild(QPushButton, "backupsRestore").click()
        desktop.wait(lambda: desktop.titles() == ["First"])
        gone(desktop)
        assert desktop.program.chat.shown_id == ""
        desktop.wait(lambda: "All chats are as they were" in desktop.notices()[-1])
        undo = desktop.window.pane.notices.notices[-1].actions[0]
        desktop.window.pane.notices.action_chosen.emit(undo.id, undo.argument)
        desktop.wait(lambda: sorted(desktop.titles()) == ["First", "Second"])


def test_a_whole_restoration_waits_for_answers(open_desktop: Open) -> None:
    never = threading.Event()
    with OpenAIServer(Reply(pieces=[event("half"), never])) as server:
        desktop = open_desktop(server)
        desktop.send("Hi")
        desktop.wait(lambda: len(desktop.rows()) == 2 and desktop.rows()[1][1] == "half")
        dialog = opened(desktop)
        back_up(dialog, desktop, 1)
        dialog.findChild(QComboBox).setCurrentIndex(1)
        dialog.findChild(QPushButton, "backupsRestore").click()
        assert desktop.notices() == ["Answers are still being written. Stop them or wait, then restore."]
        gone(desktop)
        desktop.program.chat.stop()
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        never.set()


def test_a_backup_that_cannot_be_read_is_no_way_back(open_desktop: Open) -> None:
    desktop = open_desktop()
    dialog = opened(desktop)
    back_up(dialog, desktop, 1)
    dialog.reject()
    gone(desktop)
    (backup,) = (desktop.folder / "backups").iterdir()
    good = backup.read_bytes()
    backup.write_bytes(b"nothing of use " * 500)
    dialog = opened(desktop)
    assert rows(dialog) == [["Daily", "–"]]
    assert state(dialog) == "This backup cannot be read. Choose another one."
    dialog.reject()
    gone(desktop)
    backup.write_bytes(good)
    dialog = opened(desktop)
    backup.unlink()  # meanwhile
    dialog.findChild(QPushButton, "backupsRestore").click()
    desktop.wait(lambda: desktop.notices() == [f"{backup} cannot be opened."])
    gone(desktop)


def test_the_store_is_checked_when_asked_for(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop()
    desktop.wait(lambda: desktop.program.late_parts is not None)
    turn = first_turn()
    store = desktop.program.services.store
    desktop.program.store_lane.submit(lambda: store.begin_turn(turn.summary, turn.messages))
    desktop.program.store_lane.submit(lambda: store.finish(finished(turn.messages[-1], "text")))
    assert desktop.program.store_lane.drain(30)
    desktop.window.actions_.check_store.trigger()
    desktop.window.actions_.backups.trigger()  # one at a time
    assert desktop.notices() == ["A backup or a check of the store is still under way."]
    desktop.wait(lambda: "The store is sound. Read: 1 chats with 2 messages" in desktop.notices()[-1])

    def damage() -> None:
        store.opened._connection.execute("PRAGMA foreign_keys = 0")
        store.opened._connection.execute("UPDATE messages SET conversation = 4711")

    desktop.program.store_lane.submit(damage)
    assert desktop.program.store_lane.drain(30)
    desktop.window.actions_.check_store.trigger()
    desktop.wait(lambda: "The store is damaged. Places where it is not as it should be: 2." in desktop.notices())
    desktop.window.pane.notices.action_chosen.emit("show-backups", "")
    dialog = desktop.window.findChild(BackupsDialog)
    assert isinstance(dialog, BackupsDialog)
    desktop.wait(lambda: "There is no backup yet" in state(dialog))
    dialog.reject()
    gone(desktop)
