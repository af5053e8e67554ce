"""Makes room for formulas inside a text."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from h2o_desktop.ui.chat_view.formulas import DRAWN_SIZE
from h2o_desktop.ui.chat_view.rich_text import Run, Style
from h2o_desktop.ui.chat_view.text_box import FormulaPlace, TextBox
from h2o_desktop.ui.chat_view.workshop import Tools

SIZE, DISPLAYED_SIZE = 1.12, 1.25
SPACE = "\u00a0"


def add_formulas(box: TextBox, workshop: Tools, room: float, *, is_displayed: bool = False) -> None:
    """Widen the letters that stand for formulas to the width of the drawings; none is wider than `room`."""
    runs = [run for run in box.text.runs if run.style & Style.FORMULA]
    if not runs:
        return
    metrics = QFontMetricsF(box.layout.font())
    em_px = metrics.height() / 1.36 * (DISPLAYED_SIZE if is_displayed else SIZE)
    formats = box.layout.formats()
    for run in runs:
        formula = workshop.formulas.formula(run.target, is_displayed=is_displayed)
        if formula is None:
            continue
        scale = min(em_px / DRAWN_SIZE, room / formula.width)
        place = FormulaPlace(
            run.start, run.target, formula, formula.width * scale, formula.ascent * scale, formula.descent * scale
        )
        box.formulas.append(place)
        _widen(formats, run, place.width - metrics.horizontalAdvance(SPACE))
    box.layout.setFormats(formats)


def _widen(formats: Sequence[QTextLayout.FormatRange], run: Run, pixels: float) -> None:
    for one in formats:
        if one.start == run.start:
            look = QTextCharFormat()
            look.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
            look.setFontLetterSpacing(pixels)
            one.format = look
