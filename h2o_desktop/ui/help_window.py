"""A window that shows the help pages, opened at one of their headings."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale, QSize, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QTextBlock, QTextCursor, QTextDocument, QTextImageFormat
from PySide6.QtWidgets import QDialog, QHBoxLayout, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.parameters import PARAMETERS
from h2o_desktop.core.tongue import Tongue
from h2o_desktop.ui.help_pictures import effect_picture
from h2o_desktop.ui.resources import resource_path
from h2o_desktop.ui.theme import ThemeSource

CONTENTS = "contents.md"
_SIZE = QSize(620, 680)
_SCHEME = "effect"


def page_path(name: str) -> Path:
    """The page in the language that is spoken where there is one, otherwise in English."""
    language = QLocale.languageToCode(QLocale().language())
    translated = resource_path("help", language, name)
    return translated if translated.is_file() else resource_path("help", name)


def spoken() -> Tongue:
    """The language of the window."""
    return Tongue(QCoreApplication.translate, QLocale().decimalPoint(), QLocale().groupSeparator())


class HelpWindow(QDialog):
    """Shows a Markdown page beside the window, which stays usable. Links go to the other pages.

    Below the first words about a parameter stands a drawing of what it does, in the colours of `theme`; the page says
    the same in a sentence.
    """

    def __init__(self, parent: QWidget, theme: ThemeSource | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._name = ""
        self.setObjectName("helpWindow")
        self.setModal(False)
        self.setWindowTitle(self.tr("Help"))
        self.resize(_SIZE)
        self.page = QTextBrowser(self)
        self.page.setObjectName("helpPage")
        self.page.setAccessibleName(self.tr("Help"))
        self.page.setOpenLinks(False)
        self.page.document().setDocumentMargin(16)
        self.page.anchorClicked.connect(self._on_link)
        self.contents = QPushButton(self.tr("Contents"), self)
        self.contents.setObjectName("helpContents")
        self.contents.setAutoDefault(False)
        self.contents.clicked.connect(self._on_contents)
        head = QHBoxLayout()
        head.setContentsMargins(16, 8, 16, 8)
        head.addWidget(self.contents)
        head.addStretch()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.page)
        if theme is not None:
            theme.changed.connect(self._paint_pictures)

    def show_page(self, name: str, heading: str = "") -> None:
        """Show a page of the help folder, from that heading on where there is one."""
        if name != self._name:
            self._name = name
            self.page.setMarkdown(page_path(name).read_text(encoding="utf-8"))
            if self._theme is not None:
                self._place_pictures()
        self.contents.setEnabled(name != CONTENTS)
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)
        block = self._heading(heading)
        if block is not None:
            self.page.moveCursor(QTextCursor.MoveOperation.End)  # so that the heading comes to the top
            self.page.setTextCursor(QTextCursor(block))

    def _on_contents(self) -> None:
        self.show_page(CONTENTS)

    def _on_link(self, link: QUrl) -> None:
        if link.isRelative() and link.path().endswith(".md"):
            self.show_page(link.path())
        else:
            file = QUrl.fromLocalFile(str(resource_path("help", link.path())))
            QDesktopServices.openUrl(file if link.isRelative() else link)

    def _blocks(self) -> Iterator[QTextBlock]:
        block = self.page.document().begin()
        while block.isValid():
            yield block
            block = block.next()

    def _heading(self, heading: str) -> QTextBlock | None:
        wanted = {heading, QCoreApplication.translate("parameters", heading)} if heading else set()
        headings = (block for block in self._blocks() if block.blockFormat().headingLevel())
        return next((block for block in headings if block.text() in wanted), None)

    def _place_pictures(self) -> None:
        """Put the drawings into the page, each behind the first paragraph of its parameter."""
        places = {
            block.text(): block.next().position() for block in self._blocks() if block.blockFormat().headingLevel()
        }
        labels = {spec.key: QCoreApplication.translate("parameters", spec.label) for spec in PARAMETERS}
        found = [(places[label], key) for key, label in labels.items() if label in places]
        self._paint_pictures()
        for position, key in sorted(found, reverse=True):
            cursor = QTextCursor(self.page.document())
            cursor.setPosition(position)
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
            cursor.insertBlock()
            picture = QTextImageFormat()
            picture.setName(f"{_SCHEME}:{key}")
            picture.setProperty(QTextImageFormat.Property.ImageAltText, effect_of(key, spoken()).words)
            cursor.insertImage(picture)

    def _paint_pictures(self) -> None:
        if self._theme is None:
            return
        document, ratio = self.page.document(), self.devicePixelRatioF()
        for spec in PARAMETERS:
            picture = effect_picture(spec.key, self._theme, ratio)
            document.addResource(QTextDocument.ResourceType.ImageResource, QUrl(f"{_SCHEME}:{spec.key}"), picture)
        document.markContentsDirty(0, document.characterCount())
        self.page.viewport().update()
