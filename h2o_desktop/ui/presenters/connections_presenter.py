"""Connections and local models in the window: the picker, the dialogs, and what stands in an empty conversation."""

from __future__ import annotations

from PySide6.QtCore import QObject, Qt, Signal

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.local_model import DownloadProgress
from h2o_desktop.core.services import ConnectionServices
from h2o_desktop.core.settings import LOCAL_ID, ConnectionProfile
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.qt.connections_controller import ConnectionsController
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.starter_offer import EmptyState, StarterOffer


class ConnectionsPresenter(QObject):
    """Joins picker, offer and dialog to the connections controller.

    Signals:
        chosen(connection_id, model_id): the person chose a model.
        example_chosen(prompt): an example prompt was clicked.
        connection_saved(profile, key), connection_removed(connection_id): what the dialog came to.
    """

    chosen = Signal(str, str)
    example_chosen = Signal(str)
    connection_saved = Signal(object, str)
    connection_removed = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        controller: ConnectionsController,
        services: ConnectionServices,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._controller = controller
        self._services = services
        self._offer: StarterOffer | None = None
        self._empty: EmptyState | None = None
        self._offer_wanted = False
        self._awaited = ""
        picker = window.pane.picker
        picker.model_chosen.connect(self._on_chosen)
        picker.add_connection_requested.connect(self._on_add)
        picker.edit_connection_requested.connect(self._on_edit)
        picker.fetch_requested.connect(self._on_fetch)
        picker.retry_requested.connect(controller.probe)
        picker.opened.connect(controller.look_at_all)
        window.actions_.add_connection.triggered.connect(self._on_add)
        window.actions_.fetch_models.triggered.connect(self._on_offer_wanted)
        controller.fetched.connect(self._on_fetched)
        models.connections.changed.connect(self._on_connections_changed)
        models.conversation.was_reset.connect(self._show_middle)
        # Queued: the view must have taken the message over before it is shown and laid out for the first time.
        models.conversation.message_added.connect(self._on_message_added, Qt.ConnectionType.QueuedConnection)
        chat.shown.connect(self._on_shown)

    @property
    def awaited(self) -> str:
        """The connection whose first model is taken as soon as its server has told its models; empty for none."""
        return self._awaited

    def choose(self, connection_id: str, model_id: str) -> None:
        """Take a model for the next prompt, and let the panel say how its server treats the parameters."""
        self._chat.choice = (connection_id, model_id)
        self._models.connections.set_current(connection_id, model_id)
        capabilities = self._services.capabilities(connection_id)
        if capabilities is not None:
            self._models.parameters.set_capabilities(capabilities)
        self._show_middle()

    def choose_when_known(self, connection_id: str, model_id: str) -> None:
        """Take a connection's model; without a name its first one, as soon as the server has told its models."""
        if model_id:
            self.choose(connection_id, model_id)
        else:
            self._awaited = connection_id

    def _on_chosen(self, connection_id: str, model_id: str) -> None:
        self.choose(connection_id, model_id)
        self.chosen.emit(connection_id, model_id)
        self._window.focus_prompt()

    def _on_shown(self, summary: ConversationSummary | None) -> None:
        known = {profile.id for profile in self._models.connections.profiles()}
        if summary is not None and summary.model and summary.connection in known:
            self.choose(summary.connection, summary.model)

    def _on_connections_changed(self) -> None:
        """A local model that is there is taken when nothing is chosen yet; a probe may have told the dialect."""
        awaited = self._models.connections.status(self._awaited).models if self._awaited else ()
        if awaited:
            self._awaited, awaited_id = "", self._awaited
            self.choose(awaited_id, awaited[0].id)
            return
        connection_id, _model_id = self._chat.choice
        if connection_id:
            capabilities = self._services.capabilities(connection_id)
            if capabilities is not None:
                self._models.parameters.set_capabilities(capabilities)
            return
        if self._awaited:
            return
        local = self._models.connections.status(LOCAL_ID).models
        if local:
            self.choose(LOCAL_ID, local[0].id)
        self._show_middle()

    def _on_message_added(self, _row: int) -> None:
        self._show_middle()

    def _show_middle(self) -> None:
        """The conversation, or in its place the offer of local models, or examples."""
        if len(self._models.conversation) and not self._offer_wanted:
            self._window.pane.show_in_place(None)
        elif self._offer_wanted or not self._chat.choice[1]:
            self._window.pane.show_in_place(self._the_offer())
        else:
            self._window.pane.show_in_place(self._the_examples())

    def _the_offer(self) -> StarterOffer:
        if self._offer is None:
            self._offer = StarterOffer(self._models.theme)
            self._offer.set_models(self._services.local_models())
            for model_id in self._services.installed():
                self._offer.set_installed(model_id)
            self._offer.fetch_requested.connect(self._on_fetch)
            self._offer.cancel_requested.connect(self._controller.cancel_fetch)
            self._offer.connection_requested.connect(self._on_add)
            self._controller.progressed.connect(self._on_progress)
            self._controller.fetch_failed.connect(self._on_fetch_failed)
            self._controller.fetch_cancelled.connect(self._offer.set_idle)
        return self._offer

    def _the_examples(self) -> EmptyState:
        if self._empty is None:
            self._empty = EmptyState(self._models.theme)
            self._empty.example_chosen.connect(self.example_chosen)
        return self._empty

    def _on_offer_wanted(self) -> None:
        self._offer_wanted = True
        self._show_middle()

    def _on_fetch(self, model_id: str) -> None:
        self._on_offer_wanted()
        self._controller.fetch(model_id)

    def _on_progress(self, model_id: str, progress: DownloadProgress) -> None:
        self._the_offer().set_progress(model_id, progress)

    def _on_fetch_failed(self, model_id: str, error: DesktopError) -> None:
        self._the_offer().set_failed(model_id, error.summary, error.hint)

    def _on_fetched(self, model_id: str) -> None:
        self._the_offer().set_installed(model_id)
        self._offer_wanted = False
        self._on_chosen(LOCAL_ID, model_id)

    def _on_add(self) -> None:
        self._open_dialog(None)

    def _on_edit(self, connection_id: str) -> None:
        if connection_id == LOCAL_ID:
            self._on_offer_wanted()
        else:
            self._open_dialog(self._models.connections.profile(connection_id))

    def _open_dialog(self, profile: ConnectionProfile | None) -> None:
        from h2o_desktop.ui.connection_dialog import ConnectionDialog

        dialog = ConnectionDialog(profile, self._window)
        dialog.test_requested.connect(self._controller.test)
        self._controller.tested.connect(dialog.set_test_result)
        dialog.saved.connect(self.connection_saved)
        dialog.remove_requested.connect(self.connection_removed)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
