"""The tokens that could have come, as a list: name, bar with the settings, tick of the model alone, share."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QModelIndex, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from h2o_desktop.core.token_choice import ChoiceRow, TokenChoice
from h2o_desktop.core.tokens import Alternative
from h2o_desktop.ui.theme import CODE_PX, HINT_PX, ThemeSource
from h2o_desktop.ui.tokens.token_words import percent_text, piece_text, row_words

translate = QCoreApplication.translate
ROW_ROLE = Qt.ItemDataRole.UserRole
REST_ROLE = Qt.ItemDataRole.UserRole + 1
_ROW_PX, _NAME_SHARE, _SHARE_PX, _BAR_PX, _PAD, _MARK_PX = 28, 0.4, 62, 8, 8, 16


class ChoiceDelegate(QStyledItemDelegate):
    """Paints the rows."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(  # noqa: D102
        self,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        return QSize(160, self._theme.pixels(_ROW_PX))

    def paint(  # noqa: D102
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        rect = QRectF(option.rect)
        state = option.state
        colours = self._theme.colours
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(colours.accent_line))
            painter.setBrush(QColor(colours.accent_background))
            painter.drawRoundedRect(rect.adjusted(1, 1, -1, -1), 6, 6)
        row: ChoiceRow | None = index.data(ROW_ROLE)
        if row is None:
            name, share, raw = translate("Tokens", "all others"), float(index.data(REST_ROLE)), None
        else:
            name, share, raw = piece_text(row.alternative.piece), row.share, row.raw
        is_faded = row is None or row.cut_by is not None or not index.flags() & Qt.ItemFlag.ItemIsEnabled
        self._paint_words(painter, rect, (name, _share_words(row, share)), row, is_faded=is_faded)
        self._paint_bar(painter, rect, share, raw)
        painter.restore()

    def _paint_words(
        self, painter: QPainter, rect: QRectF, words: tuple[str, str], row: ChoiceRow | None, *, is_faded: bool
    ) -> None:
        colours = self._theme.colours
        font = self._theme.code_font(CODE_PX) if row is not None else self._theme.font(HINT_PX + 1)
        font.setStrikeOut(row is not None and row.cut_by is not None)
        font.setBold(row is not None and row.is_chosen)
        name, share = words
        box = rect.adjusted(_PAD, 0, -rect.width() * (1 - _NAME_SHARE), 0)
        painter.setPen(QColor(colours.muted if is_faded else colours.text))
        if row is not None and row.is_chosen:
            painter.setFont(self._theme.font(CODE_PX))
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, "✓")
            box.setLeft(box.left() + self._theme.pixels(_MARK_PX))
        painter.setFont(font)
        elided = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideRight, int(box.width()))
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, elided)
        painter.setFont(self._theme.font(HINT_PX + 1))
        right = QRectF(rect.right() - self._theme.pixels(_SHARE_PX) - _PAD, rect.top(), 0, rect.height())
        right.setRight(rect.right() - _PAD)
        painter.drawText(right, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, share)

    def _paint_bar(self, painter: QPainter, rect: QRectF, share: float, raw: float | None) -> None:
        colours = self._theme.colours
        left = rect.left() + rect.width() * _NAME_SHARE + _PAD
        right = rect.right() - self._theme.pixels(_SHARE_PX) - 2 * _PAD
        groove = QRectF(left, rect.center().y() - _BAR_PX / 2, max(8.0, right - left), _BAR_PX)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(colours.line))
        painter.drawRoundedRect(groove, 2, 2)
        if share > 0:
            painter.setBrush(QColor(colours.accent))
            filled = QRectF(groove.left(), groove.top(), max(2.0, groove.width() * min(1.0, share)), groove.height())
            painter.drawRoundedRect(filled, 2, 2)
        if raw is not None:
            at = groove.left() + (groove.width() - 2) * min(1.0, raw)
            painter.fillRect(QRectF(at, groove.top() - 2, 2, groove.height() + 4), QColor(colours.muted))


def _share_words(row: ChoiceRow | None, share: float) -> str:
    return translate("Tokens", "cut") if row is not None and row.cut_by is not None else percent_text(share)


class ChoiceList(QListWidget):
    """The alternatives at a token. Enter or a double click chooses one; Up on the first row leads back to the text.

    Signals:
        picked(alternative): an answer that goes on with this one is wanted.
        left(): the keyboard goes back to the text.
        step_wanted(step): the token before (-1) or after (1) is to be looked at.
    """

    picked = Signal(object)
    left = Signal()
    step_wanted = Signal(int)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tokenChoices")
        self.setAccessibleName(self.tr("What could have come"))
        self.setItemDelegate(ChoiceDelegate(theme, self))
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QListWidget.Shape.NoFrame)
        self.itemDoubleClicked.connect(self._on_double_clicked)
        theme.changed.connect(self.viewport().update)

    def show_choice(self, choice: TokenChoice, reasons: list[str]) -> None:
        """Show other rows; a reason that is not empty says why there can be no branch with that row."""
        kept = self.alternative if self.hasFocus() else None
        self.clear()
        for row, reason in zip(choice.rows, reasons, strict=True):
            item = QListWidgetItem(self)
            item.setData(ROW_ROLE, row)
            words = row_words(row)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{words}. {reason}" if reason else words)
            item.setToolTip("\n".join(filter(None, (words, reason))))
            if reason:
                item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsEnabled)
        if choice.rest > 1e-6 and choice.rows:
            item = QListWidgetItem(self)
            item.setData(REST_ROLE, choice.rest)
            item.setFlags(Qt.ItemFlag.NoItemFlags)
            words = self.tr("all others, {share}").format(share=percent_text(choice.rest))
            item.setData(Qt.ItemDataRole.AccessibleTextRole, words)
        if kept is not None:
            self._go_back_to(kept)

    def _go_back_to(self, kept: Alternative) -> None:
        """Stay at the same token, wherever it stands now; at the first row when it is not there any more."""
        rows: list[ChoiceRow | None] = [self.item(number).data(ROW_ROLE) for number in range(self.count())]
        same = (
            number
            for number, row in enumerate(rows)
            if row is not None and (row.alternative.id, row.alternative.piece) == (kept.id, kept.piece)
        )
        self.setCurrentRow(next(same, 0))

    @property
    def alternative(self) -> Alternative | None:
        """The one that the keyboard is at, where a branch can begin with it."""
        item = self.currentItem()
        row: ChoiceRow | None = item.data(ROW_ROLE) if item is not None else None
        if row is None or not item.flags() & Qt.ItemFlag.ItemIsEnabled:
            return None
        return row.alternative

    def enter(self) -> None:
        """Take the keyboard, at the first row."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        first = next((n for n in range(self.count()) if self.item(n).flags() & Qt.ItemFlag.ItemIsEnabled), -1)
        if self.currentRow() < 0 and first >= 0:
            self.setCurrentRow(first)

    def pick(self) -> None:
        """Choose the current row."""
        if self.alternative is not None:
            self.picked.emit(self.alternative)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: D102
        key = event.key()
        before = self.currentRow()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pick()
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.step_wanted.emit(1 if key == Qt.Key.Key_Right else -1)
        else:
            super().keyPressEvent(event)
            if key == Qt.Key.Key_Up and self.currentRow() == before:
                self.left.emit()

    def _on_double_clicked(self, _item: QListWidgetItem) -> None:
        self.pick()
