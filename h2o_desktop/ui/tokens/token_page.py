"""The text of an answer, token by token, each with the look of its probability."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QColor,
    QFontMetricsF,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QToolTip, QWidget

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.ui.theme import CODE_PX, ThemeSource
from h2o_desktop.ui.tokens.token_layout import Box, TokenLayout
from h2o_desktop.ui.tokens.token_levels import SURPRISING, level_of, paint_level
from h2o_desktop.ui.tokens.token_words import label_of

MARGIN = 16
LINE_PX = 28
BOX_PX = 22
Key = Qt.Key


class TokenPage(QAbstractScrollArea):
    """Left and Right go from token to token, with Ctrl to the next surprising one; Up and Down go through the lines.

    Signals:
        current_changed(number): the keyboard or the mouse is at another token.
        chosen(number): the person wants to choose among the alternatives of this token.
        seen_from(number): the first token in sight is another one.
        tip_wanted(number, point): the mouse rests on a token; the point is one of the screen.
    """

    current_changed = Signal(int)
    chosen = Signal(int)
    seen_from = Signal(int)
    tip_wanted = Signal(int, QPoint)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tokenPage")
        self.setAccessibleName(self.tr("Tokens of the answer"))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._theme = theme
        self._tokens = AnswerTokens("")
        self._labels: list[str] = []
        self._layout = TokenLayout([], 1.0, len)
        self.current = 0
        self._hovered = -1
        theme.changed.connect(self.viewport().update)
        self.verticalScrollBar().valueChanged.connect(self._on_scrolled)

    def show_tokens(self, tokens: AnswerTokens, current: int) -> None:
        """Show the tokens of another answer, or the same ones in other pieces."""
        self._tokens = tokens
        self._labels = [label_of(tokens, number) for number in range(len(tokens))]
        self.current = max(0, min(current, len(tokens) - 1))
        self._hovered = -1
        self._lay_out()
        self._bring_into_sight()

    def refresh(self, number: int) -> None:
        """A token became known better."""
        line = self._layout.line_of(number)
        if self._top <= (line + 1) * self._line_px and line * self._line_px <= self._top + self.viewport().height():
            self.viewport().update()

    def go_to(self, number: int) -> None:
        """Put the keyboard at a token."""
        number = max(0, min(number, len(self._tokens) - 1))
        if number != self.current and len(self._tokens):
            self.current = number
            self._bring_into_sight()
            self.viewport().update()
            self.current_changed.emit(number)

    def say(self, words: str) -> None:
        """Let a screen reader say what the current token is."""
        self.setAccessibleDescription(words)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def place_of(self, number: int) -> QRectF:
        """Where a token is in the viewport."""
        return self._rect(self._layout.box_of(number))

    # -- layout -------------------------------------------------------------------------------------------------------

    @property
    def _line_px(self) -> int:
        return self._theme.pixels(LINE_PX)

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    def _lay_out(self) -> None:
        metrics = QFontMetricsF(self._theme.code_font(CODE_PX))
        room = max(40.0, self.viewport().width() - 2.0 * MARGIN)
        self._layout = TokenLayout(self._labels, room, metrics.horizontalAdvance)
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, self._layout.lines * self._line_px + 2 * MARGIN - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(self._line_px)
        self.viewport().update()

    def _rect(self, box: Box) -> QRectF:
        height = self._theme.pixels(BOX_PX)
        top = MARGIN + box.line * self._line_px + (self._line_px - height) / 2 - self._top
        return QRectF(MARGIN + box.x, top, box.width, height)

    def _bring_into_sight(self) -> None:
        if not len(self._tokens):
            return
        rect, bar = self.place_of(self.current), self.verticalScrollBar()
        if rect.top() < MARGIN:
            bar.setValue(bar.value() + int(rect.top()) - MARGIN)
        elif rect.bottom() > self.viewport().height() - MARGIN:
            bar.setValue(bar.value() + int(rect.bottom()) - self.viewport().height() + MARGIN)

    def _line_at(self, y: float) -> int:
        return int((y + self._top - MARGIN) // self._line_px)

    def _token_at(self, point: QPoint) -> int:
        return self._layout.at(point.x() - MARGIN, self._line_at(point.y()))

    def _on_scrolled(self) -> None:
        self.viewport().update()
        if len(self._tokens):
            self.seen_from.emit(self._layout.first_of_line(self._line_at(0)))

    # -- events -------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(self._theme.colours.card))
        painter.setFont(self._theme.code_font(CODE_PX))
        first, last = self._line_at(event.rect().top()) - 1, self._line_at(event.rect().bottom()) + 1
        for line in range(max(0, first), min(last, self._layout.lines - 1) + 1):
            for box in self._layout.boxes_of_line(line):
                self._paint_box(painter, box)
        painter.end()

    def _paint_box(self, painter: QPainter, box: Box) -> None:
        colours, rect = self._theme.colours, self._rect(box)
        level = level_of(self._tokens.places[box.number].token.logprob)
        if level is not None:
            paint_level(painter, rect, level, colours)
        painter.setPen(QColor(colours.muted if level is None else colours.text))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextSingleLine, box.text)
        if box.number == self.current:
            painter.setPen(QPen(QColor(colours.accent_text), 2.0 if self.hasFocus() else 1.2))
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))
        elif box.number == self._hovered:
            painter.setPen(QPen(QColor(colours.outline), 1.0))
            painter.drawRect(rect.adjusted(-1, -1, 1, 1))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        first = self._layout.first_of_line(self._line_at(0)) if len(self._tokens) else 0
        self._lay_out()
        if len(self._tokens):
            self.verticalScrollBar().setValue(self._layout.line_of(first) * self._line_px)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        match event.key():
            case Key.Key_Left | Key.Key_Right:
                step = 1 if event.key() == Key.Key_Right else -1
                self.go_to(self._surprising(step) if control else self.current + step)
            case Key.Key_Up | Key.Key_PageUp | Key.Key_PageDown:
                page = max(1, self.viewport().height() // self._line_px - 1)
                self._step_lines({Key.Key_Up: -1, Key.Key_PageUp: -page}.get(Key(event.key()), page))
            case Key.Key_Home:
                self.go_to(0)
            case Key.Key_End:
                self.go_to(len(self._tokens) - 1)
            case Key.Key_Down | Key.Key_Return | Key.Key_Enter:
                self.chosen.emit(self.current)
            case _:
                super().keyPressEvent(event)

    def _step_lines(self, lines: int) -> None:
        if len(self._tokens):
            box = self._layout.box_of(self.current)
            line = max(0, min(box.line + lines, self._layout.lines - 1))
            found = self._layout.at(box.x, line, near=True)
            self.go_to(found if found >= 0 else self._layout.first_of_line(line))

    def _surprising(self, step: int) -> int:
        """The next token in that direction that was unlikely; the one of now when there is none."""
        places = self._tokens.places
        numbers = range(self.current + step, len(places) if step > 0 else -1, step)
        levels = ((number, level_of(places[number].token.logprob)) for number in numbers)
        return next((n for n, level in levels if level is not None and level.at_least < SURPRISING), self.current)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        hovered = self._token_at(event.position().toPoint())
        if hovered != self._hovered:
            self._hovered = hovered
            self.viewport().update()
            if hovered < 0:
                QToolTip.hideText()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: D102
        number = self._token_at(event.position().toPoint())
        if number >= 0:
            self.go_to(number)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: D102
        super().leaveEvent(event)
        self._hovered = -1
        self.viewport().update()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: D102
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            number = self._token_at(event.pos())
            if number >= 0:
                self.tip_wanted.emit(number, event.globalPos())
            return True
        return super().viewportEvent(event)
