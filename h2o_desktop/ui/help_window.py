"""A window that shows a help page, opened at one of its headings."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextBlock, QTextCursor
from PySide6.QtWidgets import QDialog, QTextBrowser, QVBoxLayout, QWidget

from h2o_desktop.ui.resources import resource_path

_SIZE = QSize(620, 640)


class HelpWindow(QDialog):
    """Shows a Markdown page beside the window, which stays usable."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("helpWindow")
        self.setModal(False)
        self.setWindowTitle(self.tr("Help"))
        self.resize(_SIZE)
        self.page = QTextBrowser(self)
        self.page.setObjectName("helpPage")
        self.page.setOpenLinks(False)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.page)

    def show_page(self, name: str, heading: str = "") -> None:
        """Show a page of the help folder, from that heading on where there is one."""
        self.page.setMarkdown(resource_path("help", name).read_text(encoding="utf-8"))
        self.show()
        self.raise_()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        block = self._heading(heading)
        if block is not None:
            self.page.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to the top
            self.page.setTextCursor(QTextCursor(block))

    def _heading(self, heading: str) -> QTextBlock | None:
        block = self.page.document().begin()
        while block.isValid():
            if block.blockFormat().headingLevel() and block.text() == heading:
                return block
            block = block.next()
        return None
