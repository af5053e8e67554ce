"""The list of the model picker, used with keys and mouse."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.settings import H2O_ID, LOCAL_ID
from h2o_desktop.qt.connections_model import ConnectionsModel
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.picker_driver import FALCONS, Heard, current_words, go_to, opened, words_of


def test_models_stand_under_their_connection_with_its_state(picker: ModelPicker, qtbot: QtBot) -> None:
    assert words_of(opened(picker, qtbot)) == [
        "This computer, ready",
        "Small Model",
        "Bigger Model, Fetch, 320.0 MB",
        "H2O (gpt-gm.h2o.ai), not available",
        "falcon-40b",
        "falcon-7b",
        "llama-13b",
        "Try again, There is no server called gpt-gm.h2o.ai.",
        "My server, not asked yet",
    ]


def test_it_opens_at_the_chosen_model(picker: ModelPicker, connections: ConnectionsModel, qtbot: QtBot) -> None:
    connections.set_current(H2O_ID, "falcon-7b")
    popup = opened(picker, qtbot)
    assert current_words(popup) == "falcon-7b"
    assert popup.search.accessibleDescription() == "falcon-7b"

    QTest.keyClick(popup.search, Qt.Key.Key_Up)
    popup.close()
    assert current_words(opened(picker, qtbot)) == "falcon-7b"


def test_arrows_and_enter_choose_a_model(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    go_to(popup, "falcon-40b")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)

    assert heard == [("chosen", H2O_ID, "falcon-40b")]
    assert not popup.isVisible()


def test_typing_finds_models_by_name_and_connection(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    QTest.keyClicks(popup.search, "FALC 7")
    assert words_of(popup) == ["H2O (gpt-gm.h2o.ai), not available", "falcon-7b"]
    QTest.keyClick(popup.search, Qt.Key.Key_Enter)
    assert heard == [("chosen", H2O_ID, "falcon-7b")]

    popup = opened(picker, qtbot)
    assert popup.search.text() == ""
    QTest.keyClicks(popup.search, "this computer")
    assert [word.partition(",")[0] for word in words_of(popup)] == ["This computer", "Small Model", "Bigger Model"]


def test_a_search_that_fits_nothing_says_so_and_enter_does_nothing(
    picker: ModelPicker, heard: Heard, qtbot: QtBot
) -> None:
    popup = opened(picker, qtbot)
    QTest.keyClicks(popup.search, "zzz")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)

    assert words_of(popup) == []
    assert popup.nothing.isVisible()
    assert popup.search.accessibleDescription() == popup.nothing.text()
    assert heard == []
    assert popup.isVisible()


def test_a_model_that_is_not_here_is_offered_for_fetching(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    go_to(popup, "Bigger Model")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)

    assert heard == [("fetch", "bigger")]


def test_a_failed_connection_can_be_tried_again_in_place(
    picker: ModelPicker, connections: ConnectionsModel, heard: Heard, qtbot: QtBot
) -> None:
    popup = opened(picker, qtbot)
    go_to(popup, "Try again")
    QTest.keyClick(popup.search, Qt.Key.Key_Return)
    assert heard == [("retry", H2O_ID)]
    assert popup.isVisible()

    connections.set_status(H2O_ID, ConnectionStatus(Reachability.CHECKING, FALCONS))
    assert "H2O (gpt-gm.h2o.ai), asking…" in words_of(popup)
    assert not any(words.startswith("Try again") for words in words_of(popup))


def test_what_the_keyboard_is_on_stays_when_more_becomes_known(
    picker: ModelPicker, connections: ConnectionsModel, qtbot: QtBot
) -> None:
    popup = opened(picker, qtbot)
    go_to(popup, "llama-13b")
    connections.set_status(LOCAL_ID, ConnectionStatus(Reachability.READY, (ModelInfo("small"), ModelInfo("another"))))

    assert current_words(popup) == "llama-13b"


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_F2])
def test_a_connection_is_changed_from_its_heading(picker: ModelPicker, heard: Heard, qtbot: QtBot, key: Qt.Key) -> None:
    popup = opened(picker, qtbot)
    go_to(popup, "H2O (gpt-gm.h2o.ai)")
    QTest.keyClick(popup.search, key)

    assert heard == [("edit", H2O_ID)]
    assert not popup.isVisible()


def test_this_computer_is_no_connection_to_change(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    for _ in range(3):
        QTest.keyClick(popup.search, Qt.Key.Key_Up)
    assert current_words(popup) == "Small Model"
    QTest.keyClick(popup.search, Qt.Key.Key_F2)

    assert heard == []
    assert popup.isVisible()


def test_the_mouse_chooses_and_changes(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    viewport = popup.list.viewport()

    def place(words: str) -> QRect:
        row = next(row for row, known in enumerate(words_of(popup)) if known.startswith(words))
        return popup.list.visualRect(popup.rows.index(row))

    heading = place("H2O (gpt-gm.h2o.ai)")
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=heading.center())
    assert heard == []
    QTest.mouseMove(viewport, place("falcon-7b").center())
    assert current_words(popup) == "falcon-7b"
    QTest.mouseClick(viewport, Qt.MouseButton.RightButton, pos=place("falcon-7b").center())
    assert heard == []
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place("falcon-7b").center())
    popup = opened(picker, qtbot)
    pencil = heading.center()
    pencil.setX(heading.right() - 12)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=pencil)
    popup = opened(picker, qtbot)
    QTest.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=place("This computer").center())

    assert heard == [("chosen", H2O_ID, "falcon-7b"), ("edit", H2O_ID)]


def test_a_connection_is_added_from_the_list(picker: ModelPicker, heard: Heard, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    QTest.keyClick(popup.search, Qt.Key.Key_Tab)
    assert popup.add_button.hasFocus()
    QTest.keyClick(popup.add_button, Qt.Key.Key_Space)

    assert heard == [("add",)]
    assert not popup.isVisible()


def test_the_list_stays_on_the_screen(picker: ModelPicker, qtbot: QtBot) -> None:
    popup = opened(picker, qtbot)
    room = popup.screen().availableGeometry()

    popup.open_below(QRect(room.right() - 50, room.bottom() - 20, 200, 30))

    assert room.contains(popup.geometry())


def test_the_list_draws_every_kind_of_row(
    picker: ModelPicker, connections: ConnectionsModel, theme: ThemeSource, qtbot: QtBot
) -> None:
    connections.set_current(H2O_ID, "falcon-7b")
    connections.set_status("mine", ConnectionStatus(Reachability.FAILED))
    popup = opened(picker, qtbot)
    QApplication.processEvents()
    image = popup.list.viewport().grab().toImage()

    for row in range(popup.rows.rowCount()):
        place = popup.list.visualRect(popup.rows.index(row))
        assert len({image.pixel(x, y) for x in range(place.left(), place.right()) for y in row_lines(place)}) > 2
    assert popup.rows.index(0).data(Qt.ItemDataRole.ToolTipRole) == "ready"
    assert popup.rows.index(0).data(Qt.ItemDataRole.EditRole) is None


def row_lines(place: QRect) -> range:
    return range(place.top() + 1, place.bottom())
