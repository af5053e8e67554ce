"""The middle of the window: model, title and menus above, the conversation, and the prompt below."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from h2o_desktop.ui.prompt_box import PromptBox
from h2o_desktop.ui.theme import ThemeSource

if TYPE_CHECKING:
    from PySide6.QtGui import QImage

    from h2o_desktop.ui.chat_view import ChatView
    from h2o_desktop.ui.model_picker import ModelPicker
    from h2o_desktop.ui.notice_bar import NoticeBar

COLUMN_WIDTH = 720
SIDE_MARGIN = 16


class ElidedLabel(QLabel):
    """A line of text that ends in an ellipsis where there is no room; the tool tip has all of it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def set_whole_text(self, text: str) -> None:
        """Show `text`, or as much of it as fits."""
        self._whole = text
        self.setToolTip(text)
        self.setAccessibleName(text)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        elided = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if elided != self.text():
            self.setText(elided)


class ConversationPane(QWidget):
    """Lays the middle out, from the model picker down to the prompt box.

    A new one has the prompt box alone; `fill` brings the model picker and the place for notices. The view of the
    conversation costs more than the rest of the window and shows nothing while the conversation is empty. So it is made
    when it is first asked for.

    Signals:
        view_made(view): the view of the conversation is there now.
        resized(): the pane has another size.
    """

    view_made = Signal(object)
    resized = Signal()

    picker: ModelPicker
    notices: NoticeBar

    def __init__(self, theme: ThemeSource) -> None:
        super().__init__()
        self._make_view: Callable[[], ChatView] | None = None
        self._view: ChatView | None = None
        self.title = ElidedLabel(self)
        self.title.setObjectName("conversationTitle")
        self.title.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.prompt = PromptBox(theme, self)
        self.progress_line = QLabel(self)
        self.progress_line.setObjectName("progressLine")
        self.progress_line.hide()
        self._stack = QStackedWidget(self)
        self.top_bar = QHBoxLayout()
        self._lay_out()

    def fill(self, make_view: Callable[[], ChatView], picker: ModelPicker, notices: NoticeBar) -> None:
        """Add what the first picture does without; `make_view` makes the view of the conversation."""
        self._make_view = make_view
        self.picker = picker
        self.notices = notices
        self.top_bar.insertWidget(0, picker)
        self._below.insertWidget(0, notices)
        self.setTabOrder(picker, self.prompt)

    def _lay_out(self) -> None:
        self.top_bar.setContentsMargins(12, 8, 12, 8)
        self.top_bar.setSpacing(8)
        self.top_bar.addWidget(self.title, 1)
        self.bar = QWidget(self)
        self.bar.setObjectName("topBar")
        self.bar.setLayout(self.top_bar)
        self._below = below = QVBoxLayout()
        below.setContentsMargins(0, 8, 0, 12)
        below.setSpacing(4)
        below.addWidget(self.progress_line)
        below.addWidget(self.prompt)
        self._column = QWidget(self)
        self._column.setLayout(below)
        row = QHBoxLayout()
        row.setContentsMargins(SIDE_MARGIN, 0, SIDE_MARGIN, 0)
        row.addStretch(1)
        row.addWidget(self._column, 1000)
        row.addStretch(1)
        self._column.setMaximumWidth(COLUMN_WIDTH)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        layout.addLayout(row)

    @property
    def chat_view(self) -> ChatView:
        """The view of the conversation, made now if it was not yet."""
        if self._view is None:
            assert self._make_view is not None, "the pane is not filled yet"
            self._view = self._make_view()
            self._stack.addWidget(self._view)
            self.setTabOrder(self.picker, self._view)
            self.view_made.emit(self._view)
        return self._view

    def loaded_images(self) -> dict[str, QImage]:
        """The pictures that the person had loaded, by their addresses. Any thread."""
        view = self._view
        return {} if view is None else dict(view.workshop.images)

    def add_above_prompt(self, widget: QWidget) -> None:
        """Put a widget between the notices and the prompt box."""
        self._below.insertWidget(self._below.indexOf(self.progress_line), widget)

    def show_in_place(self, widget: QWidget | None) -> None:
        """Show a widget instead of the conversation; None shows the conversation."""
        if widget is not None and self._stack.indexOf(widget) < 0:
            self._stack.addWidget(widget)
        self._stack.setCurrentWidget(widget or self.chat_view)

    def put_above_prompt(self, widget: QWidget) -> None:
        """Give a widget the place right above the prompt box."""
        self._below.insertWidget(self._below.indexOf(self.prompt), widget)

    def show_progress(self, text: str) -> None:
        """Say above the prompt what has to happen first; an empty text takes the line away."""
        self.progress_line.setText(text)
        self.progress_line.setVisible(bool(text))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self.resized.emit()

    def changeEvent(self, event: QEvent) -> None:  # noqa: D102
        if event.type() is QEvent.Type.FontChange:
            self.title.set_whole_text(self.title.toolTip())
        super().changeEvent(event)
