"""Two texts side by side or in one, with what differs marked."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QButtonGroup,
    QDialog,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.text_diff import Piece, Side, differences, shared_part, text_diff
from h2o_desktop.ui.conversation_pane import ElidedLabel
from h2o_desktop.ui.diff_text import DiffText
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.text_for_people import number, share
from h2o_desktop.ui.theme import ThemeSource

FIRST_SIZE = QSize(960, 640)
MOST_SPOKEN = 120
_KEYS_NEXT = ("F7", "N", "Alt+Down")
_KEYS_PREVIOUS = ("Shift+F7", "P", "Alt+Up")


class DiffDialog(QDialog):
    """Shows how two texts differ, beside the window, which stays usable. `left` and `right` are a title and a text.

    F7 and N go to the next difference, Shift+F7 and P to the one before; F6 to the other text, F8 between both ways of
    showing them.
    """

    def __init__(
        self, parent: QWidget | None, theme: ThemeSource, left: tuple[str, str], right: tuple[str, str]
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._titles = left[0], right[0]
        self.pieces = text_diff(left[1], right[1])
        self._places = differences(self.pieces)
        self._current = -1
        self._is_scrolling = False
        self.setObjectName("diffDialog")
        self.setWindowTitle(self.tr("Differences"))
        self.setModal(False)
        self.resize(FIRST_SIZE)
        self.left = self._text("diffLeft", Side.LEFT)
        self.right = self._text("diffRight", Side.RIGHT)
        self.both = self._text("diffBoth", Side.LEFT, Side.RIGHT)
        self.pages = QStackedWidget(self)
        self.count = QLabel(self)
        self.spoken = QLabel(self)
        self._lay_out()
        self._connect()
        self._show_count()
        self.left.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- parts --------------------------------------------------------------------------------------------------------

    def _text(self, name: str, *sides: Side) -> DiffText:
        text = DiffText(frozenset({Side.BOTH, *sides}), self._theme, self)
        text.setObjectName(name)
        names = {"diffLeft": self._titles[0], "diffRight": self._titles[1]}
        text.setAccessibleName(names.get(name, self.tr("Both texts in one")))
        text.show_pieces(self.pieces)
        return text

    def _lay_out(self) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setObjectName("diffSplitter")
        splitter.setHandleWidth(8)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self._titled(self.left, self._titles[0]))
        splitter.addWidget(self._titled(self.right, self._titles[1]))
        for place in (0, 1):
            splitter.setStretchFactor(place, 1)
        splitter.setSizes([FIRST_SIZE.width()] * 2)
        self.pages.addWidget(splitter)
        self.pages.addWidget(self._titled(self.both, _both_titles(*self._titles)))
        self.spoken.setObjectName("diffSpoken")
        self.spoken.setTextFormat(Qt.TextFormat.PlainText)
        self.spoken.setWordWrap(True)
        self.spoken.setMinimumHeight(self.spoken.fontMetrics().lineSpacing() * 2)
        self.spoken.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.legend = QLabel(self)
        self.legend.setProperty("tone", "hint")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 12)
        layout.setSpacing(8)
        layout.addLayout(self._bar())
        layout.addWidget(self.pages, 1)
        layout.addWidget(self.spoken)
        keys = QLabel(self.tr("F7: next, Shift+F7: before, F6: other text, F8: other way of showing"), self)
        keys.setProperty("tone", "hint")
        keys.setWordWrap(True)
        layout.addWidget(self.legend)
        layout.addWidget(keys)
        self._show_legend()

    def _titled(self, text: DiffText, title: str) -> QWidget:
        box = QWidget(self)
        label = ElidedLabel(box)
        label.set_whole_text(title)
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(label)
        column.addWidget(text, 1)
        return box

    def _bar(self) -> QHBoxLayout:
        self.side_by_side = QPushButton(self.tr("Side by side"), self)
        self.in_one = QPushButton(self.tr("In one text"), self)
        self._ways = QButtonGroup(self)
        bar = QHBoxLayout()
        bar.setSpacing(8)
        for page, button in enumerate((self.side_by_side, self.in_one)):
            button.setCheckable(True)
            button.setAutoDefault(False)
            self._ways.addButton(button, page)
            bar.addWidget(button)
        self.side_by_side.setChecked(True)
        self.previous_button = self._arrow("chevron-up", self.tr("Difference before (Shift+F7)"))
        self.next_button = self._arrow("chevron-down", self.tr("Next difference (F7)"))
        bar.addStretch(1)
        for widget in (self.count, self.previous_button, self.next_button):
            bar.addWidget(widget)
        return bar

    def _arrow(self, icon_name: str, text: str) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setToolTip(text)
        button.setAccessibleName(text)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setEnabled(bool(self._places))
        return button

    def _connect(self) -> None:
        self._theme.changed.connect(self._on_theme_changed)
        self._ways.idClicked.connect(self.show_page)
        self.next_button.clicked.connect(self.next)
        self.previous_button.clicked.connect(self.previous)
        self.left.verticalScrollBar().valueChanged.connect(self._on_left_scrolled)
        self.right.verticalScrollBar().valueChanged.connect(self._on_right_scrolled)
        shortcuts = {
            **dict.fromkeys(_KEYS_NEXT, self.next),
            **dict.fromkeys(_KEYS_PREVIOUS, self.previous),
            "F6": self.to_other_text,
            "F8": self.to_other_page,
        }
        for keys, act in shortcuts.items():
            QShortcut(QKeySequence(keys), self).activated.connect(act)

    # -- going about --------------------------------------------------------------------------------------------------

    def next(self) -> None:
        """Go to the next difference; after the last one comes the first."""
        self.go_to(self._current + 1)

    def previous(self) -> None:
        """Go to the difference before; before the first one comes the last."""
        self.go_to(self._current - 1 if self._current >= 0 else -1)

    def go_to(self, index: int) -> None:
        """Show a difference, counted from 0, and say what it is."""
        if not self._places:
            return
        self._current = index % len(self._places)
        self._is_scrolling = True
        for text in (self.left, self.right, self.both):
            text.mark(*self._places[self._current])
        self._is_scrolling = False
        self._show_count()
        words = self._words_of_difference()
        self.spoken.setText(words)
        if QAccessible.isActive():
            said = self.tr("Difference {which} of {all}. {words}").format(
                which=number(self._current + 1), all=number(len(self._places)), words=words
            )
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, said))

    def show_page(self, page: int) -> None:
        """Show the texts side by side (0) or in one (1)."""
        self._ways.button(page).setChecked(True)
        self.pages.setCurrentIndex(page)
        self._show_legend()
        if self._current >= 0:
            self.go_to(self._current)
        (self.both if page else self.left).setFocus(Qt.FocusReason.OtherFocusReason)

    def to_other_page(self) -> None:
        """Show the texts the other way."""
        self.show_page(1 - self.pages.currentIndex())

    def to_other_text(self) -> None:
        """Give the keyboard to the other text."""
        if self.pages.currentIndex() == 0:
            (self.right if self.left.hasFocus() else self.left).setFocus(Qt.FocusReason.OtherFocusReason)

    # -- words --------------------------------------------------------------------------------------------------------

    def _show_count(self) -> None:
        if not self._places:
            self.count.setText(self.tr("No differences"))
            self.spoken.setText(self.tr("Both texts are the same, letter by letter."))
            return
        self.count.setText(
            self.tr("{which} of {all}").format(which=number(self._current + 1), all=number(len(self._places)))
            if self._current >= 0
            else self.tr("Differences: {all}").format(all=number(len(self._places)))
        )
        if self._current < 0:
            percent = share(int(shared_part(self.pieces) * 100), 100)
            words = self.tr("{percent} of the text is in both. F7 goes to the next difference.")
            self.spoken.setText(words.format(percent=percent))

    def _words_of_difference(self) -> str:
        first, end = self._places[self._current]
        texts = {piece.side: _one_line(piece) for piece in self.pieces[first:end]}
        if Side.RIGHT not in texts:
            return self.tr("Only left: “{left}”").format(left=texts[Side.LEFT])
        if Side.LEFT not in texts:
            return self.tr("Only right: “{right}”").format(right=texts[Side.RIGHT])
        return self.tr("Left: “{left}”. Right: “{right}”").format(left=texts[Side.LEFT], right=texts[Side.RIGHT])

    def _show_legend(self) -> None:
        self.legend.setText(
            self.tr("Struck out: only left. Underlined: only right.")
            if self.pages.currentIndex()
            else self.tr("Dashed line: only left. Underlined: only right.")
        )

    # -- events -------------------------------------------------------------------------------------------------------

    def _on_theme_changed(self) -> None:
        for text in (self.left, self.right, self.both):
            text.restyle()
        if self._current >= 0:
            self.go_to(self._current)

    def _on_left_scrolled(self) -> None:
        self._follow(self.left, self.right)

    def _on_right_scrolled(self) -> None:
        self._follow(self.right, self.left)

    def _follow(self, moved: DiffText, other: DiffText) -> None:
        """Scroll the other text so that what both share stands side by side."""
        if self._is_scrolling:
            return
        self._is_scrolling = True
        bar, other_bar = moved.verticalScrollBar(), other.verticalScrollBar()
        if bar.value() == bar.maximum():
            other_bar.setValue(other_bar.maximum())
        elif bar.value() == 0:
            other_bar.setValue(0)
        else:
            other.scroll_to_place(moved.place_at_top())
        self._is_scrolling = False


def _both_titles(left: str, right: str) -> str:
    return QCoreApplication.translate("DiffDialog", "{left} → {right}").format(left=left, right=right)


def _one_line(piece: Piece) -> str:
    """A piece in one line, cut in the middle when it is long; ends of lines are named, since they cannot be heard."""
    if piece.text.isspace():
        return (
            QCoreApplication.translate("DiffDialog", "(end of line)")
            if "\n" in piece.text
            else QCoreApplication.translate("DiffDialog", "(space)")
        )
    text = " ".join(piece.text.split())
    return text if len(text) <= MOST_SPOKEN else f"{text[: MOST_SPOKEN // 2]} … {text[-MOST_SPOKEN // 2 :]}"
