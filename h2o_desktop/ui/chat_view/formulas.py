"""LaTeX as vector graphics: drawn by ziamath, off the GUI thread, and kept."""

from __future__ import annotations

import threading
import warnings
from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QObject, QRectF, Signal
from PySide6.QtGui import QPainter
from PySide6.QtSvg import QSvgRenderer

from h2o_desktop.ui.chat_view.late_work import LateWork

DRAWN_SIZE = 20.0
MOST_KEPT = 400
MOST_LETTERS = 4000
INK = "#010203"  # stands for the colour of the text until the formula is painted
_drawing = threading.Lock()  # the library keeps its font and its settings for all threads


@dataclass(frozen=True, slots=True)
class Formula:
    """A drawing whose numbers are for letters of `DRAWN_SIZE` pixels. `ascent` is what is above the base line."""

    svg: str
    width: float
    ascent: float
    descent: float

    @property
    def height(self) -> float:
        """From top to bottom."""
        return self.ascent + self.descent


class FormulaShop(QObject):
    """Gives drawings of formulas; those that it does not have yet it makes. GUI thread.

    Signals:
        drawn(): formulas that were asked for have come, or turned out to be none.
    """

    drawn = Signal()

    def __init__(self, late_work: LateWork, parent: QObject) -> None:
        super().__init__(parent)
        self._late_work = late_work
        self._kept: OrderedDict[tuple[str, bool], Formula | None] = OrderedDict()
        self._asked: set[tuple[str, bool]] = set()
        self._renderers: OrderedDict[tuple[str, str], QSvgRenderer] = OrderedDict()
        late_work.done.connect(self._on_done)

    def formula(self, latex: str, *, is_displayed: bool) -> Formula | None:
        """The drawing of a formula; None while it is not there, and when the LaTeX is wrong."""
        key = (latex, is_displayed)
        if key in self._kept:
            self._kept.move_to_end(key)
            return self._kept[key]
        if key not in self._asked and len(latex) <= MOST_LETTERS:
            self._asked.add(key)
            self._late_work.submit(("formula", *key), lambda: draw_formula(latex, is_displayed=is_displayed))
        return None

    def paint(self, painter: QPainter, formula: Formula, rect: QRectF, colour: str) -> None:
        """Paint a formula into a rectangle."""
        key = (formula.svg, colour)
        renderer = self._renderers.get(key)
        if renderer is None:
            renderer = QSvgRenderer(QByteArray(formula.svg.replace(INK, colour).encode()))
            self._renderers[key] = renderer
            if len(self._renderers) > MOST_KEPT:
                self._renderers.popitem(last=False)
        renderer.render(painter, rect)

    def _on_done(self, key: object, result: object) -> None:
        if not isinstance(key, tuple) or key[0] != "formula":
            return
        asked = (str(key[1]), bool(key[2]))
        self._asked.discard(asked)
        self._kept[asked] = result if isinstance(result, Formula) else None
        if len(self._kept) > MOST_KEPT:
            self._kept.popitem(last=False)
        if isinstance(result, Formula):
            self.drawn.emit()


def draw_formula(latex: str, *, is_displayed: bool) -> Formula | None:
    """Draw LaTeX; None when it is wrong. Takes some 20 ms, and half a second the first time. Any thread."""
    with _drawing:
        return _drawn(latex, is_displayed=is_displayed)


def _drawn(latex: str, *, is_displayed: bool) -> Formula | None:
    with warnings.catch_warnings():  # it reads its font by a way that Python has deprecated
        warnings.simplefilter("ignore", DeprecationWarning)
        from ziamath.config import config
        from ziamath.zmath import Latex

    config.svg2 = False  # what Qt draws is SVG 1.2 Tiny
    try:
        drawing = Latex(latex, size=DRAWN_SIZE, color=INK, inline=not is_displayed)
        element = drawing.svgxml()
        _left, top, width, height = (float(number) for number in str(element.get("viewBox")).split())
        svg = drawing.svg()
    except Exception:  # noqa: BLE001 - the library raises all sorts of errors for LaTeX that it does not understand
        return None
    return Formula(svg, width, -top, height + top) if width > 0 and height > 0 else None
