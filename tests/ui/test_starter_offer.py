"""The offer of models, its progress and failures, and the greeting of an empty conversation."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress, LocalModel
from h2o_desktop.core.words import Words
from h2o_desktop.ui.model_card import ModelCard
from h2o_desktop.ui.starter_offer import EmptyState, StarterOffer
from h2o_desktop.ui.theme import ThemeSource

SMALL = LocalModel("small", "Small 135M", 98_362_432, "Apache-2.0", "a package index", "Quick.")
LARGE = LocalModel("large", "Large 500M", 320_000_000, "Apache-2.0", "a hub")


@pytest.fixture
def offer(qtbot: QtBot, theme: ThemeSource) -> StarterOffer:
    made = StarterOffer(theme)
    qtbot.addWidget(made)
    made.set_models([SMALL, LARGE])
    made.resize(700, 700)
    made.show()
    return made


def card(offer: StarterOffer, model: LocalModel) -> ModelCard:
    found = offer.findChild(ModelCard, f"{model.id}Card")
    assert isinstance(found, ModelCard)
    return found


def button(parent: QWidget, name: str) -> QPushButton:
    found = parent.findChild(QPushButton, name)
    assert isinstance(found, QPushButton)
    return found


def texts(parent: QWidget) -> list[str]:
    return [label.text() for label in parent.findChildren(QLabel) if label.isVisible()]


def status(offer: StarterOffer, model: LocalModel) -> str:
    label = card(offer, model).findChild(QLabel, "modelCardStatus")
    assert isinstance(label, QLabel)
    return label.text()


def test_each_model_says_name_size_licence_source_and_what_it_is(offer: StarterOffer) -> None:
    assert texts(card(offer, SMALL)) == [
        "Small 135M",
        "98.4 MB · licence Apache-2.0 · from a package index",
        "Quick.",
    ]
    assert button(card(offer, LARGE), "fetchButton").text() == "Fetch, 320.0 MB"


def test_fetch_asks_for_the_model_and_shows_that_it_began(offer: StarterOffer, qtbot: QtBot) -> None:
    wanted = QSignalSpy(offer.fetch_requested)
    qtbot.mouseClick(button(card(offer, SMALL), "fetchButton"), Qt.MouseButton.LeftButton)
    assert wanted.at(0) == ["small"]
    assert status(offer, SMALL) == "Fetching…"
    assert not button(card(offer, SMALL), "fetchButton").isVisible()
    assert button(card(offer, SMALL), "cancelFetchButton").isVisible()
    assert button(card(offer, LARGE), "fetchButton").isVisible()


@pytest.mark.parametrize(
    ("progress", "text", "value"),
    [
        (
            DownloadProgress(DownloadPhase.FETCHING, 42_000_000, 100_000_000),
            "Fetching… 42.0 MB of 100.0 MB (42 %)",
            420,
        ),
        (DownloadProgress(DownloadPhase.UNPACKING, 1, 2), "Unpacking… 1 bytes of 2 bytes (50 %)", 500),
        (DownloadProgress(DownloadPhase.CHECKING), "Checking…", 0),
    ],
)
def test_progress_is_a_bar_and_words(offer: StarterOffer, progress: DownloadProgress, text: str, value: int) -> None:
    offer.set_progress("small", progress)
    assert status(offer, SMALL) == text
    bar = card(offer, SMALL).findChild(QProgressBar)
    assert isinstance(bar, QProgressBar)
    assert bar.isVisible()
    assert max(0, bar.value()) == value
    assert bar.accessibleName() == "Download of Small 135M"


def test_cancel_offers_the_model_again_at_once_and_ignores_what_still_comes(offer: StarterOffer, qtbot: QtBot) -> None:
    cancelled = QSignalSpy(offer.cancel_requested)
    offer.set_progress("small", DownloadProgress(DownloadPhase.FETCHING, 1, 2))
    qtbot.mouseClick(button(card(offer, SMALL), "cancelFetchButton"), Qt.MouseButton.LeftButton)
    assert cancelled.at(0) == ["small"]
    assert button(card(offer, SMALL), "fetchButton").isVisible()
    offer.set_progress("small", DownloadProgress(DownloadPhase.FETCHING, 2, 2))
    assert button(card(offer, SMALL), "fetchButton").isVisible()
    offer.set_idle("small")
    assert status(offer, SMALL) == ""
    offer.set_progress("small", DownloadProgress(DownloadPhase.FETCHING, 2, 2))
    assert not button(card(offer, SMALL), "fetchButton").isVisible()


def test_a_failure_says_why_and_what_to_do(offer: StarterOffer, qtbot: QtBot) -> None:
    wanted = QSignalSpy(offer.fetch_requested)
    offer.set_failed("large", Words("The disk is full."), Words("Free {size}.", {"size": "1 GB"}))
    assert status(offer, LARGE) == "The disk is full.\nFree 1 GB."
    again = button(card(offer, LARGE), "fetchButton")
    assert again.text() == "Try again"
    qtbot.mouseClick(again, Qt.MouseButton.LeftButton)
    assert wanted.at(0) == ["large"]


def test_a_model_that_is_here_is_offered_no_more(offer: StarterOffer) -> None:
    offer.set_installed("small")
    assert status(offer, SMALL) == "Ready: this model is on this computer."
    assert not button(card(offer, SMALL), "fetchButton").isVisible()


def test_unknown_models_are_ignored_and_other_models_replace_the_first(offer: StarterOffer) -> None:
    progress = DownloadProgress(DownloadPhase.FETCHING)
    offer.set_progress("nobody", progress)
    offer.set_failed("nobody", Words("x"), Words("y"))
    offer.set_idle("nobody")
    offer.set_installed("nobody")
    offer.set_models([LARGE])
    shown = [found.objectName() for found in offer.findChildren(ModelCard) if not found.isHidden()]
    assert shown == ["largeCard"]


def test_the_keyboard_stays_in_the_card(offer: StarterOffer, qtbot: QtBot) -> None:
    offer.activateWindow()
    fetch, cancel = button(card(offer, SMALL), "fetchButton"), button(card(offer, SMALL), "cancelFetchButton")
    fetch.setFocus()
    qtbot.waitUntil(fetch.hasFocus, timeout=30_000)
    qtbot.keyClick(fetch, Qt.Key.Key_Space)
    assert cancel.hasFocus()
    qtbot.keyClick(cancel, Qt.Key.Key_Space)
    assert fetch.hasFocus()


def test_a_person_with_a_server_can_add_it_instead(offer: StarterOffer, qtbot: QtBot) -> None:
    wanted = QSignalSpy(offer.connection_requested)
    qtbot.mouseClick(button(offer, "addServerButton"), Qt.MouseButton.LeftButton)
    assert wanted.count() == 1


def test_wrapped_texts_are_shown_whole_in_a_narrow_window(offer: StarterOffer, qtbot: QtBot) -> None:
    offer.set_failed("large", Words("A long reason. " * 12), Words("A long hint. " * 12))
    offer.resize(320, 480)
    label = card(offer, LARGE).findChild(QLabel, "modelCardStatus")
    assert isinstance(label, QLabel)
    qtbot.waitUntil(lambda: label.height() >= label.heightForWidth(label.width()), timeout=30_000)


def test_an_example_is_chosen_by_a_click(qtbot: QtBot, theme: ThemeSource) -> None:
    empty = EmptyState(theme)
    qtbot.addWidget(empty)
    empty.show()
    chosen = QSignalSpy(empty.example_chosen)
    examples = empty.findChildren(QPushButton)
    assert len(examples) >= 3
    qtbot.mouseClick(examples[1], Qt.MouseButton.LeftButton)
    assert chosen.at(0) == [examples[1].text()]
