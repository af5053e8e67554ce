"""The window: chats on the left, the conversation in the middle, parameters on the right.

It is made in steps, so that a person can type as soon as the prompt box is painted, and the rest stands around it a
moment later.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QPalette, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolButton, QWidget

from h2o_desktop.ui.conversation_pane import ConversationPane

if TYPE_CHECKING:
    from h2o_desktop.qt.connections_model import ConnectionsModel
    from h2o_desktop.qt.conversation_model import ConversationModel
    from h2o_desktop.qt.history_model import HistoryModel
    from h2o_desktop.qt.parameter_model import ParameterModel
    from h2o_desktop.ui.chat_view import ChatView
    from h2o_desktop.ui.history_sidebar import HistorySidebar
    from h2o_desktop.ui.parameter_panel import ParameterPanel
    from h2o_desktop.ui.theme import ThemeSource
    from h2o_desktop.ui.window_actions import WindowActions

HISTORY, PARAMETERS = "history", "parameters"
FIRST_SIZE = QSize(1200, 800)
SMALLEST_SIZE = QSize(480, 360)
HISTORY_WIDTH = 260
PARAMETERS_WIDTH = 300
NARROW_WIDTH = 1024  # below this the parameters fold away
NARROWEST_WIDTH = 800  # below this the history does too


@dataclass(frozen=True, slots=True)
class WindowModels:
    """What the window shows."""

    history: HistoryModel
    conversation: ConversationModel
    parameters: ParameterModel
    connections: ConnectionsModel
    theme: ThemeSource


class MainWindow(QMainWindow):
    """Puts the panes side by side, and folds the side panes away where there is no room for them.

    A new one has the prompt box and room for the rest. `history`, `parameters`, `actions_` and what is in the bar
    above the conversation are there after the `steps`.

    Signals:
        closing(): the window closes; what must be kept has to be kept now.
        panes_changed(): a side pane was opened or closed by the person.
    """

    closing = Signal()
    panes_changed = Signal()

    history: HistorySidebar
    parameters: ParameterPanel
    actions_: WindowActions

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._theme = theme
        self.pane = ConversationPane(theme)
        self._splitter = QSplitter(self)
        self._sides = {HISTORY: _empty_side(), PARAMETERS: _empty_side()}
        self._wanted = {HISTORY: True, PARAMETERS: True}
        self._lay_out()
        self.show_title("")

    def steps(self, models: WindowModels) -> Iterator[Callable[[], None]]:
        """What makes the rest of the window, in this order; each step takes about a frame."""
        yield self._make_actions
        yield partial(self._fill_bar, models)
        yield partial(self._make_history, models)
        yield partial(self._make_parameters, models)
        yield self._keep_tabs_in_order

    def _lay_out(self) -> None:
        for widget in (self._sides[HISTORY], self.pane, self._sides[PARAMETERS]):
            self._splitter.addWidget(widget)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setHandleWidth(1)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes(
            [HISTORY_WIDTH, FIRST_SIZE.width() - HISTORY_WIDTH - PARAMETERS_WIDTH, PARAMETERS_WIDTH]
        )
        self.setCentralWidget(self._splitter)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)

    def _make_actions(self) -> None:
        from h2o_desktop.ui.window_actions import WindowActions

        self.actions_ = actions = WindowActions(self)
        actions.show_history.triggered.connect(self._on_history_toggled)
        actions.show_parameters.triggered.connect(self._on_parameters_toggled)
        actions.focus_prompt.triggered.connect(self.focus_prompt)
        actions.search.triggered.connect(self._on_search)
        actions.quit.triggered.connect(self.close)
        self._check_actions()

    def _fill_bar(self, models: WindowModels) -> None:
        from h2o_desktop.ui.model_picker import ModelPicker
        from h2o_desktop.ui.notice_bar import NoticeBar

        self.pane.fill(
            partial(_made_view, models), ModelPicker(models.connections, models.theme), NoticeBar(models.theme)
        )
        bar = self.pane.top_bar
        self.history_button = self._tool_button("sidebar-left", self.tr("Show or hide the chats"))
        self.export_button = self._tool_button("download", self.tr("Export this chat"))
        self.menu_button = self._tool_button("menu", self.tr("Menu"))
        self.parameters_button = self._tool_button("sidebar-right", self.tr("Show or hide the parameters"))
        bar.insertWidget(0, self.history_button)
        for button in (self.export_button, self.menu_button, self.parameters_button):
            bar.addWidget(button)
        self.history_button.clicked.connect(self.actions_.show_history.trigger)
        self.parameters_button.clicked.connect(self.actions_.show_parameters.trigger)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.menu_button.clicked.connect(self._on_menu_clicked)
        self.actions_.choose_model.triggered.connect(self.pane.picker.open_popup)

    def _make_history(self, models: WindowModels) -> None:
        from h2o_desktop.ui.history_sidebar import HistorySidebar

        self.history = HistorySidebar(models.history, models.theme)
        self._take_side(HISTORY, self.history)

    def _make_parameters(self, models: WindowModels) -> None:
        from h2o_desktop.ui.parameter_panel import ParameterPanel

        self.parameters = ParameterPanel(models.parameters, models.theme)
        self._take_side(PARAMETERS, self.parameters)

    def _take_side(self, side: str, widget: QWidget) -> None:
        """Put a side pane into the place that was kept for it, as wide as that."""
        place, self._sides[side] = self._sides[side], widget
        widget.setHidden(place.isHidden())
        self._splitter.replaceWidget(self._splitter.indexOf(place), widget)
        place.deleteLater()
        self._fold()

    def _keep_tabs_in_order(self) -> None:
        self._order_tabs()
        self.pane.view_made.connect(self._order_tabs)

    def _order_tabs(self) -> None:
        """Have Tab go through the window as it is read, although its parts were made in another order."""
        regions = (self.history, self.pane.bar, self.pane, self.parameters)

        def place(widget: QWidget) -> int:
            return next(number for number, region in enumerate(regions) if region.isAncestorOf(widget))

        for before, after in pairwise(sorted(_focus_chain(self), key=place)):
            QWidget.setTabOrder(before, after)

    def _tool_button(self, icon_name: str, text: str) -> QToolButton:
        from h2o_desktop.ui.icons import icon

        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def show_title(self, title: str) -> None:
        """Name the shown conversation; empty for a new one."""
        self.pane.title.set_whole_text(title)
        self.setWindowTitle(f"{title} — H2O Desktop" if title else "H2O Desktop")

    def focus_prompt(self) -> None:
        """Give the prompt box the keyboard."""
        self.pane.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def come_to_front(self) -> None:
        """Stand before other windows, also when it was minimised."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def set_panes(self, *, history: bool, parameters: bool) -> None:
        """Show or hide the side panes, as the person wants them where there is room."""
        self._wanted = {HISTORY: history, PARAMETERS: parameters}
        self._fold()

    @property
    def wanted_panes(self) -> tuple[bool, bool]:
        """Whether the person wants the history and the parameters."""
        return self._wanted[HISTORY], self._wanted[PARAMETERS]

    def state_text(self) -> str:
        """Size, place and the panes' widths, as opaque text."""
        state = bytes(self.saveGeometry().data()) + b"|" + bytes(self._splitter.saveState().data())
        return base64.b64encode(len(self.saveGeometry().data()).to_bytes(4, "big") + state).decode("ascii")

    def restore_state_text(self, text: str) -> None:
        """Take over what `state_text` gave; anything else changes nothing."""
        try:
            state = base64.b64decode(text, validate=True)
        except ValueError:
            return
        length = int.from_bytes(state[:4], "big")
        self.restoreGeometry(QByteArray(state[4 : 4 + length]))
        self._splitter.restoreState(QByteArray(state[5 + length :]))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._fold()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102
        self.closing.emit()
        super().closeEvent(event)

    def _fold(self) -> None:
        """Show the panes that are wanted and for which there is room."""
        has_room = {HISTORY: self.width() >= NARROWEST_WIDTH, PARAMETERS: self.width() >= NARROW_WIDTH}
        for side, wanted in self._wanted.items():
            self._sides[side].setVisible(wanted and has_room[side])
        self._check_actions()

    def _check_actions(self) -> None:
        if hasattr(self, "actions_"):
            self.actions_.show_history.setChecked(not self._sides[HISTORY].isHidden())
            self.actions_.show_parameters.setChecked(not self._sides[PARAMETERS].isHidden())

    def _toggle(self, side: str) -> None:
        """Show or hide a pane; where there is no room for both, the other one makes place."""
        self._wanted[side] = shown = self._sides[side].isHidden()
        self._sides[side].setVisible(shown)
        if shown and self.width() < NARROWEST_WIDTH:
            self._sides[PARAMETERS if side == HISTORY else HISTORY].hide()
        self._check_actions()
        self.panes_changed.emit()

    def _on_history_toggled(self) -> None:
        self._toggle(HISTORY)

    def _on_parameters_toggled(self) -> None:
        self._toggle(PARAMETERS)

    def _on_search(self) -> None:
        if self.history.isHidden():
            self._toggle(HISTORY)
        self.history.focus_search()

    def _on_export_clicked(self) -> None:
        self.actions_.export_menu().exec(self.export_button.mapToGlobal(self.export_button.rect().bottomLeft()))

    def _on_menu_clicked(self) -> None:
        self.actions_.menu().exec(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))


def _made_view(models: WindowModels) -> ChatView:
    from h2o_desktop.ui.chat_view import ChatView

    return ChatView(models.conversation, models.theme)


def _empty_side() -> QWidget:
    """What is seen of a side pane until it is made."""
    side = QWidget()
    side.setBackgroundRole(QPalette.ColorRole.AlternateBase)
    side.setAutoFillBackground(True)
    return side


def _focus_chain(window: QWidget) -> list[QWidget]:
    """What Tab reaches in a window, in order."""
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not None and widget is not window:
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.focusProxy() is None:
            chain.append(widget)
        widget = widget.nextInFocusChain()
    return chain
