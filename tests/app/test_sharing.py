"""Chats and messages go onto the clipboard, into files and onto paper."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import QChildEvent, QCoreApplication, QEvent, QMimeData, QObject, QPoint, Qt
from PySide6.QtGui import QDrag, QKeySequence
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QWidget

from h2o_desktop.core.transfer import HandedOut
from h2o_desktop.ui.paper.printing import PrintDialog
from h2o_desktop.ui.presenters.dragging_presenter import mime_data
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]
FIRST, SECOND = "A *river*.", "The `Volga`."


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """Leave nothing of Python's on the clipboard: Qt drops it after Python has ended, which ends in a crash."""
    yield
    QApplication.clipboard().clear()


@pytest.fixture
def chat(open_desktop: Open) -> Desktop:
    """A chat of one prompt with two answers, the second of which is shown."""
    with OpenAIServer(said(FIRST), said(SECOND)) as server:
        desktop = open_desktop(server)
        desktop.ask("What flows?")
        desktop.wait(lambda: desktop.program.transcripts.transfer is not None)
        ended: list[object] = []
        desktop.program.chat.answer_ended.connect(lambda _id, message: ended.append(message))
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: bool(ended))
        assert desktop.program.store_lane.drain(30)
    return desktop


def clipboard(desktop: Desktop, kind: str) -> QMimeData:
    """What is on the clipboard when something of that kind has come."""

    def has_come() -> bool:
        data: QMimeData | None = QApplication.clipboard().mimeData()  # None while it is empty
        return data is not None and data.hasFormat(kind)

    desktop.wait(has_come)
    return QApplication.clipboard().mimeData()


def share(desktop: Desktop, row: int, how: str) -> None:
    message = desktop.program.models.conversation.message(row)
    desktop.window.pane.chat_view.share_requested.emit(message.id, how)


def save(desktop: Desktop, path: Path) -> QFileDialog:
    """Choose a file in the open dialog, and wait until it is written."""
    dialog = desktop.window.findChildren(QFileDialog, "saveDialog")[-1]
    dialog.fileSelected.emit(str(path))
    desktop.wait(lambda: any(str(path) in notice for notice in desktop.notices()))
    dialog.reject()
    return dialog


def test_a_chat_is_copied_in_every_form(chat: Desktop) -> None:
    copies = chat.window.actions_.copies
    QApplication.clipboard().setText("mine")
    copies["markdown"].trigger()
    assert clipboard(chat, "text/markdown").text().startswith("# What flows?\n\n## You")
    assert FIRST not in clipboard(chat, "text/markdown").text()
    copies["html"].trigger()
    data = clipboard(chat, "text/html")
    assert "<code>Volga</code>" in data.html()
    assert SECOND in data.text()
    copies["json"].trigger()
    document = json.loads(clipboard(chat, "application/json").text())
    assert [message["content"] for message in document["messages"]] == ["What flows?", SECOND]
    assert document["branches"] == []
    QApplication.clipboard().setText("mine")
    copies["text"].trigger()
    chat.wait(lambda: QApplication.clipboard().text() != "mine")
    text = QApplication.clipboard().text()
    assert text.startswith("What flows?\n===========\n")
    assert not QApplication.clipboard().mimeData().hasHtml()
    assert "This chat is on the clipboard." in chat.notices()


def test_a_message_is_copied_with_its_looks_and_as_data(chat: Desktop) -> None:
    share(chat, 1, "copy-html")
    data = clipboard(chat, "text/html")
    assert data.html() == "<p>The <code>Volga</code>.</p>\n"
    assert data.text() == SECOND
    share(chat, 1, "copy-json")
    assert json.loads(clipboard(chat, "application/json").text())["role"] == "assistant"
    assert "This chat is on the clipboard." not in chat.notices()


def test_a_message_and_a_branch_are_saved(chat: Desktop, tmp_path: Path) -> None:
    share(chat, 1, "save")
    dialog = save(chat, tmp_path / "message.json")
    assert len(dialog.nameFilters()) == 6
    dialog.filterSelected.emit(dialog.nameFilters()[1])
    assert dialog.defaultSuffix() == "pdf"
    document = json.loads((tmp_path / "message.json").read_text(encoding="utf-8"))
    assert [message["content"] for message in document["messages"]] == [SECOND]
    share(chat, 0, "save-branch")
    save(chat, tmp_path / "branch.md")
    text = (tmp_path / "branch.md").read_text(encoding="utf-8")
    assert "What flows?" in text
    assert SECOND not in text
    share(chat, 1, "save")
    save(chat, tmp_path / "message.pdf")
    assert "Volga" in pypdf.PdfReader(tmp_path / "message.pdf").pages[0].extract_text()


def test_other_branches_may_stay_here(chat: Desktop, tmp_path: Path) -> None:
    exports = chat.program.export_presenter
    exports.export_shown(str(tmp_path / "all.md"))
    chat.window.actions_.shown_branch_only.trigger()
    exports.export_shown(str(tmp_path / "one.md"))
    chat.wait(lambda: all((tmp_path / name).exists() for name in ("all.md", "one.md")))
    assert FIRST in (tmp_path / "all.md").read_text(encoding="utf-8")
    assert FIRST not in (tmp_path / "one.md").read_text(encoding="utf-8")


def test_everything_is_in_the_menus(chat: Desktop) -> None:
    menu = chat.window.actions_.export_menu()
    assert chat.window.actions_.print in menu.actions()
    inner = [action.menu() for action in menu.actions() if isinstance(action.menu(), QMenu)]
    assert [action.text() for action in inner[0].actions()] == [
        "Plain text",
        "Markdown",
        "HTML, with its looks",
        "JSON",
    ]
    menu.deleteLater()


def test_a_chat_is_printed_as_its_preview_shows_it(chat: Desktop, tmp_path: Path) -> None:
    chat.window.actions_.print.trigger()
    chat.wait(lambda: chat.window.findChild(PrintDialog, "printDialog") is not None)
    dialog = chat.window.findChild(PrintDialog, "printDialog")
    assert isinstance(dialog, PrintDialog)
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    printer.setOutputFileName(str(tmp_path / "printed.pdf"))
    dialog.paint(printer)
    dialog.reject()
    (page,) = pypdf.PdfReader(tmp_path / "printed.pdf").pages
    assert "1\t/\t1" in page.extract_text().replace(" ", "\t")


def test_an_empty_chat_is_neither_printed_nor_copied(open_desktop: Open) -> None:
    desktop = open_desktop()
    desktop.wait(lambda: desktop.program.transcripts.transfer is not None)
    QApplication.clipboard().setText("mine")
    desktop.window.actions_.copies["markdown"].trigger()
    desktop.window.actions_.print.trigger()
    assert desktop.notices() == ["This chat is empty: nothing to print."]
    assert QApplication.clipboard().text() == "mine"


def test_chats_are_copied_as_text_and_as_files_that_go_away(chat: Desktop) -> None:
    QApplication.clipboard().setText("mine")
    chat.wait(lambda: chat.titles() == ["What flows?"])
    history = chat.window.history.list
    history.open_first()
    history.setFocus()
    QTest.keySequence(history, QKeySequence(QKeySequence.StandardKey.Copy))
    (file,) = [Path(url.toLocalFile()) for url in clipboard(chat, "text/uri-list").urls()]
    assert QApplication.clipboard().text().startswith("# What flows?")
    assert SECOND in file.read_text(encoding="utf-8")
    assert file.name.endswith(".md")
    assert "Chats on the clipboard: 1, as text and as files." in chat.notices()
    chat.close()
    assert not file.parent.exists()


def test_what_is_let_go_before_its_file_is_there_is_not_dragged(chat: Desktop) -> None:
    chat.window.history.list.dragged.emit((chat.program.chat.shown_id,))
    share(chat, 1, "drag")
    chat.wait(lambda: chat.program.network_lane.drain(0))
    QCoreApplication.processEvents()
    assert chat.window.findChildren(QDrag) == []


class DragsBegun(QObject):
    """Counts the drags that begin at a widget: they are its children, and no widgets."""

    def __init__(self, widget: QWidget) -> None:
        super().__init__(widget)
        self.count = 0
        widget.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if isinstance(event, QChildEvent) and event.added() and not event.child().isWidgetType():
            self.count += 1
        return False


def test_a_drag_begins_while_the_button_is_down(chat: Desktop, tmp_path: Path) -> None:
    window, history = chat.window.windowHandle(), chat.window.history.list
    drags = DragsBegun(history), DragsBegun(chat.window.pane.chat_view)
    QTest.mousePress(window, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    history.dragged.emit((chat.program.chat.shown_id,))
    chat.wait(lambda: drags[0].count == 1)
    share(chat, 1, "drag")
    chat.wait(lambda: drags[1].count == 1)
    QTest.mouseRelease(window, Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    data = mime_data(HandedOut((tmp_path / "a.md", tmp_path / "b.md"), "two"))
    assert [url.toLocalFile() for url in data.urls()] == [str(tmp_path / "a.md"), str(tmp_path / "b.md")]
    assert data.text() == "two"


def test_too_many_chats_at_once_are_refused_in_words(chat: Desktop) -> None:
    chat.window.history.list.dragged.emit(tuple(str(number) for number in range(101)))
    chat.wait(lambda: any("101 chats are too many at once; 100" in notice for notice in chat.notices()))
