"""The window of comparisons: panes side by side, one prompt box below, the parameters of the current pane beside."""

from __future__ import annotations

import base64
from collections.abc import Callable, Sequence

from PySide6.QtCore import QByteArray, QObject, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.presets import Preset
from h2o_desktop.qt.compare_controller import CompareController
from h2o_desktop.qt.compare_pane import ComparePane
from h2o_desktop.ui.compare.compare_actions import CompareActions
from h2o_desktop.ui.compare.pane_parameters import PaneParameters
from h2o_desktop.ui.compare.pane_view import ComparePaneView
from h2o_desktop.ui.compare.pane_words import LETTERS, pane_title
from h2o_desktop.ui.conversation_pane import COLUMN_WIDTH, ElidedLabel
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.notice_bar import NoticeBar
from h2o_desktop.ui.prompt_box import PromptBox
from h2o_desktop.ui.text_for_people import message_count
from h2o_desktop.ui.theme import ThemeSource

FIRST_SIZE = QSize(1200, 760)
SMALLEST_SIZE = QSize(520, 420)


class CompareWindow(QWidget):
    """Shows the panes of a controller.

    Signals:
        closed: the window was closed.
        view_made(view): what shows a pane was made.
    """

    closed = Signal()
    view_made = Signal(object)

    def __init__(
        self, controller: CompareController, presets: Callable[[], Sequence[Preset]], theme: ThemeSource
    ) -> None:
        super().__init__(None, Qt.WindowType.Window)
        self._controller = controller
        self._theme = theme
        self._views: dict[ComparePane, ComparePaneView] = {}
        self._current: ComparePane | None = None
        self.setObjectName("compareWindow")
        self.setAutoFillBackground(True)
        self.setMinimumSize(SMALLEST_SIZE)
        self.resize(FIRST_SIZE)
        self.actions_ = CompareActions(self)
        self.context = ElidedLabel(self)
        self.add_button = QPushButton(icon("add", theme), self.tr("Add a pane"), self)
        self.parameters_button = self._tool("sidebar-right", self.tr("Show or hide the parameters"))
        self.menu_button = self._tool("menu", self.tr("Menu"))
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.area = QScrollArea(self)
        self.parameters = PaneParameters(presets, theme, self)
        self.notices = NoticeBar(theme, self)
        self.prompt = PromptBox(theme, self, asks_many=True)
        self._heads = QTimer(self)  # the panes have their new widths when the layout has been at work
        self._heads.setSingleShot(True)
        self._heads.timeout.connect(self._align_heads)
        self._lay_out()
        self._connect()
        self.setWindowTitle(self.tr("Compare — H2O Desktop"))

    # -- making -------------------------------------------------------------------------------------------------------

    def _tool(self, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.context, 1)
        self.add_button.setAutoDefault(False)
        for button in (self.add_button, self.menu_button, self.parameters_button):
            bar.addWidget(button)
        self._set_up_area()
        below = QVBoxLayout()
        below.setSpacing(4)
        below.addWidget(self.notices)
        below.addWidget(self.prompt)
        column = QWidget(self)
        column.setLayout(below)
        column.setMaximumWidth(COLUMN_WIDTH)
        below.setContentsMargins(0, 0, 0, 0)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 1000)
        row.addStretch(1)
        middle = QVBoxLayout()
        middle.setContentsMargins(12, 8, 12, 12)
        middle.setSpacing(8)
        middle.addLayout(bar)
        middle.addWidget(self.area, 1)
        middle.addLayout(row)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(middle, 1)
        layout.addWidget(self.parameters)
        self.parameters.hide()

    def _set_up_area(self) -> None:
        self.splitter.setObjectName("compareSplitter")
        self.splitter.setHandleWidth(8)
        self.splitter.setChildrenCollapsible(False)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setWidgetResizable(True)
        self.area.setWidget(self.splitter)
        for part in (self.splitter, self.area.viewport()):
            part.setAutoFillBackground(False)

    def _connect(self) -> None:
        controller, actions = self._controller, self.actions_
        controller.panes_changed.connect(self._on_panes_changed)
        controller.settings_changed.connect(self._show_differences)
        controller.state_changed.connect(self._show_state)
        self.add_button.clicked.connect(actions.add_pane.trigger)
        self.parameters_button.clicked.connect(actions.show_parameters.trigger)
        self.menu_button.clicked.connect(self._on_menu)
        self.splitter.splitterMoved.connect(self._align_heads)
        QGuiApplication.instance().focusObjectChanged.connect(self._on_focus_changed)  # type: ignore[union-attr]
        actions.show_parameters.triggered.connect(self._on_parameters)
        actions.focus_prompt.triggered.connect(self.focus_prompt)
        actions.close.triggered.connect(self.close)

    # -- panes --------------------------------------------------------------------------------------------------------

    @property
    def views(self) -> list[ComparePaneView]:
        """The panes as they stand, from the left."""
        return [self._views[pane] for pane in self._controller.panes if pane in self._views]

    @property
    def current(self) -> ComparePane | None:
        """The pane that shortcuts and parameters are about."""
        return self._current

    def view_of(self, pane: ComparePane) -> ComparePaneView:
        """What shows a pane."""
        return self._views[pane]

    def title_of(self, pane: ComparePane) -> str:
        """A pane's letter, its model and what is different in it."""
        return pane_title(self._views[pane].letter, pane, self._controller.differing())

    def set_current(self, pane: ComparePane) -> None:
        """Make a pane the one that shortcuts and parameters are about."""
        self._current = pane
        for one, view in self._views.items():
            view.set_current(one is pane)
        if self.parameters.isVisibleTo(self):
            self.parameters.show_pane(pane, self._views[pane].letter)

    def _on_panes_changed(self) -> None:
        panes = self._controller.panes
        for pane in [pane for pane in self._views if pane not in panes]:
            view = self._views.pop(pane)
            view.hide()
            view.deleteLater()
        for place, pane in enumerate(panes):
            if pane not in self._views:
                self._views[pane] = self._made_view(pane)
            if self.splitter.indexOf(self._views[pane]) != place:
                self.splitter.insertWidget(place, self._views[pane])
            self._views[pane].set_letter(LETTERS[place])
            self._views[pane].show()
        self.splitter.setSizes([self.splitter.width() // len(panes)] * len(panes))
        self._heads.start()
        self.parameters.keep_only(panes)
        self.set_current(self._current if self._current in panes else panes[0])
        self._show_state()

    def _made_view(self, pane: ComparePane) -> ComparePaneView:
        view = ComparePaneView(pane, self._theme, self._controller.figures, self)
        view.resized.connect(self._heads.start)
        self.view_made.emit(view)
        return view

    # -- showing ------------------------------------------------------------------------------------------------------

    def show_context(self, title: str, messages: int) -> None:
        """Say which conversation the answers belong to, and how much of it stands before them."""
        if not messages:
            self.context.set_whole_text(title or self.tr("A new chat"))
            return
        words = self.tr("Context: “{title}”, {messages}")
        self.context.set_whole_text(words.format(title=title, messages=message_count(messages)))

    def _show_differences(self) -> None:
        keys = self._controller.differing()
        for view in self.views:
            view.show_differences(keys)
        self._align_heads()

    def _align_heads(self) -> None:
        """Let the answers of all panes begin at the same height."""
        heights = [view.height_of_differences() for view in self.views]
        for view in self.views:
            view.differences.setMinimumHeight(max(0, *heights))

    def _show_state(self) -> None:
        controller, actions = self._controller, self.actions_
        for enabled, parts in (
            (controller.may_add, (actions.add_pane, self.add_button)),
            (controller.may_remove, (actions.remove_pane,)),
        ):
            for part in parts:
                part.setEnabled(enabled)

    def focus_prompt(self) -> None:
        """Give the prompt box the keyboard."""
        self.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def focus_pane(self, place: int) -> None:
        """Give a pane's answers the keyboard; does nothing when there is no such pane."""
        if place < len(self.views):
            self.views[place].focus_answers()

    def _on_focus_changed(self, focused: QObject | None) -> None:
        for view in self.views:
            view.update()
            if isinstance(focused, QWidget) and view.isAncestorOf(focused):
                self.set_current(view.pane)
                self.area.ensureWidgetVisible(view, 0, 0)

    def _on_menu(self) -> None:
        self.actions_.menu().popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _on_parameters(self) -> None:
        self.show_parameters(self.parameters.isHidden())

    def show_parameters(self, shown: bool) -> None:
        """Show or hide the parameters of the current pane."""
        self.parameters.setVisible(shown)
        self.actions_.show_parameters.setChecked(shown)
        if shown and self._current is not None:
            self.parameters.show_pane(self._current, self._views[self._current].letter)

    # -- the window ---------------------------------------------------------------------------------------------------

    def state_text(self) -> str:
        """Size and place, and whether the parameters are shown, as opaque text."""
        shown = b"0" if self.parameters.isHidden() else b"1"
        return base64.b64encode(shown + bytes(self.saveGeometry().data())).decode("ascii")

    def restore_state_text(self, text: str) -> None:
        """Take over what `state_text` gave; anything else changes nothing."""
        try:
            state = base64.b64decode(text, validate=True)
        except ValueError:
            return
        if state:
            self.show_parameters(state[:1] == b"1")
            self.restoreGeometry(QByteArray(state[1:]))

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: D102
        self.closed.emit()
        super().closeEvent(event)
