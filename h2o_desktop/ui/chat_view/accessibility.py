"""The conversation as screen readers see it: a list, and each message an item with a name and a text.

Qt keeps pointers to the interfaces that it is given; each view keeps its own alive.
"""

# ruff: noqa: D102 - the methods are those of Qt's interface

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QColor,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget

from h2o_desktop.ui.chat_view.message_frame import when, who
from h2o_desktop.ui.chat_view.message_words import Figures, status_words
from h2o_desktop.ui.chat_view.stamp_line import setting_words

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

_is_installed: list[bool] = []


def install() -> None:
    """Let screen readers see the messages of all chat views; does so once."""
    if not _is_installed:
        _is_installed.append(True)
        QAccessible.installFactory(_interface_of)


def _interface_of(_class_name: str, thing: QObject) -> QAccessibleInterface | None:
    make = getattr(thing, "accessible_list", None)
    return make() if callable(make) else None


class MessageList(QAccessibleWidget):
    """The conversation."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view, QAccessible.Role.List, view.accessibleName())
        self._view = view
        self._items: dict[int, MessageItem] = {}

    def childCount(self) -> int:
        return len(self._view.model)

    def child(self, index: int) -> QAccessibleInterface:
        if not 0 <= index < len(self._view.model):
            return cast("QAccessibleInterface", None)
        if index not in self._items:
            item = MessageItem(self._view, self, index)
            QAccessible.registerAccessibleInterface(item)
            self._items[index] = item
        return self._items[index]

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        point = self._view.viewport().mapFromGlobal(QPointF(x, y))
        placed = self._view.pointer.placed_at(point)
        return self.child(placed.row if placed is not None else -1)

    def focusChild(self) -> QAccessibleInterface:
        return self.child(self._view.spotlight.current_row)

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.row if isinstance(child, MessageItem) else -1


class MessageItem(QAccessibleInterface):
    """A message. Its name says who wrote it and when, its description is its text, its value what became of it."""

    def __init__(self, view: ChatView, owner: MessageList, row: int) -> None:
        super().__init__()
        self._view = view
        self._owner = owner
        self.row = row

    def isValid(self) -> bool:
        return self.row < len(self._view.model)

    def object(self) -> QObject:
        return cast("QObject", None)

    def window(self) -> QWindow:
        return self._view.window().windowHandle()

    def parent(self) -> QAccessibleInterface:
        return self._owner

    def child(self, index: int) -> QAccessibleInterface:
        return cast("QAccessibleInterface", None)

    def childAt(self, x: int, y: int) -> QAccessibleInterface:
        return cast("QAccessibleInterface", None)

    def childCount(self) -> int:
        return 0

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return -1

    def rect(self) -> QRect:
        parts = [one for one in self._view.transcript.visible if one.row == self.row]
        if not parts:
            return QRect()
        column = self._view.column
        box = QRect(column.x(), parts[0].y, column.width(), parts[-1].y + parts[-1].laid.height - parts[0].y)
        return QRect(self._view.viewport().mapToGlobal(box.topLeft()), box.size())

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.readOnly = True
        state.offscreen = not any(one.row == self.row for one in self._view.transcript.visible)
        state.focused = self._view.has_keyboard and self._view.spotlight.current_row == self.row
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        message = self._view.model.message(self.row)
        match kind:
            case QAccessible.Text.Name:
                return f"{who(message)}, {when(message.created_s)}"
            case QAccessible.Text.Description:
                return self._view.selection.text_of_message(self.row)
            case QAccessible.Text.Value:
                unread = self._view.cut_line.words_for(self.row)
                settings = ", ".join(setting_words(message))
                return ". ".join(filter(None, (unread, status_words(message), Figures(message).words(), settings)))
        return ""

    def setText(self, kind: QAccessible.Text, text: str) -> None:
        """Messages are not changed in this way."""

    def foregroundColor(self) -> QColor:
        return QColor(self._view.transcript.typography.colours.text)

    def backgroundColor(self) -> QColor:
        return QColor(self._view.transcript.typography.colours.background)


def tell_reordered(view: ChatView) -> None:
    """Messages came or went."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleEvent(view, QAccessible.Event.ObjectReorder))


def tell_focus(view: ChatView, row: int) -> None:
    """The keyboard is at another message."""
    if QAccessible.isActive():
        event = QAccessibleEvent(view, QAccessible.Event.Focus)
        event.setChild(row)
        QAccessible.updateAccessibility(event)


def announce(view: ChatView, words: str) -> None:
    """Let a screen reader say something when it has time."""
    if QAccessible.isActive():
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(view, words))
