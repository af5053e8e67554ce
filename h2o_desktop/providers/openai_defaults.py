"""The values that a server uses for what is not sent, asked of the servers that tell them.

llama.cpp tells them in `/props`, Ollama those of a model in `/api/show`; vLLM, h2oGPT and OpenAI tell nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.server_facts import told_defaults
from h2o_desktop.providers.http import HttpClient, Reply
from h2o_desktop.providers.openai_dialect import ASK_TIMEOUT_S


def server_defaults(client: HttpClient, dialect: str, model: str, cancel: CancelToken) -> dict[str, ParameterValue]:
    """The values by the keys of the parameters; none where the server does not tell. Raises NetworkErrors, Cancelled.

    `client` asks at the server's root, without `/v1`.
    """
    if dialect == "llama.cpp":
        reply = client.request("GET", "/props", cancel=cancel, read_timeout_s=ASK_TIMEOUT_S)
        settings = _object(_document(reply).get("default_generation_settings"))
        return told_defaults(_object(settings.get("params")) or settings)  # older ones have them one level higher
    if dialect == "ollama":
        reply = client.request("POST", "/api/show", json={"model": model}, cancel=cancel, read_timeout_s=ASK_TIMEOUT_S)
        return told_defaults(_of_lines(_document(reply).get("parameters")))
    return {}


def _of_lines(text: object) -> dict[str, object]:
    """Ollama's parameters of a model: one a line, the name before the value."""
    values: dict[str, object] = {}
    for line in text.splitlines() if isinstance(text, str) else ():
        name, _, value = line.strip().partition(" ")
        try:
            values[name] = float(value)
        except ValueError:  # a text, such as a stop string
            continue
    return values


def _document(reply: Reply) -> Mapping[str, object]:
    try:
        return _object(reply.json()) if reply.ok else {}
    except (ValueError, RecursionError):
        return {}


def _object(value: object) -> Mapping[str, object]:
    return value if isinstance(value, Mapping) else {}
