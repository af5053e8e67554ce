"""What the tests of the history pane share."""

from __future__ import annotations

import time

from PySide6.QtWidgets import QLineEdit

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.ui.history_sidebar import HistorySidebar

NOW_S = time.mktime((2026, 3, 18, 12, 0, 0, 0, 0, -1))


def chat(name: str, age_hours: float, title: str) -> ConversationSummary:
    updated_s = NOW_S - age_hours * 3600
    return ConversationSummary(name, title, updated_s, updated_s, 4, "smollm2-135m")


def search_box(sidebar: HistorySidebar) -> QLineEdit:
    found = sidebar.findChild(QLineEdit, "searchBox")
    assert isinstance(found, QLineEdit)
    return found
