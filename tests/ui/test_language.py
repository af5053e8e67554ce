"""The window speaks another language, and its numbers and days follow."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.parameters import PARAMETERS, SPECS
from h2o_desktop.core.turn import failure_of
from h2o_desktop.core.words import Words
from h2o_desktop.ui.chat_view.message_words import failure_words
from h2o_desktop.ui.help_window import HelpWindow, spoken
from h2o_desktop.ui.language import use_language
from h2o_desktop.ui.text_for_people import chat_count, message_count, say
from h2o_desktop.ui.theme import ThemeSource


@pytest.fixture
def app(qapp: QCoreApplication) -> Iterator[QCoreApplication]:
    """The application, which speaks English again afterwards."""
    before = QLocale()
    yield qapp
    for translator in qapp.findChildren(QTranslator):
        qapp.removeTranslator(translator)
        translator.setParent(None)
    QLocale.setDefault(before)


def plain(text: str) -> str:
    return text.replace("\xa0", " ").replace("\u202f", " ")


def test_russian_words_come_from_the_translation(app: QCoreApplication, qtbot: QtBot) -> None:
    assert use_language(app, "ru") == "ru"
    words = Words("“{address}” is not the address of a server.", {"address": "x y"})
    assert say(words) == "«x y» — это не адрес сервера."


def test_a_failure_is_said_in_the_language_of_the_window(app: QCoreApplication, qtbot: QtBot) -> None:
    failed = Words("The server {address} failed: {words}", {"address": "example.org", "words": "Out of memory"})
    again = Words("Send the prompt again. If it happens again, look at the server.")
    kept = failure_of(DesktopError(failed, again))
    assert failure_words(kept) == (
        "The server example.org failed: Out of memory. Send the prompt again. If it happens again, look at the server."
    )
    use_language(app, "ru")
    assert failure_words(kept) == (
        "Ошибка на сервере example.org: Out of memory. Отправьте запрос ещё раз. Если это повторится, проверьте сервер."
    )
    assert failure_words(replace(kept, words={})).startswith("The server example.org failed: Out of memory.")
    altered = {"summary": {"template": "The server {address} failed.", "fields": {"address": "example.com"}}}
    assert failure_words(replace(kept, words=altered)).startswith("The server example.org failed: Out of memory.")


@pytest.mark.parametrize(
    ("count", "text"), [(1, "1 чат"), (2, "2 чата"), (5, "5 чатов"), (21, "21 чат"), (1284, "1 284 чата")]
)
def test_russian_counts_have_three_forms(app: QCoreApplication, count: int, text: str) -> None:
    use_language(app, "ru")
    assert plain(chat_count(count)) == text
    assert plain(message_count(3)) == "3 сообщения"


def test_an_unknown_language_gives_the_one_of_the_system(app: QCoreApplication) -> None:
    assert use_language(app, "tlh") in {"en", "ru"}


def test_english_installs_nothing(app: QCoreApplication) -> None:
    assert use_language(app, "en") == "en"
    assert app.findChildren(QTranslator) == []
    assert chat_count(1284) == "1,284 chats"


@pytest.mark.parametrize(
    ("system", "words", "figures"),
    [("ru_RU.UTF-8", "ru", "1 284 чата"), ("de_DE.UTF-8", "en", "1,284 chats"), ("en_GB.UTF-8", "en", "1,284 chats")],
)
def test_the_language_of_the_system_is_taken(system: str, words: str, figures: str) -> None:
    program = (
        "import sys\n"
        "from PySide6.QtCore import QCoreApplication\n"
        "from h2o_desktop.ui.language import use_language\n"
        "from h2o_desktop.ui.text_for_people import chat_count\n"
        "app = QCoreApplication([])\n"
        "print(use_language(app), chat_count(1284))\n"
    )
    settings = {**os.environ, "LC_ALL": system, "LANGUAGE": "", "PYTHONUTF8": "1"}
    done = subprocess.run([sys.executable, "-c", program], env=settings, capture_output=True, text=True, check=True)
    assert plain(done.stdout).split(maxsplit=1) == [words, f"{figures}\n"]


def test_the_guide_opens_at_its_place_in_russian_with_its_drawings(
    app: QCoreApplication, qtbot: QtBot, theme: ThemeSource
) -> None:
    use_language(app, "ru")
    parent = QWidget()
    qtbot.addWidget(parent)
    window = HelpWindow(parent, theme)
    window.show_page("parameters.md", SPECS["seed"].label)
    assert window.page.textCursor().block().text() == "Зерно"
    assert window.page.toPlainText().count("\ufffc") == len(PARAMETERS)
    assert effect_of("seed", spoken()).words.startswith("Пример, слова")
