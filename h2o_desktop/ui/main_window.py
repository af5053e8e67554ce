"""The window: chats on the left, the conversation in the middle, parameters on the right."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QResizeEvent
from PySide6.QtWidgets import QMainWindow, QSplitter, QToolButton, QWidget

from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.conversation_pane import ConversationPane
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.window_actions import WindowActions

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view import ChatView

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

    Signals:
        closing(): the window closes; what must be kept has to be kept now.
        panes_changed(): a side pane was opened or closed by the person.
    """

    closing = Signal()
    panes_changed = Signal()

    def __init__(self, models: WindowModels) -> None:
        super().__init__()
        self.setObjectName("mainWindow")
        self._theme = models.theme
        self._conversation = models.conversation
        self.history = HistorySidebar(models.history, models.theme)
        self.pane = ConversationPane(self._made_view, ModelPicker(models.connections, models.theme), models.theme)
        self.parameters = ParameterPanel(models.parameters, models.theme)
        self.actions_ = WindowActions(self)
        self._wanted = {self.history: True, self.parameters: True}
        self._splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self._lay_out()
        self._connect()
        self.show_title("")

    def _made_view(self) -> ChatView:
        from h2o_desktop.ui.chat_view import ChatView

        return ChatView(self._conversation, self._theme)

    def _lay_out(self) -> None:
        for widget in (self.history, self.pane, self.parameters):
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
        bar = self.pane.top_bar
        self.history_button = self._tool_button("sidebar-left", self.tr("Show or hide the chats"))
        self.export_button = self._tool_button("download", self.tr("Export this chat"))
        self.menu_button = self._tool_button("menu", self.tr("Menu"))
        self.parameters_button = self._tool_button("sidebar-right", self.tr("Show or hide the parameters"))
        bar.insertWidget(0, self.history_button)
        for button in (self.export_button, self.menu_button, self.parameters_button):
            bar.addWidget(button)

    def _tool_button(self, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _connect(self) -> None:
        self.history_button.clicked.connect(self.actions_.show_history.trigger)
        self.parameters_button.clicked.connect(self.actions_.show_parameters.trigger)
        self.export_button.clicked.connect(self._on_export_clicked)
        self.menu_button.clicked.connect(self._on_menu_clicked)
        self.actions_.show_history.triggered.connect(self._on_history_toggled)
        self.actions_.show_parameters.triggered.connect(self._on_parameters_toggled)
        self.actions_.focus_prompt.triggered.connect(self.focus_prompt)
        self.actions_.search.triggered.connect(self._on_search)
        self.actions_.choose_model.triggered.connect(self.pane.picker.open_popup)
        self.actions_.quit.triggered.connect(self.close)

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
        self._wanted = {self.history: history, self.parameters: parameters}
        self._fold()

    @property
    def wanted_panes(self) -> tuple[bool, bool]:
        """Whether the person wants the history and the parameters."""
        return self._wanted[self.history], self._wanted[self.parameters]

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
        has_room = {self.history: self.width() >= NARROWEST_WIDTH, self.parameters: self.width() >= NARROW_WIDTH}
        for pane, wanted in self._wanted.items():
            pane.setVisible(wanted and has_room[pane])
        self._check_actions()

    def _check_actions(self) -> None:
        self.actions_.show_history.setChecked(not self.history.isHidden())
        self.actions_.show_parameters.setChecked(not self.parameters.isHidden())

    def _toggle(self, pane: QWidget) -> None:
        """Show or hide a pane; where there is no room for both, the other one makes place."""
        shown = pane.isHidden()
        self._wanted[self.history if pane is self.history else self.parameters] = shown
        pane.setVisible(shown)
        if shown and self.width() < NARROWEST_WIDTH:
            (self.parameters if pane is self.history else self.history).hide()
        self._check_actions()
        self.panes_changed.emit()

    def _on_history_toggled(self) -> None:
        self._toggle(self.history)

    def _on_parameters_toggled(self) -> None:
        self._toggle(self.parameters)

    def _on_search(self) -> None:
        if self.history.isHidden():
            self._toggle(self.history)
        self.history.focus_search()

    def _on_export_clicked(self) -> None:
        self.actions_.export_menu().exec(self.export_button.mapToGlobal(self.export_button.rect().bottomLeft()))

    def _on_menu_clicked(self) -> None:
        self.actions_.menu().exec(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))
