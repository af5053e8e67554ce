"""The sweeps of a chat, to be chosen from."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QWidget

from h2o_desktop.core.sweep import SweepPlan
from h2o_desktop.ui.sweep.sweep_words import sweep_line

ROWS = 3  # of two lines each
_MOST_LETTERS = 400
_ID = Qt.ItemDataRole.UserRole


class SweepList(QListWidget):
    """The newest comes first; a click or Enter opens one.

    Signals:
        sweep_chosen(id): the person wants to see this sweep.
    """

    sweep_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sweepList")
        self.setAccessibleName(self.tr("Sweeps of this chat"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(ROWS * (2 * self.fontMetrics().lineSpacing() + 7) + 10)
        self.itemActivated.connect(self._on_item)
        self.itemClicked.connect(self._on_item)

    def show_plans(self, plans: Sequence[SweepPlan], shown_id: str) -> None:
        """Show the sweeps of the chat, the shown one marked."""
        self.clear()
        for plan in plans:
            item = QListWidgetItem(sweep_line(plan), self)
            item.setData(_ID, plan.id)
            item.setToolTip(plan.prompt.content[:_MOST_LETTERS])
        self.mark(shown_id)

    def mark(self, shown_id: str) -> None:
        """Mark the sweep that is shown."""
        self.setCurrentRow(self._ids().index(shown_id) if self.has(shown_id) else -1)

    def has(self, sweep_id: str) -> bool:
        """Whether a sweep is in the list."""
        return sweep_id in self._ids()

    def _ids(self) -> list[str]:
        return [str(self.item(row).data(_ID)) for row in range(self.count())]

    def _on_item(self, item: QListWidgetItem) -> None:
        self.sweep_chosen.emit(str(item.data(_ID)))
