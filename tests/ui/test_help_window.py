"""The guide in its window: drawings that follow the theme, and the same in words."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.parameters import PARAMETERS, SPECS
from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.help_pictures import WIDTH, effect_picture
from h2o_desktop.ui.help_window import CONTENTS, HelpWindow, page_path
from h2o_desktop.ui.resources import resource_path
from h2o_desktop.ui.theme import ThemeSource


def picture_of(window: HelpWindow, key: str) -> QImage:
    resource = window.page.document().resource(QTextDocument.ResourceType.ImageResource, QUrl(f"effect:{key}"))
    assert isinstance(resource, QImage)
    return resource


def pictures_in(window: HelpWindow) -> list[tuple[str, str]]:
    """The name and the words of each picture, in the order of the page."""
    found = []
    cursor = QTextCursor(window.page.document())
    while not cursor.atEnd():
        cursor.movePosition(QTextCursor.MoveOperation.NextCharacter)
        image = cursor.charFormat().toImageFormat()
        if image.isValid():
            found.append((image.name(), str(image.property(image.Property.ImageAltText))))
    return list(dict.fromkeys(found))  # the place behind a picture has its form too


def test_every_parameter_has_its_drawing_with_words(qtbot: QtBot, theme: ThemeSource) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = HelpWindow(parent, theme)
    window.show_page("parameters.md", SPECS["top_p"].label)
    assert pictures_in(window) == [(f"effect:{spec.key}", effect_of(spec.key).words) for spec in PARAMETERS]
    for spec in PARAMETERS:
        assert effect_of(spec.key).words.replace("\u00a0", " ") in window.page.toPlainText().replace("\u00a0", " ")
    block = window.page.textCursor().block()
    assert block.text() == SPECS["top_p"].label
    window.show_page("parameters.md", SPECS["seed"].label)
    assert len(pictures_in(window)) == len(PARAMETERS)
    light = picture_of(window, "temperature").copy()
    theme.set_theme(Theme.DARK)
    assert picture_of(window, "temperature") != light
    theme.set_theme(Theme.LIGHT)
    assert picture_of(window, "temperature") == light


def test_a_drawing_is_sharp_on_a_dense_screen(theme: ThemeSource, qtbot: QtBot) -> None:
    plain, dense = effect_picture("top_k", theme), effect_picture("top_k", theme, 2.0)
    assert dense.width() == 2 * plain.width()
    assert dense.deviceIndependentSize() == plain.deviceIndependentSize()
    assert plain.width() == round(WIDTH * theme.pixels(100) / 100)


def test_other_pages_have_no_drawings(qtbot: QtBot, theme: ThemeSource) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = HelpWindow(parent, theme)
    window.show_page("search-and-safekeeping.md")
    assert pictures_in(window) == []


# What stands bold in a page without being a name in the window.
NO_NAMES = {
    "Текст",
    "Влево",
    "вправо",
    "Список",
    "Модели этого компьютера",
    "llama.cpp",
    "OpenAI, vLLM и Ollama",
    "Служба H2O",
    "Остальные серверы",
}
LINK = re.compile(r"\]\(([^)#]+)\)")


def links_of(name: str) -> list[str]:
    return LINK.findall(resource_path("help", name).read_text(encoding="utf-8"))


def test_the_contents_lead_to_every_page_and_every_link_to_a_file() -> None:
    pages = {path.name for path in resource_path("help").glob("*.md")}
    assert set(links_of(CONTENTS)) == pages - {CONTENTS}
    for page in pages:
        for link in links_of(page):
            assert link.startswith("https://") or resource_path("help", link).is_file()


def outline(path: Path) -> tuple[list[str], list[str], list[str]]:
    """The levels of the headings, where links lead, and the code of a page."""
    text = path.read_text(encoding="utf-8")
    return re.findall(r"^(#+) ", text, re.MULTILINE), LINK.findall(text), re.findall(r"^```.*?^```", text, re.M | re.S)


RUSSIAN_PAGES = sorted(resource_path("help", "ru").glob("*.md"))


@pytest.mark.parametrize("page", RUSSIAN_PAGES, ids=lambda page: page.name)
def test_a_page_in_russian_has_the_parts_of_the_english_one(page: Path) -> None:
    assert outline(page) == outline(resource_path("help", page.name))


@pytest.mark.parametrize("page", RUSSIAN_PAGES, ids=lambda page: page.name)
def test_a_page_in_russian_names_what_the_window_shows(page: Path) -> None:
    shown = (resource_path("translations") / "h2o_desktop_ru.ts").read_text(encoding="utf-8")
    for quoted in re.findall(r"\*\*([^*]+)\*\*|«([^»]+…)»", page.read_text(encoding="utf-8")):
        words = "".join(quoted).strip("«»")
        if words not in NO_NAMES:
            assert f">{words}" in shown, words


def test_the_window_shows_pages_in_the_language_that_is_spoken(qtbot: QtBot, theme: ThemeSource) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    before = QLocale()
    QLocale.setDefault(QLocale("ru_RU"))
    try:
        window = HelpWindow(parent, theme)
        window.show_page(CONTENTS)
        assert window.page.toPlainText().startswith("Справка")
        assert page_path("no-such-page.md") == resource_path("help", "no-such-page.md")
    finally:
        QLocale.setDefault(before)


def test_links_open_other_pages_and_the_button_leads_back(
    qtbot: QtBot, theme: ThemeSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    window = HelpWindow(parent, theme)
    window.show_page(CONTENTS)
    assert not window.contents.isEnabled()
    window.page.anchorClicked.emit(QUrl("export-and-import.md"))
    assert window.page.toPlainText().startswith("Taking conversations out")
    opened: list[QUrl] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda link: opened.append(link))
    window.page.anchorClicked.emit(QUrl("conversation.schema.json"))
    window.page.anchorClicked.emit(QUrl("https://www.sqlite.org/"))
    assert [link.scheme() for link in opened] == ["file", "https"]
    window.contents.click()
    assert window.page.toPlainText().startswith("Help")
