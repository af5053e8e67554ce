"""Search in the window: from the search box to the place in the chat."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLabel, QLineEdit, QPushButton

from h2o_desktop.ui.presenters.search_presenter import SearchPresenter
from h2o_desktop.ui.search_filters import SearchFilters
from tests.app.conftest import Desktop
from tests.fakes.openai_server import MODEL, OpenAIServer, said

Open = Callable[..., Desktop]


def presenter(desktop: Desktop) -> SearchPresenter:
    desktop.wait(lambda: desktop.program.transcripts.search is not None)
    search = desktop.program.transcripts.search
    assert search is not None
    return search


def look_for(desktop: Desktop, text: str) -> None:
    """Type into the search box, and wait for the answer."""
    answered: list[object] = []
    connection = presenter(desktop).search.answered.connect(lambda _error: answered.append(True))
    box = desktop.window.history.findChild(QLineEdit, "searchBox")
    box.clear()
    QTest.keyClicks(box, text)
    desktop.wait(lambda: bool(answered))
    presenter(desktop).search.disconnect(connection)


def found(desktop: Desktop) -> list[tuple[str, str]]:
    model = presenter(desktop).search.model
    return [
        (
            str(model.index(row).data()),
            str(model.index(row).data(Qt.ItemDataRole.AccessibleTextRole)).partition("\n")[2],
        )
        for row in range(model.rowCount())
    ]


def test_words_are_found_in_titles_and_messages(open_desktop: Open) -> None:
    with OpenAIServer(said("The Seine flows through it."), said("Forty-two")) as server:
        desktop = open_desktop(server)
        desktop.ask("A river in Paris")
        desktop.window.actions_.new_chat.trigger()
        desktop.ask("Something else")
        look_for(desktop, "river")
        assert found(desktop) == [("A river in Paris", ""), ("A river in Paris", "A river in Paris")]
        look_for(desktop, "seine")
        assert found(desktop) == [("A river in Paris", "The Seine flows through it.")]
        look_for(desktop, "role:nobody x")
        words = desktop.window.history.findChild(QLabel, "searchMessage")
        assert "Nobody of the name" in words.text()
        assert found(desktop) == []


def test_enter_opens_the_chat_at_the_hit(open_desktop: Open) -> None:
    long = "\n\n".join(f"Paragraph {number}, which is only here to be scrolled over." for number in range(60))
    with OpenAIServer(said(long + "\n\nthe hidden pearl\n\n" + long), said("Two")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        first_id = desktop.program.chat.shown_id
        desktop.window.actions_.new_chat.trigger()
        desktop.ask("Second")
        look_for(desktop, "pearl")
        desktop.press(Qt.Key.Key_Return, desktop.window.history.findChild(QLineEdit, "searchBox"))
        finder = desktop.window.pane.chat_view.finder
        desktop.wait(lambda: finder.current is not None)
        assert desktop.program.chat.shown_id == first_id
        assert finder.words == "pearl"
        assert finder.current is not None
        assert finder.current.row == 1
        visible = desktop.window.pane.chat_view.transcript.visible
        assert any((placed.row, placed.segment - 1) == (1, finder.current.block) for placed in visible)


def test_a_hit_in_another_branch_shows_that_branch(open_desktop: Open) -> None:
    with OpenAIServer(said("a pearl"), said("a stone")) as server:
        desktop = open_desktop(server)
        desktop.ask("Hi")
        desktop.window.actions_.regenerate.trigger()
        desktop.wait(lambda: desktop.rows()[-1] == ("assistant", "a stone", "complete"))
        desktop.wait(lambda: desktop.program.chat.state == "idle")
        assert desktop.program.store_lane.drain(30)
        look_for(desktop, "pearl")
        presenter(desktop).results.open_first()
        desktop.wait(lambda: desktop.rows()[-1][1] == "a pearl")
        assert desktop.program.store_lane.drain(30)
        assert desktop.program.services.store.load(desktop.program.chat.shown_id).path()[-1].content == "a pearl"


def test_filters_are_chosen_in_fields_and_typed_by_them(open_desktop: Open) -> None:
    with OpenAIServer(said("a pearl"), said("a pearl too")) as server:
        desktop = open_desktop(server)
        desktop.ask("First")
        desktop.program.services.store.set_tags(desktop.program.chat.shown_id, ["work"])
        desktop.window.actions_.new_chat.trigger()
        desktop.ask("Second")
        look_for(desktop, "pearl")
        assert len(found(desktop)) == 2
        desktop.window.actions_.show_history.trigger()
        desktop.window.actions_.filter_search.trigger()
        assert desktop.window.history.isVisible()
        fields = desktop.window.findChild(SearchFilters)
        assert isinstance(fields, SearchFilters)
        tags = fields.findChild(QComboBox, "filterTag")
        desktop.wait(lambda: tags.count() == 2)
        assert fields.findChild(QComboBox, "filterModel").findData(MODEL) > 0
        tags.setCurrentIndex(1)
        assert desktop.window.history.sought == "tag:work pearl"
        desktop.wait(lambda: [title for title, _text in found(desktop)] == ["First"])
        fields.findChild(QPushButton, "filterDone").click()
        assert not fields.isVisible()
        desktop.window.history.seek("tag:work ")
        desktop.wait(lambda: found(desktop) == [("First", "")])
        assert desktop.window.actions_.filter_search.toolTip() == "Filters are in use"
        desktop.window.actions_.filter_search.trigger()
        fields.findChild(QPushButton, "filterClear").click()
        assert desktop.window.history.sought == ""
        assert desktop.window.actions_.filter_search.toolTip() == "Filter the search"
        fields.close()
