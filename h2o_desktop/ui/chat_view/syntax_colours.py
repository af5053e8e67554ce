"""The colours of code, light and dark, each at least 4.5 : 1 on the ground of code."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pygments.token import _TokenType

LIGHT = {
    "Keyword": "#8a3ab9",
    "Keyword.Constant": "#a3460f",
    "Name.Builtin": "#0f6a7a",
    "Name.Function": "#0b57a4",
    "Name.Class": "#0b57a4",
    "Name.Decorator": "#8a3ab9",
    "Name.Exception": "#0b57a4",
    "Name.Tag": "#0b57a4",
    "Name.Attribute": "#a3460f",
    "Name.Namespace": "#0b57a4",
    "Literal.String": "#1c7430",
    "Literal.String.Escape": "#0f6a7a",
    "Literal.Number": "#a3460f",
    "Comment": "#626c7b",
    "Comment.Preproc": "#8a3ab9",
    "Operator.Word": "#8a3ab9",
    "Generic.Deleted": "#b0282f",
    "Generic.Inserted": "#1c7430",
    "Generic.Heading": "#0b57a4",
    "Generic.Prompt": "#626c7b",
}
DARK = {
    "Keyword": "#d3a2f2",
    "Keyword.Constant": "#f0a878",
    "Name.Builtin": "#78d0dc",
    "Name.Function": "#8dbdff",
    "Name.Class": "#8dbdff",
    "Name.Decorator": "#d3a2f2",
    "Name.Exception": "#8dbdff",
    "Name.Tag": "#8dbdff",
    "Name.Attribute": "#f0a878",
    "Name.Namespace": "#8dbdff",
    "Literal.String": "#96d38c",
    "Literal.String.Escape": "#78d0dc",
    "Literal.Number": "#f0a878",
    "Comment": "#98a2b0",
    "Comment.Preproc": "#d3a2f2",
    "Operator.Word": "#d3a2f2",
    "Generic.Deleted": "#ff9a94",
    "Generic.Inserted": "#96d38c",
    "Generic.Heading": "#8dbdff",
    "Generic.Prompt": "#98a2b0",
}


@lru_cache(maxsize=512)
def token_name(kind: _TokenType) -> str:
    """The name of the nearest kind of token that has a colour; empty when none has."""
    parts = list(kind)
    while parts:
        name = ".".join(parts)
        if name in LIGHT:
            return name
        parts.pop()
    return ""
