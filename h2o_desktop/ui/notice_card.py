"""One notice: what happened, what to do next, and what can be done from here."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.ui.icons import draw_icon, icon
from h2o_desktop.ui.text_for_people import number, say
from h2o_desktop.ui.theme import ThemeSource

_RADIUS = 8
_DETAIL_LINES = 8
_WIDTH_FOR_BUTTONS_BESIDE = 560
_TEXT_MARGIN = 5  # that of the buttons beside the text


class NoticeCard(QWidget):
    """Shows a notice until it is closed or one of its actions is chosen.

    Signals:
        action_chosen(id, argument): an action of the notice; the card closes after it.
        closed: the person wants it away.
    """

    action_chosen = Signal(str, str)
    closed = Signal()

    def __init__(self, notice: Notice, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.notice = notice
        self._theme = theme
        self._count = 1
        self._detail: QPlainTextEdit | None = None
        self._copy_button: QPushButton | None = None
        self.setObjectName("notice")
        self.setAccessibleName(self.spoken())
        self._head = _text_label(self)
        self._body = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._lay_out()
        self._show_head()
        theme.changed.connect(self._on_theme_changed)

    def spoken(self) -> str:
        """The notice as one piece of text, for screen readers."""
        parts = (self._severity_word(), say(self.notice.summary), say(self.notice.hint))
        return "\n".join(part for part in parts if part)

    def count_again(self) -> None:
        """The same happened once more."""
        self._count += 1
        self._show_head()

    def _severity_word(self) -> str:
        match self.notice.severity:
            case Severity.ERROR:
                return self.tr("Error")
            case Severity.WARNING:
                return self.tr("Warning")
            case Severity.INFO:
                return self.tr("Note")

    def _lay_out(self) -> None:
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 6, 6, 6)
        layout.setSpacing(4)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(_SeverityMark(self.notice.severity, self._theme, self), 0, Qt.AlignmentFlag.AlignTop)
        top.addLayout(self._body, 1)
        top.addWidget(self._close_button(), 0, Qt.AlignmentFlag.AlignTop)
        self._body.setSpacing(8)
        self._body.addLayout(self._text_column(), 1)
        self._body.addLayout(self._button_row())
        layout.addLayout(top)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the buttons beside the text, or below it where there is little room."""
        super().resizeEvent(event)
        beside = self.width() >= _WIDTH_FOR_BUTTONS_BESIDE
        self._body.setDirection(QBoxLayout.Direction.LeftToRight if beside else QBoxLayout.Direction.TopToBottom)

    def _text_column(self) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setContentsMargins(0, _TEXT_MARGIN, 0, _TEXT_MARGIN)
        column.setSpacing(2)
        column.addWidget(self._head)
        hint = say(self.notice.hint)
        if hint:
            label = _text_label(self)
            label.setText(hint)
            column.addWidget(label)
        column.addStretch(1)
        return column

    def _button_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for action in self.notice.actions:
            button = QPushButton(say(action.label), self)
            button.setObjectName(f"{action.id}Button")
            button.clicked.connect(partial(self._choose, action))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
        if self.notice.detail:
            row.addWidget(self._detail_button(), 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        return row

    def _close_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("noticeCloseButton")
        button.setIcon(icon("close", self._theme))
        button.setAutoRaise(True)
        button.setAccessibleName(self.tr("Close this notice"))
        button.setToolTip(self.tr("Close (Esc)"))
        button.clicked.connect(self._on_close_clicked)
        return button

    def _detail_button(self) -> QPushButton:
        button = QPushButton(self.tr("Details"), self)
        button.setObjectName("noticeDetailButton")
        button.setCheckable(True)
        button.toggled.connect(self._on_detail_toggled)
        return button

    def _on_detail_toggled(self, shown: bool) -> None:
        if self._detail is None:
            self._build_detail()
        for part in (self._detail, self._copy_button):
            if part is not None:
                part.setVisible(shown)

    def _build_detail(self) -> None:
        field = QPlainTextEdit(self.notice.detail, self)
        field.setObjectName("noticeDetail")
        field.setReadOnly(True)
        field.setTabChangesFocus(True)
        field.setAccessibleName(self.tr("Details of the notice"))
        lines = min(_DETAIL_LINES, self.notice.detail.count("\n") + 2)
        field.setFixedHeight(lines * field.fontMetrics().lineSpacing() + 16)
        copy = QPushButton(self.tr("Copy details"), self)
        copy.setObjectName("noticeCopyButton")
        copy.clicked.connect(self._on_copy_clicked)
        layout = self.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(field)
        layout.addWidget(copy, 0, Qt.AlignmentFlag.AlignRight)
        self._detail, self._copy_button = field, copy

    def _on_copy_clicked(self) -> None:
        QGuiApplication.clipboard().setText(f"{self.spoken()}\n\n{self.notice.detail}")

    def _on_close_clicked(self) -> None:
        self.closed.emit()

    def _choose(self, action: NoticeAction) -> None:
        self.action_chosen.emit(action.id, action.argument)
        self.closed.emit()

    def _show_head(self) -> None:
        head = self.tr("{severity}: {summary}").format(severity=self._severity_word(), summary=say(self.notice.summary))
        if self._count > 1:
            head = self.tr("{notice} ({count} times)").format(notice=head, count=number(self._count))
        self._head.setText(head)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes the notice that has the keyboard."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A rounded banner; the accent marks what the person should look at."""
        colours = self._theme.colours
        calm = self.notice.severity is Severity.INFO
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(colours.line if calm else colours.accent_line), 1))
        painter.setBrush(QColor(colours.card if calm else colours.accent_background))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), _RADIUS, _RADIUS)

    def _on_theme_changed(self) -> None:
        self.update()


class _SeverityMark(QWidget):
    """A sign for the severity, of its own shape and colour."""

    SIDE = 18

    def __init__(self, severity: Severity, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._severity = severity
        self._theme = theme
        self.setFixedSize(self.SIDE, 2 * _TEXT_MARGIN + self.fontMetrics().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the sign in the colour of its severity."""
        colours = self._theme.colours
        by_severity = {Severity.INFO: colours.muted, Severity.WARNING: colours.accent_text, Severity.ERROR: colours.cut}
        box = QRectF(0, (self.height() - self.SIDE) / 2, self.SIDE, self.SIDE)
        draw_icon(QPainter(self), box, self._severity.value, by_severity[self._severity])


def _text_label(parent: QWidget) -> QLabel:
    """A label that takes text as it is, wraps it and lets it be selected."""
    label = QLabel(parent)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    return label
