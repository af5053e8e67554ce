"""The text of a PDF file that Qt wrote, as it is searched and copied.

A font's table says which letter each of its drawings stands for. Where several letters share a drawing Qt names the
first of them: a tab for each space, a radical in the place of a Chinese character, and forms of Arabic letters instead
of the letters. Searching and copying would go wrong, so the tables are put right.
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pypdf import PdfWriter

_LISTS = re.compile(rb"\[[^\]]*\]")
_LETTERS = re.compile(rb"<([0-9A-Fa-f]{4,})>")
_FORMS = ((0x2E80, 0x2FDF), (0xF900, 0xFAFF), (0xFB00, 0xFDFF), (0xFE70, 0xFEFF))
"""Radicals, compatible ideographs, ligatures, and forms of Hebrew and Arabic letters."""


def put_text_right(writer: PdfWriter) -> None:
    """Correct the tables of all fonts."""
    from pypdf.generic import DictionaryObject, StreamObject

    done: set[int] = set()
    for page in writer.pages:
        resources = page.get("/Resources", DictionaryObject()).get_object()
        for font in resources.get("/Font", DictionaryObject()).get_object().values():
            table = font.get_object().get("/ToUnicode")
            stream = table.get_object() if table is not None else None
            if isinstance(stream, StreamObject) and id(stream) not in done:
                done.add(id(stream))
                stream.set_data(corrected(stream.get_data()))


def corrected(table: bytes) -> bytes:
    """A font's table with the right letters."""
    return _LISTS.sub(lambda found: _LETTERS.sub(_right, found.group()), table)


def _right(found: re.Match[bytes]) -> bytes:
    text = bytes.fromhex(found.group(1).decode("ascii")).decode("utf-16-be", "surrogatepass")
    return b"<" + "".join(map(_letters, text)).encode("utf-16-be", "surrogatepass").hex().upper().encode("ascii") + b">"


def _letters(letter: str) -> str:
    if letter in "\t\u00a0":
        return " "
    if any(first <= ord(letter) <= last for first, last in _FORMS):
        return unicodedata.normalize("NFKC", letter)
    return letter
