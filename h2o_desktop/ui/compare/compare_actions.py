"""What can be done in the window of comparisons, each with its shortcut; those of a pane are about the current one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

translate = QCoreApplication.translate
Standard = QKeySequence.StandardKey


class CompareActions:
    """The actions of a window. They belong to it, so that their shortcuts work everywhere in it."""

    def __init__(self, window: QWidget) -> None:
        self._window = window
        add = self._action
        self.add_pane = add(translate("CompareActions", "Add a pane"), "Ctrl+Shift+N")
        self.begin_anew = add(translate("CompareActions", "Begin anew from the chat"), Standard.New)
        self.begin_with_two = add(translate("CompareActions", "Two new panes like the chat"), "Ctrl+Alt+N")
        self.stop_all = add(translate("CompareActions", "Stop all answers"), "Esc")
        self.show_parameters = add(translate("CompareActions", "Show parameters"), "Ctrl+Shift+B")
        self.show_parameters.setCheckable(True)
        self.next_part = add(translate("CompareActions", "Next part of the window"), "F6")
        self.previous_part = add(translate("CompareActions", "Part of the window before"), "Shift+F6")
        self.focus_prompt = add(translate("CompareActions", "Go to the prompt"), "Ctrl+L")
        self.zoom_in = add(translate("CompareActions", "Larger text"), Standard.ZoomIn, "Ctrl+=")
        self.zoom_out = add(translate("CompareActions", "Smaller text"), Standard.ZoomOut)
        self.natural_size = add(translate("CompareActions", "Natural size of text"), "Ctrl+0")
        self.close = add(translate("CompareActions", "Close"), Standard.Close)
        self._add_for_panes()

    def _add_for_panes(self) -> None:
        add = self._action
        self.choose_model = add(translate("CompareActions", "Choose model"), "Ctrl+M")
        self.again = add(translate("CompareActions", "Answer again"), "Ctrl+R")
        self.go_on = add(translate("CompareActions", "Continue the answer"), "Ctrl+Shift+Return")
        self.stop = add(translate("CompareActions", "Stop this answer"), "Ctrl+.")
        self.copy = add(translate("CompareActions", "Copy the answer"), "Ctrl+Shift+C")
        self.differences = add(translate("CompareActions", "Differences to the next pane"), "Ctrl+D")
        self.take = add(translate("CompareActions", "Go on with this one in the chat"), "Alt+Return")
        self.move_left = add(translate("CompareActions", "Move to the left"), "Alt+Shift+Left")
        self.move_right = add(translate("CompareActions", "Move to the right"), "Alt+Shift+Right")
        self.remove_pane = add(translate("CompareActions", "Remove this pane"), "Ctrl+Shift+W")
        self.panes = tuple(
            add(translate("CompareActions", "Go to pane {letter}").format(letter=letter), f"Ctrl+{place}")
            for place, letter in enumerate("ABCD", 1)
        )

    def menu(self) -> QMenu:
        """Everything that is about the window, made when it is opened."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.add_pane, self.begin_anew, self.begin_with_two, self.stop_all])
        menu.addSeparator()
        menu.addActions([self.show_parameters, self.zoom_in, self.zoom_out, self.natural_size])
        menu.addSeparator()
        menu.addActions([self.focus_prompt, self.next_part, self.previous_part, *self.panes])
        menu.addSeparator()
        menu.addAction(self.close)
        return menu

    def pane_menu(self, submenus: Sequence[QMenu]) -> QMenu:
        """Everything that is about the current pane, made when it is opened; `submenus` name the other panes."""
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addActions([self.take, self.again, self.go_on, self.stop, self.copy])
        menu.addSeparator()
        menu.addAction(self.differences)
        for submenu in submenus:
            submenu.setParent(menu, submenu.windowFlags())
            menu.addMenu(submenu)
        menu.addSeparator()
        menu.addActions([self.choose_model, self.show_parameters])
        menu.addSeparator()
        menu.addActions([self.move_left, self.move_right, self.add_pane, self.remove_pane])
        return menu

    def _action(self, text: str, *shortcuts: str | QKeySequence.StandardKey) -> QAction:
        action = QAction(text, self._window)
        sequences: list[QKeySequence] = []
        for shortcut in shortcuts:
            if isinstance(shortcut, str):
                sequences.append(QKeySequence(shortcut))
            else:
                sequences += QKeySequence.keyBindings(shortcut)
        action.setShortcuts(sequences)
        self._window.addAction(action)
        return action
