"""Reading a JSON document that somebody else wrote: each value checked, errors that name the place."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

Choice = TypeVar("Choice", bound=StrEnum)
_LARGEST_INTEGER = 2**63 - 1  # what the store can hold


def wrong(place: str, expected: str, found: object = None) -> InputError:
    """The error for a value that does not fit; `expected` is what should stand at `place`, such as `a text`."""
    return InputError(
        Words(
            QT_TRANSLATE_NOOP("errors", "The file cannot be imported: “{place}” is not as expected."),
            {"place": place},
        ),
        Words(QT_TRANSLATE_NOOP("errors", "Nothing was imported. Choose another file, or mend this one there.")),
        f"{place}: {expected} expected, found {type(found).__name__}",
    )


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object and where it stands in its document. Every method raises InputError for what does not fit.

    A field that is missing or null gives the empty value of its kind, unless the method says otherwise.
    """

    values: Mapping[str, object]
    place: str = ""

    @classmethod
    def of(cls, value: object, place: str = "") -> Fields:
        """The fields of a value that must be an object."""
        if not isinstance(value, dict):
            raise wrong(place or "the file", "an object", value)
        return cls(value, place)

    def at(self, key: str) -> str:
        """Where the field stands, such as `messages[2].role`."""
        return f"{self.place}.{key}" if self.place else key

    def text(self, key: str) -> str:
        """A text."""
        value = self.values.get(key)
        if not isinstance(value, str | None):
            raise wrong(self.at(key), "a text", value)
        return value or ""

    def name(self, key: str) -> str:
        """A text that must not be missing or empty."""
        if not self.text(key):
            raise wrong(self.at(key), "a text that is not empty")
        return self.text(key)

    def number(self, key: str) -> float | None:
        """A finite number, or None."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong(self.at(key), "a number", value)
        # A whole number has no limit in JSON, but one in the store; a float may be infinite.
        if abs(value) > _LARGEST_INTEGER if isinstance(value, int) else not math.isfinite(value):
            raise wrong(self.at(key), "a number", value)
        return value

    def count(self, key: str) -> int | None:
        """A whole number, or None."""
        value = self.number(key)
        if value is None:
            return None
        if int(value) != value or abs(value) > _LARGEST_INTEGER:
            raise wrong(self.at(key), "a whole number", value)
        return int(value)

    def switch(self, key: str) -> bool:
        """True or false; false when it is missing."""
        value = self.values.get(key)
        if not isinstance(value, bool | None):
            raise wrong(self.at(key), "true or false", value)
        return bool(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """The texts of a list."""
        value = self.values.get(key)
        if not isinstance(value, list | None) or not all(isinstance(entry, str) for entry in value or ()):
            raise wrong(self.at(key), "a list of texts", value)
        return tuple(str(entry) for entry in value or ())

    def choice(self, key: str, kind: type[Choice]) -> Choice:
        """One of the values of `kind`."""
        value = self.text(key)
        if value not in {member.value for member in kind}:
            raise wrong(self.at(key), f"one of {', '.join(kind)}", value)
        return kind(value)

    def object(self, key: str) -> Fields:
        """An object."""
        value = self.values.get(key)
        return Fields({}, self.at(key)) if value is None else Fields.of(value, self.at(key))

    def objects(self, key: str) -> Iterator[Fields]:
        """The objects of a list."""
        value = self.values.get(key)
        if not isinstance(value, Sequence | None) or isinstance(value, str):
            raise wrong(self.at(key), "a list", value)
        for index, entry in enumerate(value or ()):
            yield Fields.of(entry, f"{self.at(key)}[{index}]")
