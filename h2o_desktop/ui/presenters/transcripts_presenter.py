"""Everything about transcripts in the window: the prompt box's drafts, the shelf, the search."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from h2o_desktop.core.unsent import UnsentStore
from h2o_desktop.qt.draft_keeper import DraftKeeper
from h2o_desktop.qt.message_controller import MessageController
from h2o_desktop.qt.shelf_controller import ShelfController
from h2o_desktop.ui.presenters.prompt_presenter import PromptPresenter
from h2o_desktop.ui.presenters.shelf_presenter import ShelfPresenter
from h2o_desktop.ui.presenters.system_prompt_presenter import SystemPromptPresenter

if TYPE_CHECKING:
    from collections.abc import Callable

    from h2o_desktop.core.conversation import Message
    from h2o_desktop.core.provider import Provider
    from h2o_desktop.core.store import TranscriptStore
    from h2o_desktop.core.transfer import TransferServices
    from h2o_desktop.qt.background import Lane
    from h2o_desktop.qt.chat_controller import ChatController
    from h2o_desktop.qt.history_controller import HistoryController
    from h2o_desktop.qt.mirror_controller import MirrorController
    from h2o_desktop.qt.title_controller import TitleController
    from h2o_desktop.ui.main_window import MainWindow, WindowModels
    from h2o_desktop.ui.presenters.search_presenter import SearchPresenter
    from h2o_desktop.ui.presenters.transfer_presenter import TransferPresenter


class TranscriptsPresenter(QObject):
    """Makes and joins the parts; those that the first picture does not need are made by `join_late`."""

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        *,
        chat: ChatController,
        history: HistoryController,
        lane: Lane,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._history = history
        self._lane = lane
        self.search: SearchPresenter | None = None
        self.transfer: TransferPresenter | None = None
        self._titles: TitleController | None = None

    def join(self, store: TranscriptStore, unsent: UnsentStore) -> None:
        """Make what a person may use at once."""
        self._store = store
        self.drafts = DraftKeeper(unsent, self._lane)
        self.prompt = PromptPresenter(self._window, self._models, self._chat, self.drafts)
        self._shelf = ShelfController(self._history, store, self._lane)
        self._messages = MessageController(self._chat, store, self._lane)
        self.shelf = ShelfPresenter(
            self._window, self._chat, shelf=self._shelf, messages=self._messages, history=self._history
        )
        self.system_prompt = SystemPromptPresenter(self._window, self._models, self._chat, self.drafts)
        self.shelf.offer_tags(store.list_tags, self._lane)

    def join_late(self, transfers: TransferServices) -> None:
        """Make the rest."""
        from h2o_desktop.qt.search_controller import SearchController
        from h2o_desktop.qt.search_model import SearchModel
        from h2o_desktop.qt.transfer_controller import TransferController
        from h2o_desktop.ui.presenters.search_filters_presenter import SearchFiltersPresenter
        from h2o_desktop.ui.presenters.search_presenter import SearchPresenter
        from h2o_desktop.ui.presenters.transfer_presenter import TransferPresenter

        search = SearchController(SearchModel(self), self._store, self._lane)
        self.search = SearchPresenter(self._window, self._chat, search, self._models.theme)
        self.filters = SearchFiltersPresenter(self._window, self._models.theme, self._store, self._lane)
        self._transfers = TransferController(transfers, self)
        self.transfer = TransferPresenter(self._window, self._transfers, self._history.load_newest)
        self.shelf.export_requested.connect(self.transfer.ask_for_form)
        self._transfers.keep_house_later()

    @property
    def is_transferring(self) -> bool:
        """Whether chats come in or go out, or their pages are laid out."""
        return self.transfer is not None and self._transfers.is_busy

    def tell_changes(self, mirror: MirrorController) -> None:
        """Let the copy know what is done with chats as wholes, with their messages, and what is imported."""
        self._shelf.changed.connect(mirror.touch)
        self._shelf.deleted.connect(mirror.forget)
        self._messages.changed.connect(mirror.touch_summary)
        self._transfers.imported.connect(mirror.touch_all)

    def offer_titles(self, provider_for: Callable[[str], Provider], network_lane: Lane) -> None:
        """Let the model name new chats while the person wants that."""
        from h2o_desktop.qt.title_controller import TitleController

        self._titles = TitleController(self._store, self._lane, provider_for, network_lane)
        self._titles.named.connect(self._history.rename)
        self._chat.answer_ended.connect(self._on_answer_ended)

    def consider_title(self, conversation_id: str) -> None:
        """Answers have ended: let the model name the chat, if it is a new one and the person wants that."""
        if self._titles is not None and self._window.actions_.titles_by_model.isChecked():
            self._titles.consider(conversation_id)

    def _on_answer_ended(self, conversation_id: str, _answer: Message) -> None:
        self.consider_title(conversation_id)

    def stop(self) -> None:
        """Write what is unsent, and stop what is under way."""
        self.drafts.flush()
        if self._titles is not None:
            self._titles.stop()
        if self.transfer is not None:
            self._transfers.stop()
