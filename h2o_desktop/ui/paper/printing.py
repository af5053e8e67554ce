"""Pages on a printer, and before that in a preview; the pages are those of the PDF file."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtGui import QImage, QPageLayout, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.ui.paper.composition import Composition, compose
from h2o_desktop.ui.paper.frames import title_of
from h2o_desktop.ui.paper.painting import PagePainter
from h2o_desktop.ui.paper.pdf import CREATOR, usual_layout
from h2o_desktop.ui.paper.sheet import Sheet
from h2o_desktop.ui.paper.tools import NOTHING_LOADED, paper_tools


class Composer:
    """Lays out a conversation, and keeps the layout for as long as the paper stays the same.

    `dots_per_inch` is that of the screen, `servers` names connections by their ids, and `images` are the pictures that
    are at hand, by their addresses. Any thread, but one at a time.
    """

    def __init__(
        self,
        conversation: Conversation,
        dots_per_inch: float,
        servers: Mapping[str, str],
        images: Mapping[str, QImage] = NOTHING_LOADED,
    ) -> None:
        self._images = images
        self.conversation = conversation
        self._servers = servers
        self._dots_per_inch = dots_per_inch
        self._kept: Composition | None = None

    def composition(
        self, sheet: Sheet, cancel: CancelToken, progress: Callable[[int], None] = lambda _count: None
    ) -> Composition:
        """The pages; `progress` is told how many there will be so far. Raises Cancelled."""
        if self._kept is None or self._kept.sheet != sheet:
            tools = paper_tools(self._dots_per_inch, self._servers, self._images)
            self._kept = compose(self.conversation, tools, sheet, cancel, progress)
        return self._kept

    def begin(self, progress: Callable[[int], None], cancel: CancelToken) -> Composer:
        """Lay out for the usual paper, which is most of the work. Raises Cancelled."""
        self.composition(Sheet.of(usual_layout()), cancel, progress)
        return self


class PrintDialog(QPrintPreviewDialog):
    """Shows the pages of a conversation as they will be printed, and prints them.

    It prints what is shown: paper, margins and pages are chosen in it. `composer` has laid out the pages for the usual
    paper already; for another paper it does so again.
    """

    def __init__(self, composer: Composer, parent: QWidget | None = None) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(title_of(composer.conversation))
        self._printer.setCreator(CREATOR)
        self._printer.setPageLayout(usual_layout())
        super().__init__(self._printer, parent)
        self.setObjectName("printDialog")
        self.setWindowTitle(self.tr("Print this chat"))
        self._composer = composer
        self.paintRequested.connect(self.paint)

    def paint(self, printer: QPrinter) -> None:
        """Paint the pages that were asked for."""
        layout = printer.pageLayout()
        layout.setMode(QPageLayout.Mode.StandardMode)
        composition = self._composer.composition(Sheet.of(layout), CancelToken())
        printer.setFullPage(True)
        painter = QPainter(printer)
        pages = PagePainter(painter, composition, printer.logicalDpiX())
        first = max(printer.fromPage(), 1) - 1
        last = min(printer.toPage() or len(composition.pages), len(composition.pages))
        for number in range(first, last):
            if number > first:
                printer.newPage()
            pages.paint(number)
        painter.end()
