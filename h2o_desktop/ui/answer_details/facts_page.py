"""The page of details: figures above, and below them every parameter with what became of it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QBrush, QPalette
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFormLayout,
    QFrame,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.ui.answer_details.facts import ParameterFact

_LONGEST_VALUE = 300  # letters; a long system prompt stands whole in the request
translate = QCoreApplication.translate


class FactsPage(QWidget):
    """Shows facts; decides nothing."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._facts: Sequence[tuple[str, str]] = ()
        self._rows: Sequence[ParameterFact] = ()
        self._form = QFormLayout()
        self.table = QTableWidget(0, 4, self)
        self._set_up()

    def _set_up(self) -> None:
        table = self.table
        table.setObjectName("parameterFacts")
        table.setAccessibleName(self.tr("Parameters of this answer"))
        table.setHorizontalHeaderLabels(
            [self.tr("Parameter"), self.tr("Asked for"), self.tr("Sent"), self.tr("What became of it")]
        )
        table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        table.setTabKeyNavigation(False)
        table.setWordWrap(True)
        table.setShowGrid(False)
        table.setFrameShape(QFrame.Shape.NoFrame)
        table.verticalHeader().hide()
        table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header = table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(3, QHeaderView.ResizeMode.Stretch)
        self._form.setHorizontalSpacing(16)
        self._form.setVerticalSpacing(4)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 12, 0, 0)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(table, 1)

    def show_facts(self, facts: Sequence[tuple[str, str]], rows: Sequence[ParameterFact]) -> None:
        """Show these in the place of what was shown."""
        self._facts, self._rows = facts, rows
        while self._form.rowCount():
            self._form.removeRow(0)
        for name, value in facts:
            self._form.addRow(self._label(name, tone="secondary"), self._label(_shortened(value)))
        self.table.setRowCount(len(rows))
        muted = QBrush(self.palette().color(QPalette.ColorRole.PlaceholderText))
        for row, fact in enumerate(rows):
            for column, words in enumerate((fact.name, fact.asked, fact.sent, fact.became)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                if fact.is_silent:
                    item.setForeground(muted)
                self.table.setItem(row, column, item)

    def text(self) -> str:
        """All facts as text, one a line."""
        lines = [f"{name}: {value}" for name, value in self._facts]
        for fact in self._rows:
            parts = (fact.asked, fact.sent, fact.became)
            lines.append(f"{fact.name}: {' · '.join(part for part in parts if part)}")
        return "\n".join(lines)

    def _label(self, words: str, tone: str = "") -> QLabel:
        label = QLabel(words, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(not tone)
        if tone:
            label.setProperty("tone", tone)
        else:
            label.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
        return label


def _shortened(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else f"{value[:_LONGEST_VALUE].rstrip()}…"
