"""The filters of the search: what is chosen in their fields is typed into the search box, and the other way round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from h2o_desktop.core.search import typed_filters, with_typed_filters
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.ui.icons import icon

if TYPE_CHECKING:
    from h2o_desktop.core.store import TranscriptStore
    from h2o_desktop.ui.main_window import MainWindow
    from h2o_desktop.ui.search_filters import SearchFilters
    from h2o_desktop.ui.theme import ThemeSource

_GAP_PX = 4


class SearchFiltersPresenter(QObject):
    """Puts a button into the search box, and opens the fields under it; they are made when they are first wanted."""

    def __init__(self, window: MainWindow, theme: ThemeSource, store: TranscriptStore, lane: Lane) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._store = store
        self._lane = lane
        self._fields: SearchFilters | None = None
        self._action = window.actions_.filter_search
        self._box = window.history.offer_filters(self._action)
        self._action.triggered.connect(self.open)
        window.history.search_changed.connect(self._on_search_changed)
        self._on_search_changed(window.history.sought)

    def open(self) -> None:
        """Show the fields with what is typed."""
        if self._window.history.isHidden():
            self._window.actions_.show_history.trigger()
        fields = self._made_fields()
        fields.show_values(typed_filters(self._window.history.sought))
        self._lane.submit(self._read, self._on_read)
        fields.move(self._box.mapToGlobal(QPoint(0, self._box.height() + _GAP_PX)))
        fields.show()

    def _made_fields(self) -> SearchFilters:
        if self._fields is None:
            from h2o_desktop.ui.search_filters import SearchFilters

            self._fields = SearchFilters(self._window)
            self._fields.offer((), ())
            self._fields.changed.connect(self._on_changed)
            self._fields.closed.connect(self._window.history.focus_search_end)
        return self._fields

    def _read(self) -> tuple[list[str], list[str]]:
        return self._store.list_models(), [tag for tag, _count in self._store.list_tags()]

    def _on_read(self, outcome: Outcome[tuple[list[str], list[str]]]) -> None:
        if outcome.error is None and self._fields is not None:
            self._fields.offer(*outcome.result())

    def _on_changed(self, filters: dict[str, str]) -> None:
        self._window.history.seek(with_typed_filters(self._window.history.sought, filters))

    def _on_search_changed(self, text: str) -> None:
        """The button has the accent's colour while there are filters, and says so."""
        filtered = bool(typed_filters(text))
        self._action.setIcon(icon("filter", self._theme, "accent_text" if filtered else "muted"))
        self._action.setToolTip(self.tr("Filters are in use") if filtered else self.tr("Filter the search"))
