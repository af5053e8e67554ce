"""The window of comparisons by keyboard and mouse, with real servers and a real store behind it."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.presets import Preset
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Theme
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.qt.compare_pane import PaneState
from h2o_desktop.ui.compare import CompareWindow, PaneDeeds, PaneFocus, PanePrompt
from h2o_desktop.ui.diff_view import DiffDialog
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import DARK
from tests.compare_driver import Compare, comparing_two_servers
from tests.fakes.openai_server import OpenAIServer, Reply, event, said

Key = Qt.Key
NONE = Qt.KeyboardModifier.NoModifier
CONTROL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)
OWN = (Preset("My own", {"temperature": 0.66}),)


class Comparing:
    """The window, and what a person would do there. Both panes ask the first server, whose model is the same."""

    def __init__(self, compare: Compare, theme: ThemeSource) -> None:
        self.compare = compare
        self.server: OpenAIServer = compare.servers["one"]
        self.controller: CompareController = compare.controller
        self.window = CompareWindow(self.controller, lambda: OWN, theme)
        self.deeds = PaneDeeds(self.window, self.controller, theme)
        self.prompt = PanePrompt(self.window, self.controller)
        self.focus = PaneFocus(self.window, self.controller)
        self.controller.start_from(None, ("one", "model"), DEFAULTS)
        self.window.resize(780, 560)
        self.window.show()
        self.window.activateWindow()
        self.window.focus_prompt()
        compare.wait(self.window.isActiveWindow)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NONE) -> None:
        """Press a key where the keyboard is."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def send(self, prompt: str) -> None:
        QTest.keyClicks(self.window.prompt.editor, prompt)
        QTest.keyClick(self.window.prompt.editor, Key.Key_Return)

    def ask(self, prompt: str) -> None:
        self.send(prompt)
        self.wait_idle()

    def wait_idle(self) -> None:
        self.compare.wait_idle()

    def wait_for_text(self) -> None:
        self.compare.wait(lambda: [pane.state for pane in self.controller.panes] == [PaneState.STREAMING] * 2)

    def answers(self) -> list[str]:
        return [pane.answer.content if pane.answer else "" for pane in self.controller.panes]

    def open_menu(self) -> QMenu:
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        return menu


@pytest.fixture
def comparing(qtbot: QtBot, tmp_path: Path, theme: ThemeSource) -> Iterator[Comparing]:
    with comparing_two_servers(qtbot, tmp_path) as compare:
        made = Comparing(compare, theme)
        yield made
        made.window.close()
        made.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_panes_are_added_moved_and_removed_by_keyboard(comparing: Comparing) -> None:
    window, controller = comparing.window, comparing.controller
    comparing.press(Key.Key_N, CONTROL | SHIFT)
    comparing.press(Key.Key_N, CONTROL | SHIFT)
    assert [view.letter for view in window.views] == ["A", "B", "C", "D"]
    assert not window.add_button.isEnabled()
    first, *_others = controller.panes
    comparing.press(Key.Key_1, CONTROL)
    assert window.current is first
    assert window.views[0].picker.hasFocus()
    comparing.press(Key.Key_Right, ALT | SHIFT)
    assert controller.panes[1] is first
    assert window.view_of(first).letter == "B"
    assert [window.splitter.widget(place) for place in range(4)] == window.views
    comparing.press(Key.Key_W, CONTROL | SHIFT)
    assert first not in controller.panes
    assert [view.letter for view in window.views] == ["A", "B", "C"]


def test_differences_between_answers_open_from_the_keyboard(comparing: Comparing) -> None:
    comparing.server.replies = [said("A red mill."), said("A blue mill.")]
    comparing.controller.panes[1].parameters.set_values({"temperature": 0.9})
    comparing.ask("What stands there?")
    comparing.press(Key.Key_D, CONTROL)
    (dialog,) = comparing.window.findChildren(DiffDialog)
    texts = {dialog.left.toPlainText(), dialog.right.toPlainText()}
    assert texts == {"A red mill.", "A blue mill."}
    assert dialog.left.accessibleName() == "A · model · Temperature 0.40"
    assert dialog.right.accessibleName() == "B · model · Temperature 0.90"
    dialog.close()


def test_what_cannot_be_done_is_said(comparing: Comparing) -> None:
    comparing.press(Key.Key_D, CONTROL)
    comparing.press(Key.Key_R, CONTROL)
    comparing.press(Key.Key_Return, CONTROL | SHIFT)
    assert [str(notice.summary) for notice in comparing.window.notices.notices] == [
        "Both panes need an answer before they can be compared.",
        "There is nothing to answer again in this pane yet.",
        "There is no answer in this pane that could go on.",
    ]
    comparing.controller.panes[1].choose("", "")
    comparing.send("Hello")
    assert str(comparing.window.notices.notices[-1].summary) == "A pane has no model."
    assert comparing.window.prompt.text() == "Hello"


def test_one_answer_is_stopped_asked_again_and_copied(comparing: Comparing) -> None:
    never = threading.Event()
    comparing.server.replies = [Reply(pieces=[event("Begins"), never])]
    comparing.send("Which river?")
    comparing.wait_for_text()
    first, second = comparing.window.views
    assert first.status.toolTip().startswith("Answering…")
    assert not first.stop_button.isHidden()
    first.stop_button.click()
    assert first.status.toolTip().startswith("Stopped")
    assert comparing.controller.panes[1].is_busy
    comparing.press(Key.Key_Escape)
    comparing.wait_idle()
    assert second.pane.answer is not None
    assert second.pane.answer.status is Status.STOPPED
    comparing.server.replies = [said("Whole.")]
    comparing.window.focus_pane(1)
    comparing.press(Key.Key_R, CONTROL)
    comparing.wait_idle()
    assert comparing.answers() == ["Begins", "Whole."]
    comparing.press(Key.Key_C, CONTROL | SHIFT)
    assert QGuiApplication.clipboard().text() == "Whole."


def test_a_prompt_is_edited_for_all_panes(comparing: Comparing) -> None:
    comparing.ask("Which river?")
    comparing.ask("And then?")
    view = comparing.window.views[1].view
    view.edit_requested.emit(view.model.message(0).id)
    assert comparing.window.prompt.text() == "Which river?"
    comparing.press(Key.Key_A, CONTROL)
    comparing.ask("Which lake?")
    assert [len(chat["messages"]) for chat in comparing.server.chats[-2:]] == [1, 1]
    assert [pane.conversation.message(0).content for pane in comparing.controller.panes] == ["Which lake?"] * 2
    roots = [message.content for message in comparing.compare.stored().messages if message.parent_id is None]
    assert roots == ["Which river?", "Which lake?"]
    view = comparing.window.views[0].view
    view.edit_requested.emit(view.model.message(0).id)
    comparing.press(Key.Key_Escape)
    assert comparing.window.prompt.text() == ""


def test_the_menus_name_everything(comparing: Comparing) -> None:
    comparing.window.views[0].menu_button.click()
    menu = comparing.open_menu()
    texts = [action.text() for action in menu.actions() if not action.isSeparator()]
    assert "Go on with this one in the chat" in texts
    assert "Differences to" in texts
    menu.close()
    comparing.window.menu_button.click()
    menu = comparing.open_menu()
    assert all(action.shortcut().toString() for action in menu.actions() if not action.isSeparator())
    menu.close()


def test_parameters_of_another_pane_and_presets_are_taken_over(comparing: Comparing) -> None:
    first, second = comparing.controller.panes
    first.parameters.set_values({"temperature": 1.4})
    first.parameters.set_system_prompt("Rhyme.")
    comparing.window.views[1].menu_button.click()
    menu = comparing.open_menu()
    others = next(action.menu() for action in menu.actions() if action.text() == "Take over the parameters of")
    others.actions()[0].trigger()
    menu.close()
    assert second.parameters.asked() == first.parameters.asked()
    comparing.window.views[1].parameters_button.click()
    page = comparing.window.parameters
    assert page.system_prompt is not None
    assert page.system_prompt.toPlainText() == "Rhyme."
    presets = comparing.window.parameters.findChild(QPushButton, "panePresets")
    presets.click()
    menu = comparing.open_menu()
    assert [action.text() for action in menu.actions()][-1] == "My own"
    menu.actions()[0].trigger()
    menu.close()
    assert second.parameters.value("temperature") == 0.2
    assert first.parameters.value("temperature") == 1.4
    comparing.window.views[1].parameters_button.click()
    assert page.isHidden()


def test_zoom_is_for_all_panes_and_focus_marks_the_current_one(comparing: Comparing) -> None:
    comparing.ask("Which river?")
    comparing.press(Key.Key_Plus, CONTROL)
    zooms = {view.view.zoom for view in comparing.window.views}
    assert len(zooms) == 1
    assert zooms.pop() > 1
    comparing.press(Key.Key_0, CONTROL)
    assert {view.view.zoom for view in comparing.window.views} == {1.0}
    comparing.press(Key.Key_2, CONTROL)
    assert comparing.window.views[1].view.hasFocus()
    assert comparing.window.current is comparing.controller.panes[1]
    comparing.press(Key.Key_F6, SHIFT)
    assert comparing.window.views[0].view.hasFocus()
    comparing.press(Key.Key_L, CONTROL)
    assert comparing.window.prompt.editor.hasFocus()


def test_more_words_about_differences_make_room_in_all_panes(comparing: Comparing) -> None:
    first, second = comparing.controller.panes
    second.parameters.set_values({"temperature": 0.9, "top_p": 0.5, "top_k": 7, "max_new_tokens": 99, "seed": 5})
    second.parameters.set_system_prompt("Answer in one short sentence, and in rhymes, please, if it can be done.")
    assert comparing.window.view_of(second).differences.text() == (
        "≠ System prompt “Answer in one short sentence, and in rh…” · Temperature 0.90 · Top-p 0.50 · "
        "Top-k 7 (not accepted) · Max new tokens 99 · Seed 5"
    )
    assert comparing.window.view_of(first).differences.text() == (
        "≠ No system prompt · Temperature 0.40 · Top-p not sent · Top-k not sent · Max new tokens 1024 · Seed random"
    )
    views = comparing.window.views
    comparing.compare.wait(lambda: len({view.nothing.mapTo(comparing.window, QPoint()).y() for view in views}) == 1)
    heights = {view.differences.minimumHeight() for view in views}
    assert len(heights) == 1
    assert heights.pop() >= comparing.window.view_of(second).height_of_differences()


def test_who_waits_in_line_says_so(comparing: Comparing) -> None:
    gate = threading.Event()
    comparing.compare.in_turn.add("one")
    comparing.server.replies = [Reply(pieces=[gate, event("a"), event(finish_reason="stop")]), said("b")]
    comparing.send("Which river?")
    first, second = comparing.window.views
    comparing.compare.wait(lambda: first.status.toolTip() == "Waiting for the answer…")
    assert second.status.toolTip() == "In line: one answer at a time here"
    gate.set()
    comparing.wait_idle()
    assert comparing.answers() == ["a", "b"]


def test_a_failure_is_said_in_its_pane_alone(comparing: Comparing) -> None:
    comparing.controller.panes[1].choose("two", "model-2")
    comparing.compare.servers["two"].replies = [Reply(status=500, body={"error": {"message": "broken"}})]
    comparing.ask("Which river?")
    first, second = comparing.window.views
    assert first.status.toolTip().startswith("Complete")
    assert second.status.toolTip().startswith("Failed")
    assert comparing.window.notices.notices == ()
    assert second.again_button.isEnabled()
    assert not second.choose_button.isEnabled()
    second.again_button.click()
    comparing.wait_idle()


def test_opaque_texts_that_are_none_change_nothing(comparing: Comparing) -> None:
    size = comparing.window.size()
    for text in ("", "no base 64!", "AAAA"):
        comparing.window.restore_state_text(text)
    assert comparing.window.size() == size


def test_a_pane_that_came_later_says_how_to_ask_there(comparing: Comparing) -> None:
    comparing.ask("Which river?")
    comparing.press(Key.Key_N, CONTROL | SHIFT)
    added = comparing.window.views[2]
    assert added.status.toolTip() == "Not asked yet: Ctrl+R asks here"
    assert added.picker.hasFocus()
    comparing.press(Key.Key_R, CONTROL)
    comparing.wait_idle()
    assert comparing.answers() == ["One river."] * 3
    tops = {view.differences.mapTo(comparing.window, QPoint()).y() for view in comparing.window.views}
    assert len(tops) == 1


def test_everything_that_takes_the_keyboard_has_a_name(comparing: Comparing) -> None:
    for view in comparing.window.views:
        for widget in view.focus_order():
            assert widget.accessibleName(), widget
    assert comparing.window.views[1].accessibleName() == "Pane B: model"


def test_panes_that_find_no_room_are_scrolled_to(comparing: Comparing) -> None:
    for _pane in range(2):
        comparing.press(Key.Key_N, CONTROL | SHIFT)
    window = comparing.window
    window.resize(window.minimumSize())
    bar = window.area.horizontalScrollBar()
    comparing.compare.wait(lambda: bar.maximum() > 0)
    comparing.press(Key.Key_1, CONTROL)
    assert bar.value() == 0
    comparing.press(Key.Key_4, CONTROL)
    comparing.compare.wait(lambda: bar.value() == bar.maximum())
    for view in window.views:
        assert view.width() >= view.minimumSizeHint().width()
        assert view.choose_button.width() >= view.choose_button.sizeHint().width()


def test_room_for_words_about_differences_is_given_back(comparing: Comparing) -> None:
    first, second = comparing.controller.panes
    second.parameters.set_system_prompt("Answer in one short sentence, and in rhymes, please, if it can be done.")
    second.parameters.set_values({"temperature": 0.9, "top_p": 0.5, "max_new_tokens": 99})
    height = comparing.window.view_of(first).differences.minimumHeight()
    second.parameters.set_system_prompt("")
    second.parameters.set_values(first.parameters.values())
    assert comparing.window.view_of(first).differences.minimumHeight() < height


def test_theme_and_connections_follow_the_program(comparing: Comparing, theme: ThemeSource) -> None:
    profile = ConnectionProfile("late", ConnectionKind.OPENAI, "Late server", "http://127.0.0.1:9")
    connections = comparing.compare.connections
    connections.set_profiles((*connections.profiles(), profile))
    pane = comparing.controller.panes[0]
    pane.choose("late", "m")
    assert "Late server" in comparing.window.views[0].picker.accessibleName()
    assert comparing.window.views[0].differences.text() == "≠ Model · Late server"
    theme.set_theme(Theme.DARK)
    pixel = comparing.window.views[0].grab().toImage().pixelColor(comparing.window.views[0].width() // 2, 5)
    assert pixel.name() == DARK.pane
    theme.set_theme(Theme.LIGHT)
