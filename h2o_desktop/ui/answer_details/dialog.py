"""The window with the details of an answer, or of the next request."""

from __future__ import annotations

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QTabWidget, QVBoxLayout, QWidget

from h2o_desktop.core.request_scripts import as_curl, as_json, as_python
from h2o_desktop.core.wire_request import WireRequest
from h2o_desktop.ui.answer_details.facts import ParameterFact
from h2o_desktop.ui.answer_details.facts_page import FactsPage
from h2o_desktop.ui.answer_details.text_page import TextPage
from h2o_desktop.ui.theme import ThemeSource

_SIZE = QSize(720, 640)
translate = QCoreApplication.translate


class Tab(IntEnum):
    """The pages, in the order of their tabs."""

    DETAILS = 0
    REQUEST = 1
    CURL = 2
    PYTHON = 3


class AnswerDetails(QDialog):
    """Shows the facts of an answer and its request beside the window, which stays usable."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("answerDetails")
        self.setModal(False)
        self.resize(_SIZE)
        self.heading = QLabel(self)
        self.heading.setObjectName("answerDetailsHeading")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.tabs = QTabWidget(self)
        self.tabs.setObjectName("answerDetailsTabs")
        self.tabs.setDocumentMode(True)
        self.facts = FactsPage(self)
        self.texts = {tab: TextPage(theme, self) for tab in (Tab.REQUEST, Tab.CURL, Tab.PYTHON)}
        self.note = QLabel(self)
        self.copied = QLabel(self)
        self.copy_button = QPushButton(self)
        self._note = ""
        self._needs_key = False
        self._lay_out()
        self.tabs.currentChanged.connect(self._show_tab)
        self._show_tab()

    def _lay_out(self) -> None:
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        names = {
            Tab.DETAILS: self.tr("Details"),
            Tab.REQUEST: self.tr("Request"),
            Tab.CURL: self.tr("curl"),
            Tab.PYTHON: self.tr("Python"),
        }
        for tab, name in names.items():
            page = self.facts if tab is Tab.DETAILS else self.texts[tab]
            page.setAccessibleName(name)
            self.tabs.addTab(page, name)
        for label in (self.note, self.copied):
            label.setProperty("tone", "secondary")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.note.setObjectName("answerDetailsNote")
        self.note.setWordWrap(True)
        self.copied.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.copy_button.setObjectName("answerDetailsCopy")
        self.copy_button.setProperty("primary", True)
        self.copy_button.clicked.connect(self.copy)
        close = QPushButton(self.tr("Close"), self)
        close.clicked.connect(self.reject)
        QShortcut(QKeySequence("Ctrl+Shift+C"), self).activated.connect(self.copy)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self.copied, 1)
        buttons.addWidget(self.copy_button)
        buttons.addWidget(close)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(12)
        layout.addWidget(self.heading)
        layout.addWidget(self.tabs, 1)
        layout.addWidget(self.note)
        layout.addLayout(buttons)

    def show_facts(self, heading: str, facts: Sequence[tuple[str, str]], rows: Sequence[ParameterFact]) -> None:
        """Show another answer; its request is on its way."""
        self.heading.setText(heading)
        self.facts.show_facts(facts, rows)
        self.show_words(self.tr("One moment…"))

    def show_request(self, request: WireRequest, note: str) -> None:
        """Show the request; `note` says what it is."""
        self.texts[Tab.REQUEST].show_text(as_json(request))
        self.texts[Tab.CURL].show_text(as_curl(request))
        self.texts[Tab.PYTHON].show_text(as_python(request))
        self._note = note
        self._needs_key = request.needs_key
        self._show_tab()

    def show_words(self, words: str) -> None:
        """Say why there is no request, or not yet."""
        for page in self.texts.values():
            page.show_text("")
        self._note = words
        self._needs_key = False
        self._show_tab()

    def open_at(self, tab: Tab) -> None:
        """Open the window at a page, which gets the keyboard."""
        self.setWindowTitle(self.heading.text())
        self.tabs.setCurrentIndex(tab)
        self.show()
        self.raise_()
        self.activateWindow()
        page = self.facts.table if tab is Tab.DETAILS else self.texts[tab]
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def copy(self) -> None:
        """Put the page that is shown on the clipboard."""
        text = self._text()
        if text:
            QGuiApplication.clipboard().setText(text)
            self.copied.setText(self.tr("Copied."))

    def _text(self) -> str:
        tab = Tab(self.tabs.currentIndex())
        return self.facts.text() if tab is Tab.DETAILS else self.texts[tab].toPlainText()

    def _show_tab(self, _index: int = 0) -> None:
        tab = Tab(self.tabs.currentIndex())
        labels = {
            Tab.DETAILS: self.tr("Copy the details"),
            Tab.REQUEST: self.tr("Copy as JSON"),
            Tab.CURL: self.tr("Copy for curl"),
            Tab.PYTHON: self.tr("Copy as Python"),
        }
        notes = [] if tab is Tab.DETAILS else [self._note]
        if tab is Tab.CURL and self._text():
            notes.append(self.tr("Quoted for a POSIX shell such as bash, dash or zsh."))
        if tab in {Tab.CURL, Tab.PYTHON} and self._needs_key:
            notes.append(self.tr("The key is taken from the environment variable API_KEY."))
        self.note.setText(" ".join(filter(None, notes)))
        self.note.setVisible(bool(self.note.text()))
        self.copied.setText("")
        self.copy_button.setText(labels[tab])
        self.copy_button.setEnabled(bool(self._text()))
