"""Notices: what they say and offer, how they stack, and that they can be left by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.errors import Unreachable
from h2o_desktop.core.notice import Notice, NoticeAction, Severity
from h2o_desktop.core.words import NO_WORDS, Words
from h2o_desktop.ui.notice_bar import NoticeBar
from h2o_desktop.ui.notice_card import NoticeCard
from h2o_desktop.ui.theme import ThemeSource

RETRY = NoticeAction("retry", Words("Try again"), "turn 7")
ERROR = Notice.of(
    Unreachable(Words("“{host}” cannot be reached.", {"host": "a.test"}), Words("Is it running?"), "refused\n111"),
    RETRY,
)


def note(text: str, severity: Severity = Severity.INFO) -> Notice:
    return Notice(severity, Words(text))


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeSource) -> NoticeBar:
    made = NoticeBar(theme)
    qtbot.addWidget(made)
    made.resize(600, 200)
    return made


def cards(bar: NoticeBar) -> list[NoticeCard]:
    return [card for card in bar.findChildren(NoticeCard) if not card.isHidden()]


def summaries(bar: NoticeBar) -> list[str]:
    return [str(notice.summary) for notice in bar.notices]


def texts(card: NoticeCard) -> list[str]:
    return [label.text() for label in card.findChildren(QLabel)]


def test_an_error_says_its_severity_summary_and_hint_in_words(bar: NoticeBar) -> None:
    assert bar.isHidden()
    bar.show_notice(ERROR)
    assert bar.isVisible()
    (card,) = cards(bar)
    assert texts(card) == ["Error: “a.test” cannot be reached.", "Is it running?"]
    assert card.accessibleName() == "Error\n“a.test” cannot be reached.\nIs it running?"


@pytest.mark.parametrize(("severity", "word"), [(Severity.INFO, "Note"), (Severity.WARNING, "Warning")])
def test_other_severities_have_words_too(bar: NoticeBar, severity: Severity, word: str) -> None:
    bar.show_notice(note("It is so.", severity))
    (card,) = cards(bar)
    assert texts(card) == [f"{word}: It is so."]
    assert not card.grab().isNull()


def test_an_action_comes_back_with_its_argument_and_ends_the_notice(bar: NoticeBar, qtbot: QtBot) -> None:
    chosen, dismissed = QSignalSpy(bar.action_chosen), QSignalSpy(bar.dismissed)
    bar.show_notice(ERROR)
    button = bar.findChild(QPushButton, "retryButton")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chosen.at(0) == ["retry", "turn 7"]
    assert dismissed.count() == 1
    assert bar.notices == ()
    assert bar.isHidden()


def test_details_unfold_and_can_be_copied(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(ERROR)
    (card,) = cards(bar)
    assert card.findChild(QPlainTextEdit) is None
    more = card.findChild(QPushButton, "noticeDetailButton")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    field = card.findChild(QPlainTextEdit, "noticeDetail")
    assert isinstance(field, QPlainTextEdit)
    assert field.isVisible()
    assert field.toPlainText() == "refused\n111"
    copy = card.findChild(QPushButton, "noticeCopyButton")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QApplication.clipboard().text() == ("Error\n“a.test” cannot be reached.\nIs it running?\n\nrefused\n111")
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    assert not field.isVisible()


@pytest.mark.parametrize(("width", "below"), [(900, False), (360, True)])
def test_buttons_stand_beside_the_text_or_below_it(bar: NoticeBar, qtbot: QtBot, width: int, below: bool) -> None:
    bar.resize(width, 300)
    bar.show_notice(ERROR)
    (card,) = cards(bar)
    qtbot.waitUntil(lambda: card.width() == width, timeout=30_000)
    button = bar.findChild(QPushButton, "retryButton")
    hint = card.findChildren(QLabel)[1]
    assert isinstance(button, QPushButton)
    qtbot.waitUntil(lambda: (button.y() > hint.geometry().bottom()) == below, timeout=30_000)


def test_the_same_notice_again_is_counted(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    bar.show_notice(ERROR)
    bar.show_notice(ERROR)
    (card,) = cards(bar)
    assert texts(card)[0] == "Error: “a.test” cannot be reached. (3 times)"


def test_more_than_three_wait_and_come_when_there_is_room(bar: NoticeBar, qtbot: QtBot) -> None:
    for number in range(5):
        bar.show_notice(note(str(number), Severity.WARNING))
    bar.show_notice(note("4", Severity.WARNING))
    assert [str(card.notice.summary) for card in cards(bar)] == ["0", "1", "2"]
    assert summaries(bar) == ["0", "1", "2", "3", "4"]
    waiting = [label for label in bar.findChildren(QLabel) if label.text() == "Notices that wait for room: 2"]
    assert len(waiting) == 1
    close = cards(bar)[0].findChild(QToolButton, "noticeCloseButton")
    qtbot.mouseClick(close, Qt.MouseButton.LeftButton)
    assert [str(card.notice.summary) for card in cards(bar)] == ["1", "2", "3"]
    bar.withdraw(note("4", Severity.WARNING))
    assert waiting[0].isHidden()


def test_a_note_takes_the_place_of_the_oldest_note(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    for number in range(4):
        bar.show_notice(note(str(number)))
    assert [card.notice for card in cards(bar)] == [ERROR, note("2"), note("3")]


def test_a_note_waits_where_only_faults_are_shown(bar: NoticeBar) -> None:
    for number in range(3):
        bar.show_notice(note(str(number), Severity.ERROR))
    bar.show_notice(note("later"))
    assert summaries(bar) == ["0", "1", "2", "later"]


def test_esc_closes_the_notice_that_has_the_keyboard(bar: NoticeBar, qtbot: QtBot) -> None:
    bar.show_notice(note("first"))
    bar.show_notice(ERROR)
    bar.activateWindow()
    button = bar.findChild(QPushButton, "retryButton")
    assert isinstance(button, QPushButton)
    button.setFocus()
    qtbot.waitUntil(button.hasFocus, timeout=30_000)
    qtbot.keyClick(button, Qt.Key.Key_A)
    qtbot.keyClick(button, Qt.Key.Key_Escape)
    assert bar.notices == (note("first"),)
    qtbot.keyClick(cards(bar)[0], Qt.Key.Key_Escape)
    assert bar.notices == ()


def test_a_notice_that_no_longer_holds_is_withdrawn(bar: NoticeBar) -> None:
    bar.show_notice(ERROR)
    bar.withdraw(ERROR)
    bar.withdraw(ERROR)
    assert bar.isHidden()
    assert bar.notices == ()


def test_markup_in_a_notice_is_text(bar: NoticeBar) -> None:
    bar.show_notice(Notice(Severity.ERROR, Words("{what}", {"what": "<b>bold</b>"}), NO_WORDS))
    (label,) = cards(bar)[0].findChildren(QLabel)
    assert label.textFormat() == Qt.TextFormat.PlainText
