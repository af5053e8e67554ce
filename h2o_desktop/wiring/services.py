"""Store, settings, connections and local models of one data folder, each made when it is first needed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.settings import LOCAL_ID, ConnectionKind, ConnectionProfile, Settings
from h2o_desktop.storage.drafts import DraftFiles
from h2o_desktop.storage.home_folder import HomeFolder
from h2o_desktop.storage.paths import data_dir
from h2o_desktop.storage.refusals_file import RefusalsFile
from h2o_desktop.storage.settings_file import load_settings, save_settings
from h2o_desktop.storage.whole_file import write_whole
from h2o_desktop.storage.window_lock import WindowLock
from h2o_desktop.wiring.lazy_store import LazyStore
from h2o_desktop.wiring.nothing_to_ask import nothing_to_ask
from h2o_desktop.wiring.transfers import Transfers

if TYPE_CHECKING:
    from h2o_desktop.core.budget import Measured
    from h2o_desktop.core.capabilities import Capabilities
    from h2o_desktop.core.connections import ConnectionStatus
    from h2o_desktop.core.conversation import Conversation
    from h2o_desktop.core.engines import NextToken
    from h2o_desktop.core.local_model import DownloadProgress, LocalModel
    from h2o_desktop.core.paper import PageMaker
    from h2o_desktop.core.provider import ChatMessage, ChatRequest, ModelInfo, Provider
    from h2o_desktop.local.runtime import Endpoint, LocalRuntime
    from h2o_desktop.providers.registry import Registry
    from h2o_desktop.storage.transcripts import Transcripts
    from h2o_desktop.wiring.mirroring import Mirroring
    from h2o_desktop.wiring.store_keeping import StoreKeeping

STORE_FILE = "transcripts.sqlite3"
SETTINGS_FILE = "settings.json"
DIALECT_OF = {
    ConnectionKind.LOCAL: "llama.cpp",
    ConnectionKind.H2O: "h2o",
    ConnectionKind.OPENAI: "openai",
}


class Services:
    """Everything without Qt that the program works with.

    `settings` is replaced through `save`. `startup_reports` is what a person should be told about damaged or unreadable
    files; more is added when the store is opened. `on_local_state` is told of this computer's engine, in the thread
    that starts or stops it. `pages` makes pages for PDF files, where anything can. Methods that reach the network
    block; any thread may call them.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = data_dir(folder)
        self._home = HomeFolder(self.folder)
        self.startup_reports: list[StorageError] = []
        self.settings: Settings = load_settings(self.folder / SETTINGS_FILE, self.startup_reports.append)
        self._new_store = partial(LazyStore, self._open_store)
        self.store = self._new_store()
        self.transfers = Transfers(self.folder / STORE_FILE, self._new_store, lambda: self.settings, lambda: self.pages)
        self.pages: PageMaker | None = None
        self.window_lock = WindowLock(self.folder / "window.lock")
        self.drafts = DraftFiles(self._home)
        self.refusals = RefusalsFile(self.folder / "refusals.json")
        self._registry: Registry | None = None
        self._runtime: LocalRuntime | None = None
        self._keys: dict[str, str] = {}
        self._for_this_run: set[str] = set()
        self._closing = CancelToken()
        self.on_local_state: Callable[[ConnectionStatus], None] | None = None

    @property
    def models_dir(self) -> Path:
        """Where fetched models lie."""
        return self.folder / "models"

    def save(self, settings: Settings) -> None:
        """Keep changed settings. Raises StorageError; the settings hold for this run all the same."""
        shared_before, self.settings = self.settings.share_with_authors, settings
        if self._registry is not None and shared_before != settings.share_with_authors:
            self._registry.close()
            self._registry = None
        if self._registry is not None:
            self._registry.replace(settings.connections)
        kept = tuple(profile for profile in settings.connections if profile.id not in self._for_this_run)
        self._home.check()
        save_settings(self.folder / SETTINGS_FILE, replace(settings, connections=kept))

    def use_profile(self, profile: ConnectionProfile) -> None:
        """Have a connection for this run only."""
        if self.settings.profile(profile.id) is None:
            self._for_this_run.add(profile.id)
            self.settings = replace(self.settings, connections=(*self.settings.connections, profile))
            if self._registry is not None:
                self._registry.replace(self.settings.connections)

    def use_key(self, connection_id: str, key: str) -> None:
        """The API key of a connection, for this run."""
        self._keys[connection_id] = key

    @property
    def registry(self) -> Registry:
        """The connections' providers."""
        if self._registry is None:
            from h2o_desktop.providers.registry import Registry

            self._registry = Registry(
                self.settings.connections,
                factories={ConnectionKind.LOCAL: self._local_provider},
                key_for=lambda profile: self._keys.get(profile.id, ""),
                share_with_authors=self.settings.share_with_authors,
                refused=self.refusals.of,
            )
        return self._registry

    def provider_for(self, connection_id: str) -> Provider:
        """The provider of a connection. Raises InputError when there is no such connection."""
        return self.registry.provider(connection_id)

    def probe(self, connection_id: str, cancel: CancelToken) -> ConnectionStatus:
        """Ask a server whether it is there; failures come back as a status."""
        return self.registry.probe(connection_id, cancel)

    def probe_profile(self, profile: ConnectionProfile, key: str, cancel: CancelToken) -> ConnectionStatus:
        """The same for a connection that is not kept yet."""
        from h2o_desktop.providers.registry import Registry

        keys = {profile.id: key or self._keys.get(profile.id, "")}
        registry = Registry((profile,), key_for=lambda asked: keys.get(asked.id, ""))
        try:
            return registry.probe(profile.id, cancel)
        finally:
            registry.close()

    def capabilities(self, connection_id: str) -> Capabilities | None:
        """What a connection's server takes, as far as is known without asking; None for an unknown connection."""
        from h2o_desktop.core.capabilities import DIALECTS

        profile = self.settings.profile(connection_id)
        if profile is None:
            return None
        if self._registry is not None and profile.kind is ConnectionKind.OPENAI:
            return self._registry.provider(connection_id).capabilities()  # a probe may have told the dialect
        return DIALECTS[DIALECT_OF[profile.kind]]

    def measure(
        self, choice: tuple[str, str], messages: Sequence[ChatMessage], limit: int | None, cancel: CancelToken
    ) -> Measured | None:
        """How long a request would be in tokens, where the chosen server counts. Raises a DesktopError."""
        from h2o_desktop.core.provider import Measuring

        connection_id, model_id = choice
        provider = self.provider_for(connection_id)
        return provider.measure(model_id, messages, limit, cancel) if isinstance(provider, Measuring) else None

    def next_tokens(self, connection_id: str, request: ChatRequest, cancel: CancelToken) -> NextToken | None:
        """The likeliest next tokens, where the chosen server tells them. Raises a DesktopError."""
        from h2o_desktop.core.provider import Measuring

        provider = self.provider_for(connection_id)
        return provider.next_tokens(request, cancel) if isinstance(provider, Measuring) else None

    def read_presets(self) -> str:
        """The kept presets of parameters as text, empty when there are none. Raises StorageError."""
        path = self.folder / "presets.json"
        return self.read_text(path) if path.exists() else ""

    def write_presets(self, text: str) -> None:
        """Keep presets of parameters. Raises StorageError."""
        self._home.check()
        write_whole(self.folder / "presets.json", text)

    def read_text(self, path: Path) -> str:
        """A text file of the person, whatever is in it. Raises StorageError."""
        from h2o_desktop.storage.failures import in_words

        with in_words(path):
            return path.read_text(encoding="utf-8", errors="replace")

    def fetch_picture(self, address: str) -> bytes:
        """A picture that an answer names. Raises a DesktopError."""
        from h2o_desktop.providers.pictures import fetch_picture

        return fetch_picture(address, self._closing)

    def write_text(self, path: Path, text: str) -> None:
        """Write a text file, whole or not at all. Raises StorageError."""
        write_whole(path, text)

    def export(self, conversation: Conversation, path: Path) -> None:
        """Write a conversation, in the format that the file's ending names. Raises StorageError."""
        self.transfers.export_one(conversation, path, lambda _page: None, CancelToken())

    def store_keeping(self) -> StoreKeeping:
        """Backups and checks of the store."""
        from h2o_desktop.wiring.store_keeping import StoreKeeping

        return StoreKeeping(self.folder / STORE_FILE, self._new_store)

    def mirroring(self) -> Mirroring:
        """The copy of all chats as Markdown; it belongs to one thread, which may be any."""
        from h2o_desktop.wiring.mirroring import Mirroring

        return Mirroring(self.folder, self._new_store, lambda: self.settings)

    def local_models(self) -> tuple[LocalModel, ...]:
        """The models that can be fetched."""
        from h2o_desktop.local.catalog import CATALOG

        return tuple(entry.offered for entry in CATALOG)

    def installed(self) -> frozenset[str]:
        """The ids of those that are on this machine."""
        from h2o_desktop.local.catalog import installed

        return frozenset(installed(self.models_dir))

    def fetch(self, model_id: str, progress: Callable[[DownloadProgress], None], cancel: CancelToken) -> None:
        """Fetch a model. Raises DownloadError, UnknownModel or Cancelled."""
        from h2o_desktop.local.download import fetch

        fetch(model_id, self.models_dir, progress=progress, cancel=cancel)

    def choose(self, profile: ConnectionProfile | None, model: str, cancel: CancelToken) -> tuple[str, str]:
        """The connection's id and the model to ask, from what a person named.

        Without a profile the connection that has the model, without either the last choice, else the first model that
        is on this computer. Raises InputError when there is nothing to ask.
        """
        if profile is not None:
            self.use_profile(profile)
            status = self.probe(profile.id, cancel)  # which also tells the dialect, and with it what can be sent
            return profile.id, model or (status.models[0].id if status.models else self._first_model(profile, cancel))
        if model:
            return self.registry.resolve_model(model)
        if self.settings.connection and self.settings.model and self.settings.profile(self.settings.connection):
            return self.settings.connection, self.settings.model
        for installed in self._installed_models():
            return LOCAL_ID, installed.id
        raise nothing_to_ask()

    def close(self) -> None:
        """Give back everything."""
        self._closing.set()
        if self._registry is not None:
            self._registry.close()
        if self._runtime is not None:
            self._runtime.stop()
        self.store.close()
        self.transfers.close()

    def _first_model(self, profile: ConnectionProfile, cancel: CancelToken) -> str:
        models = self.provider_for(profile.id).list_models(cancel)
        if not models:
            raise nothing_to_ask()
        return models[0].id

    def _installed_models(self) -> tuple[ModelInfo, ...]:
        from h2o_desktop.core.provider import ModelInfo

        installed = self.installed()
        return tuple(
            ModelInfo(model.id, model.name, model.description, model.context_tokens)
            for model in self.local_models()
            if model.id in installed
        )

    def _open_store(self) -> Transcripts:
        from h2o_desktop.storage.opening import open_transcripts

        with self._home.in_use():
            return open_transcripts(self.folder / STORE_FILE, self.startup_reports.append)

    def _tell_local_state(self, status: ConnectionStatus) -> None:
        if self.on_local_state is not None:
            self.on_local_state(status)

    def _local_provider(self, _profile: ConnectionProfile) -> Provider:
        from h2o_desktop.local.runtime import LocalRuntime
        from h2o_desktop.wiring.local_provider import LocalProvider

        if self._runtime is None:
            self._runtime = LocalRuntime(self.models_dir, on_state=self._tell_local_state)
        return LocalProvider(self._runtime, self._installed_models, self._provider_at)

    def _provider_at(self, endpoint: Endpoint) -> Provider:
        from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

        windows = {model.id: model.context_tokens for model in self.local_models() if model.context_tokens}
        return OpenAICompatibleProvider(
            endpoint.base_url, api_key=endpoint.api_key, dialect="llama.cpp", trust_env=False, windows=windows
        )
