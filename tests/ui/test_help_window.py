"""The guide in its window: drawings that follow the theme, and the same in words."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QImage, QTextCursor, QTextDocument
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.effects import effect_of
from h2o_desktop.core.parameters import PARAMETERS, SPECS
from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.help_pictures import WIDTH, effect_picture
from h2o_desktop.ui.help_window import HelpWindow
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
