"""The bar with which words are found in a conversation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from h2o_desktop.ui.chat_view.finder import Hit
from h2o_desktop.ui.chat_view.selection import Place
from h2o_desktop.ui.icons import icon

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

WIDTH, MARGIN = 380, 12


class FindField(QLineEdit):
    """A field that keeps Esc for the bar, which a window may otherwise have a use for."""

    def event(self, event: QEvent) -> bool:  # noqa: D102
        is_override = event.type() is QEvent.Type.ShortcutOverride
        if is_override and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            return True
        return super().event(event)


class FindBar(QFrame):
    """Stands over the upper right corner of the conversation. Enter goes on, Shift+Enter back, Esc closes."""

    def __init__(self, view: ChatView) -> None:
        super().__init__(view)
        self.setObjectName("findBar")
        self.setFrameShape(QFrame.Shape.StyledPanel)
        self.setAutoFillBackground(True)
        self._view = view
        self.field = FindField(self)
        self.field.setObjectName("findField")
        self.field.setPlaceholderText(self.tr("Find in this chat"))
        self.field.setAccessibleName(self.tr("Find in this chat"))
        self.field.setClearButtonEnabled(True)
        self.count = QLabel(self)
        self.count.setObjectName("findCount")
        self._lay_out()
        self.field.textChanged.connect(self._on_words)
        view.finder.progressed.connect(self._on_progress)
        self._goes_to_first = False
        self._start: Hit | None = None
        self.hide()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 6, 6, 6)
        layout.setSpacing(4)
        layout.addWidget(self.field, 1)
        layout.addWidget(self.count)
        for name, words, act in (
            ("chevron-up", self.tr("Previous"), self.previous),
            ("chevron-down", self.tr("Next"), self.next),
            ("close", self.tr("Close"), self.close_bar),
        ):
            button = QToolButton(self)
            button.setIcon(icon(name, self._view.theme))
            button.setAutoRaise(True)
            button.setToolTip(words)
            button.setAccessibleName(words)
            button.clicked.connect(act)
            layout.addWidget(button)

    def open_bar(self) -> None:
        """Show the bar, with the selected words when they are few."""
        words = self._view.selection.text()
        if words and "\n" not in words and len(words) < WIDTH:
            self.field.setText(words)
        self.place()
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()
        if self._view.finder.words != self.field.text():
            self._on_words(self.field.text())

    def close_bar(self) -> None:
        """Hide the bar and the marks; the hit that was gone to stays selected."""
        hit = self._view.finder.current
        if hit is not None:
            origin, focus = Place(hit.row, hit.block, hit.start), Place(hit.row, hit.block, hit.end)
            self._view.selection.select(origin, focus)
        self._view.finder.search("")
        self.hide()
        self._view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._view.viewport().update()

    def place(self) -> None:
        """Stand in the corner of the view."""
        room = self._view.viewport().width() - 2 * MARGIN
        self.resize(min(WIDTH, max(120, room)), self.sizeHint().height())
        self.move(self._view.viewport().width() - self.width() - MARGIN, MARGIN // 2)

    def next(self) -> None:
        """Go to the next hit."""
        self._step(1)

    def previous(self) -> None:
        """Go to the previous hit."""
        self._step(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        if event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)

    def _step(self, step: int, start: Hit | None = None) -> None:
        if not self.isVisible():
            self.open_bar()
            return
        hit = self._view.finder.step(step, start or self._place_of_reading())
        if hit is not None:
            self._view.navigation.reveal(Place(hit.row, hit.block, hit.start), self.geometry().bottom() + MARGIN // 2)
        self._say_count()

    def _place_of_reading(self) -> Hit | None:
        """The hit that is shown, so that a longer word is looked for from there, else the first that is visible."""
        visible, current = self._view.transcript.visible, self._view.finder.current
        if current is not None and (current.row, current.block + 1) in {(one.row, one.segment) for one in visible}:
            return Hit(current.row, current.block, current.start, 0)
        return Hit(visible[0].row, visible[0].segment - 1, 0, 0) if visible else None

    def _on_words(self, words: str) -> None:
        self._goes_to_first = bool(words)
        self._start = self._place_of_reading()
        self._view.finder.search(words)
        self._view.viewport().update()

    def _on_progress(self) -> None:
        finder = self._view.finder
        start = self._start
        is_known = not finder.is_searching or (start is not None and any(hit >= start for hit in finder.hits[-1:]))
        if self._goes_to_first and finder.hits and is_known:
            self._goes_to_first = False
            self._step(1, start)
        self._say_count()
        self._view.viewport().update()

    def _say_count(self) -> None:
        finder, number = self._view.finder, QLocale().toString
        if not finder.words:
            words = ""
        elif not finder.hits:
            words = self.tr("Searching…") if finder.is_searching else self.tr("Nothing found")
        else:
            words = QCoreApplication.translate("FindBar", "{position} of {count}")
            words = words.format(position=number(finder.position), count=number(len(finder.hits)))
        self.count.setText(words)


def find_bar_of(view: ChatView) -> FindBar:
    """The bar of a view; made when it is first needed."""
    bar: QWidget | None = view.findChild(FindBar)
    return bar if isinstance(bar, FindBar) else FindBar(view)
