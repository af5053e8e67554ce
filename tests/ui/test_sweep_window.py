"""The parts of the window of sweeps: values as text, words, drawing, and room."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip
from pytestqt.qtbot import QtBot

from h2o_desktop.core.conversation import Conversation, Failure, Message, Status
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import SPECS, ParameterValue
from h2o_desktop.core.provider import Provider
from h2o_desktop.core.settings import Theme
from h2o_desktop.core.sweep import Sweep, axis_of
from h2o_desktop.core.sweep_estimate import Estimate
from h2o_desktop.qt.background import Lane, Tasks
from h2o_desktop.qt.patient_saving import PatientSaving
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.qt.sweep_library import new_messages
from h2o_desktop.qt.sweep_parts import SweepParts
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.ui.sweep import SweepWindow
from h2o_desktop.ui.sweep.axis_chooser import AxisChooser
from h2o_desktop.ui.sweep.axis_values import list_text, values_in
from h2o_desktop.ui.sweep.sweep_words import described, duration, estimate_words, state_words
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.wiring.lazy_store import LazyStore
from tests.fakes.conversation_examples import first_turn
from tests.fakes.sweep_examples import answered, planned, swept

ENGLISH = QLocale(QLocale.Language.English, QLocale.Country.UnitedStates)
RUSSIAN = QLocale(QLocale.Language.Russian)


@pytest.mark.parametrize(
    ("key", "text", "locale", "values"),
    [
        ("temperature", "0.2; 0,7 1.2", RUSSIAN, [0.2, 0.7, 1.2]),
        ("temperature", "0,20; 0,70", RUSSIAN, [0.2, 0.7]),
        ("temperature", "0.2,0.7, 1.2", ENGLISH, [0.2, 0.7, 1.2]),
        ("temperature", " ;;0.2; ", ENGLISH, [0.2]),
        ("frequency_penalty", "-0.5; −1; 1", ENGLISH, [-0.5, -1.0, 1.0]),
        ("top_p", "not sent; 0.5; –", ENGLISH, [None, 0.5, None]),
        ("seed", "random 7", ENGLISH, [None, 7.0]),
        ("max_new_tokens", "64 many", ENGLISH, [64.0, "many"]),
        ("do_sample", "on; OFF; maybe", ENGLISH, [True, False, "maybe"]),
        ("stop", "### | \\n; not sent; a b", ENGLISH, ["###\n\\n", None, "a b"]),
    ],
)
def test_values_are_read_as_people_write_them(
    qapp: QApplication, key: str, text: str, locale: QLocale, values: list[object]
) -> None:
    assert values_in(text, SPECS[key], locale) == values


@pytest.mark.parametrize(
    ("key", "values"),
    [
        ("temperature", (0.2, 1.25)),
        ("frequency_penalty", (-1.5, 0.0)),
        ("truncate", (64, 131072)),
        ("seed", (None, 4_294_967_295)),
        ("do_sample", (True, False)),
        ("stop", ("a\nb", None)),
    ],
)
@pytest.mark.parametrize("locale", [ENGLISH, RUSSIAN])
def test_written_values_read_as_they_were(
    qapp: QApplication, key: str, values: tuple[ParameterValue, ...], locale: QLocale
) -> None:
    assert tuple(values_in(list_text(SPECS[key], values, locale), SPECS[key], locale)) == values


def test_fields_fill_the_line_of_values(qtbot: QtBot) -> None:
    chooser = AxisChooser("Rows", "rows")
    qtbot.addWidget(chooser)
    chooser.show_axis(axis_of("temperature", [0.5, 1.0]))
    assert (chooser.lowest.text(), chooser.highest.text(), chooser.count.currentData()) == ("0.50", "1.00", 2)
    chooser.lowest.clear()
    QTest.keyClicks(chooser.lowest, "0")
    chooser.count.setCurrentIndex(4)
    assert chooser.values.text() == "0.00; 0.25; 0.50; 0.75; 1.00"
    chooser.lowest.clear()
    QTest.keyClicks(chooser.lowest, "x")
    with pytest.raises(InputError, match="“x” is not a value"):
        chooser.axis()


def test_durations_and_costs_in_words(qapp: QApplication) -> None:
    assert [duration(seconds) for seconds in (0.2, 59.6, 125, 7500)] == ["1 s", "1 min 0 s", "2 min 5 s", "2 h 5 min"]
    assert estimate_words(Estimate(1, 10, None, 5.0)).endswith("About 5 s, if answers are as long as the last ones.")
    assert estimate_words(Estimate(2, 10, 20, 5.0, 5.2)).startswith(
        "2 cells · about 10 tokens to read, up to 20 to write"
    )


def test_states_in_words(qapp: QApplication) -> None:
    plan = planned()
    cell = answered(plan, 0, "text")
    states = [
        state_words(None, False),
        state_words(None, True),
        *(state_words(replace(cell, status=status), False) for status in Status),
        state_words(replace(cell, finish_reason="length"), False),
    ]
    assert states == [
        "not asked",
        "waiting",
        "answering…",
        "",
        "stopped",
        "failed",
        "broke off",
        "at the limit",
    ]


def test_an_answer_does_not_go_where_its_place_was_deleted() -> None:
    turn = first_turn()
    plan = planned(turn)
    answer = answered(plan, 0, "text")
    prompt = turn.messages[0]
    conversation = Conversation(turn.summary, (prompt,), prompt.id)
    assert new_messages(plan, answer, conversation) == (answer,)
    assert new_messages(plan, answer, replace(conversation, messages=(prompt, answer))) == ()
    beside = replace(plan, prompt=replace(prompt, id="new", parent_id=None))
    assert new_messages(beside, answer, conversation) == (beside.prompt, answer)
    lost = replace(plan, prompt=replace(prompt, id="new", parent_id="gone"))
    with pytest.raises(InputError, match="was deleted from the chat"):
        new_messages(lost, answer, conversation)


def nobody(_connection: str) -> Provider:
    raise AssertionError("nothing is asked here")


@pytest.fixture
def controller(qtbot: QtBot, tmp_path: Path) -> Iterator[SweepController]:
    lane, tasks = Lane("store"), Tasks()
    store = LazyStore(lambda: Transcripts(tmp_path / "transcripts.sqlite3"))
    yield SweepController(
        failing(), SweepParts(store, lane, tasks, nobody, lambda: 0.0, lambda: 0.0, PatientSaving(lane))
    )
    assert lane.close(30)


def failing() -> Sweep:
    """A sweep with cells in every state that a sweep at rest can have."""
    sweep = swept(planned(temperatures=(0.2, 0.7, 1.2), seeds=(1, 2)))
    failed: Message = replace(
        answered(sweep.plan, 4, "", Status.FAILED), failure=Failure("server-busy", "It is busy.", "Wait."), content=""
    )
    return sweep.with_cell(4, failed)


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeSource, controller: SweepController) -> Iterator[SweepWindow]:
    made = SweepWindow(theme)
    made.show_sweep(controller)
    made.resize(1180, 780)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()
    made.deleteLater()  # a window that stays behind is styled again with each one that is opened after it
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def test_the_set_up_makes_room_in_a_narrow_window(window: SweepWindow, qtbot: QtBot) -> None:
    assert window.side.isVisible()
    window.resize(640, 480)
    qtbot.waitUntil(lambda: not window.side.isVisible())
    QTest.mouseClick(window.head.side, Qt.MouseButton.LeftButton)
    assert window.side.isVisible()
    window.resize(1180, 780)
    qtbot.waitUntil(lambda: window.width() == 1180)
    assert window.side.isVisible()
    QTest.keyClick(window.grid, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert not window.side.isVisible()


def test_cells_are_drawn_in_the_colours_of_the_theme(window: SweepWindow, theme: ThemeSource) -> None:
    def corner() -> str:
        picture = window.grid.viewport().grab().toImage()
        return str(picture.pixelColor(window.grid.visualRect(window.model.index_of(1)).center()).name())

    seen = {corner()}
    theme.set_theme(Theme.DARK)
    seen.add(corner())
    theme.set_theme(Theme.LIGHT)
    assert len(seen) == 2


def test_a_failed_cell_says_why_and_can_be_asked_again(window: SweepWindow) -> None:
    asked: list[int] = []
    window.reading.ask_requested.connect(asked.append)
    window.grid.choose(4)
    assert window.reading.ask.isVisible()
    assert not window.reading.go_on.isEnabled()
    assert described(window.model.report(4), False) == "failed. It is busy. Wait."
    QTest.mouseClick(window.reading.ask, Qt.MouseButton.LeftButton)
    assert asked == [4]
    window.grid.choose(5)
    assert window.reading.ask.text() == "Ask"
    assert len(window.reading.model) == 0


def test_the_mouse_is_told_what_the_bars_mean(window: SweepWindow, qtbot: QtBot) -> None:
    where = window.grid.visualRect(window.model.index_of(0)).center()
    place = window.grid.viewport().mapToGlobal(where)
    QApplication.sendEvent(window.grid.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, where, place))
    qtbot.waitUntil(lambda: "Alike: how much" in QToolTip.text())
    QToolTip.hideText()


def test_double_click_and_return_read_a_cell(window: SweepWindow, qtbot: QtBot) -> None:
    read: list[int] = []
    window.grid.reading_requested.connect(read.append)
    window.grid.choose(1)
    QTest.keyClick(window.grid, Qt.Key.Key_Return)
    window.grid.activated.emit(window.model.index_of(2))
    assert read == [1, 2]


def test_the_compare_menu_opens_by_keyboard(window: SweepWindow, qtbot: QtBot) -> None:
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    menu = window.reading.compare.menu()
    opened: list[list[str]] = []

    def note() -> None:
        opened.append([action.text() for action in menu.actions()])
        menu.close()

    menu.aboutToShow.connect(note)
    window.grid.choose(0)
    QTest.keyClick(window.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(opened))
    assert opened[0][0] == "Temperature 0.20 · Seed 2"
