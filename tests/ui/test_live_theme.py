"""What paints itself follows a change of the theme while it is on the screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.local_model import LocalModel
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.settings import Theme
from h2o_desktop.core.words import Words
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.model_card import ModelCard
from h2o_desktop.ui.notice_card import NoticeCard
from h2o_desktop.ui.prompt_box import PromptBox
from h2o_desktop.ui.text_for_people import day_heading, summary_line
from h2o_desktop.ui.theme import ThemeSource


def history(theme: ThemeSource) -> QWidget:
    model = HistoryModel(lambda: 0.0, day_heading, summary_line)
    model.reset([ConversationSummary("a", "Rivers", 0.0, 0.0, 2)], complete=True)
    sidebar = HistorySidebar(model, theme)
    sidebar.set_current("a")
    model.setParent(sidebar)
    return sidebar


def notice(theme: ThemeSource) -> QWidget:
    return NoticeCard(Notice(Severity.ERROR, Words("It failed.")), theme)


def card(theme: ThemeSource) -> QWidget:
    return ModelCard(LocalModel("small", "Small", 1_000_000, "Apache-2.0", "a hub"), theme)


@pytest.mark.parametrize("make", [history, notice, card, PromptBox])
def test_dark_after_light(qtbot: QtBot, theme: ThemeSource, make: Callable[[ThemeSource], QWidget]) -> None:
    widget = make(theme)
    qtbot.addWidget(widget)
    widget.resize(400, 200)
    widget.show()
    light = widget.grab().toImage()
    theme.set_theme(Theme.DARK)
    dark = widget.grab().toImage()
    middle = light.rect().center()
    assert QColor(light.pixel(middle)).lightness() > 128
    assert QColor(dark.pixel(middle)).lightness() < 128
