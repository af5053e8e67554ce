"""Search over everything: what is typed goes to the store, and a hit opens its chat at the place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.search import SearchHit
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.qt.search_controller import SearchController
from h2o_desktop.ui.main_window import MainWindow
from h2o_desktop.ui.search_results import SearchResults
from h2o_desktop.ui.theme import ThemeSource

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view import ChatView


class SearchPresenter(QObject):
    """Joins the search box to the search, and the hits to the chat."""

    def __init__(self, window: MainWindow, chat: ChatController, search: SearchController, theme: ThemeSource) -> None:
        super().__init__(window)
        self._window = window
        self._chat = chat
        self.search = search
        self._query = ""
        self._opening: SearchHit | None = None
        self._sought_row = -1
        self._is_joined = False
        self.results = SearchResults(search.model, theme)
        window.history.set_results(self.results)
        window.history.search_changed.connect(self._on_search_changed)
        self.results.hit_opened.connect(self.open_hit)
        self.results.left_upwards.connect(window.history.focus_search)
        search.answered.connect(self._on_answered)
        chat.reached.connect(self._on_reached)
        if window.history.sought:
            self._on_search_changed(window.history.sought)

    def open_hit(self, hit: SearchHit) -> None:
        """Show the conversation, and in it the message that was found."""
        self._opening = hit
        self._chat.show_stored(hit.conversation.id, hit.message_id or "")

    def _on_search_changed(self, text: str) -> None:
        self._query = text
        self.search.look_for(text)

    def _on_answered(self, error: DesktopError | None) -> None:
        self.results.show_outcome(self._query, error)

    def _on_reached(self, message_id: str) -> None:
        hit, self._opening = self._opening, None
        row = self._chat.model.row_of(message_id)
        if hit is None or hit.message_id != message_id or row < 0:
            return
        view = self._window.pane.chat_view
        self._sought_row = row
        view.transcript.show(row, 0)
        view.refresh()
        words = hit.snippet[slice(*hit.marks[0])] if hit.marks else ""
        self._mark(view, words)

    def _mark(self, view: ChatView, words: str) -> None:
        """Mark the words in the whole conversation, with the bar that steps through them."""
        bar = view.find_bar
        blocked = bar.field.blockSignals(True)
        bar.field.setText(words)
        bar.field.blockSignals(blocked)
        bar.setVisible(bool(words))
        bar.place()
        if not self._is_joined:
            self._is_joined = True
            view.finder.progressed.connect(self._on_progress)
        view.finder.search(words)

    def _on_progress(self) -> None:
        """Go to the first of the words in the message, once they are found there."""
        from h2o_desktop.ui.chat_view.finder import Hit
        from h2o_desktop.ui.chat_view.selection import Place

        view, row = self._window.pane.chat_view, self._sought_row
        finder = view.finder
        if row < 0 or (finder.is_searching and not any(hit.row >= row for hit in finder.hits[-1:])):
            return
        self._sought_row = -1
        found = next((hit for hit in finder.hits if hit.row == row), None)
        if found is not None:
            finder.current = None
            finder.step(1, Hit(row, 0, 0, 0))
            view.navigation.reveal(Place(found.row, found.block, found.start))
            finder.progressed.emit()  # the bar counts from the hit on which it stands now
        view.refresh()
