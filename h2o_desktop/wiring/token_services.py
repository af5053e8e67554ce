"""What the token view asks of servers; everything that it needs is made when it is first asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.settings import ConnectionKind

if TYPE_CHECKING:
    from h2o_desktop.core.capabilities import Capabilities
    from h2o_desktop.core.provider import ChatRequest, NextTokens, TokenTelling
    from h2o_desktop.wiring.services import Services


def wants_probabilities(services: Services, connection_id: str) -> bool:
    """Whether answers of a connection are to come with the probabilities of their tokens.

    Those of this computer always do: it costs no bandwidth, and hardly any time. H2O's service tells them unasked.
    """
    profile = services.settings.profile(connection_id)
    costs_nothing = profile is not None and profile.kind in {ConnectionKind.LOCAL, ConnectionKind.H2O}
    return costs_nothing or services.settings.token_probabilities


class TokenServices:
    """Asks the servers of the connections about the tokens of answers. All but `capabilities` block."""

    def __init__(self, services: Services) -> None:
        self._services = services

    def capabilities(self, connection_id: str) -> Capabilities | None:
        """What a connection's server takes, as far as is known without asking."""
        return self._services.capabilities(connection_id)

    def split(
        self, connection_id: str, model: str, text: str, cancel: CancelToken
    ) -> tuple[tuple[int, bytes], ...] | None:
        """A text in tokens; None where the server cannot tell. Raises DesktopErrors."""
        provider = self._telling(connection_id)
        return provider.split(model, text, cancel) if provider is not None else None

    def choice_after(
        self,
        connection_id: str,
        request: ChatRequest,
        answer: Sequence[tuple[int | None, bytes]],
        cancel: CancelToken,
        *,
        start: bool = True,
    ) -> NextTokens | None:
        """What could come next in an answer; None where the server cannot tell. Raises DesktopErrors."""
        provider = self._telling(connection_id)
        return provider.choice_after(request, answer, cancel, start=start) if provider is not None else None

    def keep_wanted(self, wanted: bool) -> None:
        """Ask every server for probabilities from now on, or only this computer. Raises StorageError."""
        self._services.save(replace(self._services.settings, token_probabilities=wanted))

    def _telling(self, connection_id: str) -> TokenTelling | None:
        from h2o_desktop.core.provider import TokenTelling

        provider = self._services.provider_for(connection_id)
        return provider if isinstance(provider, TokenTelling) else None
