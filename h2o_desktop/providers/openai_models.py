"""The model lists of OpenAI-compatible servers, and what they tell of the server."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.errors import ProtocolError
from h2o_desktop.core.provider import ModelInfo
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

MAX_DETAIL_LETTERS = 500
# Where servers tell how much a model can read, the most exact first.
CONTEXT_FIELDS = ("max_model_len", "max_seq_len", "context_length", "context_window", "max_context_length")
META_FIELDS = ("n_ctx", "n_ctx_train")  # llama.cpp
OWNERS: Mapping[str, str] = {"llamacpp": "llama.cpp", "vllm": "vllm"}


def models_of(document: object) -> tuple[ModelInfo, ...]:
    """The models of an answer to `GET /v1/models`. Raises ProtocolError when it is no such answer."""
    rows = _rows(document)
    if rows is None:
        raise ProtocolError(
            Words(QT_TRANSLATE_NOOP("errors", "The server answered, but not with a list of models.")),
            Words(QT_TRANSLATE_NOOP("errors", "Check that the address is that of an OpenAI-compatible server.")),
            str(document)[:MAX_DETAIL_LETTERS],
        )
    return tuple(model for row in rows if (model := _model(row)) is not None)


def dialect_told_by(document: object) -> str:
    """The dialect that a model list gives away, empty when it does not.

    llama.cpp and vLLM name themselves as the owner; h2oGPT lists its models with a prompt type, and with a text where
    others give the time of creation.
    """
    for row in _rows(document) or ():
        if not isinstance(row, Mapping):
            continue
        if "prompt_type" in row or row.get("created") == "NA":
            return "h2ogpt"
        owner = row.get("owned_by")
        if isinstance(owner, str) and owner in OWNERS:
            return OWNERS[owner]
    return ""


def _rows(document: object) -> Sequence[object] | None:
    rows = document
    if isinstance(document, Mapping):
        rows = document.get("data")
        if rows is None:
            # Ollama gives null for no models at all.
            rows = document.get("models", [] if document.get("object") == "list" else None)
    return rows if isinstance(rows, list) else None


def _model(row: object) -> ModelInfo | None:
    if not isinstance(row, Mapping) or not isinstance(row.get("id"), str) or not row["id"]:
        return None
    name = row.get("display_name") or row.get("name")
    return ModelInfo(row["id"], name if isinstance(name, str) else "", context_tokens=_context(row))


def _context(row: Mapping[str, object]) -> int | None:
    meta = row.get("meta")
    values = [row.get(field) for field in CONTEXT_FIELDS]
    if isinstance(meta, Mapping):
        values.extend(meta.get(field) for field in META_FIELDS)
    return next((value for value in values if isinstance(value, int) and value > 0), None)
