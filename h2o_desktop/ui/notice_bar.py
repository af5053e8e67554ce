"""The place for notices, above the prompt box: at most three at once, never in front of the conversation."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.ui.notice_card import NoticeCard
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import ThemeSource

MOST_SHOWN = 3


class NoticeBar(QWidget):
    """Stacks notices, the newest at the bottom. The same notice again is counted, more than three wait.

    A note that would be one too many takes the place of the oldest note that is shown, since notes grow old;
    warnings and errors wait until one is closed.

    Signals:
        action_chosen(id, argument): the person chose an action of a notice.
        dismissed: a notice was closed and none is left.
    """

    action_chosen = Signal(str, str)
    dismissed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._cards: list[NoticeCard] = []
        self._waiting: list[Notice] = []
        self._more: QLabel | None = None
        self.setObjectName("noticeBar")
        self.setAccessibleName(self.tr("Notices"))
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(4)
        self.hide()

    @property
    def notices(self) -> tuple[Notice, ...]:
        """What is shown and then what waits, oldest first."""
        return (*(card.notice for card in self._cards), *self._waiting)

    def show_notice(self, notice: Notice) -> None:
        """Show a notice now, or as soon as there is room."""
        same = next((card for card in self._cards if card.notice == notice), None)
        if same is not None:
            same.count_again()
            self._announce(same)
        elif notice not in self._waiting:
            self._make_room_for(notice)
            self._waiting.append(notice)
            self._fill()

    def withdraw(self, notice: Notice) -> None:
        """Take a notice away that no longer holds; does nothing when it is gone already."""
        self._waiting = [other for other in self._waiting if other != notice]
        for card in [card for card in self._cards if card.notice == notice]:
            self._remove(card)
        self._fill()

    def _make_room_for(self, notice: Notice) -> None:
        if notice.severity is not Severity.INFO or len(self._cards) < MOST_SHOWN:
            return
        oldest = next((card for card in self._cards if card.notice.severity is Severity.INFO), None)
        if oldest is not None:
            self._remove(oldest)

    def _fill(self) -> None:
        while self._waiting and len(self._cards) < MOST_SHOWN:
            self._add(self._waiting.pop(0))
        self._show_waiting()
        self.setVisible(bool(self._cards))

    def _add(self, notice: Notice) -> None:
        card = NoticeCard(notice, self._theme, self)
        card.action_chosen.connect(self.action_chosen)
        card.closed.connect(self._on_card_closed)
        self._layout.insertWidget(len(self._cards), card)
        self._cards.append(card)
        card.show()
        self._announce(card)

    def _show_waiting(self) -> None:
        if not self._waiting:
            if self._more is not None:
                self._more.hide()
            return
        if self._more is None:
            self._more = QLabel(self)
            self._more.setProperty("tone", "hint")
            self._layout.addWidget(self._more, 0, Qt.AlignmentFlag.AlignRight)
        self._more.setText(self.tr("Notices that wait for room: {count}").format(count=number(len(self._waiting))))
        self._more.show()

    def _on_card_closed(self) -> None:
        card = self.sender()
        if isinstance(card, NoticeCard) and card in self._cards:
            had_focus = card.isAncestorOf(self.window().focusWidget() or self)
            self._remove(card)
            self._fill()
            if had_focus and self._cards:
                self._cards[-1].setFocus(Qt.FocusReason.OtherFocusReason)
            if not self._cards:
                self.dismissed.emit()

    def _remove(self, card: NoticeCard) -> None:
        self._cards.remove(card)
        self._layout.removeWidget(card)
        card.hide()
        card.deleteLater()

    def _announce(self, card: NoticeCard) -> None:
        """Tell screen readers, which would not look here by themselves; notes wait until they have spoken."""
        event = QAccessibleAnnouncementEvent(card, card.spoken())
        if card.notice.severity is not Severity.INFO:
            event.setPoliteness(QAccessible.AnnouncementPoliteness.Assertive)
        QAccessible.updateAccessibility(event)
