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


def detect_dialect(root: str, models: object, *, api_key: str, cancel: CancelToken) -> str:
    """A key of `DIALECTS`; `openai` when the server shows no sign of another.

    `root` is its address without `/v1`, `models` what it answered to the question for its models.

    A server that does not answer such a question is taken as a plain one. Raises Cancelled.
    """
    if _is_h2ogpt(models):
        return "h2ogpt"
    client = HttpClient(root, api_key=api_key, read_timeout_s=ASK_TIMEOUT_S, connect_timeout_s=ASK_TIMEOUT_S)
    try:
        for path, field, dialect in SIGNS:
            if _has_field(client, path, field, cancel):
                return dialect
    finally:
        client.close()
    return "openai"


def _is_h2ogpt(models: object) -> bool:
    """h2oGPT lists its models with a prompt type, and with a text where others give the time of creation."""
    rows = models.get("data") if isinstance(models, Mapping) else None
    return isinstance(rows, list) and any(
        isinstance(row, Mapping) and ("prompt_type" in row or row.get("created") == "NA") for row in rows
    )


def _has_field(client: HttpClient, path: str, field: str, cancel: CancelToken) -> bool:
    try:
        reply = client.request("GET", path, cancel=cancel)
        document = reply.json() if reply.ok else None
    except Cancelled:
        raise
    except (DesktopError, ValueError):  # no such page, or no JSON: no such sign
        return False
    return isinstance(document, Mapping) and field in document
