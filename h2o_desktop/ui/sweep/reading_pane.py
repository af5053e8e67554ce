"""The answer of one cell, to be read, compared and gone on from."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from h2o_desktop.core.conversation import Message, Status
from h2o_desktop.core.sweep_report import CellReport
from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.sweep.sweep_words import bars_of, cell_name, state_words
from h2o_desktop.ui.theme import ThemeSource


class ReadingPane(QWidget):
    """Shows the current cell and what can be done with it.

    Signals:
        stop_requested(place), ask_requested(place): stop this cell, or ask it anew.
        compare_requested(place, other): show how two answers differ.
        go_on_requested(place): put this answer into the chat and go on there.
        continue_requested(place): the same, and let the answer itself go on, which was cut.
        left(): the person wants to go back to the cells.
    """

    stop_requested = Signal(int)
    ask_requested = Signal(int)
    compare_requested = Signal(int, int)
    go_on_requested = Signal(int)
    continue_requested = Signal(int)
    left = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._controller: SweepController | None = None
        self._place = -1
        self._shown_id = ""
        self.model = ConversationModel(self)
        self.title = QLabel(self)
        self.figures = QLabel(self)
        self.stop = QPushButton(self.tr("Stop"), self)
        self.ask = QPushButton(self.tr("Ask again"), self)
        self.compare = QPushButton(self.tr("Compare with"), self)
        self.go_on = QPushButton(self.tr("Go on from here"), self)
        self.view = ChatView(self.model, theme, self)
        self._set_up()
        self._lay_out()
        self._show()

    def _set_up(self) -> None:
        self.setObjectName("sweepReading")
        self.title.setObjectName("sweepCellTitle")
        self.figures.setObjectName("sweepCellFigures")
        self.figures.setProperty("tone", "secondary")
        for label in (self.title, self.figures):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        font = self.title.font()
        font.setBold(True)
        self.title.setFont(font)
        self.view.setObjectName("sweepAnswer")
        self.view.is_whole_chat = False
        self.view.setAccessibleName(self.tr("Answer of the cell"))
        for button, name in ((self.stop, "Stop"), (self.ask, "Ask"), (self.compare, "Compare"), (self.go_on, "GoOn")):
            button.setObjectName(f"sweep{name}")
        self.go_on.setToolTip(self.tr("Put this answer into the chat, beside the others there, and go on with it"))
        self.compare.setToolTip(self.tr("Show how this answer and another one differ (Ctrl+D)"))
        menu = QMenu(self.compare)
        menu.aboutToShow.connect(self._fill_menu)
        self.compare.setMenu(menu)
        self.stop.clicked.connect(self._on_stop)
        self.ask.clicked.connect(self._on_ask)
        self.go_on.clicked.connect(self._on_go_on)
        self.view.regenerate_requested.connect(self._on_ask)
        self.view.continue_requested.connect(self._on_continue)
        shortcut = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(self.left)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self.title)
        words.addWidget(self.figures)
        head = QHBoxLayout()
        head.setContentsMargins(12, 8, 12, 8)
        head.setSpacing(8)
        head.addLayout(words, 1)
        for button in (self.stop, self.ask, self.compare, self.go_on):
            head.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.view, 1)

    def show_cell(self, controller: SweepController | None, place: int, report: CellReport) -> None:
        """Show a cell of a sweep as it is now, or nothing."""
        self._controller = controller
        self._place = place if controller is not None else -1
        answer = report.answer if controller is not None else None
        self._show_answer(answer)
        self._show(report)

    def grow(self, place: int, text: str) -> None:
        """The answer of a cell grew."""
        if place == self._place:
            self.model.append_text(self._shown_id, text)

    def focus_answer(self) -> None:
        """Give the answer the keyboard."""
        self.view.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_answer(self, answer: Message | None) -> None:
        if answer is None:
            self._shown_id = ""
            if len(self.model):
                self.model.reset(())
        elif answer.id != self._shown_id:
            self._shown_id = answer.id
            self.model.reset((answer,))
            if answer.status is not Status.STREAMING:
                self.view.navigation.go_to_start()
        else:
            self.model.replace_message(answer)

    def _show(self, report: CellReport | None = None) -> None:
        controller, place = self._controller, self._place
        answer = report.answer if report is not None else None
        if controller is None or place < 0:
            self.title.setText(self.tr("Choose a cell to read its answer."))
            self.figures.clear()
        else:
            assert report is not None
            self.title.setText(cell_name(controller.plan, place))
            waiting = controller.is_waiting(place)
            bars = [f"{bar.name} {bar.figure}" for bar in bars_of(report)]
            self.figures.setText(" · ".join(filter(None, (state_words(answer, waiting), *bars))))
        self.figures.setToolTip("\n".join(bar.explained for bar in bars_of(report)) if report is not None else "")
        is_live = controller is not None and (
            controller.is_waiting(place) or (answer is not None and answer.status is Status.STREAMING)
        )
        has_text = answer is not None and bool(answer.content.strip())
        self.stop.setVisible(is_live)
        self.ask.setVisible(controller is not None and place >= 0 and controller.may_ask(place))
        self.ask.setText(self.tr("Ask") if answer is None else self.tr("Ask again"))
        self.compare.setEnabled(has_text and bool(self._others()))
        self.go_on.setEnabled(has_text and not is_live)

    def _others(self) -> list[int]:
        if self._controller is None:
            return []
        return [place for place in self._controller.sweep.texts if place != self._place]

    def _fill_menu(self) -> None:
        menu = self.compare.menu()
        menu.clear()
        if self._controller is not None:
            for place in self._others():
                words = cell_name(self._controller.plan, place)
                menu.addAction(words, partial(self.compare_requested.emit, self._place, place))

    def open_compare_menu(self) -> None:
        """Open the choice of the other answer."""
        if self.compare.isEnabled():
            self.compare.showMenu()

    def _on_stop(self) -> None:
        self.stop_requested.emit(self._place)

    def _on_ask(self) -> None:
        self.ask_requested.emit(self._place)

    def _on_continue(self) -> None:
        self.continue_requested.emit(self._place)

    def _on_go_on(self) -> None:
        self.go_on_requested.emit(self._place)
