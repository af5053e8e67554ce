"""Adding, changing, testing and removing a connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QComboBox, QDialogButtonBox, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.core.words import Words
from h2o_desktop.ui.connection_dialog import ConnectionDialog
from h2o_desktop.ui.connection_form import ConnectionAnswer

KNOWN = ConnectionProfile("known-1", ConnectionKind.H2O, "My service", "https://chat.test")


@pytest.fixture
def dialog(qtbot: QtBot) -> Iterator[ConnectionDialog]:
    made = ConnectionDialog()
    qtbot.addWidget(made)
    made.show()
    yield made
    made.close()


def field(dialog: ConnectionDialog, name: str) -> QLineEdit:
    found = dialog.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit)
    return found


def label(dialog: ConnectionDialog, name: str) -> QLabel:
    found = dialog.findChild(QLabel, name)
    assert isinstance(found, QLabel)
    return found


def press(dialog: ConnectionDialog, role: QDialogButtonBox.ButtonRole, qtbot: QtBot) -> None:
    box = dialog.findChild(QDialogButtonBox)
    assert isinstance(box, QDialogButtonBox)
    (button,) = [button for button in box.buttons() if box.buttonRole(button) == role]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_an_address_alone_is_enough(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    saved = QSignalSpy(dialog.saved)
    qtbot.keyClicks(field(dialog, "connectionAddress"), "localhost:8080/v1/")
    press(dialog, QDialogButtonBox.ButtonRole.AcceptRole, qtbot)
    profile, key = saved.at(0)
    assert isinstance(profile, ConnectionProfile)
    assert (profile.kind, profile.name, profile.base_url, key) == (
        ConnectionKind.OPENAI,
        "localhost:8080",
        "http://localhost:8080/v1",
        "",
    )
    assert profile.id
    assert dialog.isHidden()


def test_everything_entered_comes_back(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    kinds = dialog.findChild(QComboBox, "connectionKind")
    assert isinstance(kinds, QComboBox)
    kinds.setCurrentIndex(kinds.findData(ConnectionKind.H2O))
    field(dialog, "connectionAddress").setText("https://chat.test")
    field(dialog, "connectionName").setText(" Mine ")
    field(dialog, "connectionKey").setText(" secret ")
    answer = dialog.answer()
    assert answer is not None
    assert (answer.profile.kind, answer.profile.name, answer.key) == (ConnectionKind.H2O, "Mine", "secret")
    assert field(dialog, "connectionKey").echoMode() == QLineEdit.EchoMode.Password


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ("", "The address of the server is missing."),
        ("ftp://files.test", "“ftp://files.test” is not the address of a server."),
        ("https://me:secret@chat.test", "The address must not hold a user name or a password."),
    ],
)
def test_a_useless_address_is_refused_in_words_beside_it(
    dialog: ConnectionDialog, qtbot: QtBot, address: str, complaint: str
) -> None:
    saved = QSignalSpy(dialog.saved)
    field(dialog, "connectionAddress").setText(address)
    assert dialog.answer() is None
    press(dialog, QDialogButtonBox.ButtonRole.AcceptRole, qtbot)
    error = label(dialog, "connectionAddressError")
    assert saved.count() == 0
    assert dialog.isVisible()
    assert error.isVisible()
    assert error.text().split("\n")[0] == complaint
    qtbot.waitUntil(lambda: error.height() >= error.heightForWidth(error.width()), timeout=30_000)
    qtbot.keyClicks(field(dialog, "connectionAddress"), "x")
    assert not error.isVisible()


def test_a_known_connection_is_changed_under_its_id(qtbot: QtBot) -> None:
    dialog = ConnectionDialog(KNOWN, keys_are_kept=True)
    qtbot.addWidget(dialog)
    assert dialog.answer() == ConnectionAnswer(KNOWN)
    field(dialog, "connectionName").setText("Other")
    answer = dialog.answer()
    assert answer is not None
    assert answer.profile == ConnectionProfile("known-1", ConnectionKind.H2O, "Other", "https://chat.test")
    dialog.close()


def test_a_known_connection_can_be_removed(qtbot: QtBot) -> None:
    dialog = ConnectionDialog(KNOWN)
    qtbot.addWidget(dialog)
    dialog.show()
    removed, saved = QSignalSpy(dialog.remove_requested), QSignalSpy(dialog.saved)
    press(dialog, QDialogButtonBox.ButtonRole.DestructiveRole, qtbot)
    assert removed.at(0) == ["known-1"]
    assert saved.count() == 0
    assert dialog.isHidden()


def test_the_test_button_asks_and_waits_for_the_result(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    wanted = QSignalSpy(dialog.test_requested)
    button = dialog.findChild(QPushButton, "connectionTest")
    assert isinstance(button, QPushButton)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert wanted.count() == 0
    assert label(dialog, "connectionAddressError").isVisible()
    field(dialog, "connectionAddress").setText("http://localhost:1")
    field(dialog, "connectionKey").setText("secret")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    profile, key = wanted.at(0)
    assert isinstance(profile, ConnectionProfile)
    assert (profile.base_url, key) == ("http://localhost:1", "secret")
    assert label(dialog, "connectionResult").text() == "Asking the server…"
    assert not button.isEnabled()
    dialog.set_test_result(ConnectionStatus(Reachability.READY))
    assert button.isEnabled()


def test_the_result_for_an_address_that_was_changed_since_is_not_shown(dialog: ConnectionDialog, qtbot: QtBot) -> None:
    button = dialog.findChild(QPushButton, "connectionTest")
    assert isinstance(button, QPushButton)
    field(dialog, "connectionAddress").setText("http://localhost:1")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    field(dialog, "connectionAddress").setText("http://localhost:2")
    dialog.set_test_result(ConnectionStatus(Reachability.READY))
    assert not label(dialog, "connectionResult").isVisible()
    assert button.isEnabled()


MODELS = tuple(ModelInfo(f"id-{name}", name) for name in ("one", "two", "three", "four", "five"))


@pytest.mark.parametrize(
    ("status", "text"),
    [
        (ConnectionStatus(Reachability.READY), "The server answers."),
        (ConnectionStatus(Reachability.READY, MODELS[:2]), "The server answers. Its models: one, two."),
        (ConnectionStatus(Reachability.READY, MODELS), "The server answers. Its models: one, two, three and 2 more."),
        (ConnectionStatus(Reachability.NO_MODEL), "The server answers, but it offers no model."),
        (ConnectionStatus(Reachability.FAILED), "The server cannot be used."),
        (ConnectionStatus(Reachability.FAILED, words=Words("No {x}.", {"x": "route"})), "No route."),
    ],
)
def test_the_result_of_a_test_is_said_in_words(dialog: ConnectionDialog, status: ConnectionStatus, text: str) -> None:
    dialog.set_test_result(status)
    result = label(dialog, "connectionResult")
    assert result.isVisible()
    assert result.text() == text
    assert result.height() >= result.heightForWidth(result.width())


def test_ask_returns_what_was_entered(qtbot: QtBot) -> None:
    def enter(dialog: ConnectionDialog) -> None:
        field(dialog, "connectionAddress").setText("https://chat.test")
        QTimer.singleShot(0, dialog, dialog.accept)

    answer = ConnectionDialog.ask(prepare=enter)
    assert answer is not None
    assert answer.profile.name == "chat.test"


def test_ask_returns_nothing_when_cancelled(qtbot: QtBot) -> None:
    def cancel(dialog: ConnectionDialog) -> None:
        QTimer.singleShot(0, dialog, dialog.reject)

    assert ConnectionDialog.ask(profile=KNOWN, prepare=cancel) is None
