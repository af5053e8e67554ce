"""What a new sweep shall be: prompt, axes, how many cells at once, and what it will cost."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from h2o_desktop.core.sweep import MOST_AT_ONCE, Axis, axis_of, check_axes
from h2o_desktop.ui.sweep.axis_chooser import AxisChooser
from h2o_desktop.ui.sweep.sweep_words import Cells
from h2o_desktop.ui.text_for_people import number

_PROMPT_LINES = 5
FIRST_ROWS = axis_of("temperature", (0.2, 0.7, 1.2))
FIRST_COLUMNS = axis_of("seed", (1, 2, 3))


class PromptField(QPlainTextEdit):
    """The prompt; Ctrl+Enter starts.

    Signals:
        start_requested(): Ctrl+Enter.
    """

    start_requested = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Ctrl+Enter for the start."""
        is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.start_requested.emit()
            return
        super().keyPressEvent(event)


class SetupPane(QWidget):
    """Shows and asks; what the parts mean for a server is told to it.

    Signals:
        changed(): something about the sweep is different; cost and problems have to be found anew.
        start_requested(): the person wants the sweep.
    """

    changed = Signal()
    start_requested = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.prompt = PromptField(self)
        self.context = QLabel(self)
        self.model = QLabel(self)
        self.rows = AxisChooser(self.tr("Rows"), "sweepRows", self)
        self.columns = AxisChooser(self.tr("Columns"), "sweepColumns", self)
        self.at_once = QComboBox(self)
        self.cost = QLabel(self)
        self.problem = QLabel(self)
        self.start = QPushButton(self.tr("Start"), self)
        self._set_up()
        self._lay_out()
        self.rows.show_axis(FIRST_ROWS)
        self.columns.show_axis(FIRST_COLUMNS)
        self._connect()

    def _set_up(self) -> None:
        self.prompt.setObjectName("sweepPrompt")
        self.prompt.setAccessibleName(self.tr("Prompt"))
        self.prompt.setPlaceholderText(self.tr("What every cell is asked"))
        self.prompt.setTabChangesFocus(True)
        self.prompt.setFixedHeight(_PROMPT_LINES * self.prompt.fontMetrics().lineSpacing() + 16)
        for label, name, tone in (
            (self.context, "sweepContext", "hint"),
            (self.model, "sweepModel", "hint"),
            (self.cost, "sweepCost", "secondary"),
            (self.problem, "sweepProblem", "warning"),
        ):
            label.setObjectName(name)
            label.setProperty("tone", tone)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.at_once.setObjectName("sweepAtOnce")
        self.at_once.setAccessibleName(self.tr("Cells at once"))
        for count in range(1, MOST_AT_ONCE + 1):
            self.at_once.addItem(number(count), count)
        self.start.setObjectName("sweepStart")
        self.start.setProperty("primary", True)
        self.start.setToolTip(self.tr("Ask all cells (Ctrl+Enter in the prompt)"))

    def _lay_out(self) -> None:
        prompt = QLabel(self.tr("Prompt"), self)
        prompt.setBuddy(self.prompt)
        at_once = QLabel(self.tr("Cells at once"), self)
        at_once.setBuddy(self.at_once)
        line = QHBoxLayout()
        line.addWidget(at_once)
        line.addWidget(self.at_once)
        line.addStretch(1)
        line.addWidget(self.start)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for widget in (prompt, self.prompt, self.context, self.model):
            layout.addWidget(widget)
        layout.addSpacing(8)
        layout.addWidget(self.rows)
        layout.addSpacing(8)
        layout.addWidget(self.columns)
        layout.addSpacing(8)
        layout.addWidget(self.cost)
        layout.addWidget(self.problem)
        layout.addSpacing(4)
        layout.addLayout(line)

    def _connect(self) -> None:
        self.prompt.textChanged.connect(self.changed)
        self.rows.changed.connect(self.changed)
        self.columns.changed.connect(self.changed)
        self.at_once.currentIndexChanged.connect(self._on_at_once)
        self.start.clicked.connect(self.start_requested)
        self.prompt.start_requested.connect(self._on_prompt_start)

    def axes(self) -> tuple[Axis, Axis]:
        """Rows and columns. Raises InputError when something about them cannot be so."""
        rows, columns = self.rows.axis(), self.columns.axis()
        check_axes(rows, columns)
        return rows, columns

    def show_prompt(self, text: str) -> None:
        """Propose a prompt."""
        if text != self.prompt.toPlainText():
            self.prompt.setPlainText(text)
            self.prompt.moveCursor(QTextCursor.MoveOperation.End)

    def show_context(self, messages: int, asked: str) -> None:
        """Say how many messages the model reads before the prompt, and which model that is."""
        self.context.setText(Cells().messages(messages))
        self.model.setText(asked)

    def show_at_once(self, count: int) -> None:
        """Propose how many cells are asked at the same time."""
        with QSignalBlocker(self.at_once):
            self.at_once.setCurrentIndex(self.at_once.findData(count))

    def show_verdict(self, cost: str, problem: str, *, may_start: bool) -> None:
        """Say what it will cost, and what is wrong or without effect."""
        self.cost.setText(cost)
        self.cost.setVisible(bool(cost))
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.start.setEnabled(may_start)

    def _on_at_once(self) -> None:
        self.changed.emit()

    def _on_prompt_start(self) -> None:
        if self.start.isEnabled():
            self.start_requested.emit()

    def changeEvent(self, event: QEvent) -> None:
        """Keep the prompt as high as its lines."""
        if event.type() is QEvent.Type.FontChange:
            self.prompt.setFixedHeight(_PROMPT_LINES * self.prompt.fontMetrics().lineSpacing() + 16)
        super().changeEvent(event)
