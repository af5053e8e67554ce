"""Chats go out into files and come in again, through the window's dialogs and by dropping files on it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pypdf
from PySide6.QtCore import QBuffer, QIODevice, QLibraryInfo, QMimeData, QPointF, Qt, QUrl, QVersionNumber
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QFileDialog, QLabel, QPlainTextEdit, QPushButton

from h2o_desktop.core.conversation import Conversation
from h2o_desktop.ui.export_dialog import ExportDialog
from h2o_desktop.ui.import_dialog import ImportDialog
from h2o_desktop.ui.presenters.transfer_presenter import TransferPresenter
from h2o_desktop.ui.transfer_bar import TransferBar
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said
from tests.showcase import RICH, conversation

Open = Callable[..., Desktop]


def transfer(desktop: Desktop) -> TransferPresenter:
    desktop.wait(lambda: desktop.program.transcripts.transfer is not None)
    presenter = desktop.program.transcripts.transfer
    assert presenter is not None
    return presenter


def drop(desktop: Desktop, *urls: QUrl) -> bool:
    """Drop addresses on the window; returns whether they were taken."""
    data = QMimeData()
    data.setUrls(urls)
    middle, copy, left = QPointF(100, 100), Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    takes_fractions = QLibraryInfo.version() >= QVersionNumber(6, 12)
    place = middle if takes_fractions else middle.toPoint()
    enter = QDragEnterEvent(place, copy, data, left, Qt.KeyboardModifier.NoModifier)
    enter.ignore()
    QApplication.sendEvent(desktop.window, enter)
    if enter.isAccepted():
        QApplication.sendEvent(desktop.window, QDropEvent(middle, copy, data, left, Qt.KeyboardModifier.NoModifier))
    return enter.isAccepted()


def import_dialog(desktop: Desktop) -> ImportDialog:
    desktop.wait(lambda: desktop.window.findChild(ImportDialog) is not None)
    dialog = desktop.window.findChild(ImportDialog)
    assert isinstance(dialog, ImportDialog)
    return dialog


def test_all_chats_go_out_and_come_in_again(open_desktop: Open, tmp_path: Path) -> None:
    out = tmp_path / "out"
    with OpenAIServer(said("one"), said("two")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.window.actions_.new_chat.trigger()
        desktop.ask("Second")
        transfer(desktop)
        desktop.window.actions_.export_all.trigger()
        dialog = desktop.window.findChild(ExportDialog)
        forms = dialog.findChild(QComboBox, "exportForm")
        forms.setCurrentIndex(forms.findData("json"))
        dialog.accept()
        desktop.window.findChild(QFileDialog, "exportFolderDialog").reject()
        transfer(desktop).export(None, out, "json")
        desktop.wait(lambda: desktop.notices() == [f"Exported chats: 2, to {out}."])
        desktop.close()
    other = open_desktop(folder=tmp_path / "other")
    transfer(other)
    assert drop(other, *(QUrl.fromLocalFile(str(path)) for path in out.iterdir()))
    dialog = import_dialog(other)
    assert "New chats: 2." in dialog.findChild(QLabel, "importHead").text()
    assert "First" in dialog.findChild(QPlainTextEdit, "importDetails").toPlainText()
    assert other.titles() == []
    dialog.accept()
    other.wait(lambda: sorted(other.titles()) == ["First", "Second"])
    assert other.notices() == ["Imported. New chats: 2. With something new: 0. Here already: 0."]
    other.wait(lambda: other.window.findChild(ImportDialog) is None)
    transfer(other).preview(list(out.iterdir()))
    again = import_dialog(other)
    assert "nothing to import" in again.findChild(QLabel, "importHead").text()
    again.reject()


def test_chosen_chats_go_out_as_lines_to_train_with(open_desktop: Open, tmp_path: Path) -> None:
    with OpenAIServer(said("one")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        presenter = transfer(desktop)
        desktop.window.history.asked.emit("export", (desktop.program.chat.shown_id,))
        desktop.window.findChild(ExportDialog).reject()
        for form in ("jsonl", "markdown"):
            presenter.export((desktop.program.chat.shown_id,), tmp_path / form, form)
            desktop.wait(lambda form=form: any(form in notice for notice in desktop.notices()))
    (line,) = (tmp_path / "jsonl" / "conversations.jsonl").read_text(encoding="utf-8").splitlines()
    assert [message["content"] for message in json.loads(line)["messages"]] == ["First", "one"]
    assert len(list((tmp_path / "markdown").glob("*.md"))) == 1


def test_a_bad_file_is_told_in_words_and_other_drops_are_not_taken(open_desktop: Open, tmp_path: Path) -> None:
    bad = tmp_path / "bad.json"
    bad.write_text("{", encoding="utf-8")
    desktop = open_desktop()
    transfer(desktop)
    assert not drop(desktop, QUrl("https://example.org/chat.json"))
    assert drop(desktop, QUrl.fromLocalFile(str(bad)))
    desktop.wait(lambda: len(desktop.notices()) == 1)
    assert not desktop.window.pane.prompt.editor.canInsertFromMimeData(_files(bad))
    assert desktop.window.findChild(ImportDialog) is None


def _files(path: Path) -> QMimeData:
    data = QMimeData()
    data.setText(str(path))
    data.setUrls([QUrl.fromLocalFile(str(path))])
    return data


def test_the_import_can_be_asked_for_by_the_menu(open_desktop: Open) -> None:
    desktop = open_desktop()
    transfer(desktop)
    desktop.window.actions_.import_files.trigger()
    dialog = desktop.window.findChild(QFileDialog, "importFilesDialog")
    assert dialog.fileMode() is QFileDialog.FileMode.ExistingFiles
    dialog.reject()


def picture() -> bytes:
    """A picture 30 pixels wide, as it comes from a server."""
    pixels = QImage(30, 20, QImage.Format.Format_RGB32)
    pixels.fill(0x336699)
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert pixels.save(buffer, "PNG")
    return bytes(buffer.data().data())


def test_a_chat_becomes_a_pdf_file(open_desktop: Open, tmp_path: Path) -> None:
    address = "https://example.org/dot.png"
    with OpenAIServer(said(f"A *river*. ![A dot]({address})")) as server:
        desktop = open_desktop(server)
        desktop.ask("What flows?")
        transfer(desktop)
        assert desktop.window.pane.chat_view.show_image(address, picture())
        desktop.window.actions_.exports["pdf"].trigger()
        dialog = desktop.window.findChild(QFileDialog, "saveDialog")
        assert dialog.selectedFiles()[0].endswith("What flows.pdf")
        dialog.fileSelected.emit(str(tmp_path / "out.pdf"))
        dialog.reject()
        desktop.wait(lambda: desktop.notices() == [f"Exported to {tmp_path / 'out.pdf'}."])
    (page,) = pypdf.PdfReader(tmp_path / "out.pdf").pages
    assert "A \nriver\n." in page.extract_text()
    assert server.url in page.extract_text()
    painted = [one.get_object() for one in page["/Resources"]["/XObject"].values()]
    assert [one["/Width"] for one in painted if one["/Subtype"] == "/Image"] == [30]


def test_a_long_export_is_cancelled_and_leaves_nothing(open_desktop: Open, tmp_path: Path) -> None:
    desktop = open_desktop()
    presenter = transfer(desktop)
    bar = desktop.window.findChild(TransferBar, "transferBar")
    label, button = bar.findChild(QLabel, "transferText"), bar.findChild(QPushButton, "transferCancelButton")
    example = conversation()
    answer = replace(example.messages[1], content="\n\n".join([RICH] * 60))
    presenter.export_one(Conversation(example.summary, (example.messages[0], answer), answer.id), tmp_path / "a.pdf")
    assert label.text() == "Laying out the pages…"
    desktop.wait(lambda: label.text().startswith("Pages laid out: "))
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    desktop.wait(bar.isHidden)
    assert [path.name for path in tmp_path.iterdir() if path.name != "data"] == []
    assert desktop.notices() == []
