"""One pane: who answers and what is different here, the answer, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.conversation import Timings
from h2o_desktop.qt.compare_pane import ComparePane
from h2o_desktop.ui.chat_view import ChatView
from h2o_desktop.ui.compare.pane_words import difference_words, model_name, state_words
from h2o_desktop.ui.conversation_pane import ElidedLabel
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.model_picker import ModelPicker
from h2o_desktop.ui.theme import ThemeSource

NARROWEST = 220
LIVE_MS = 300
_RADIUS = 8
_MARGIN = 10
_FIND_KEYS = ("Ctrl+F", "F3", "Shift+F3", "Ctrl+G", "Ctrl+Shift+G")

FiguresOf = Callable[[ComparePane], tuple[int, Timings]]


class ComparePaneView(QWidget):
    """Shows a pane. `figures_of` tells tokens and timings of the answer that is on its way.

    Signals:
        again_requested, stop_requested, copy_requested, chosen, parameters_requested: what its buttons ask for.
        menu_requested: the menu of the pane shall be opened, at its button.
        resized: the pane has another size.
    """

    again_requested = Signal()
    stop_requested = Signal()
    copy_requested = Signal()
    chosen = Signal()
    parameters_requested = Signal()
    menu_requested = Signal()
    resized = Signal()

    def __init__(self, pane: ComparePane, theme: ThemeSource, figures_of: FiguresOf, parent: QWidget) -> None:
        super().__init__(parent)
        self.pane = pane
        self._theme = theme
        self._figures_of = figures_of
        self._letter = ""
        self._is_current = False
        self.setObjectName("comparePane")
        self.badge = QLabel(self)
        self.picker = ModelPicker(pane.connections, theme, self)
        self.differences = QLabel(self)
        self.view = ChatView(pane.conversation, theme, self)
        self.view.is_whole_chat = False
        self.nothing = QLabel(self.tr("The answer will stand here."), self)
        self.status = ElidedLabel(self)
        self.choose_button = QPushButton(self.tr("Go on with this one"), self)
        self.parameters_button = self._tool("sliders", self.parameters_requested)
        self.menu_button = self._tool("more", self.menu_requested)
        self.copy_button = self._tool("copy", self.copy_requested)
        self.again_button = self._tool("regenerate", self.again_requested)
        self.stop_button = self._tool("stop", self.stop_requested)
        self._stack = QStackedWidget(self)
        self._live = QTimer(self)
        self._set_up()
        self._lay_out()
        self._connect()

    def minimumSizeHint(self) -> QSize:
        """Room for what can be done, and for some words in a line."""
        needed = super().minimumSizeHint()
        return QSize(max(NARROWEST, needed.width()), needed.height())

    # -- making -------------------------------------------------------------------------------------------------------

    def _tool(self, icon_name: str, then: object) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(icon(icon_name, self._theme))
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(then)
        return button

    def _set_up(self) -> None:
        font = self.badge.font()
        font.setBold(True)
        self.badge.setFont(font)
        self.differences.setObjectName("paneDifferences")
        self.differences.setTextFormat(Qt.TextFormat.PlainText)
        self.differences.setWordWrap(True)
        self.differences.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        self.nothing.setProperty("tone", "secondary")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.nothing.setWordWrap(True)
        self.status.setObjectName("paneStatus")
        self.status.setProperty("tone", "secondary")
        self.choose_button.setAutoDefault(False)
        self._live.setInterval(LIVE_MS)
        self._narrow_shortcuts()

    def _narrow_shortcuts(self) -> None:
        """Finding works in the view that has the keyboard; the zoom is the window's, for all panes at once."""
        for shortcut in self.view.findChildren(QShortcut):
            if shortcut.key().toString() in _FIND_KEYS:
                shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                shortcut.setEnabled(False)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.badge)
        head.addWidget(self.picker, 1)
        head.addStretch(0)
        head.addWidget(self.menu_button)
        settings = QHBoxLayout()
        settings.setSpacing(8)
        settings.setContentsMargins(0, 2, 0, 0)
        settings.addWidget(self.differences, 1)
        settings.addWidget(self.parameters_button, 0, Qt.AlignmentFlag.AlignTop)
        for widget in (self.nothing, self.view):
            self._stack.addWidget(widget)
        foot = QHBoxLayout()
        foot.setSpacing(4)
        foot.addWidget(self.choose_button)
        foot.addStretch(1)
        for button in (self.copy_button, self.again_button, self.stop_button):
            foot.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        layout.setSpacing(6)
        layout.addLayout(head)
        layout.addLayout(settings)
        layout.addWidget(self._stack, 1)
        layout.addWidget(self.status)
        layout.addLayout(foot)

    def _connect(self) -> None:
        pane = self.pane
        self.choose_button.clicked.connect(self.chosen)
        self.picker.model_chosen.connect(pane.choose)
        pane.changed.connect(self.refresh)
        pane.settings_changed.connect(self._name_parts)
        pane.conversation.was_reset.connect(self.refresh)
        pane.conversation.message_changed.connect(self.refresh)
        self._live.timeout.connect(self._show_status)
        self._theme.changed.connect(self._on_theme_changed)

    def focus_order(self) -> list[QWidget]:
        """What the keyboard reaches here, in order."""
        return [
            self.picker,
            self.menu_button,
            self.parameters_button,
            self.view,
            self.choose_button,
            self.copy_button,
            self.again_button,
            self.stop_button,
        ]

    @property
    def answers(self) -> QWidget:
        """What takes the keyboard for the pane as a whole: the answers, or while there is none the model."""
        return self.view if self._stack.currentWidget() is self.view else self.picker

    def focus_answers(self) -> None:
        """Give the pane the keyboard."""
        self.answers.setFocus(Qt.FocusReason.OtherFocusReason)

    # -- showing ------------------------------------------------------------------------------------------------------

    @property
    def letter(self) -> str:
        """What the pane is called."""
        return self._letter

    def set_letter(self, letter: str) -> None:
        """Call the pane by this letter."""
        self._letter = letter
        self.badge.setText(letter)
        self._name_parts()
        self.refresh()

    def show_differences(self, keys: Sequence[str]) -> None:
        """Say which settings differ between the panes, and their values here."""
        words = difference_words(self.pane, keys)
        self.differences.setText(f"≠ {words}" if words else self.tr("The same settings as the others"))
        if self.differences.property("differs") != bool(words):
            self.differences.setProperty("differs", bool(words))
            self.differences.setStyleSheet(" ")  # has Qt look for the matching rules again
        self.differences.setAccessibleName(
            self.tr("Different here: {settings}").format(settings=words) if words else self.differences.text()
        )

    def height_of_differences(self) -> int:
        """How high the words about the differences are in the width of now, in pixels."""
        self.differences.setMinimumHeight(0)  # it would count as needed
        return self.differences.heightForWidth(self.differences.width())

    def set_current(self, is_current: bool) -> None:
        """Mark the pane as the one that the shortcuts are about."""
        if is_current != self._is_current:
            self._is_current = is_current
            self.update()

    def refresh(self) -> None:
        """Show what the pane is doing, and what can be done."""
        pane, answer = self.pane, self.pane.answer
        self._stack.setCurrentWidget(self.view if len(pane.conversation) else self.nothing)
        has_text = answer is not None and bool(answer.content)
        self.stop_button.setVisible(pane.is_busy)
        self.again_button.setVisible(not pane.is_busy)
        self.again_button.setEnabled(len(pane.path) > pane.first_shown)
        self.copy_button.setEnabled(has_text)
        self.choose_button.setEnabled(has_text and not pane.is_busy)
        self._show_status()
        if pane.is_busy:
            self._live.start()
        else:
            self._live.stop()

    def _show_status(self) -> None:
        self.status.set_whole_text(state_words(self.pane, *self._figures_of(self.pane)))
        self.copy_button.setEnabled(self.pane.answer is not None and bool(self.pane.answer.content))

    def _name_parts(self) -> None:
        letter = self._letter
        self.setAccessibleName(self.tr("Pane {letter}: {model}").format(letter=letter, model=model_name(self.pane)))
        self.view.setAccessibleName(self.tr("Answers of pane {letter}").format(letter=letter))
        for button, words in (
            (self.parameters_button, self.tr("Parameters of pane {letter}")),
            (self.menu_button, self.tr("Menu of pane {letter}")),
            (self.copy_button, self.tr("Copy the answer of pane {letter}")),
            (self.again_button, self.tr("Answer again in pane {letter}")),
            (self.stop_button, self.tr("Stop the answer of pane {letter}")),
            (self.choose_button, self.tr("Go on in the chat with the answer of pane {letter}")),
        ):
            named = words.format(letter=letter)
            button.setAccessibleName(named)
            button.setToolTip(named)

    def _on_theme_changed(self) -> None:
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: D102
        super().resizeEvent(event)
        self.resized.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        """A card, with a stronger line around the current one."""
        colours = self._theme.colours
        width = 2.0 if self._is_current else 1.0
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        has_keyboard = self.isAncestorOf(self.window().focusWidget() or self.window())
        strong = colours.accent_line if has_keyboard else colours.outline
        painter.setPen(QPen(QColor(strong if self._is_current else colours.line), width))
        painter.setBrush(QColor(colours.pane))
        inset = width / 2
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(inset, inset, -inset, -inset), _RADIUS, _RADIUS)
