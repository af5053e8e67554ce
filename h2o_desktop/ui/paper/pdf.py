"""Pages as a PDF file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QBuffer, QIODevice, QLocale
from PySide6.QtGui import QImage, QPageLayout, QPageSize, QPainter, QPdfWriter

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.paper import Pages
from h2o_desktop.ui.paper.composition import compose
from h2o_desktop.ui.paper.contents import links_of, outline_of
from h2o_desktop.ui.paper.painting import PagePainter
from h2o_desktop.ui.paper.sheet import Sheet, margins
from h2o_desktop.ui.paper.tools import NOTHING_LOADED, paper_tools

CREATOR = "H2O Desktop"


class PdfMaker:
    """Makes PDF pages in any thread; a PageMaker.

    `dots_per_inch` is that of the screen, and `images` are the pictures that are at hand, by their addresses.
    """

    def __init__(
        self,
        dots_per_inch: float,
        size: QPageSize.PageSizeId | None = None,
        *,
        images: Mapping[str, QImage] = NOTHING_LOADED,
    ) -> None:
        self._images = images
        self._size = QPageSize(usual_size() if size is None else size)
        self._dots_per_inch = dots_per_inch

    def __call__(
        self,
        conversation: Conversation,
        progress: Callable[[int], None],
        cancel: CancelToken,
        *,
        servers: Mapping[str, str],
    ) -> Pages:
        """Make them. Raises Cancelled."""
        layout = _layout(self._size)
        tools = paper_tools(self._dots_per_inch, servers, self._images)
        composition = compose(conversation, tools, Sheet.of(layout), cancel, progress)
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        writer = QPdfWriter(buffer)
        writer.setTitle(composition.title)
        writer.setCreator(CREATOR)
        layout.setMode(QPageLayout.Mode.FullPageMode)
        writer.setPageLayout(layout)
        painter = QPainter(writer)
        try:
            pages = PagePainter(painter, composition, writer.logicalDpiX())
            for number in range(len(composition.pages)):
                cancel.raise_if_set()
                if number:
                    writer.newPage()
                pages.paint(number)
        finally:
            painter.end()
        data = bytes(buffer.data().data())
        made = Pages(data, len(composition.pages), tuple(outline_of(composition)), tuple(links_of(composition)))
        while composition.pages:  # all at once they would go in one step, and the window wait for it
            composition.pages.pop()
        return made


def usual_layout() -> QPageLayout:
    """The usual paper, upright, with our margins."""
    return _layout(QPageSize(usual_size()))


def _layout(size: QPageSize) -> QPageLayout:
    return QPageLayout(size, QPageLayout.Orientation.Portrait, margins(), QPageLayout.Unit.Millimeter)


def usual_size() -> QPageSize.PageSizeId:
    """Letter where people measure in inches, else A4."""
    is_metric = QLocale().measurementSystem() is QLocale.MeasurementSystem.MetricSystem
    return QPageSize.PageSizeId.A4 if is_metric else QPageSize.PageSizeId.Letter
