"""Numbers as people type them: with or without separators of thousands, with a point or a comma."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale

_NUMBER = re.compile(r"\d+\.?\d*|\.\d+", re.ASCII)
_WHOLE_NUMBER = re.compile(r"\d+", re.ASCII)


def number_in(text: str, locale: QLocale, *, whole: bool) -> float | None:
    """The number that a text holds, None when it holds none. A `whole` number has no decimals."""
    bare = _bare(text, locale, whole=whole)
    form = _WHOLE_NUMBER if whole else _NUMBER
    return float(bare) if form.fullmatch(bare) else None


def could_become_number(text: str, locale: QLocale, *, whole: bool) -> bool:
    """Whether the text is a number, or more typing can make one of it."""
    beginnings = {""} if whole else {"", "."}
    return _bare(text, locale, whole=whole) in beginnings or number_in(text, locale, whole=whole) is not None


def _bare(text: str, locale: QLocale, *, whole: bool) -> str:
    """The text without separators of thousands, and with a point for the decimals."""
    bare = re.sub(r"\s", "", text)
    if whole:
        return bare.replace(locale.groupSeparator(), "")
    return bare.replace(locale.decimalPoint(), ".").replace(",", ".")
