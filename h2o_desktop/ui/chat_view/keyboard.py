"""The keyboard in the chat view."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut

from h2o_desktop.ui.chat_view.menu import open_menu

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

Key = Qt.Key
Standard = QKeySequence.StandardKey


class Keyboard:
    """Turns keys into what the view does.

    Up and Down go through the messages, Left and Right through the buttons and links of one, Enter chooses. With Shift
    the same keys select.
    """

    def __init__(self, view: ChatView) -> None:
        self._view = view
        navigation = view.navigation
        self._standard: tuple[tuple[QKeySequence.StandardKey, Callable[[], None]], ...] = (
            (Standard.Copy, view.message_actions.copy_selection),
            (Standard.SelectAll, view.select_all),
            (Standard.MoveToStartOfDocument, navigation.go_to_start),
            (Standard.MoveToEndOfDocument, navigation.go_to_end),
        )
        self._plain: dict[int, Callable[[], None]] = {
            Key.Key_Home: navigation.go_to_start,
            Key.Key_End: navigation.go_to_end,
            Key.Key_PageUp: navigation.page_up,
            Key.Key_PageDown: navigation.page_down,
            Key.Key_Space: navigation.page_down,
            Key.Key_Up: self._previous_message,
            Key.Key_Down: self._next_message,
            Key.Key_Left: self._previous_target,
            Key.Key_Right: self._next_target,
            Key.Key_Return: self._choose,
            Key.Key_Enter: self._choose,
            Key.Key_Menu: self._open_menu,
            Key.Key_Delete: self._delete,
        }

    def add_window_shortcuts(self) -> None:
        """Let the keys for finding and for the zoom work wherever in the window the keyboard is."""
        navigation = self._view.navigation
        for keys, act in (
            (QKeySequence.keyBindings(Standard.Find), self._find),
            (QKeySequence.keyBindings(Standard.FindNext), self._find_next),
            (QKeySequence.keyBindings(Standard.FindPrevious), self._find_previous),
            ([*QKeySequence.keyBindings(Standard.ZoomIn), QKeySequence("Ctrl+=")], navigation.zoom_in),
            (QKeySequence.keyBindings(Standard.ZoomOut), navigation.zoom_out),
            ([QKeySequence("Ctrl+0")], navigation.natural_size),
        ):
            for sequence in set(map(QKeySequence.toString, keys)):
                shortcut = QShortcut(QKeySequence(sequence), self._view)
                shortcut.activated.connect(act)

    def wants(self, event: QKeyEvent) -> bool:
        """Whether a key means something here that goes before what it means to the window."""
        return event.key() == Key.Key_Escape and not self._view.selection.is_empty

    def press(self, event: QKeyEvent) -> bool:
        """Do what a key stands for; false when it stands for nothing here."""
        modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        for standard, act in self._standard:
            if event.matches(standard):
                act()
                return True
        if modifiers & Qt.KeyboardModifier.ShiftModifier and self._select(event.key(), modifiers):
            return True
        if modifiers == Qt.KeyboardModifier.ControlModifier:
            return self._press_with_control(event.key())
        act_on = self._plain.get(event.key())
        if event.key() == Key.Key_F10 and modifiers == Qt.KeyboardModifier.ShiftModifier:
            act_on = self._open_menu
        elif modifiers:
            return False
        if event.key() == Key.Key_Escape:
            return self._escape()
        if act_on is None:
            return False
        act_on()
        return True

    def _press_with_control(self, key: int) -> bool:
        if key == Key.Key_Up:
            self._view.navigation.scroll_by(-self._view.transcript.typography.line_px * 2)
        elif key == Key.Key_Down:
            self._view.navigation.scroll_by(self._view.transcript.typography.line_px * 2)
        else:
            return False
        return True

    def _select(self, key: int, modifiers: Qt.KeyboardModifier) -> bool:
        """Lead the selection on."""
        caret = self._view.caret
        by_word = bool(modifiers & Qt.KeyboardModifier.ControlModifier)
        steps: dict[int, Callable[[], None]] = {
            Key.Key_Left: lambda: caret.step_word(-1) if by_word else caret.step(-1),
            Key.Key_Right: lambda: caret.step_word(1) if by_word else caret.step(1),
            Key.Key_Up: lambda: caret.step_block(-1) if by_word else caret.step_line(-1),
            Key.Key_Down: lambda: caret.step_block(1) if by_word else caret.step_line(1),
            Key.Key_Home: lambda: caret.to_edge(-1, of_all=by_word),
            Key.Key_End: lambda: caret.to_edge(1, of_all=by_word),
            Key.Key_PageUp: lambda: caret.step_page(-1),
            Key.Key_PageDown: lambda: caret.step_page(1),
        }
        if key not in steps:
            return False
        if not len(self._view.transcript.rows):
            return True
        steps[key]()
        return True

    # -- messages and what can be chosen in them ----------------------------------------------------------------------

    def _find(self) -> None:
        self._view.find_bar.open_bar()

    def _find_next(self) -> None:
        self._view.find_bar.next()

    def _find_previous(self) -> None:
        self._view.find_bar.previous()

    def _previous_message(self) -> None:
        self._view.navigation.step_message(-1)

    def _next_message(self) -> None:
        self._view.navigation.step_message(1)

    def _previous_target(self) -> None:
        self._view.navigation.step_target(-1)

    def _next_target(self) -> None:
        self._view.navigation.step_target(1)

    def _choose(self) -> None:
        target = self._view.spotlight.current
        if target is not None:
            self._view.message_actions.run(target)
        elif self._view.spotlight.current_row >= 0:
            self._open_menu()

    def _open_menu(self) -> None:
        row = self._view.spotlight.current_row
        if row >= 0:
            open_menu(self._view, row)

    def _delete(self) -> None:
        row = self._view.spotlight.current_row
        if row >= 0:
            self._view.message_actions.run_on_message(row, "delete")

    def _escape(self) -> bool:
        """Give up what is selected; without a selection the key is for others."""
        if self._view.selection.is_empty:
            return False
        self._view.selection.clear()
        self._view.viewport().update()
        return True
