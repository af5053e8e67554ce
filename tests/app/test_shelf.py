"""Chats and messages as wholes in the window: by menus, keys and dialogs, with the way back."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit, QMessageBox, QPushButton

from h2o_desktop.core.shelf import Place
from h2o_desktop.ui.tags_dialog import TagsDialog
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]


def settle(desktop: Desktop) -> None:
    done: list[bool] = []
    desktop.program.store_lane.submit(lambda: None, lambda _outcome: done.append(True))
    desktop.wait(lambda: bool(done))


def undo(desktop: Desktop, name: str) -> None:
    """Choose Undo in the notice that offers it."""
    desktop.window.pane.notices.findChild(QPushButton, f"{name}Button").click()


def test_pin_tag_archive_and_the_way_back(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two"), said("three")) as server:
        desktop = open_desktop(server)
        actions = desktop.window.actions_
        desktop.ask("Old")
        old_id = desktop.program.chat.shown_id
        actions.pin.trigger()
        actions.tags.trigger()
        settle(desktop)
        dialog = desktop.window.findChild(TagsDialog)
        dialog.findChild(QLineEdit, "tagsField").setText("river, deep water")
        dialog.accept()
        actions.new_chat.trigger()
        desktop.ask("New")
        settle(desktop)
        assert desktop.titles() == ["Old", "New"]
        summary = desktop.program.models.history.summary(old_id)
        assert summary is not None
        assert summary.tags == ("deep water", "river")
        desktop.window.history.opened.emit(old_id)
        desktop.wait(lambda: desktop.program.chat.shown_id == old_id)
        desktop.ask("More")
        assert desktop.titles() == ["Old", "New"]
        actions.archive.trigger()
        desktop.wait(lambda: desktop.titles() == ["New"])
        actions.show_archive.trigger()
        desktop.wait(lambda: desktop.titles() == ["Old"])
        undo(desktop, "undo-archive")
        desktop.wait(lambda: desktop.titles() == [])
        desktop.window.history.place_requested.emit(Place.HISTORY.value)
        desktop.wait(lambda: desktop.titles() == ["Old", "New"])


def test_the_trash_is_emptied_only_after_a_question(open_desktop: Open) -> None:
    with OpenAIServer(said("one")) as server:
        desktop = open_desktop(server)
        desktop.ask("Gone")
        desktop.window.actions_.delete.trigger()
        desktop.wait(lambda: desktop.titles() == [])
        desktop.window.actions_.show_trash.trigger()
        desktop.wait(lambda: desktop.titles() == ["Gone"])
        identifier = desktop.program.services.store.list_trash()[0].id
        desktop.window.history.asked.emit("delete-for-good", (identifier,))
        box = desktop.window.findChild(QMessageBox, "deleteForGoodDialog")
        assert "Nothing brings them back" in box.text()
        assert desktop.titles() == ["Gone"]
        next(button for button in box.buttons() if button.text() == "Delete for good").click()
        desktop.wait(lambda: desktop.titles() == [])
        assert desktop.program.store_lane.drain(30)
        assert desktop.program.services.store.list_trash() == []


def test_a_deleted_message_comes_back(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.ask("Second")
        view = desktop.window.pane.chat_view
        view.delete_requested.emit(desktop.program.models.conversation.message(2).id)
        desktop.wait(lambda: [text for _, text, _ in desktop.rows()] == ["First", "one"])
        undo(desktop, "undo-delete-message")
        desktop.wait(lambda: [text for _, text, _ in desktop.rows()] == ["First", "one", "Second", "two"])


def test_a_chat_is_duplicated_and_forked(open_desktop: Open) -> None:
    with OpenAIServer(said("one"), said("two")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.ask("Second")
        first_id = desktop.program.chat.shown_id
        desktop.window.actions_.duplicate.trigger()
        desktop.wait(lambda: desktop.program.chat.shown_id not in {"", first_id})
        assert len(desktop.rows()) == 4
        copy_id = desktop.program.chat.shown_id
        desktop.window.pane.chat_view.message_actions.run_on_message(1, "fork")
        desktop.wait(lambda: desktop.program.chat.shown_id not in {first_id, copy_id})
        assert [text for _, text, _ in desktop.rows()] == ["First", "one"]
        assert len(desktop.titles()) == 3
