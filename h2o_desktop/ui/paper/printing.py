"""Pages on a printer, and before that in a preview; the pages are those of the PDF file."""

from __future__ import annotations

from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrintPreviewDialog
from PySide6.QtWidgets import QWidget

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.ui.paper.composition import Composition, compose
from h2o_desktop.ui.paper.frames import title_of
from h2o_desktop.ui.paper.painting import PagePainter
from h2o_desktop.ui.paper.pdf import CREATOR, usual_size
from h2o_desktop.ui.paper.sheet import Sheet, margins
from h2o_desktop.ui.paper.tools import paper_tools


class PrintDialog(QPrintPreviewDialog):
    """Shows the pages of a conversation as they will be printed, and prints them. `dots_per_inch` is the screen's.

    It prints what is shown: paper, margins and pages are chosen in it.
    """

    def __init__(self, conversation: Conversation, dots_per_inch: float, parent: QWidget | None = None) -> None:
        self._printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        self._printer.setDocName(title_of(conversation))
        self._printer.setCreator(CREATOR)
        self._printer.setPageSize(QPageSize(usual_size()))
        self._printer.setPageMargins(margins(), QPageLayout.Unit.Millimeter)
        super().__init__(self._printer, parent)
        self.setObjectName("printDialog")
        self.setWindowTitle(self.tr("Print this chat"))
        self._conversation = conversation
        self._dots_per_inch = dots_per_inch
        self._composition: Composition | None = None
        self._sheet: Sheet | None = None
        self.paintRequested.connect(self.paint)

    def paint(self, printer: QPrinter) -> None:
        """Paint the pages that were asked for. The layout is kept for as long as the paper stays the same."""
        layout = printer.pageLayout()
        layout.setMode(QPageLayout.Mode.StandardMode)
        sheet = Sheet.of(layout)
        if self._composition is None or sheet != self._sheet:
            tools = paper_tools(self._dots_per_inch)
            self._composition = compose(self._conversation, tools, sheet, CancelToken())
            self._sheet = sheet
        printer.setFullPage(True)
        painter = QPainter(printer)
        pages = PagePainter(painter, self._composition, printer.logicalDpiX())
        first = max(printer.fromPage(), 1) - 1
        last = min(printer.toPage() or len(self._composition.pages), len(self._composition.pages))
        for number in range(first, last):
            if number > first:
                printer.newPage()
            pages.paint(number)
        painter.end()
