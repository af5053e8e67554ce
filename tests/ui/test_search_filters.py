"""The filters of the search as fields: they show what is typed, and say what is chosen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QDate, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QDateEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.ui.search_filters import SearchFilters

NONE = {"role": "", "model": "", "tag": "", "after": "", "before": ""}


@pytest.fixture
def fields(qtbot: QtBot) -> Iterator[SearchFilters]:
    parent = QWidget()
    qtbot.addWidget(parent)
    fields = SearchFilters(parent)
    fields.offer(["danube", "smol"], ["home", "Work"])
    yield fields
    fields.close()


def box(fields: SearchFilters, name: str) -> QComboBox:
    found = fields.findChild(QComboBox, name)
    assert isinstance(found, QComboBox)
    return found


def days_ago(days: int) -> str:
    return str(QDate.currentDate().addDays(-days).toString("yyyy-MM-dd"))


def test_what_is_typed_is_shown(fields: SearchFilters) -> None:
    fields.show_values({"role": "you", "model": "llama", "tag": "work", "after": days_ago(6)})
    texts = [box(fields, name).currentText() for name in ("filterRole", "filterModel", "filterTag", "filterWhen")]
    assert texts == ["You", "llama", "Work", "In the last 7 days"]
    fields.offer(["danube"], [])  # what was found out meanwhile keeps what is chosen
    assert [box(fields, name).currentData() for name in ("filterModel", "filterTag")] == ["llama", "Work"]
    fields.show_values({"role": "assistant", "after": "2026-01-31", "before": "2026-03-01"})
    assert box(fields, "filterWhen").currentText() == "Between two days…"
    assert fields.findChild(QDateEdit, "filterFirstDay").date() == QDate(2026, 1, 31)
    assert fields.findChild(QDateEdit, "filterLastDay").date() == QDate(2026, 2, 28)
    fields.show_values({"before": "2026-03-01"})
    assert box(fields, "filterWhen").currentText() == "Between two days…"
    fields.show_values({"after": "never", "role": "nobody"})
    assert box(fields, "filterRole").currentText() == "Anybody"


def test_what_is_chosen_is_said(fields: SearchFilters) -> None:
    said: list[dict[str, str]] = []
    fields.changed.connect(said.append)
    fields.show_values({})
    assert said == []
    box(fields, "filterTag").setCurrentIndex(2)
    box(fields, "filterWhen").setCurrentIndex(2)
    assert said == [{**NONE, "tag": "Work"}, {**NONE, "tag": "Work", "after": days_ago(6)}]
    box(fields, "filterWhen").setCurrentIndex(5)
    fields.findChild(QDateEdit, "filterFirstDay").setDate(QDate(2026, 1, 31))
    fields.findChild(QDateEdit, "filterLastDay").setDate(QDate(2026, 2, 28))
    assert said[-1] == {**NONE, "tag": "Work", "after": "2026-01-31", "before": "2026-03-01"}
    fields.findChild(QPushButton, "filterClear").click()
    assert said[-1] == NONE
    assert not fields.findChild(QPushButton, "filterClear").isEnabled()


def test_the_keyboard_alone_is_enough(fields: SearchFilters, qtbot: QtBot) -> None:
    said: list[dict[str, str]] = []
    fields.changed.connect(said.append)
    fields.show()
    qtbot.waitUntil(lambda: box(fields, "filterRole").hasFocus(), timeout=30_000)
    QTest.keyClick(box(fields, "filterRole"), Qt.Key.Key_Down)
    assert said == [{**NONE, "role": "user"}]
    with qtbot.waitSignal(fields.closed, timeout=30_000):
        QTest.keyClick(fields, Qt.Key.Key_Escape)
    assert not fields.isVisible()
