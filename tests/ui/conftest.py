"""What the tests of widgets share."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import H2O_ID, LOCAL_ID, Theme, default_connections
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.qt.history_model import HistoryModel
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.history_sidebar import HistorySidebar
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.text_for_people import day_heading, summary_line
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.history_driver import NOW_S, chat
from tests.ui.picker_driver import BIGGER, FALCONS, NOT_FOUND, SERVER, SMALL, Heard


@pytest.fixture(autouse=True)
def no_window_is_left(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[None]:
    """Delete the windows of a test with it: those that stay are styled again with each one that is opened later.

    Not those of the chat view, whose threads may still be at work.
    """
    before = set(qapp.topLevelWidgets())
    yield
    if "chat_view" not in request.path.parts:
        for widget in set(qapp.topLevelWidgets()) - before:
            if widget.parent() is None:  # the popups of a widget are deleted by it
                widget.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture(autouse=True)
def empty_clipboard() -> Iterator[None]:
    """Leave nothing of Python's on the clipboard: Qt drops it after Python has ended, which ends in a crash."""
    yield
    if QApplication.instance() is not None:
        QApplication.clipboard().clear()


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
    made.complete()
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


@pytest.fixture
def connections(qtbot: QtBot) -> ConnectionsModel:
    made = ConnectionsModel()
    made.set_profiles((*default_connections(), SERVER))
    made.set_local_models([SMALL, BIGGER])
    made.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small", "Small Model"),)))
    made.set_status(H2O_ID, ConnectionStatus(Reachability.FAILED, FALCONS, NOT_FOUND))
    return made


@pytest.fixture
def picker(qtbot: QtBot, connections: ConnectionsModel, theme: ThemeSource) -> Iterator[ModelPicker]:
    window = QWidget()
    qtbot.addWidget(window)
    made = ModelPicker(connections, theme, window)
    layout = QVBoxLayout(window)
    layout.addWidget(made)
    layout.addStretch(1)
    window.resize(600, 300)
    window.show()
    qtbot.waitExposed(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    yield made
    window.close()


@pytest.fixture
def heard(picker: ModelPicker) -> Heard:
    said: Heard = []
    picker.model_chosen.connect(lambda connection, model: said.append(("chosen", connection, model)))
    picker.add_connection_requested.connect(lambda: said.append(("add",)))
    picker.edit_connection_requested.connect(lambda connection: said.append(("edit", connection)))
    picker.fetch_requested.connect(lambda model: said.append(("fetch", model)))
    picker.retry_requested.connect(lambda connection: said.append(("retry", connection)))
    return said


@pytest.fixture
def history() -> HistoryModel:
    made = HistoryModel(lambda: NOW_S, day_heading, summary_line)
    made.reset([chat("a", 0, "Rivers of Europe"), chat("b", 1, "Hills"), chat("c", 24, "Lakes")], complete=True)
    return made


@pytest.fixture
def sidebar(qtbot: QtBot, theme: ThemeSource, history: HistoryModel) -> HistorySidebar:
    made = HistorySidebar(history, theme)
    qtbot.addWidget(made)
    made.resize(260, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow, timeout=30_000)
    return made
