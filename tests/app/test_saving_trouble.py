"""The disk is full, the folder is away, may not be written, or cannot be read: nothing is lost, and saving goes on."""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import apsw
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from h2o_desktop.core.notice import Severity
from h2o_desktop.qt import draft_keeper, history_controller, patient_saving
from h2o_desktop.storage.failures import storage_error
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.services import STORE_FILE, Services
from tests.app.conftest import Desktop
from tests.app.sweep_driver import HELD, Server, Sweeping
from tests.fakes.conversation_examples import first_turn
from tests.fakes.failing_files import NAME, FailingFiles, failing_files
from tests.fakes.openai_server import DONE, OpenAIServer, Reply, event, said

Open = Callable[..., Desktop]
NOBODY = 65534
ANSWER = "The river begins in the hills."
RESUMED = "Saving works again. Nothing was lost."
posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has neither these modes nor moves an open folder")


@pytest.fixture(autouse=True)
def short_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (patient_saving, history_controller, draft_keeper):
        monkeypatch.setattr(module, "RETRY_MS", 50)


@pytest.fixture
def files(monkeypatch: pytest.MonkeyPatch) -> Iterator[FailingFiles]:
    """The file layer of every store that is opened."""

    def open_store(services: Services) -> Transcripts:
        return Transcripts(services.folder / STORE_FILE, vfs=NAME)

    with failing_files() as files:
        monkeypatch.setattr(Services, "_open_store", open_store)
        yield files


@contextmanager
def half_an_answer(open_desktop: Open) -> Iterator[tuple[Desktop, threading.Event]]:
    """The program while an answer comes; the rest of it when the event is set."""
    more = threading.Event()
    reply = Reply(pieces=[event(ANSWER[:10]), more, event(ANSWER[10:]), DONE])
    with OpenAIServer(reply, said("Later.")) as server:
        desktop = open_desktop(server)
        desktop.wait(lambda: desktop.program.late_parts is not None)
        desktop.send("Tell me")
        desktop.wait(lambda: len(desktop.rows()) == 2 and desktop.rows()[1][1] == ANSWER[:10])
        try:
            yield desktop, more
        finally:
            more.set()
            desktop.close()  # before its file layer goes


def is_whole(desktop: Desktop) -> bool:
    return desktop.rows()[1] == ("assistant", ANSWER, "complete")


def errors(desktop: Desktop) -> list[str]:
    notices = desktop.window.pane.notices.notices
    return [str(notice.summary) for notice in notices if notice.severity is not Severity.INFO]


def stored_text(desktop: Desktop) -> str:
    """The last message of the newest conversation, as another program sees it."""
    assert desktop.program.store_lane.drain(30)
    store = Transcripts(desktop.folder / STORE_FILE)
    try:
        return store.load(store.list_conversations()[0].id).messages[-1].content
    finally:
        store.close()


def copied(desktop: Desktop) -> str:
    """The answer as it is copied from the window."""
    desktop.window.pane.chat_view.message_actions.copy_message(1)
    text = QGuiApplication.clipboard().text()
    QGuiApplication.clipboard().clear()
    return text


@pytest.mark.parametrize(
    ("error", "words"),
    [(apsw.FullError, "The disk is full"), (apsw.ReadOnlyError, "read-only"), (apsw.IOError, "read")],
)
def test_a_disk_that_takes_nothing_costs_no_word_of_an_answer(
    open_desktop: Open, files: FailingFiles, error: type[apsw.Error], words: str
) -> None:
    with half_an_answer(open_desktop) as (desktop, more):
        files.reset(1, error)
        more.set()
        desktop.wait(lambda: is_whole(desktop) and desktop.program.turn_parts.saving.unsaved_count == 1)
        (told,) = errors(desktop)  # once, however often it is tried
        assert words in told
        assert copied(desktop) == ANSWER
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        refused: list[object] = []
        desktop.program.chat.board.not_stored.connect(lambda _id, why: refused.append(why))
        desktop.send("and then?")
        desktop.wait(lambda: bool(refused))
        assert desktop.window.pane.prompt.text() == "and then?"  # nothing was sent, nothing is lost
        assert len(desktop.rows()) == 2
        files.reset()
        desktop.wait(lambda: RESUMED in desktop.notices())
        assert stored_text(desktop) == ANSWER
        desktop.press(Qt.Key.Key_Return)
        desktop.wait(lambda: len(desktop.rows()) == 4 and desktop.rows()[3] == ("assistant", "Later.", "complete"))
        assert errors(desktop) == []  # that it could not be stored holds no longer


@posix
def test_a_folder_that_is_away_costs_no_word_of_an_answer(open_desktop: Open) -> None:
    with half_an_answer(open_desktop) as (desktop, more):
        away = desktop.folder.rename(desktop.folder.with_name("away"))
        more.set()
        desktop.wait(lambda: is_whole(desktop) and any("no longer there" in told for told in errors(desktop)))
        assert copied(desktop) == ANSWER
        desktop.type("half a prompt")
        desktop.wait(lambda: any(str(desktop.folder) in told and STORE_FILE not in told for told in errors(desktop)))
        away.rename(desktop.folder)  # nothing stands in its way
        desktop.wait(lambda: RESUMED in desktop.notices() and errors(desktop) == [])
        assert stored_text(desktop) == ANSWER


def test_a_full_disk_costs_neither_the_parameters_nor_the_branch(open_desktop: Open, files: FailingFiles) -> None:
    with OpenAIServer(said("One."), said("Two.")) as server:
        desktop = open_desktop(server)
        desktop.wait(lambda: desktop.program.late_parts is not None)
        desktop.send("Tell me")
        desktop.wait(lambda: desktop.rows()[1:] == [("assistant", "One.", "complete")])
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.rows()[1:] == [("assistant", "Two.", "complete")])
        chat, saving = desktop.program.chat, desktop.program.turn_parts.saving
        desktop.wait(lambda: chat.state == "idle")
        assert desktop.program.store_lane.drain(30)  # the answer, which would be one more that is not saved
        files.reset(1, apsw.FullError)
        assert chat.conversation is not None
        chat.show_branch(chat.conversation.path()[1].id, -1)
        desktop.program.models.parameters.set_value("temperature", 1.5)
        desktop.wait(lambda: saving.unsaved_count == 2)
        (told,) = errors(desktop)
        assert "The disk is full" in told
        files.reset()
        desktop.wait(lambda: RESUMED in desktop.notices() and saving.unsaved_count == 0)
        assert desktop.program.store_lane.drain(30)
        store = Transcripts(desktop.folder / STORE_FILE)
        stored = store.load(store.list_conversations()[0].id)
        store.close()
        assert (stored.path()[1].content, stored.summary.parameters["temperature"]) == ("One.", 1.5)
        desktop.close()


def test_a_window_with_unsaved_text_asks_before_it_closes(open_desktop: Open, files: FailingFiles) -> None:
    with half_an_answer(open_desktop) as (desktop, _more):
        files.reset(1, apsw.FullError)
        desktop.program.chat.stop()
        desktop.wait(lambda: desktop.program.turn_parts.saving.unsaved_count == 1)
        for _attempt in range(2):
            assert not desktop.window.close()
        (box,) = desktop.window.findChildren(QMessageBox, "unsavedDialog")
        assert "The disk is full" in box.informativeText()
        box.reject()
        desktop.wait(lambda: not desktop.window.findChildren(QMessageBox, "unsavedDialog"))
        files.reset()
        assert desktop.window.close()  # the last try works
        desktop.closed = True
        desktop.window.deleteLater()
    assert stored_text(desktop) == ANSWER[:10]


def test_a_person_may_close_and_lose_it(open_desktop: Open, files: FailingFiles) -> None:
    with half_an_answer(open_desktop) as (desktop, _more):
        files.reset(1, apsw.FullError)
        desktop.program.turn_parts.saving.failing(
            "something else", storage_error(apsw.FullError("full"), Path("store"))
        )
        assert not desktop.window.close()  # which stops the answer first
        (box,) = desktop.window.findChildren(QMessageBox, "unsavedDialog")
        next(button for button in box.findChildren(QPushButton) if button.text() == "Close and lose it").click()
        desktop.wait(lambda: not desktop.window.isVisible())
        desktop.closed = True
        desktop.window.deleteLater()
        files.reset()


@pytest.mark.slow
def test_a_full_disk_costs_no_answer_of_a_sweep(open_desktop: Open, files: FailingFiles) -> None:
    with Server() as server:
        sweeping = Sweeping(open_desktop(server))
        desktop, saving = sweeping.desktop, sweeping.desktop.program.turn_parts.saving
        sweeping.open()
        sweeping.set_up(columns="1", prompt=HELD)
        sweeping.start()
        desktop.wait(lambda: len([cell for cell in sweeping.cells() if cell and cell.content]) == 2)
        assert desktop.program.store_lane.drain(30)
        files.reset(1, apsw.FullError)
        server.go_on.set()
        sweeping.wait_done()
        desktop.wait(lambda: saving.unsaved_count == 2)
        assert "The disk is full" in sweeping.window.message.text()
        assert any("The disk is full" in told for told in errors(desktop))
        assert not desktop.window.close()
        (box,) = desktop.window.findChildren(QMessageBox, "unsavedDialog")
        box.reject()
        files.reset()
        desktop.wait(lambda: RESUMED in desktop.notices() and saving.unsaved_count == 0)
        assert sweeping.window.message.text() == RESUMED
        shown = sweeping.window.controller
        assert shown is not None
        desktop.close()
    store = Transcripts(desktop.folder / STORE_FILE)
    assert store.load_sweep(shown.plan.id) == shown.sweep
    store.close()


@pytest.mark.slow
def test_a_window_with_a_sweep_that_cannot_be_saved_asks_before_it_closes(
    open_desktop: Open, files: FailingFiles
) -> None:
    with Server() as server:
        sweeping = Sweeping(open_desktop(server))
        desktop, saving = sweeping.desktop, sweeping.desktop.program.turn_parts.saving
        sweeping.open()
        sweeping.set_up(columns="1", prompt=HELD)
        sweeping.start()
        desktop.wait(lambda: len([cell for cell in sweeping.cells() if cell and cell.content]) == 2)
        assert desktop.program.store_lane.drain(30)
        files.reset(1, apsw.FullError)
        saving.failing("something else", storage_error(apsw.FullError("full"), Path("store")))
        assert not desktop.window.close()  # which stops the cells first
        assert saving.unsaved_count == 2
        (box,) = desktop.window.findChildren(QMessageBox, "unsavedDialog")
        box.reject()
        files.reset()
        assert desktop.window.close()  # the last try works
        desktop.closed = True
        shown = sweeping.window.controller
        assert shown is not None
        whole = shown.sweep
        desktop.window.deleteLater()
    store = Transcripts(desktop.folder / STORE_FILE)
    assert store.load_sweep(whole.plan.id) == whole
    store.close()


@contextmanager
def without_rights() -> Iterator[None]:
    """Like a person who may not write everywhere, also where the tests run as one who may."""
    user = os.geteuid()
    if user == 0:
        os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(user)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach and write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder


@posix
def test_a_store_that_cannot_be_opened_is_read_when_it_can(open_desktop: Open, open_folder: Path) -> None:
    folder = open_folder / "data"
    store = Transcripts(folder / STORE_FILE)
    turn = first_turn("Rivers")
    store.begin_turn(turn.summary, turn.messages)
    store.close()
    folder.chmod(0)
    with without_rights():
        desktop = open_desktop(folder=folder)
        desktop.wait(lambda: any("cannot be opened" in told for told in errors(desktop)))
        assert desktop.titles() == []
    folder.chmod(0o755)
    desktop.wait(lambda: desktop.titles() == ["Rivers"])
    desktop.wait(lambda: not any(STORE_FILE in told for told in errors(desktop)))


@posix
def test_what_is_typed_is_kept_as_soon_as_it_may_be_written_again(open_desktop: Open, open_folder: Path) -> None:
    folder, drafts = open_folder / "data", open_folder / "data" / "drafts"
    with without_rights():
        desktop = open_desktop(folder=folder)
        desktop.wait(lambda: desktop.program.late_parts is not None)
        desktop.type("Half")
        desktop.wait(lambda: any(map(has_text("Half"), drafts.glob("*"))))
        drafts.chmod(0o555)
        desktop.type(" a prompt")
        desktop.wait(lambda: any("read-only" in told for told in errors(desktop)))
        assert desktop.window.pane.prompt.text() == "Half a prompt"
        drafts.chmod(0o755)
        desktop.wait(lambda: errors(desktop) == [])
        assert any(map(has_text("Half a prompt"), drafts.glob("*")))


def has_text(text: str) -> Callable[[Path], bool]:
    return lambda path: text in path.read_text(encoding="utf-8")
