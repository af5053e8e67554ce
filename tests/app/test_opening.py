"""The window while it is being made: it takes keys from its first picture on, and nothing of them is lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from h2o_desktop.ui.main_window import MainWindow
from tests.app.conftest import Desktop
from tests.fakes.openai_server import OpenAIServer, said

Open = Callable[..., Desktop]


def is_whole(desktop: Desktop) -> bool:
    return hasattr(desktop.program, "settings_keeper")


def test_the_rest_of_the_window_comes_by_itself(open_desktop: Open) -> None:
    desktop = open_desktop(complete=False)
    assert not is_whole(desktop)
    desktop.wait(lambda: is_whole(desktop))
    desktop.wait(lambda: desktop.window.parameters.isVisible() and desktop.window.history.isVisible())


def test_a_prompt_that_is_sent_before_the_window_is_whole_is_answered(open_desktop: Open) -> None:
    with OpenAIServer(said("Hi")) as server:
        desktop = open_desktop(server, complete=False)
        desktop.send("Hello")
        desktop.wait(lambda: len(desktop.rows()) == 2 and desktop.rows()[1][2] == "complete")
        assert desktop.rows()[0] == ("user", "Hello", "complete")
        assert desktop.program.store_lane.drain(30)


def test_what_is_typed_before_the_window_is_whole_is_kept(open_desktop: Open) -> None:
    desktop = open_desktop(complete=False)
    desktop.type("Half a")
    desktop.wait(lambda: is_whole(desktop))
    assert desktop.program.store_lane.drain(30)
    desktop.close()
    again = open_desktop()
    again.wait(lambda: again.window.pane.prompt.text() == "Half a")


def test_a_window_that_is_closed_before_it_is_whole_keeps_its_place(open_desktop: Open) -> None:
    desktop = open_desktop(complete=False)
    desktop.window.resize(700, 600)
    desktop.close()
    assert open_desktop().window.size() == QSize(700, 600)


def test_the_panes_are_as_wide_as_the_places_that_were_kept_for_them(open_desktop: Open) -> None:
    desktop = open_desktop(complete=False)
    before = desktop.window.pane.geometry()
    desktop.program.complete()
    QTest.qWait(0)
    assert desktop.window.pane.geometry() == before


def tab_regions(window: MainWindow, regions: Sequence[QWidget]) -> list[int]:
    """The regions in the order in which Tab goes through them; what is in two belongs to the first."""
    seen: list[int] = []
    widget: QWidget | None = window.nextInFocusChain()
    while widget is not None and widget is not window:
        place = next(
            (number for number, region in enumerate(regions) if widget is region or region.isAncestorOf(widget)), None
        )
        if place is not None and widget.focusPolicy() & Qt.FocusPolicy.TabFocus and place not in seen[-1:]:
            seen.append(place)
        widget = widget.nextInFocusChain()
    return seen


def test_tab_goes_through_the_window_as_it_is_read(open_desktop: Open) -> None:
    window = open_desktop().window
    assert tab_regions(window, (window.history, window.pane.bar, window.pane.prompt, window.parameters)) == [0, 1, 2, 3]


def test_tab_comes_to_the_conversation_between_the_bar_and_the_prompt(open_desktop: Open) -> None:
    window = open_desktop().window
    view = window.pane.chat_view
    regions = (window.history, window.pane.bar, view, window.pane.prompt, window.parameters)
    assert tab_regions(window, regions) == [0, 1, 2, 3, 4]


def test_a_shortcut_of_a_part_that_is_not_there_yet_works_when_it_is(open_desktop: Open) -> None:
    desktop = open_desktop(complete=False)
    desktop.program.complete()
    assert desktop.program.late_parts is None
    desktop.window.actions_.compare.trigger()
    desktop.wait(lambda: desktop.program.late_parts is not None)
    assert desktop.late.compare.window is not None
    assert desktop.late.compare.window.isVisible()
    desktop.late.compare.window.close()
    desktop.window.actions_.compare.trigger()
    assert desktop.late.compare.window.isVisible()
