"""The keyboard in the chat view."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView


class Keyboard:
    """Turns keys into what the view does."""

    def __init__(self, view: ChatView) -> None:
        self._view = view

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; false when it stands for nothing here."""
        view, page = self._view, self._view.viewport().height() - 40
        if event.matches(QKeySequence.StandardKey.Copy):
            view.message_actions.copy_selection()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            view.selection.select_all()
            view.viewport().update()
        elif event.key() == Qt.Key.Key_PageDown:
            view.scroll_by(page)
        elif event.key() == Qt.Key.Key_PageUp:
            view.scroll_by(-page)
        elif event.key() == Qt.Key.Key_Home:
            view.go_to_start()
        elif event.key() == Qt.Key.Key_End:
            view.go_to_end()
        else:
            return False
        return True
