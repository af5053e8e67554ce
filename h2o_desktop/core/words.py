"""Sentences for people, made where Qt is not known and translated where it is.

A layer without Qt writes an English template with named fields and marks it with `QT_TRANSLATE_NOOP`, which
is the name that `pyside6-lupdate` looks for. The window translates the template and then fills the fields; the
command line prints the English. No sentence is put together from pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 - the name and arguments lupdate knows
    """Mark `text` for translation under `context`; returns it unchanged."""
    return text


@dataclass(frozen=True, slots=True)
class Words:
    """An English template and the values of its named fields.

    `context` is the translation context under which the template was marked.
    """

    template: str
    fields: Mapping[str, str | int | float] = field(default_factory=dict)
    context: str = "errors"

    def filled(self, translate: Callable[[str, str], str]) -> str:
        """The sentence after `translate(context, template)`, with its fields filled in."""
        template = translate(self.context, self.template) if self.template else ""
        return template.format(**self.fields)

    def __str__(self) -> str:
        return self.filled(lambda _context, template: template)


NO_WORDS = Words("")
