"""The language of a text that is made without Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from h2o_desktop.core.parameters import ParameterValue


@dataclass(frozen=True, slots=True)
class Tongue:
    """`say` translates a template by its context, and numbers have these marks."""

    say: Callable[[str, str], str]
    decimal_mark: str
    thousands_mark: str

    def number(self, value: ParameterValue) -> str:
        """A number as it is written in this language; anything else as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return str(value)
        whole, _, fraction = f"{value:,.10g}".partition(".")
        return whole.replace(",", self.thousands_mark) + (f"{self.decimal_mark}{fraction}" if fraction else "")


ENGLISH = Tongue(lambda _context, template: template, ".", ",")
