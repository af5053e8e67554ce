"""Connection profiles and their providers: made late, kept, asked whether they are there."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.connections import ConnectionStatus, Reachability
from h2o_desktop.core.errors import Cancelled, DesktopError, InputError, UnknownModel
from h2o_desktop.core.provider import Provider
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

Factory = Callable[[ConnectionProfile], Provider]


class Registry:
    """Knows the connections of the program. Threads may use it at the same time.

    `factories` make the providers of kinds that this package does not know; `key_for` gives a connection's API key,
    `refused` what its server is known to have refused, by model.
    """

    def __init__(
        self,
        profiles: Sequence[ConnectionProfile],
        *,
        factories: Mapping[ConnectionKind, Factory] | None = None,
        key_for: Callable[[ConnectionProfile], str] = lambda _profile: "",
        share_with_authors: bool = False,
        refused: Callable[[ConnectionProfile], Mapping[str, Mapping[str, str]]] = lambda _profile: {},
    ) -> None:
        self._profiles = {profile.id: profile for profile in profiles}
        self._key_for = key_for
        self._share_with_authors = share_with_authors
        self._refused = refused
        self._factories: dict[ConnectionKind, Factory] = {
            ConnectionKind.H2O: self._h2o,
            ConnectionKind.OPENAI: self._openai,
            **(factories or {}),
        }
        self._providers: dict[str, Provider] = {}
        self._lock = threading.RLock()

    def provider(self, connection_id: str) -> Provider:
        """The provider of a connection. Raises InputError when there is no such connection."""
        with self._lock:
            if connection_id not in self._providers:
                profile = self._profile(connection_id)
                self._providers[connection_id] = self._factories[profile.kind](profile)
            return self._providers[connection_id]

    def probe(self, connection_id: str, cancel: CancelToken) -> ConnectionStatus:
        """Ask a server whether it is there and what models it has; every failure comes back as a status.

        After `cancel` was set nothing is known.
        """
        try:
            models = tuple(self.provider(connection_id).list_models(cancel))
            self._learn_dialect(connection_id, cancel)
        except Cancelled:
            return ConnectionStatus()
        except DesktopError as error:
            return ConnectionStatus(Reachability.FAILED, words=error.summary)
        return ConnectionStatus(Reachability.READY if models else Reachability.NO_MODEL, models)

    def resolve_model(self, name: str) -> tuple[str, str]:
        """The connection's id and the whole id of a model. Raises UnknownModel with the names that are known."""
        known: list[str] = []
        for profile in tuple(self._profiles.values()):
            try:
                models = self.provider(profile.id).list_models(CancelToken())
            except DesktopError:  # a server that is away has no say
                continue
            for model in models:
                if name in {model.id, model.name}:
                    return profile.id, model.id
                known.append(model.name or model.id)
        raise UnknownModel(
            Words(QT_TRANSLATE_NOOP("errors", "No connection has a model “{name}”."), {"name": name}),
            Words(QT_TRANSLATE_NOOP("errors", "Known are: {names}."), {"names": ", ".join(known) or "—"}),
        )

    def replace(self, profiles: Sequence[ConnectionProfile]) -> None:
        """Take over another set of connections; the providers of changed ones are closed and made anew."""
        with self._lock:
            after = {profile.id: profile for profile in profiles}
            changed = [key for key in self._providers if self._profiles.get(key) != after.get(key)]
            self._profiles = after
            closing = [self._providers.pop(key) for key in changed]
        for provider in closing:
            provider.close()

    def close(self) -> None:
        """Close every provider."""
        with self._lock:
            closing = tuple(self._providers.values())
            self._providers.clear()
        for provider in closing:
            provider.close()

    def _profile(self, connection_id: str) -> ConnectionProfile:
        if connection_id in self._profiles:
            return self._profiles[connection_id]
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "This connection is not there any more.")),
            Words(QT_TRANSLATE_NOOP("errors", "Choose another model above.")),
            f"connection id: {connection_id}",
        )

    def _h2o(self, profile: ConnectionProfile) -> Provider:
        from h2o_desktop.providers.h2o import H2OProvider

        return H2OProvider(profile.base_url, share_with_authors=self._share_with_authors)

    def _openai(self, profile: ConnectionProfile) -> Provider:
        from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

        return OpenAICompatibleProvider(
            profile.base_url, api_key=self._key_for(profile), refused=self._refused(profile)
        )

    def _learn_dialect(self, connection_id: str, cancel: CancelToken) -> None:
        from h2o_desktop.providers.openai_compatible import OpenAICompatibleProvider

        provider = self.provider(connection_id)
        if isinstance(provider, OpenAICompatibleProvider):
            provider.learn_dialect(cancel)
