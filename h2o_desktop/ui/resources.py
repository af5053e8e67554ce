"""Where icons, translations and help pages lie: beside the package in a checkout, inside it once installed."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent
_PLACES = (_PACKAGE / "resources", _PACKAGE.parent / "resources")


def resource_path(*parts: str) -> Path:
    """The path of a resource, as in `resource_path("icons", "send.svg")`; it need not exist."""
    installed, checkout = _PLACES
    root = installed if installed.is_dir() else checkout
    return root.joinpath(*parts)
