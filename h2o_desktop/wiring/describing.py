"""Showing a request without sending it."""

from __future__ import annotations

from collections.abc import Callable

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.provider import ChatRequest, Describing, Provider
from h2o_desktop.core.shaping import asked_in_words
from h2o_desktop.core.wire_request import WireRequest


def describe(
    provider_for: Callable[[str], Provider], connection_id: str, request: ChatRequest, cancel: CancelToken
) -> WireRequest | None:
    """The request as it would go to a connection now, without secrets; None where that cannot be told.

    Blocks: it may ask the server how long a text is. Raises a DesktopError.
    """
    provider = provider_for(connection_id)
    if not isinstance(provider, Describing):
        return None
    return provider.describe(asked_in_words(request, provider.capabilities()), cancel)
