"""The theme: colours that can be told apart, sizes that grow, and a switch while the program runs."""

from __future__ import annotations

from dataclasses import asdict
from itertools import product

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QFontDatabase, QFontInfo, QFontMetrics, QIcon, QImage, QPainter, QPalette
from PySide6.QtWidgets import QApplication, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.resources import resource_path
from h2o_desktop.ui.theme import BODY_PX, CODE_PX, HINT_PX, SECONDARY_PX, ThemeSource
from h2o_desktop.ui.theme_colours import DARK, LIGHT, Colours, contrast
from h2o_desktop.ui.theme_style import style_sheet

BACKS = ("background", "pane", "card")
READ_ON = [
    *product(("text",), (*BACKS, "user_message", "code", "accent_background", "accent_line", "line")),
    *product(("muted",), (*BACKS, "user_message", "code", "accent_background")),
    *product(("accent_text", "cut"), (*BACKS, "accent_background")),
    *product(("good",), (*BACKS,)),
    ("on_accent", "accent"),
]
SEEN_ON = list(product(("accent", "outline", "good"), BACKS))


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), READ_ON)
def test_text_can_be_read(colours: Colours, front: str, back: str) -> None:
    assert contrast(getattr(colours, front), getattr(colours, back)) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), SEEN_ON)
def test_controls_can_be_seen(colours: Colours, front: str, back: str) -> None:
    assert contrast(getattr(colours, front), getattr(colours, back)) >= 3.0


def test_contrast_of_black_and_white_is_the_greatest() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21.0)
    assert contrast("#777777", "#777777") == pytest.approx(1.0)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_every_colour_is_written_in_full(colours: Colours) -> None:
    for written in asdict(colours).values():
        assert QColor(written).isValid()
        assert len(written) == 7


def test_the_system_theme_is_light_where_the_system_does_not_say(qapp: QApplication) -> None:
    source = ThemeSource(qapp)

    assert source.theme is Theme.SYSTEM
    assert source.colours is LIGHT
    assert not source.is_dark


def test_a_switch_changes_palette_and_tells_widgets(qapp: QApplication, qtbot: QtBot) -> None:
    source = ThemeSource(qapp, Theme.LIGHT)
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == LIGHT.background

    with qtbot.waitSignal(source.changed):
        source.set_theme(Theme.DARK)

    assert source.is_dark
    assert source.colours is DARK
    assert qapp.palette().color(QPalette.ColorRole.Window).name() == DARK.background
    assert DARK.card in qapp.styleSheet()
    source.set_theme(Theme.LIGHT)


def test_the_same_theme_again_tells_nobody(qapp: QApplication, qtbot: QtBot) -> None:
    source = ThemeSource(qapp, Theme.LIGHT)

    with qtbot.assertNotEmitted(source.changed):
        source.set_theme(Theme.LIGHT)


def test_sizes_are_those_of_the_look_or_bigger(theme: ThemeSource, qapp: QApplication) -> None:
    system = QFontDatabase.systemFont(QFontDatabase.SystemFont.GeneralFont)
    scale = max(1.0, QFontInfo(system).pixelSize() / BODY_PX)

    assert QFontInfo(theme.font()).pixelSize() == round(14 * scale)
    assert QFontInfo(theme.font(SECONDARY_PX)).pixelSize() == round(12 * scale)
    assert QFontInfo(theme.font(HINT_PX)).pixelSize() == round(11 * scale)
    assert QFontInfo(theme.code_font()).pixelSize() == round(13 * scale)
    in_code = QFontMetrics(theme.code_font(CODE_PX))
    assert in_code.horizontalAdvance("iiii") == in_code.horizontalAdvance("MMMM")
    assert QFontInfo(qapp.font()).pixelSize() == QFontInfo(theme.font()).pixelSize()


def test_type_grows_with_a_big_system_font(theme: ThemeSource, qapp: QApplication) -> None:
    source = ThemeSource(qapp, Theme.LIGHT, system_font_px=28)

    assert QFontInfo(source.font()).pixelSize() == 28
    assert QFontInfo(source.font(HINT_PX)).pixelSize() == 22
    assert source.pixels(CODE_PX) == 26
    ThemeSource(qapp, Theme.LIGHT)


def test_every_picture_of_the_style_sheet_is_there() -> None:
    sheet = style_sheet(LIGHT, secondary_px=12, hint_px=11)

    paths = [part.partition('"')[0] for part in sheet.split('url("')[1:]]
    assert paths
    for path in paths:
        assert resource_path("icons", path.rpartition("/")[2]).is_file()
    assert "$" not in sheet


def test_resources_are_found() -> None:
    assert resource_path("icons", "send.svg").is_file()


def all_icons() -> list[str]:
    return sorted(path.stem for path in resource_path("icons").glob("*.svg"))


@pytest.mark.parametrize("name", all_icons())
def test_every_icon_draws_something(theme: ThemeSource, name: str) -> None:
    image = icon(name, theme).pixmap(QSize(24, 24)).toImage()

    assert count_of_painted(image) >= 20


def test_an_icon_of_no_size_is_no_picture(theme: ThemeSource) -> None:
    assert icon("send", theme).pixmap(QSize(0, 0)).isNull()


def test_an_icon_takes_the_colour_of_the_theme_it_is_drawn_in(qapp: QApplication) -> None:
    source = ThemeSource(qapp, Theme.LIGHT)
    stop = icon("stop", source)
    accented = icon("stop", source, "accent")

    assert colour_in_the_middle(stop) == LIGHT.text
    assert colour_in_the_middle(accented) == LIGHT.accent
    source.set_theme(Theme.DARK)
    assert colour_in_the_middle(stop) == DARK.text
    assert colour_in_the_middle(stop, QIcon.Mode.Disabled) == DARK.disabled
    source.set_theme(Theme.LIGHT)


def test_an_icon_keeps_its_shape_in_a_wide_box(theme: ThemeSource) -> None:
    image = QImage(80, 20, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    icon("stop", theme).paint(painter, QRect(0, 0, 80, 20))
    painter.end()

    assert image.pixelColor(40, 10).name() == LIGHT.text
    assert image.pixelColor(20, 10).alpha() == 0


def test_a_changed_copy_of_an_icon_leaves_the_first_alone(theme: ThemeSource) -> None:
    first = icon("send", theme)
    copy = QIcon(first)
    copy.setIsMask(True)  # makes Qt clone the engine

    assert count_of_painted(copy.pixmap(QSize(24, 24)).toImage()) >= 20
    assert not first.isMask()


def test_an_unknown_icon_is_an_error_of_the_program() -> None:
    from h2o_desktop.ui.icons import draw_icon

    image = QImage(8, 8, QImage.Format.Format_ARGB32)
    painter = QPainter(image)
    try:
        with pytest.raises(FileNotFoundError):
            draw_icon(painter, image.rect().toRectF(), "no-such-icon", "#000000")
    finally:
        painter.end()


def test_the_keyboard_is_seen_on_a_button(qtbot: QtBot, theme: ThemeSource) -> None:
    first, second = QPushButton("Send"), QToolButton()
    for button in (first, second):
        qtbot.addWidget(button)
        button.show()
        qtbot.waitExposed(button)
        button.activateWindow()
        button.setFocus()
        qtbot.waitUntil(button.hasFocus)
        colours = {pixel.name() for pixel in pixels_of(button.grab().toImage())}
        assert LIGHT.accent in colours


@pytest.mark.parametrize("colours", [Theme.LIGHT, Theme.DARK])
def test_an_empty_box_of_a_menu_can_be_seen(qtbot: QtBot, theme: ThemeSource, colours: Theme) -> None:
    theme.set_theme(colours)
    menu = QMenu()
    qtbot.addWidget(menu)
    menu.addAction("A switch").setCheckable(True)
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    picture = menu.grab().toImage()
    # Left of the words there is nothing but the box.
    left = [picture.pixelColor(x, picture.height() // 2).name() for x in range(4, 24)]
    theme.set_theme(Theme.LIGHT)
    assert max(contrast(colour, left[0]) for colour in left) >= 3.0


def colour_in_the_middle(drawn: QIcon, mode: QIcon.Mode = QIcon.Mode.Normal) -> str:
    image = drawn.pixmap(QSize(24, 24), mode).toImage()
    return image.pixelColor(image.width() // 2, image.height() // 2).name()


def count_of_painted(image: QImage) -> int:
    return sum(pixel.alpha() > 100 for pixel in pixels_of(image))


def pixels_of(image: QImage) -> list[QColor]:
    return [image.pixelColor(x, y) for x, y in product(range(image.width()), range(image.height()))]
