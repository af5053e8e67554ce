"""The error for a question that no model is there for."""

from __future__ import annotations

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words


def nothing_to_ask() -> InputError:
    """There is neither a model on this computer nor a server."""
    return InputError(
        Words(QT_TRANSLATE_NOOP("errors", "There is no model to ask.")),
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "Fetch one with “h2o-desktop models get smollm2-135m”, or name a server with --server URL.",
            )
        ),
    )
