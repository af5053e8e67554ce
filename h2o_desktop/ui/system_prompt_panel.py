"""The system prompt of the conversation: one line while there is one, a field while it is edited."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QSizePolicy, QVBoxLayout, QWidget

_LINES = 4


class SystemPromptPanel(QWidget):
    """Shows and edits the text. Esc and Done close the field; what was typed stands.

    Signals:
        edited(text): the person typed another text.
        closed(): the field was closed.
    """

    edited = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("systemPromptPanel")
        self._line = QLabel(self)
        self._line.setObjectName("systemPromptLine")
        self._line.setProperty("tone", "secondary")
        self._line.setTextFormat(Qt.TextFormat.PlainText)
        self._line.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._button = QPushButton(self.tr("Edit"), self)
        self._button.setObjectName("systemPromptButton")
        self.field = QPlainTextEdit(self)
        self.field.setObjectName("systemPromptField")
        self.field.setAccessibleName(self.tr("System prompt"))
        self.field.setPlaceholderText(self.tr("What the model is told before the conversation, such as how to answer"))
        self.field.setTabChangesFocus(True)
        self.field.setFixedHeight(_LINES * self.field.fontMetrics().lineSpacing() + 16)
        self.field.hide()
        self._lay_out()
        self.field.installEventFilter(self)
        self.field.textChanged.connect(self._on_text_changed)
        self._button.clicked.connect(self._on_button)
        self.hide()

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.addWidget(self._line, 1)
        top.addWidget(self._button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(4, 0, 4, 0)
        layout.setSpacing(4)
        layout.addLayout(top)
        layout.addWidget(self.field)

    @property
    def is_open(self) -> bool:
        """Whether the text is being edited."""
        return not self.field.isHidden()

    def show_text(self, text: str) -> None:
        """Show the system prompt of the conversation; nothing of it while there is none."""
        if text != self.field.toPlainText():
            blocked = self.field.blockSignals(True)
            self.field.setPlainText(text)
            self.field.blockSignals(blocked)
        self._show()

    def open(self) -> None:
        """Show the field and give it the keyboard."""
        self.field.show()
        self._show()
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def close_field(self) -> None:
        """Hide the field."""
        self.field.hide()
        self._show()
        self.closed.emit()

    def _show(self) -> None:
        text = " ".join(self.field.toPlainText()[:1_000].split())
        whole = self.tr("System prompt: {text}").format(text=text) if text else self.tr("System prompt")
        shown = self.tr("System prompt") if self.is_open else whole
        self._line.setText(self.fontMetrics().elidedText(shown, Qt.TextElideMode.ElideRight, self._line.width()))
        self._line.setAccessibleName(whole)
        self._button.setText(self.tr("Done") if self.is_open else self.tr("Edit"))
        self.setVisible(self.is_open or bool(text))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Esc closes the field."""
        if (
            watched is self.field
            and event.type() in {QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride}
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
        ):
            if event.type() == QEvent.Type.KeyPress:
                self.close_field()
            event.accept()
            return True
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width has room for another part of the line."""
        super().resizeEvent(event)
        self._show()

    def _on_text_changed(self) -> None:
        self.edited.emit(self.field.toPlainText())

    def _on_button(self) -> None:
        if self.is_open:
            self.close_field()
        else:
            self.open()
