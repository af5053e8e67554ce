"""LaTeX is drawn; what is wrong shows its source."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage, QPainter

from h2o_desktop.core.conversation import Status
from h2o_desktop.ui.chat_view.formulas import draw_formula
from h2o_desktop.ui.chat_view.rich_text import FORMULA_LETTER
from tests.ui.chat_view.chat_driver import ChatDriver, answer


def wait_for_drawing(chat: ChatDriver, segment: int = 1) -> None:
    def is_drawn() -> bool:
        return any(box.formulas for box in chat.view.transcript.segment(0, segment).boxes)

    chat.qtbot.waitUntil(is_drawn, timeout=15_000)


def test_formulas_are_drawn_inside_lines_and_on_their_own(chat: ChatDriver) -> None:
    chat.show(
        answer(1, "Inline $e^{i\\pi}$ and \\(x\\).\n\n$$\n\\frac{a}{b}\n$$\n\n\\[ y \\]\n\n| $z$ |\n|---|\n| 1 |")
    )
    for segment in (1, 2, 3, 4):
        wait_for_drawing(chat, segment)
    chat.qtbot.waitUntil(lambda: len(chat.view.transcript.segment(0, 1).boxes[0].formulas) == 2, timeout=15_000)
    first = chat.view.transcript.segment(0, 1).boxes[0]
    assert first.text.text == f"Inline {FORMULA_LETTER} and {FORMULA_LETTER}."
    assert chat.view.transcript.segment(0, 2).height > chat.view.transcript.typography.line_px


def test_a_formula_is_copied_as_its_source(chat: ChatDriver) -> None:
    chat.show(answer(1, "Inline $e^2$ here."))
    assert chat.texts(0) == ["Inline $e^2$ here."]
    wait_for_drawing(chat)
    assert chat.texts(0) == ["Inline $e^2$ here."]
    chat.view.selection.select_all()
    assert chat.view.selection.text() == "Inline $e^2$ here."


def test_wrong_latex_shows_its_source(chat: ChatDriver) -> None:
    chat.show(answer(1, "Wrong $\\frac{a$ and\n\n$$\n\\frac{a\n$$\n\nright $x$"))
    wait_for_drawing(chat, 3)
    assert chat.texts(0)[:2] == ["Wrong $\\frac{a$ and", "$$\n\\frac{a\n$$"]


def test_money_is_no_formula(chat: ChatDriver) -> None:
    chat.show(answer(1, "It costs $5 and $6, or 3$ and $ 4 $."))
    assert chat.texts(0) == ["It costs $5 and $6, or 3$ and $ 4 $."]


def test_a_formula_that_is_not_whole_shows_its_source(chat: ChatDriver) -> None:
    chat.show(answer(1, "$$\nx^2", Status.STREAMING))
    assert chat.texts(0) == ["$$\nx^2"]
    chat.model.append_text("a1", "\n$$\n")
    chat.settle()
    wait_for_drawing(chat)


def test_a_wide_formula_is_made_narrower(chat: ChatDriver) -> None:
    latex = " + ".join(f"x_{{{number}}}" for number in range(120))
    chat.show(answer(1, f"$$\n{latex}\n$$"))
    wait_for_drawing(chat)
    (place,) = chat.view.transcript.segment(0, 1).boxes[0].formulas
    assert place.width <= chat.view.column.width()


def test_drawings_take_the_colour_of_the_text(chat: ChatDriver) -> None:
    formula = draw_formula("x", is_displayed=True)
    assert formula is not None
    image = QImage(60, 60, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    chat.view.workshop.formulas.paint(painter, formula, image.rect().toRectF(), "#ff0000")
    painter.end()
    assert any(image.pixelColor(x, y) == QColor("#ff0000") for x in range(60) for y in range(60))


def test_what_is_no_latex_gives_no_drawing() -> None:
    assert draw_formula("\\frac{a", is_displayed=True) is None
    assert draw_formula("", is_displayed=False) is None


def test_find_sees_the_source_of_formulas_that_are_not_drawn(chat: ChatDriver) -> None:
    chat.show(answer(1, "Wrong $\\frac{abc$ here"))
    chat.view.finder.search("abc")
    chat.qtbot.waitUntil(lambda: len(chat.view.finder.hits) == 1)
