"""Drives a chat view as a person would, and reads what it shows."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Failure, Message, Role, Status, Timings, Usage
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.chat_view.transcript import Placed

PATIENCE_MS = 30_000
NOON_S = 1_700_000_000.0
NONE = Qt.KeyboardModifier.NoModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTROL = Qt.KeyboardModifier.ControlModifier


def prompt(number: int, text: str = "") -> Message:
    """A person's message."""
    return Message(f"p{number}", None, Role.USER, text or f"Question {number}?", NOON_S)


def answer(number: int, text: str, status: Status = Status.COMPLETE, *, finish_reason: str = "stop") -> Message:
    """A model's message."""
    failure = Failure("network", "The answer broke off.", "Send it again.") if status is Status.FAILED else None
    return Message(
        f"a{number}",
        None,
        Role.ASSISTANT,
        text,
        NOON_S,
        status=status,
        model="maker/model-1",
        usage=Usage(10, 20),
        timings=Timings(0.5, 2.5),
        finish_reason=finish_reason,
        failure=failure,
    )


def long_chat(count: int) -> list[Message]:
    """Prompts and answers of several heights."""
    messages = []
    for number in range(count):
        messages.append(prompt(number))
        messages.append(answer(number, f"Answer {number}.\n\n" + "More of it, and still more. " * (number % 7 * 9 + 1)))
    return messages


class ChatDriver:
    """A view with its model."""

    def __init__(self, qtbot: QtBot, model: ConversationModel, view: ChatView) -> None:
        self.qtbot = qtbot
        self.model = model
        self.view = view

    def show(self, *messages: Message) -> None:
        """Show these messages, and wait until they are laid out."""
        self.model.reset(messages)
        self.settle()

    def settle(self) -> None:
        """Wait until everything is shown that is known."""
        self.view.refresh()
        QApplication.processEvents()

    def placed(self, row: int, segment: int) -> Placed:
        """A visible segment."""
        return next(one for one in self.view.transcript.visible if (one.row, one.segment) == (row, segment))

    def point(self, row: int, block: int, unit: int) -> QPoint:
        """Where a letter of the text is in the viewport: a pixel inside it, near its left edge."""
        placed = self.placed(row, block + 1)
        box = placed.laid.box_of(unit)
        assert box is not None
        caret = box.caret(unit)
        left = self.view.column.x() + self.view.transcript.entry(row).text_left
        return QPoint(int(left + caret.x() + 1), round(placed.y + caret.center().y()))

    def zone_point(self, row: int, action: str) -> QPoint:
        """The middle of a visible zone with that action."""
        for placed in self.view.transcript.visible:
            for zone in placed.laid.zones:
                if placed.row == row and zone.action == action:
                    entry = self.view.transcript.entry(row)
                    is_block = 0 < placed.segment < entry.footer
                    left = self.view.column.x() + (entry.text_left if is_block else 0)
                    return (zone.rect.center().toPoint()) + QPoint(left, placed.y)
        raise AssertionError(f"{action} is not visible")

    def hover(self, point: QPoint) -> None:
        """Move the mouse to a point, from elsewhere."""
        QTest.mouseMove(self.view.viewport(), QPoint(1, 1))
        QTest.mouseMove(self.view.viewport(), point)

    def click(self, point: QPoint, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Click with the left button."""
        self.hover(point)
        QTest.mouseClick(self.view.viewport(), Qt.MouseButton.LeftButton, modifiers, point)
        QApplication.processEvents()

    def choose(self, row: int, action: str) -> None:
        """Click a zone."""
        self.click(self.zone_point(row, action))

    def drag(self, start: QPoint, end: QPoint) -> None:
        """Press at one point, and let go at another."""
        viewport, left = self.view.viewport(), Qt.MouseButton.LeftButton
        QTest.mousePress(viewport, left, NONE, start)
        QTest.mouseMove(viewport, (start + end) / 2)
        QTest.mouseMove(viewport, end)
        QTest.mouseRelease(viewport, left, NONE, end)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key."""
        QTest.keyClick(self.view, key, modifiers)
        QApplication.processEvents()

    def select(self, row: int, start: int, end: int, block: int = 0) -> None:
        """Select letters of a block."""
        self.view.selection.select(Place(row, block, start), Place(row, block, end))

    def picture(self) -> QImage:
        """What the viewport looks like."""
        QApplication.processEvents()
        return self.view.viewport().grab().toImage()

    def texts(self, row: int) -> list[str]:
        """The text of each block of a message."""
        entry = self.view.transcript.entry(row)
        return [self.view.transcript.segment(row, index + 1).text() for index in range(len(entry.blocks))]

    @property
    def clipboard(self) -> str:
        """The text on the clipboard."""
        return QApplication.clipboard().text()
