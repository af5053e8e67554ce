"""Which preset new chats with a model begin with. It stands in the file of the presets, beside them."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from h2o_desktop.core.presets import BUILT_IN, Preset

Model = tuple[str, str]
"""A connection's id and the model's id."""

KEY = "models"


def model_rows(by_model: Mapping[Model, str]) -> list[dict[str, str]]:
    """What stands in the file."""
    return [
        {"connection": connection, "model": model, "preset": name} for (connection, model), name in by_model.items()
    ]


def model_presets_in(text: str) -> dict[Model, str]:
    """The names of presets by model in the text of a file; none when it is no such file."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    rows = document.get(KEY) if isinstance(document, dict) else None
    found: dict[Model, str] = {}
    for row in rows if isinstance(rows, list) else ():
        values = [row.get(key) for key in ("connection", "model", "preset")] if isinstance(row, dict) else []
        if all(isinstance(value, str) and value for value in values) and values:
            found[str(values[0]), str(values[1])] = str(values[2])
    return found


def preset_named(name: str, presets: Sequence[Preset]) -> Preset | None:
    """The preset of that name, a person's own one before a built-in one; None when there is none."""
    return next((preset for preset in (*presets, *BUILT_IN) if preset.name == name), None)


def with_model(by_model: Mapping[Model, str], model: Model, name: str) -> dict[Model, str]:
    """The names by model with another one for `model`; an empty name takes it away."""
    others = {key: value for key, value in by_model.items() if key != model}
    return {**others, model: name} if name else others


def without_name(by_model: Mapping[Model, str], name: str) -> dict[Model, str]:
    """The names by model without those of a preset that is deleted."""
    return {key: value for key, value in by_model.items() if value != name}
