"""LaTeX as MathML, which browsers draw without scripts and word processors take over."""

from __future__ import annotations

from functools import lru_cache
from html import escape

_LONGEST = 4000  # letters


@lru_cache(maxsize=1000)
def mathml(latex: str, *, is_displayed: bool) -> str:
    """The formula; its source as code when it is too long or wrong."""
    from latex2mathml.converter import convert

    marks = "$$" if is_displayed else "$"
    if len(latex) > _LONGEST:
        return _source(latex, marks)
    try:
        drawn = convert(latex, display="block" if is_displayed else "inline")
    except Exception:  # noqa: BLE001 - the library raises all sorts of errors for LaTeX that it does not understand
        return _source(latex, marks)
    return drawn.replace("<math ", f'<math alttext="{escape(latex)}" ', 1)


def _source(latex: str, marks: str) -> str:
    return f"<code>{escape(f'{marks}{latex}{marks}')}</code>"
