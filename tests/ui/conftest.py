"""What the tests of widgets share."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.core.settings import Theme
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.theme import ThemeSource


@pytest.fixture
def theme(qapp: QApplication) -> ThemeSource:
    """The light theme, put on the application."""
    return ThemeSource(qapp, Theme.LIGHT)


@pytest.fixture
def parameters(qtbot: QtBot) -> ParameterModel:
    return ParameterModel()


@pytest.fixture
def panel(qtbot: QtBot, parameters: ParameterModel, theme: ThemeSource) -> ParameterPanel:
    made = ParameterPanel(parameters, theme)
    qtbot.addWidget(made)
    made.resize(300, 640)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made
