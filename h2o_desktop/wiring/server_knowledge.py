"""What is known of the chosen server: its own values, asked of it, and what it refused, kept in a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import Informing
from h2o_desktop.core.server_facts import ServerFacts

if TYPE_CHECKING:
    from h2o_desktop.wiring.services import Services


class ServerKnowledge:
    """Fulfils `core.services.ServerKnowing`. Every method may block; any thread may call them."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def facts(self, choice: tuple[str, str], cancel: CancelToken) -> ServerFacts:
        """What the server tells and what it refused. Starts no engine. Raises a DesktopError."""
        connection_id, model = choice
        provider = self._services.provider_for(connection_id)
        told = provider.defaults(model, cancel) if isinstance(provider, Informing) else {}
        return ServerFacts(told, provider.capabilities().usual, self.refused(choice))

    def refused(self, choice: tuple[str, str]) -> frozenset[str]:
        """The fields that the model's server does not take; what is new is kept. Raises a DesktopError."""
        connection_id, model = choice
        provider, profile = self._services.provider_for(connection_id), self._services.settings.profile(connection_id)
        if not isinstance(provider, Informing) or profile is None:
            return frozenset()
        refused = provider.refused()
        self._services.refusals.keep(profile, refused)
        return frozenset(name for name, other in refused.get(model, {}).items() if not other)

    def take_again(self, choice: tuple[str, str], field: str) -> frozenset[str]:
        """Send a field once more that was refused; gives those that are still not sent. Raises a DesktopError."""
        connection_id, model = choice
        provider = self._services.provider_for(connection_id)
        if isinstance(provider, Informing):
            provider.take_again(model, field)
        return self.refused(choice)
