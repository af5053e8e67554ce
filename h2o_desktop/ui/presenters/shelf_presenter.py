"""What is done with chats and messages as wholes: pins, tags, the archive, the trash, copies, and the way back."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.shelf import Place, ShelfAction
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.qt.history_controller import HistoryController
from h2o_desktop.qt.message_controller import MessageController
from h2o_desktop.qt.shelf_controller import ShelfController
from h2o_desktop.ui.main_window import MainWindow

if TYPE_CHECKING:
    from h2o_desktop.core.conversation import ConversationSummary
    from h2o_desktop.ui.chat_view import ChatView

LIST_TAGS = Callable[[], list[tuple[str, int]]]


class ShelfPresenter(QObject):
    """Joins the history's menu and the window's actions to the controllers of chats and messages.

    Signals:
        export_requested(ids): the person wants these chats in files.
        copy_requested(ids): the person wants these chats on the clipboard.
    """

    export_requested = Signal(object)
    copy_requested = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        chat: ChatController,
        *,
        shelf: ShelfController,
        messages: MessageController,
        history: HistoryController,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self._shelf = shelf
        self._messages = messages
        self._history = history
        self._tags: tuple[LIST_TAGS, Lane] | None = None
        self._connect()

    def _connect(self) -> None:
        window, actions = self._window, self._window.actions_
        window.history.asked.connect(self.act)
        window.history.place_requested.connect(self._on_place_requested)
        self._history.place_changed.connect(self._on_place_changed)
        for action, asked in (
            (actions.delete, ShelfAction.DELETE),
            (actions.archive, ShelfAction.ARCHIVE),
            (actions.tags, ShelfAction.TAGS),
            (actions.duplicate, ShelfAction.DUPLICATE),
        ):
            action.triggered.connect(partial(self._act_on_shown, asked))
        actions.pin.triggered.connect(self._on_pin)
        actions.show_archive.triggered.connect(partial(self._on_place_requested, Place.ARCHIVE.value))
        actions.show_trash.triggered.connect(partial(self._on_place_requested, Place.TRASH.value))
        window.pane.notices.action_chosen.connect(self._on_notice_action)
        window.pane.view_made.connect(self._on_view_made)
        for source in (self._shelf, self._messages):
            source.notice_raised.connect(window.pane.notices.show_notice)
        self._shelf.deleted.connect(self._on_deleted)
        self._shelf.copied.connect(self._on_copied)
        self._messages.changed.connect(self._history.take)

    def _on_view_made(self, view: ChatView) -> None:
        view.delete_requested.connect(self._messages.delete)
        view.fork_requested.connect(self.fork)

    def offer_tags(self, list_tags: LIST_TAGS, lane: Lane) -> None:
        """Where the tags in use come from, so that the dialog can name them."""
        self._tags = (list_tags, lane)

    def act(self, action: str, ids: Sequence[str]) -> None:
        """Do something with chats."""
        match ShelfAction(action):
            case ShelfAction.PIN | ShelfAction.UNPIN:
                self._shelf.pin(ids, pinned=action == ShelfAction.PIN)
            case ShelfAction.ARCHIVE | ShelfAction.UNARCHIVE:
                self._shelf.archive(ids, archived=action == ShelfAction.ARCHIVE)
            case ShelfAction.DELETE:
                self._shelf.delete(ids)
            case ShelfAction.RESTORE:
                self._shelf.restore(ids)
            case ShelfAction.DELETE_FOR_GOOD:
                self._confirm_deletion(ids)
            case ShelfAction.TAGS:
                self._ask_for_tags(ids)
            case ShelfAction.DUPLICATE:
                self._shelf.duplicate(ids[0], self._copy_title(ids[0]))
            case ShelfAction.EXPORT:
                self.export_requested.emit(tuple(ids))
            case ShelfAction.COPY:
                self.copy_requested.emit(tuple(ids))

    def _act_on_shown(self, action: ShelfAction) -> None:
        if self._chat.conversation is not None:
            self._shelf.note(self._chat.conversation.summary)
            self.act(action, (self._chat.shown_id,))

    def _on_pin(self) -> None:
        summary = self._history.model.summary(self._chat.shown_id)
        if summary is None and self._chat.conversation is not None:
            summary = self._chat.conversation.summary
            self._shelf.note(summary)
        if summary is not None:
            self._shelf.pin((summary.id,), pinned=not summary.pinned)

    def _copy_title(self, conversation_id: str) -> str:
        summary = self._history.model.summary(conversation_id)
        return self.tr("{title} (copy)").format(title=summary.title if summary else "")

    def fork(self, message_id: str) -> None:
        """Make a chat of its own of the shown one, up to a message."""
        if self._chat.shown_id:
            self._shelf.fork(self._chat.shown_id, message_id, self._copy_title(self._chat.shown_id))

    # Places.

    def _on_place_requested(self, place: str, _checked: bool = False) -> None:
        if self._window.history.isHidden():
            self._window.actions_.show_history.trigger()
        self._history.show_place(Place(place))

    def _on_place_changed(self, place: str) -> None:
        self._window.history.set_place(Place(place))
        self._window.history.list.setFocus()

    # Dialogs.

    def _ask_for_tags(self, ids: Sequence[str]) -> None:
        from h2o_desktop.ui.tags_dialog import TagsDialog

        summary = self._history.model.summary(ids[0])
        tags = summary.tags if summary is not None and len(ids) == 1 else ()
        dialog = TagsDialog(tags, adds=len(ids) > 1, parent=self._window)
        dialog.tagged.connect(partial(self._on_tagged, tuple(ids)))
        dialog.finished.connect(dialog.deleteLater)
        if self._tags is not None:
            list_tags, lane = self._tags
            lane.submit(list_tags, partial(_show_known, dialog))
        dialog.open()

    def _on_tagged(self, ids: tuple[str, ...], tags: tuple[str, ...]) -> None:
        if len(ids) == 1:
            self._shelf.set_tags(ids[0], tags)
        else:
            self._shelf.add_tags(ids, tags)

    def _confirm_deletion(self, ids: Sequence[str]) -> None:
        from PySide6.QtWidgets import QMessageBox

        box = QMessageBox(self._window)
        box.setObjectName("deleteForGoodDialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setText(self.tr("Chats to be deleted for good: {count}. Nothing brings them back.").format(count=len(ids)))
        delete = box.addButton(self.tr("Delete for good"), QMessageBox.ButtonRole.DestructiveRole)
        box.addButton(QMessageBox.StandardButton.Cancel)
        delete.clicked.connect(partial(self._shelf.delete_for_good, tuple(ids)))
        box.finished.connect(box.deleteLater)
        box.open()

    # What came of it.

    def _on_deleted(self, conversation_id: str) -> None:
        self._chat.board.stop(conversation_id)
        if conversation_id == self._chat.shown_id:
            self._chat.show_new()

    def _on_copied(self, summary: ConversationSummary) -> None:
        self._chat.show_stored(summary.id)

    def _on_notice_action(self, action_id: str, argument: str) -> None:
        if not self._shelf.undo(action_id, argument):
            self._messages.undo(action_id, argument)


def _show_known(dialog: object, outcome: Outcome[list[tuple[str, int]]]) -> None:
    import shiboken6

    from h2o_desktop.ui.tags_dialog import TagsDialog

    if outcome.error is None and shiboken6.isValid(dialog) and isinstance(dialog, TagsDialog):
        dialog.show_known([tag for tag, _count in outcome.result()])
