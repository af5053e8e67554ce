"""The page data of a classic chat-ui server (`/__data.json`), where its models and conversations can be read.

The form is SvelteKit's: a list of nodes, each with a flat list in which item 0 is the root and every number inside an
object or a list points at another item; numbers below zero stand for undefined and the like.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from h2o_desktop.core.provider import ModelInfo

_MAX_DEPTH = 20


def models_in(page: object) -> tuple[ModelInfo, ...]:
    """The models that the page lists. Raises ValueError when the page has no such list."""
    layout = _node(page, 0)
    models = layout.get("models") if isinstance(layout, Mapping) else None
    if not isinstance(models, list):
        raise ValueError("the page data have no list of models")  # noqa: TRY004 - it is the value that is wrong
    return tuple(_model(model) for model in models if isinstance(model, Mapping) and model.get("id"))


def message_ids_in(page: object) -> tuple[str, ...] | None:
    """The ids of the messages of the conversation that the page shows; None when it shows none."""
    node = _node(page, 1)
    messages = node.get("messages") if isinstance(node, Mapping) else None
    if not isinstance(messages, list):
        return None
    return tuple(str(message.get("id", "")) for message in messages if isinstance(message, Mapping))


def _model(model: Mapping[str, object]) -> ModelInfo:
    return ModelInfo(
        str(model["id"]), str(model.get("displayName") or model["id"]), str(model.get("description") or "")
    )


def _node(page: object, number: int) -> object:
    nodes = page.get("nodes") if isinstance(page, Mapping) else None
    if not isinstance(nodes, list) or len(nodes) <= number:
        return None
    node = nodes[number]
    data = node.get("data") if isinstance(node, Mapping) else None
    return _laid_out(data, 0, {}, _MAX_DEPTH) if isinstance(data, list) and data else None


def _laid_out(data: Sequence[object], index: object, done: dict[int, object], depth: int) -> object:
    """The item at `index` with everything that it points at put in; what is undefined, too deep or a circle is None.

    `done` holds the items that were laid out before: without it a page of lists that point at each other would grow
    without end.
    """
    if not isinstance(index, int) or not 0 <= index < len(data) or depth == 0:
        return None
    if index not in done:
        done[index] = None
        done[index] = _contents(data, data[index], done, depth - 1)
    return done[index]


def _contents(data: Sequence[object], value: object, done: dict[int, object], depth: int) -> object:
    if isinstance(value, dict):
        return {name: _laid_out(data, inner, done, depth) for name, inner in value.items()}
    if isinstance(value, list):
        if value and isinstance(value[0], str):  # a typed value, such as ["Date", "2023-06-26T..."]
            return value[1] if len(value) == 2 else None
        return [_laid_out(data, inner, done, depth) for inner in value]
    return value
