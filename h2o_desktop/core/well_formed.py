"""Text that can be written as UTF-8."""

from __future__ import annotations


def well_formed(text: str) -> str:
    """`text` with halves of surrogate pairs joined where they meet, and replaced by U+FFFD where they stand alone.

    Servers that cut between the halves of a pair send such text, and neither files nor SQLite take it.
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
