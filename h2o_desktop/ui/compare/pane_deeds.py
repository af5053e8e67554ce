"""What can be done with a pane, by its buttons, by its menu and by shortcuts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu

from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.qt.compare_pane import ComparePane
from h2o_desktop.ui.compare.compare_window import CompareWindow
from h2o_desktop.ui.compare.pane_view import ComparePaneView
from h2o_desktop.ui.diff_view import DiffDialog
from h2o_desktop.ui.theme import ThemeSource


class PaneDeeds(QObject):
    """Joins the panes' buttons and the window's actions to the controller.

    Signals:
        chosen(pane): the chat shall go on with the answer of this pane.
    """

    chosen = Signal(object)

    def __init__(self, window: CompareWindow, controller: CompareController, theme: ThemeSource) -> None:
        super().__init__(window)
        self._window = window
        self._controller = controller
        self._theme = theme
        window.view_made.connect(self._on_view_made)
        actions = window.actions_
        for action, act in (
            (actions.again, self.ask_again),
            (actions.go_on, self.go_on),
            (actions.stop, controller.stop),
            (actions.copy, self.copy),
            (actions.differences, self.show_differences),
            (actions.take, self.choose),
            (actions.remove_pane, controller.remove_pane),
            (actions.move_left, self.move_left),
            (actions.move_right, self.move_right),
            (actions.choose_model, self.choose_model),
        ):
            action.triggered.connect(partial(self._with_current, act))
        actions.add_pane.triggered.connect(self._on_add)
        for place, action in enumerate(actions.panes):
            action.triggered.connect(partial(self._on_pane, place))
        actions.zoom_in.triggered.connect(self._on_zoom_in)
        actions.zoom_out.triggered.connect(self._on_zoom_out)
        actions.natural_size.triggered.connect(self._on_natural_size)

    def _on_view_made(self, made: ComparePaneView) -> None:
        pane = made.pane
        made.again_requested.connect(partial(self.ask_again, pane))
        made.stop_requested.connect(partial(self._controller.stop, pane))
        made.copy_requested.connect(partial(self.copy, pane))
        made.chosen.connect(partial(self.choose, pane))
        made.parameters_requested.connect(partial(self._on_parameters, pane))
        made.menu_requested.connect(partial(self.open_menu, pane))
        made.view.regenerate_requested.connect(partial(self._on_regenerate, pane))
        made.view.continue_requested.connect(partial(self._on_continue, pane))

    # -- deeds --------------------------------------------------------------------------------------------------------

    def ask_again(self, pane: ComparePane) -> None:
        """Ask for another answer to the pane's last prompt."""
        if not self._controller.ask_again(pane) and not pane.is_busy:
            self._say(QT_TRANSLATE_NOOP("notices", "There is nothing to answer again in this pane yet."))

    def go_on(self, pane: ComparePane) -> None:
        """Let the pane's answer go on where it ends."""
        if not self._controller.go_on(pane) and not pane.is_busy:
            self._say(QT_TRANSLATE_NOOP("notices", "There is no answer in this pane that could go on."))

    def copy(self, pane: ComparePane) -> None:
        """Put the pane's answer on the clipboard, with its Markdown."""
        row = len(pane.conversation) - 1
        if pane.answer is not None and pane.answer.content:
            self._window.view_of(pane).view.message_actions.copy_message(row)

    def choose(self, pane: ComparePane) -> None:
        """Let the chat go on with the pane's answer."""
        if pane.answer is not None and pane.answer.content and not pane.is_busy:
            self.chosen.emit(pane)

    def choose_model(self, pane: ComparePane) -> None:
        """Open the pane's list of models."""
        self._window.view_of(pane).picker.open_popup()

    def move_left(self, pane: ComparePane) -> None:
        """Let the pane change places with the one before."""
        self._controller.move_pane(pane, -1)

    def move_right(self, pane: ComparePane) -> None:
        """Let the pane change places with the next one."""
        self._controller.move_pane(pane, 1)

    def show_differences(self, pane: ComparePane, other: ComparePane | None = None) -> None:
        """Show how the pane's answer differs from that of another pane, the next one when none is named."""
        panes = self._controller.panes
        other = other or panes[(panes.index(pane) + 1) % len(panes)]
        first, second = sorted((pane, other), key=panes.index)
        if first.answer is None or second.answer is None:
            self._say(QT_TRANSLATE_NOOP("notices", "Both panes need an answer before they can be compared."))
            return
        title_of = self._window.title_of
        left, right = (title_of(first), first.answer.content), (title_of(second), second.answer.content)
        dialog = DiffDialog(self._window, self._theme, left, right)
        dialog.finished.connect(dialog.deleteLater)
        dialog.show()

    def take_parameters(self, pane: ComparePane, other: ComparePane) -> None:
        """Give the pane all parameters of another pane, the system prompt among them."""
        pane.parameters.set_values(other.parameters.values())
        pane.parameters.set_system_prompt(other.parameters.system_prompt)

    # -- the menu -----------------------------------------------------------------------------------------------------

    def open_menu(self, pane: ComparePane) -> None:
        """Open the menu of a pane at its button."""
        self._window.set_current(pane)
        button = self._window.view_of(pane).menu_button
        self.menu(pane).popup(button.mapToGlobal(button.rect().bottomLeft()))

    def menu(self, pane: ComparePane) -> QMenu:
        """What can be done with a pane, which is made the current one."""
        self._window.set_current(pane)
        return self._window.actions_.pane_menu(
            [
                self._menu_of_others(pane, self.tr("Differences to"), self.show_differences),
                self._menu_of_others(pane, self.tr("Take over the parameters of"), self.take_parameters),
            ]
        )

    def _menu_of_others(self, pane: ComparePane, title: str, act: Callable[[ComparePane, ComparePane], None]) -> QMenu:
        menu = QMenu(title)
        for other in self._controller.panes:
            if other is not pane:
                action = menu.addAction(self._window.title_of(other))
                action.triggered.connect(partial(self._with_other, act, pane, other))
        return menu

    # -- slots --------------------------------------------------------------------------------------------------------

    def _with_current(self, act: Callable[[ComparePane], object], *_checked: bool) -> None:
        if self._window.current is not None:
            act(self._window.current)

    def _with_other(
        self, act: Callable[[ComparePane, ComparePane], None], pane: ComparePane, other: ComparePane, *_checked: bool
    ) -> None:
        act(pane, other)

    def _on_add(self) -> None:
        pane = self._controller.add_pane()
        if pane is not None:
            self._window.view_of(pane).picker.setFocus()

    def _on_pane(self, place: int, *_checked: bool) -> None:
        self._window.focus_pane(place)

    def _on_parameters(self, pane: ComparePane) -> None:
        is_shown = not self._window.parameters.isHidden() and self._window.current is pane
        self._window.set_current(pane)
        self._window.show_parameters(not is_shown)
        if not is_shown:
            self._window.parameters.take_keyboard()

    def _on_regenerate(self, pane: ComparePane, _message_id: str) -> None:
        self.ask_again(pane)

    def _on_continue(self, pane: ComparePane, _message_id: str) -> None:
        self.go_on(pane)

    def _on_zoom_in(self) -> None:
        for made in self._window.views:
            made.view.navigation.zoom_in()

    def _on_zoom_out(self) -> None:
        for made in self._window.views:
            made.view.navigation.zoom_out()

    def _on_natural_size(self) -> None:
        for made in self._window.views:
            made.view.navigation.natural_size()

    def _say(self, template: str) -> None:
        self._window.notices.show_notice(Notice(Severity.INFO, Words(template, context="notices")))
