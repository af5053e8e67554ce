"""Outline, links and searchable text for a PDF file whose pages are there already."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from h2o_desktop.core.paper import Entry, PageLink, Pages
from h2o_desktop.core.well_formed import well_formed
from h2o_desktop.formats.pdf_text import put_text_right

if TYPE_CHECKING:
    from pypdf import PdfReader, PdfWriter
    from pypdf.generic import IndirectObject

MOST_LETTERS = 200


def with_contents(pages: Pages) -> bytes:
    """The file with its outline, which is shown when it is opened, and with links and text as they should be."""
    from pypdf import PdfReader, PdfWriter

    reader = PdfReader(io.BytesIO(pages.pdf))
    writer = PdfWriter(clone_from=reader)
    put_text_right(writer)
    _add_outline(writer, pages.entries)
    for link in pages.links:
        _add_link(writer, link)
    if len(pages.entries) > 1:
        writer.page_mode = "/UseOutlines"
    file = io.BytesIO()
    writer.write(file)
    _take_apart(reader)
    _take_apart(writer)
    return file.getvalue()


def _take_apart(whole: PdfReader | PdfWriter) -> None:
    """Let go of all objects, which refer to each other through this one, and one after the other.

    Otherwise they would wait for the collector of cycles: hundreds of thousands of them, and the window with them.
    """
    for name, value in list(vars(whole).items()):
        while isinstance(value, list) and value:
            value.pop()
        while isinstance(value, dict) and value:
            value.popitem()
        delattr(whole, name)


def _add_outline(writer: PdfWriter, entries: tuple[Entry, ...]) -> None:
    from pypdf.generic import Fit

    parents: list[IndirectObject] = []
    for entry in entries:
        del parents[entry.level :]
        top = _from_below(writer, entry.spot.page, entry.spot.top)
        item = writer.add_outline_item(
            title=well_formed(" ".join(entry.title.split())[:MOST_LETTERS]) or "…",
            page_number=entry.spot.page,
            parent=parents[-1] if parents else None,
            fit=Fit.xyz(left=0, top=top),
        )
        parents.append(item)


def _add_link(writer: PdfWriter, link: PageLink) -> None:
    from pypdf.annotations import Link
    from pypdf.generic import Fit

    left, top, right, bottom = link.rectangle
    corners = (left, _from_below(writer, link.page, bottom), right, _from_below(writer, link.page, top))
    no_border = [0, 0, 0]
    if isinstance(link.target, str):
        annotation = Link(rect=corners, border=no_border, url=well_formed(link.target))
    else:
        fit = Fit.xyz(left=0, top=_from_below(writer, link.target.page, link.target.top))
        annotation = Link(rect=corners, border=no_border, target_page_index=link.target.page, fit=fit)
    writer.add_annotation(link.page, annotation)


def _from_below(writer: PdfWriter, page: int, top: float) -> float:
    """PDF counts from the lower edge."""
    return float(writer.pages[page].mediabox.height) - top
