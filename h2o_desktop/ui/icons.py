"""Icons drawn in the colour of the text, whatever the theme is when they are drawn."""

from __future__ import annotations

from functools import lru_cache

from PySide6.QtCore import QByteArray, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from h2o_desktop.ui.resources import resource_path
from h2o_desktop.ui.theme import ThemeSource

_clones: list[QIconEngine] = []  # engines that Qt cloned live as long as the program: Python would drop them


def icon(name: str, theme: ThemeSource, tone: str = "text") -> QIcon:
    """The icon of that name, such as *send*; the names are those of the files in `resources/icons`.

    `tone` is the name of a colour of the theme. The icon follows a change of the theme by itself.
    """
    return QIcon(_ThemedIcon(name, theme, tone))


def draw_icon(painter: QPainter, box: QRectF, name: str, colour: str) -> None:
    """Draw an icon into a square box, in a colour written as `#rrggbb`."""
    _renderer(name, colour).render(painter, box)


@lru_cache(maxsize=256)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    """The drawing in one colour. Raises FileNotFoundError for a name that has no file."""
    svg = resource_path("icons", f"{name}.svg").read_text(encoding="utf-8")
    return QSvgRenderer(QByteArray(svg.replace("currentColor", colour).encode()))


class _ThemedIcon(QIconEngine):
    """Asks the theme for its colour each time it is drawn."""

    def __init__(self, name: str, theme: ThemeSource, tone: str) -> None:
        super().__init__()
        self._name = name
        self._theme = theme
        self._tone = tone

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        side = min(rect.width(), rect.height())
        box = QRectF(0, 0, side, side)
        box.moveCenter(QRectF(rect).center())
        colours = self._theme.colours
        colour = colours.disabled if mode is QIcon.Mode.Disabled else str(getattr(colours, self._tone))
        draw_icon(painter, box, self._name, colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        drawn = QPixmap(size)
        if drawn.isNull():  # a widget that has no room yet asks for a picture of no size
            return drawn
        drawn.fill(Qt.GlobalColor.transparent)
        painter = QPainter(drawn)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return drawn

    def clone(self) -> QIconEngine:
        cloned = _ThemedIcon(self._name, self._theme, self._tone)
        _clones.append(cloned)
        return cloned
