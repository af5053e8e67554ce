"""What the mouse does: buttons, links, images, the wheel, the menu, dragging out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QBuffer, QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QContextMenuEvent, QImage, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from h2o_desktop.core.conversation import Status
from tests.ui.chat_view.chat_driver import CONTROL, NONE, SHIFT, ChatDriver, answer, long_chat, prompt

STILL = QPoint()


def wheel(
    chat: ChatDriver, point: QPoint, *, angle: QPoint = STILL, pixels: QPoint = STILL, keys: Qt.KeyboardModifier = NONE
) -> None:
    """Turn the wheel over a point."""
    where = QPointF(point)
    everywhere = chat.view.viewport().mapToGlobal(where)
    phase = Qt.ScrollPhase.NoScrollPhase
    event = QWheelEvent(where, everywhere, pixels, angle, Qt.MouseButton.NoButton, keys, phase, False)
    QApplication.sendEvent(chat.view.viewport(), event)
    QApplication.processEvents()


def test_buttons_ask_for_what_they_say(chat: ChatDriver) -> None:
    chat.model.reset([prompt(1), answer(1, "Half", Status.STOPPED), answer(2, "", Status.FAILED)], {"a1": (2, 3)})
    chat.settle()
    view = chat.view
    for row, action, signal, args in (
        (0, "edit", view.edit_requested, ["p1"]),
        (1, "regenerate", view.regenerate_requested, ["a1"]),
        (1, "continue", view.continue_requested, ["a1"]),
        (1, "previous-branch", view.branch_requested, ["a1", -1]),
        (1, "next-branch", view.branch_requested, ["a1", 1]),
        (2, "regenerate", view.regenerate_requested, ["a2"]),
    ):
        with chat.qtbot.waitSignal(signal) as heard:
            chat.choose(row, action)
        assert heard.args == args


def test_copy_gives_the_text(chat: ChatDriver) -> None:
    chat.show(answer(1, "Some **bold** text.\n\n- one\n- two"))
    chat.choose(0, "copy")
    assert chat.clipboard == "Some bold text.\n\n• one\n• two"


def test_buttons_show_while_the_mouse_is_there(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "Text."))
    QTest.mouseMove(chat.view.viewport(), QPoint(5, 5))
    before = chat.picture()
    QTest.mouseMove(chat.view.viewport(), chat.point(1, 0, 1))
    over = chat.picture()
    assert over != before
    QTest.mouseMove(chat.view.viewport(), chat.zone_point(1, "copy"))
    assert chat.picture() != over
    assert chat.view.viewport().toolTip() == "Copy message"
    QApplication.sendEvent(chat.view, QEvent(QEvent.Type.Leave))
    assert chat.view.spotlight.hovered_row == -1


def test_a_press_that_slips_off_a_button_does_nothing(chat: ChatDriver) -> None:
    chat.show(answer(1, "Text."))
    with chat.qtbot.assertNotEmitted(chat.view.regenerate_requested):
        chat.drag(chat.zone_point(0, "regenerate"), chat.point(0, 0, 1))


@pytest.mark.parametrize("address", ["https://a.org/x", "http://a.org", "mailto:me@a.org"])
def test_links_open(chat: ChatDriver, address: str) -> None:
    chat.show(answer(1, f"See [this link]({address})."))
    chat.hover(chat.point(0, 0, 6))
    assert chat.view.viewport().toolTip() == address
    assert chat.view.viewport().cursor().shape() is Qt.CursorShape.PointingHandCursor
    with chat.qtbot.waitSignal(chat.view.link_activated) as heard:
        chat.click(chat.point(0, 0, 6))
    assert heard.args == [address]


@pytest.mark.parametrize(
    "address", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "ftp://a.org", "x"]
)
def test_other_addresses_do_not_open(chat: ChatDriver, address: str) -> None:
    chat.show(answer(1, f"See [this link]({address})."))
    with chat.qtbot.assertNotEmitted(chat.view.link_activated):
        chat.click(chat.point(0, 0, 6))


def test_an_image_is_only_asked_for_by_a_click(chat: ChatDriver) -> None:
    with chat.qtbot.assertNotEmitted(chat.view.image_requested):
        chat.show(answer(1, "![A cat](https://img.example.com/cat.png)"))
    assert chat.texts(0) == ["[A cat · from img.example.com]"]
    with chat.qtbot.waitSignal(chat.view.image_requested) as heard:
        chat.click(chat.point(0, 0, 3))
    assert heard.args == ["https://img.example.com/cat.png"]


def test_an_image_is_shown_when_it_came(chat: ChatDriver) -> None:
    address = "https://img.example.com/cat.png"
    chat.show(answer(1, f"![A cat]({address}) and text\n\nmore"))
    height = chat.view.transcript.entry(0).height
    assert not chat.view.show_image(address, b"no image")
    image = QImage(2000, 100, QImage.Format.Format_RGB32)
    image.fill(QColor("#00ff00"))
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    assert chat.view.show_image(address, bytes(buffer.data().data()))
    chat.settle()
    assert height < chat.view.transcript.entry(0).height < height + 100
    picture = chat.picture()
    column = chat.view.column
    green = [y for y in range(picture.height()) if picture.pixelColor(column.center().x(), y) == QColor("#00ff00")]
    assert len(green) == round(100 * column.width() / 2000)
    with chat.qtbot.waitSignal(chat.view.link_activated):
        chat.click(chat.point(0, 0, 3))
    for number in range(30):
        chat.view.show_image(f"https://a.org/{number}", bytes(buffer.data().data()))
    assert len(chat.view.workshop.images) < 30


def test_the_wheel_scrolls_and_zooms(chat: ChatDriver) -> None:
    chat.show(*long_chat(20))
    chat.view.navigation.go_to_start()
    middle = chat.view.viewport().rect().center()
    wheel(chat, middle, angle=QPoint(0, -120))
    by_notch = chat.view.transcript.top_px()
    assert by_notch > 0
    wheel(chat, middle, pixels=QPoint(0, -7))
    assert chat.view.transcript.top_px() == by_notch + 7
    wheel(chat, middle, angle=QPoint(0, 120), keys=CONTROL)
    assert chat.view.zoom > 1
    wheel(chat, middle, angle=QPoint(0, -120), keys=CONTROL)
    assert chat.view.zoom == pytest.approx(1)


def test_the_scroll_bar_moves_the_text(chat: ChatDriver) -> None:
    chat.show(*long_chat(60))
    bar = chat.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    rows = [one.row for one in chat.view.transcript.visible]
    assert 30 < rows[0] < 90
    bar.setValue(bar.maximum())
    assert chat.view.transcript.is_following
    bar.setValue(0)
    assert chat.view.transcript.visible[0].row == 0


def test_wide_code_scrolls_sideways(chat: ChatDriver) -> None:
    chat.show(answer(1, "```\n" + "wide " * 80 + "\n```"))
    entry = chat.view.transcript.entry(0)
    point = chat.point(0, 0, 3)
    wheel(chat, point, angle=QPoint(0, -120), keys=SHIFT)
    moved = entry.scroll_of(1)
    assert moved > 0
    wheel(chat, point, pixels=QPoint(-10, 0))
    assert entry.scroll_of(1) == moved + 10
    wheel(chat, point, angle=QPoint(12000, 0))
    assert entry.scroll_of(1) == 0


def test_a_wide_table_scrolls_sideways(chat: ChatDriver) -> None:
    cells = "| " + " | ".join(f"column{number}" for number in range(30)) + " |\n"
    chat.show(answer(1, cells + "|---" * 30 + "|\n" + cells))
    entry = chat.view.transcript.entry(0)
    assert entry.scroll_range(1) > 0
    before = chat.picture()
    wheel(chat, chat.point(0, 0, 3), angle=QPoint(-120, 0))
    assert chat.picture() != before


def test_the_context_menu_knows_the_link(chat: ChatDriver) -> None:
    chat.show(answer(1, "See [this link](https://a.org/x) and ![cat](https://b.org/c.png)."))
    point = chat.point(0, 0, 6)
    reason = QContextMenuEvent.Reason.Mouse
    event = QContextMenuEvent(reason, point, chat.view.viewport().mapToGlobal(point))
    QApplication.sendEvent(chat.view.viewport(), event)
    menu = chat.view.findChild(QMenu, "messageMenu")
    assert isinstance(menu, QMenu)
    words = {action.text(): action for action in menu.actions()}
    words["Copy address"].trigger()
    assert chat.clipboard == "https://a.org/x"
    with chat.qtbot.waitSignal(chat.view.link_activated):
        words["Open link"].trigger()
    assert not words["Copy selection"].isEnabled()
    menu.close()


def test_more_opens_the_menu(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "```\nx\n```\ntext\n```\ny\n```"))
    chat.choose(1, "more")
    menu = chat.view.findChild(QMenu, "messageMenu")
    assert isinstance(menu, QMenu)
    next(action for action in menu.actions() if action.text() == "Copy code only").trigger()
    assert chat.clipboard == "x\n\ny"
    menu.close()


def test_a_press_on_the_selection_begins_a_drag_only_when_it_moves(chat: ChatDriver) -> None:
    chat.show(answer(1, "One two three."))
    chat.select(0, 0, 7)
    QTest.mousePress(chat.view.viewport(), Qt.MouseButton.LeftButton, NONE, chat.point(0, 0, 4))
    assert chat.view.selection.text() == "One two"
    QTest.mouseRelease(chat.view.viewport(), Qt.MouseButton.LeftButton, NONE, chat.point(0, 0, 4))
    assert chat.view.selection.is_empty


def test_a_message_is_dragged_out_by_its_name(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "Text."))
    (placed,) = (one for one in chat.view.transcript.visible if (one.row, one.segment) == (1, 0))
    name = QPoint(chat.view.column.x() + 8, placed.y + placed.laid.height - 16)
    chat.hover(name)
    assert chat.view.viewport().toolTip() == "Drag this message out as a file"
    assert chat.view.viewport().cursor().shape() is Qt.CursorShape.OpenHandCursor
    with chat.qtbot.waitSignal(chat.view.share_requested) as heard:
        chat.drag(name, name + QPoint(60, 60))
    assert heard.args == ["a1", "drag"]
    assert chat.view.selection.is_empty


def test_a_click_on_the_name_goes_to_the_message(chat: ChatDriver) -> None:
    chat.show(prompt(1), answer(1, "Text."))
    (placed,) = (one for one in chat.view.transcript.visible if (one.row, one.segment) == (1, 0))
    name = QPoint(chat.view.column.x() + 8, placed.y + placed.laid.height - 16)
    with chat.qtbot.assertNotEmitted(chat.view.share_requested):
        QTest.mouseClick(chat.view.viewport(), Qt.MouseButton.LeftButton, pos=name)
    assert chat.view.spotlight.current_row == 1
    beside = name + QPoint(400, 0)
    with chat.qtbot.assertNotEmitted(chat.view.share_requested):
        chat.drag(beside, beside + QPoint(60, 60))
