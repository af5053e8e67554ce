"""The button that says that there is newer text below."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from h2o_desktop.ui.icons import icon

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

MARGIN = 12


class NewTextButton(QPushButton):
    """Stands over the lower edge of the conversation while the reader is not at its end."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view)
        self.setObjectName("newTextButton")
        self.setIcon(icon("arrow-down", view.theme))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view = view
        self._has_news = False
        self.clicked.connect(view.navigation.go_to_end)
        self.hide()

    def note_news(self) -> None:
        """Text came."""
        if not self._view.transcript.is_following:
            self._has_news = True

    def follow_view(self) -> None:
        """Show, hide and place the button, after the view moved."""
        transcript = self._view.transcript
        if transcript.is_following or transcript.is_at_end or not len(transcript.rows):
            self._has_news = False
            self.hide()
            return
        self.setText(self.tr("New text below") if self._has_news else self.tr("To the end"))
        self.adjustSize()
        column = self._view.column
        self.move(column.center().x() - self.width() // 2, column.bottom() - self.height() - MARGIN)
        self.show()
