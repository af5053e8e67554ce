"""Sentences for people, made where Qt is not known and translated where it is.

A layer without Qt writes an English template with named fields and marks it with `QT_TRANSLATE_NOOP`, which
is the name that `pyside6-lupdate` looks for. The window translates the template and then fills the fields; the
command line prints the English. No sentence is put together from pieces.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from string import Formatter


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


def kept_words(words: Words) -> dict[str, object]:
    """Words as an object that JSON can hold, to be said in any language later; empty when there is nothing to say."""
    return {"template": words.template, "fields": dict(words.fields)} if words.template else {}


def words_of(document: object, context: str = "errors") -> Words | None:
    """The words of such an object; None for anything else, which may come from other people's files."""
    if not isinstance(document, Mapping) or not isinstance(document.get("template"), str):
        return None
    template, fields = document["template"], document.get("fields")
    if not isinstance(fields, Mapping) or not all(isinstance(value, str | int | float) for value in fields.values()):
        return None
    try:
        parts = list(Formatter().parse(template))
    except ValueError:
        return None
    if any(name is not None and (name not in fields or form or change) for _text, name, form, change in parts):
        return None
    return Words(template, dict(fields), context)
