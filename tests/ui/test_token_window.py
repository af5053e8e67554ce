"""The looks of tokens, where they stand, and what is said about them."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTextBrowser, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.engines import LLAMA, TGI
from h2o_desktop.core.settings import Theme
from h2o_desktop.core.token_choice import AnswerSettings, choice_at
from h2o_desktop.core.tokens import Alternative, Token, packed
from h2o_desktop.ui.theme import ThemeSource
from h2o_desktop.ui.theme_colours import DARK, LIGHT, Colours, contrast
from h2o_desktop.ui.tokens.legend import Legend
from h2o_desktop.ui.tokens.token_layout import TokenLayout
from h2o_desktop.ui.tokens.token_levels import LEVELS, ground_colour, level_of, level_words
from h2o_desktop.ui.tokens.token_window import TokenWindow
from h2o_desktop.ui.tokens.token_words import label_of, name_of, percent_text, piece_text

FOX = "🦊".encode()
Key = Qt.Key


def likely(piece: bytes, probability: float | None, identifier: int = 1) -> Token:
    if probability is None:
        return Token(piece)
    others = (Alternative(piece, math.log(probability), identifier), Alternative(b"other", math.log(0.01), 99))
    return Token(piece, math.log(probability), identifier, others)


TOKENS = (
    likely(b"The", 0.95),
    likely(b" ", 0.6),
    likely(FOX[:2], None),
    likely(FOX[2:], 0.3),
    likely(b"\n", 0.1),
    likely(b"\trun", 0.02),
    likely(b"s.", 0.97),
)
SHEET = AnswerTokens(b"".join(token.piece for token in TOKENS).decode(), packed(TOKENS))


@pytest.fixture
def window(qtbot: QtBot, theme: ThemeSource) -> Iterator[TokenWindow]:
    owner = QWidget()
    qtbot.addWidget(owner)
    made = TokenWindow(theme, owner)
    made.open_window()
    qtbot.waitExposed(made)
    made.page.show_tokens(SHEET, 0)
    yield made
    made.close()


def show(window: TokenWindow, number: int, refused: str = "") -> None:
    choice = choice_at(SHEET.token(number), AnswerSettings.of({"temperature": 1.0}, LLAMA))
    window.show_choice(SHEET, number, choice, [refused] * len(choice.rows))


# -- looks ------------------------------------------------------------------------------------------------------------


def test_each_probability_has_a_ground_and_a_line_of_its_own() -> None:
    levels = [level_of(math.log(p)) for p in (0.95, 0.9, 0.6, 0.2, 0.05, 0.001)]
    assert levels == [LEVELS[0], LEVELS[0], LEVELS[1], LEVELS[2], LEVELS[3], LEVELS[4]]
    assert level_of(None) is None
    assert len({(level.line, level.thickness, level.lines) for level in LEVELS}) == len(LEVELS) == len(level_words())


@pytest.mark.parametrize("colours", [LIGHT, DARK])
@pytest.mark.parametrize("level", LEVELS)
def test_text_can_be_read_on_every_ground(colours: Colours, level: object) -> None:
    ground = ground_colour(level, colours).name()  # type: ignore[arg-type]
    assert contrast(colours.text, ground) >= 4.5


def test_percentages() -> None:
    shares = (1.0, 0.62, 0.0301, 0.0004, 0.0)
    assert [percent_text(share) for share in shares] == ["100 %", "62 %", "3.0 %", "< 0.1 %", "0 %"]


# -- words ------------------------------------------------------------------------------------------------------------


def test_a_character_of_several_tokens_is_shown_once() -> None:
    labels = [label_of(SHEET, number) for number in range(len(SHEET))]
    assert labels == ["The", "␣", "🦊", "₂", "↵\n", "⇥run", "s."]
    assert name_of(SHEET, 2) == "part 1 of 2 of “🦊”"
    assert name_of(SHEET, 3) == "part 2 of 2 of “🦊”"
    assert name_of(SHEET, 4) == "“↵”"


def test_names_of_pieces() -> None:
    assert piece_text(b"") == "(end of the answer)"
    assert piece_text(b" \xf0\x9f") == "␣⟨F0⟩⟨9F⟩"
    long = AnswerTokens("word " * 40)
    assert len(name_of(long, 0)) < 70


# -- places -----------------------------------------------------------------------------------------------------------


def test_lines_break_where_there_is_no_room_and_at_line_breaks() -> None:
    layout = TokenLayout(["aaa", "bbb", "cc↵\n", "d"], 80.0, lambda text: 10.0 * len(text))
    assert [(box.number, box.line) for box in layout.boxes] == [(0, 0), (1, 0), (2, 1), (3, 2)]
    assert layout.lines == 3
    assert (layout.at(5, 0), layout.at(200, 0), layout.at(200, 0, near=True), layout.at(5, 9)) == (0, -1, 1, -1)
    assert layout.first_of_line(1) == 2
    assert layout.line_of(3) == 2


def test_a_long_label_is_broken_between_its_words() -> None:
    layout = TokenLayout(["word " * 30], 200.0, lambda text: 10.0 * len(text))
    assert layout.lines > 5
    assert {box.number for box in layout.boxes} == {0}


def test_nothing_has_no_lines_to_go_to(window: TokenWindow) -> None:
    window.page.show_tokens(AnswerTokens(""), 0)
    for key in (Key.Key_Right, Key.Key_Up, Key.Key_PageDown, Key.Key_End):
        QTest.keyClick(window.page, key)
    assert window.page.current == 0


# -- keyboard and mouse -----------------------------------------------------------------------------------------------


def test_the_keyboard_walks_through_tokens_and_lines(window: TokenWindow, qtbot: QtBot) -> None:
    page = window.page
    seen: list[int] = []
    page.current_changed.connect(seen.append)
    for key in (Key.Key_Right, Key.Key_End, Key.Key_Left, Key.Key_Up, Key.Key_Home, Key.Key_PageDown, Key.Key_PageUp):
        QTest.keyClick(page, key)
    assert seen == [1, 6, 5, 0, 5, 0]
    QTest.keyClick(page, Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert page.current == 5  # the only surprising one
    QTest.keyClick(page, Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
    assert page.current == 5
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.keyClick(page, Key.Key_Down)
    assert chosen.args == [5]


def test_the_mouse_takes_a_token_and_asks_for_a_tip(window: TokenWindow, qtbot: QtBot) -> None:
    page = window.page
    place = page.place_of(5).center().toPoint()
    with qtbot.waitSignal(page.current_changed) as changed:
        QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert changed.args == [5]
    QTest.mouseMove(page.viewport(), page.place_of(0).center().toPoint())
    with qtbot.waitSignal(page.tip_wanted) as tip:
        help_event = QHelpEvent(QEvent.Type.ToolTip, page.place_of(0).center().toPoint(), QPoint(5, 6))
        QApplication.sendEvent(page.viewport(), help_event)
    assert tip.args == [0, QPoint(5, 6)]
    QTest.mouseMove(page.viewport(), QPoint(2, 2))
    QApplication.sendEvent(page, QEvent(QEvent.Type.Leave))
    QTest.mouseClick(page.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(2, 2))
    assert page.current == 5


def test_twenty_thousand_tokens_are_scrolled_to_the_end(window: TokenWindow) -> None:
    words = [likely(b" river" if number % 9 else b"\n", 0.5) for number in range(20_000)]
    many = AnswerTokens(b"".join(word.piece for word in words).decode(), packed(words))
    window.page.show_tokens(many, 0)
    seen: list[int] = []
    window.page.seen_from.connect(seen.append)
    QTest.keyClick(window.page, Key.Key_End)
    assert window.page.current == 19_999
    assert window.page.viewport().rect().contains(window.page.place_of(19_999).toRect())
    assert seen[-1] > 19_000
    window.resize(700, 500)
    QApplication.processEvents()
    window.page.refresh(5)
    window.page.refresh(19_999)


# -- the choice -------------------------------------------------------------------------------------------------------


def test_what_could_have_come_is_listed_and_said(window: TokenWindow) -> None:
    show(window, 5)
    assert window.which.text() == "Token 6 of 7"
    assert window.facts.text() == "2.0 % by the model alone, 5.1 % with the settings of this answer."
    assert window.page.accessibleDescription().startswith("Token 6 of 7: “⇥run”. 2.0 %")
    show(window, 2)
    assert window.facts.text() == "How likely it was is not known."
    assert window.choices.count() == 0
    assert not window.branch_button.isEnabled()


def test_a_token_that_the_settings_cut_is_said_to_be_cut(window: TokenWindow) -> None:
    token = Token(b"odd", math.log(0.001), 7, (Alternative(b"usual", math.log(0.9), 1),))
    window.show_choice(SHEET, 0, choice_at(token, AnswerSettings.of({}, LLAMA)), ["", ""])
    assert window.facts.text() == "0.1 % by the model alone; these settings would cut it."
    role = Qt.ItemDataRole.AccessibleTextRole
    assert window.choices.item(1).data(role) == "odd, cut, the model alone 0.1 %"


def test_a_server_that_tells_only_what_came(window: TokenWindow) -> None:
    settings = AnswerSettings.of({"temperature": 0.4}, TGI, is_final=True)
    window.show_choice(SHEET, 0, choice_at(Token(b"The", math.log(0.8), 7), settings), [""])
    assert window.facts.text() == "80 % with the settings of this answer."
    role = Qt.ItemDataRole.AccessibleTextRole
    assert [window.choices.item(row).data(role) for row in range(2)] == ["The, 80 %, chosen", "all others, 20 %"]
    window.legend.show_kind(is_final=True)
    assert window.legend.accessibleName() == "Probability with the settings of the answer:"
    window.grab()


def test_others_are_a_row_that_cannot_be_chosen(window: TokenWindow, qtbot: QtBot) -> None:
    choice = choice_at(SHEET.token(3), AnswerSettings.of({}))
    window.show_choice(SHEET, 3, choice, ["", ""])
    assert window.choices.item(2).data(Qt.ItemDataRole.AccessibleTextRole) == "all others, 69 %"
    window.choices.setCurrentRow(2)
    assert window.choices.alternative is None
    with qtbot.assertNotEmitted(window.picked):
        QTest.keyClick(window.choices, Key.Key_Return)


def test_what_cannot_be_begun_with_says_why(window: TokenWindow) -> None:
    show(window, 5, "Not here.")
    assert window.choices.item(0).toolTip().endswith("Not here.")
    window.choices.setCurrentRow(0)
    assert window.choices.alternative is None


def test_the_list_stays_at_its_token_when_more_becomes_known(window: TokenWindow, qtbot: QtBot) -> None:
    show(window, 5)
    QTest.keyClick(window.page, Key.Key_Down)
    qtbot.waitUntil(window.choices.hasFocus)
    window.choices.setCurrentRow(1)
    kept = window.choices.alternative
    assert kept is not None
    more = (
        Alternative(b"first", math.log(0.5), 5),
        Alternative(b"second", math.log(0.2), 6),
        *SHEET.token(5).alternatives,
    )
    token = Token(b"\trun", math.log(0.02), 1, more)
    window.show_choice(SHEET, 5, choice_at(token, AnswerSettings.of({})), [""] * 4)
    assert window.choices.currentRow() == 3
    assert window.choices.alternative == kept
    show(window, 0)
    assert window.choices.currentRow() == 1
    window.show_choice(SHEET, 0, choice_at(Token(b"x", -0.1, 3), AnswerSettings.of({})), [""])
    assert window.choices.currentRow() == 0  # it is not there any more
    with qtbot.waitSignal(window.picked) as picked:
        window.choices.itemDoubleClicked.emit(window.choices.item(0))
    assert picked.args[0].piece == b"x"


@pytest.mark.parametrize("wanted", [Theme.LIGHT, Theme.DARK])
def test_everything_is_painted_in_both_themes(window: TokenWindow, theme: ThemeSource, wanted: Theme) -> None:
    theme.set_theme(wanted)
    choice = choice_at(SHEET.token(3), AnswerSettings.of({}))
    window.show_choice(SHEET, 3, choice, ["", "Not here."])
    window.choices.setCurrentRow(0)
    picture = window.grab().toImage()
    colours = {
        picture.pixelColor(x, y).name() for x in range(0, picture.width(), 3) for y in range(0, picture.height(), 3)
    }
    assert theme.colours.accent in colours
    assert ground_colour(LEVELS[2], theme.colours).name() in colours
    theme.set_theme(Theme.LIGHT)


def test_the_legend_takes_as_many_lines_as_it_needs(qtbot: QtBot, theme: ThemeSource) -> None:
    legend = Legend(theme)
    qtbot.addWidget(legend)
    assert legend.hasHeightForWidth()
    assert legend.heightForWidth(1200) < legend.heightForWidth(200)
    assert legend.accessibleDescription().endswith("not told")


def test_f1_opens_the_help(window: TokenWindow, qtbot: QtBot) -> None:
    QTest.keyClick(window.page, Key.Key_F1)
    page = window.findChild(QTextBrowser, "helpPage")
    assert isinstance(page, QTextBrowser)
    assert page.toPlainText().startswith("Tokens of an answer")
    qtbot.waitUntil(page.isVisible)
