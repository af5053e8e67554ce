"""The filters of the search as fields: who wrote it, with which model, under which tag, and when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QDate, Qt, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFormLayout,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

_WIDTH = 300
_BETWEEN = -1
_DAY_FORMAT = "yyyy-MM-dd"


class SearchFilters(QFrame):
    """Opens under the search box, and says at once what is chosen.

    Signals:
        changed(filters): the filters as they are typed, such as `tag` to `work`; empty ones among them.
        closed: the person is done with it.
    """

    changed = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("searchFilters")
        self.setAccessibleName(self.tr("Filters of the search"))
        self._is_filling = True
        self._role = self._made_box("filterRole", self.tr("Who wrote it"))
        for text, role in ((self.tr("Anybody"), ""), (self.tr("You"), "user"), (self.tr("The model"), "assistant")):
            self._role.addItem(text, role)
        self._model = self._made_box("filterModel", self.tr("Model"))
        self._tag = self._made_box("filterTag", self.tr("Tag"))
        self._when = self._made_box("filterWhen", self.tr("When"))
        for text, days in (
            (self.tr("At any time"), 0),
            (self.tr("Today"), 1),
            (self.tr("In the last 7 days"), 7),
            (self.tr("In the last 30 days"), 30),
            (self.tr("In the last 365 days"), 365),
            (self.tr("Between two days…"), _BETWEEN),
        ):
            self._when.addItem(text, days)
        self._first = self._made_day("filterFirstDay", self.tr("First day"))
        self._last = self._made_day("filterLastDay", self.tr("Last day"))
        self._clear = QPushButton(self.tr("No filters"), self)
        self._clear.setObjectName("filterClear")
        self._is_filling = False
        self._lay_out()
        self._clear.clicked.connect(self._on_clear)

    def _made_box(self, name: str, text: str) -> QComboBox:
        box = QComboBox(self)
        box.setObjectName(name)
        box.setAccessibleName(text)
        box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.currentIndexChanged.connect(self._on_changed)
        return box

    def _made_day(self, name: str, text: str) -> QDateEdit:
        day = QDateEdit(QDate.currentDate(), self)
        day.setObjectName(name)
        day.setAccessibleName(text)
        day.setCalendarPopup(True)
        day.setDisplayFormat(_DAY_FORMAT)
        day.dateChanged.connect(self._on_changed)
        return day

    def _lay_out(self) -> None:
        self._form = QFormLayout()
        self._form.setSpacing(8)
        self._form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for text, field in (
            (self.tr("Written by"), self._role),
            (self.tr("Model"), self._model),
            (self.tr("Tag"), self._tag),
            (self.tr("When"), self._when),
            (self.tr("From"), self._first),
            (self.tr("To"), self._last),
        ):
            self._form.addRow(text, field)
        done = QPushButton(self.tr("Done"), self)
        done.setObjectName("filterDone")
        done.clicked.connect(self.close)
        hint = QLabel(self.tr("The same can be typed, such as tag:work."), self)
        hint.setProperty("tone", "hint")
        hint.setWordWrap(True)
        row = QHBoxLayout()
        row.addWidget(self._clear)
        row.addStretch(1)
        row.addWidget(done)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 12, 12, 12)
        layout.setSpacing(12)
        layout.addLayout(self._form)
        layout.addWidget(hint)
        layout.addLayout(row)
        self.setFixedWidth(_WIDTH)

    def offer(self, models: Sequence[str], tags: Sequence[str]) -> None:
        """Let the person choose among these models and tags."""
        self._fill(self._model, self.tr("Any model"), models)
        self._fill(self._tag, self.tr("Any tag"), tags)

    def show_values(self, filters: Mapping[str, str]) -> None:
        """Show the filters that are typed."""
        self._is_filling = True
        self._role.setCurrentIndex(
            max(0, self._role.findData({"you": "user"}.get(role := filters.get("role", ""), role)))
        )
        for box, key in ((self._model, "model"), (self._tag, "tag")):
            _choose(box, filters.get(key, ""))
        self._show_days(filters.get("after", ""), filters.get("before", ""))
        self._is_filling = False
        self._show_fields()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin with the keyboard in the first field."""
        super().showEvent(event)
        self._role.setFocus(Qt.FocusReason.PopupFocusReason)

    def hideEvent(self, event: QHideEvent) -> None:
        """It was closed, by Esc, by a click beside it, or by its button."""
        super().hideEvent(event)
        self.closed.emit()

    def _show_days(self, after: str, before: str) -> None:
        today = QDate.currentDate()
        first, end = QDate.fromString(after, _DAY_FORMAT), QDate.fromString(before, _DAY_FORMAT)
        days = first.daysTo(today) + 1 if first.isValid() and not before else _BETWEEN
        if not after and not before:
            days = 0
        position = self._when.findData(days)
        self._when.setCurrentIndex(position if position >= 0 else self._when.findData(_BETWEEN))
        self._last.setDate(end.addDays(-1) if end.isValid() else max(today, first) if first.isValid() else today)
        self._first.setDate(first if first.isValid() else min(self._last.date(), today.addYears(-1)))

    def _fill(self, box: QComboBox, none: str, texts: Sequence[str]) -> None:
        self._is_filling = True
        chosen = str(box.currentData() or "")
        box.clear()
        box.addItem(none, "")
        for text in texts:
            box.addItem(text, text)
        _choose(box, chosen)
        self._is_filling = False

    def _show_fields(self) -> None:
        for day in (self._first, self._last):
            self._form.setRowVisible(day, self._when.currentData() == _BETWEEN)
        self._clear.setEnabled(any(self._values().values()))
        self.adjustSize()

    def _values(self) -> dict[str, str]:
        after, before = "", ""
        days = int(self._when.currentData())
        if days == _BETWEEN:
            after = self._first.date().toString(_DAY_FORMAT)
            before = self._last.date().addDays(1).toString(_DAY_FORMAT)  # `before:` is the first day that is left out
        elif days:
            after = QDate.currentDate().addDays(1 - days).toString(_DAY_FORMAT)
        return {
            "role": str(self._role.currentData()),
            "model": str(self._model.currentData() or ""),
            "tag": str(self._tag.currentData() or ""),
            "after": after,
            "before": before,
        }

    def _on_changed(self) -> None:
        if not self._is_filling:
            self._show_fields()
            self.changed.emit(self._values())

    def _on_clear(self) -> None:
        self.show_values({})
        self.changed.emit(self._values())


def _choose(box: QComboBox, value: str) -> None:
    """Choose an entry; what is typed and not among them becomes one."""
    position = box.findData(value, flags=Qt.MatchFlag.MatchFixedString)
    if position < 0:
        box.addItem(value, value)
        position = box.count() - 1
    box.setCurrentIndex(position)
