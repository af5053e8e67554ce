"""Which dialect an OpenAI-compatible server speaks, found out when a connection is added or looked at."""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, DesktopError
from h2o_desktop.providers.http import HttpClient

ASK_TIMEOUT_S = 5.0

# What only one kind of server answers, and the field that its answer must have.
SIGNS: tuple[tuple[str, str, str], ...] = (
    ("/props", "default_generation_settings", "llama.cpp"),
    ("/api/version", "version", "ollama"),
    ("/version", "version", "vllm"),
)


def detect_dialect(client: HttpClient, cancel: CancelToken) -> str:
    """A key of `DIALECTS`; `openai` when the server shows no sign of another.

    `client` asks at the server's root, without `/v1`. A server that does not answer such a question is taken as a
    plain one. Raises Cancelled.
    """
    for path, field, dialect in SIGNS:
        if _has_field(client, path, field, cancel):
            return dialect
    return "openai"


def _has_field(client: HttpClient, path: str, field: str, cancel: CancelToken) -> bool:
    try:
        reply = client.request("GET", path, cancel=cancel, read_timeout_s=ASK_TIMEOUT_S)
        document = reply.json() if reply.ok else None
    except Cancelled:
        raise
    except (DesktopError, ValueError):  # no such page, or no JSON: no such sign
        return False
    return isinstance(document, Mapping) and field in document
