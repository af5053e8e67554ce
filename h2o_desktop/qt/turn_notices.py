"""What is told of turns that failed, until another one shows that the reason is gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.conversation import ConversationSummary, Message
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice

if TYPE_CHECKING:
    from h2o_desktop.core.provider import TerminalEvent
    from h2o_desktop.qt.turn_board import TurnBoard


class TurnNotices(QObject):
    """Follows the turns of all conversations. Lives in the GUI thread.

    Signals:
        raised(notice): a turn could not be stored, or its answer failed.
        over(notice): it was asked again in the same conversation; or, where nothing could be stored, in any.
    """

    raised = Signal(object)
    over = Signal(object)

    def __init__(self, board: TurnBoard) -> None:
        super().__init__(board)
        self._not_stored: Notice | None = None
        self._failed: dict[str, Notice] = {}
        board.stored.connect(self._on_stored)
        board.not_stored.connect(self._on_not_stored)
        board.ended.connect(self._on_ended)

    def _on_stored(self, summary: ConversationSummary, _messages: tuple[Message, ...]) -> None:
        self._withdraw(self._failed.pop(summary.id, None))
        self._withdraw(self._not_stored)
        self._not_stored = None

    def _on_not_stored(self, _conversation_id: str, error: DesktopError) -> None:
        self._not_stored = self._raise(error)

    def _on_ended(self, conversation_id: str, _message: Message, event: TerminalEvent) -> None:
        from h2o_desktop.core.provider import Failed  # not before the first prompt

        if isinstance(event, Failed):
            self._failed[conversation_id] = self._raise(event.error)

    def _raise(self, error: DesktopError) -> Notice:
        notice = Notice.of(error)
        self.raised.emit(notice)
        return notice

    def _withdraw(self, notice: Notice | None) -> None:
        if notice is not None:
            self.over.emit(notice)
