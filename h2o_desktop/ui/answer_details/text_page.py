"""A page of text to read and to copy."""

from __future__ import annotations

from PySide6.QtGui import QFontMetricsF, QTextOption
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QWidget

from h2o_desktop.ui.theme import ThemeSource

_LONG_LINE = 20_000  # letters; Qt looks for a place to wrap such a line in quadratic time
_TAB_LETTERS = 4


class TextPage(QPlainTextEdit):
    """Shows text in letters of one width; Tab leaves it."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setReadOnly(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabChangesFocus(True)
        self.setFont(theme.code_font())
        self.setTabStopDistance(QFontMetricsF(self.font()).horizontalAdvance(" " * _TAB_LETTERS))
        self.document().setDocumentMargin(12)

    def show_text(self, text: str) -> None:
        """Show this text from its beginning."""
        is_long = any(len(line) > _LONG_LINE for line in text.split("\n"))
        mode = QTextOption.WrapMode.WrapAnywhere if is_long else QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere
        self.setWordWrapMode(mode)
        self.setPlainText(text)
