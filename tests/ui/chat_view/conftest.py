"""What the tests of the chat view share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.chat_view.chat_driver import ChatDriver


@pytest.fixture
def chat(qtbot: QtBot, theme: ThemeSource) -> Iterator[ChatDriver]:
    """A chat view in a window of 800 by 600."""
    model = ConversationModel()
    view = ChatView(model, theme)
    qtbot.addWidget(view)
    view.resize(800, 600)
    view.show()
    qtbot.waitExposed(view)
    view.activateWindow()
    view.setFocus()
    qtbot.waitUntil(view.hasFocus)
    QApplication.clipboard().clear()
    yield ChatDriver(qtbot, model, view)
    view.close()
