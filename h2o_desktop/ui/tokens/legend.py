"""What the looks of the tokens mean, drawn as they are drawn in the text."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from h2o_desktop.ui.theme import HINT_PX, ThemeSource
from h2o_desktop.ui.tokens.token_levels import LEVELS, level_words, paint_level

_PAD, _BETWEEN, _HEIGHT = 6, 10, 24


class Legend(QWidget):
    """One sample for each level, in as many lines as it takes."""

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self._words: tuple[str, ...] = ()
        self.show_kind(is_final=False)
        theme.changed.connect(self.update)

    def show_kind(self, *, is_final: bool) -> None:
        """Say which probability is shown: the model's own, or with `is_final` that at the settings."""
        translate = QCoreApplication.translate
        alone = translate("Tokens", "Probability by the model alone:")
        title = translate("Tokens", "Probability with the settings of the answer:") if is_final else alone
        self._words = (title, *level_words(), translate("Tokens", "not told"))
        self.setAccessibleName(title)
        self.setAccessibleDescription(", ".join(self._words[1:]))
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:  # noqa: D102
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: D102
        return self._theme.pixels(_HEIGHT) * (1 + int(self._places(width)[-1][1]))

    def sizeHint(self) -> QSize:  # noqa: D102
        return QSize(520, self._theme.pixels(_HEIGHT))

    def minimumSizeHint(self) -> QSize:  # noqa: D102
        return QSize(160, self._theme.pixels(_HEIGHT))

    def _places(self, width: int) -> list[tuple[float, int, float]]:
        """Left side, line and width of each sample."""
        metrics = QFontMetrics(self._theme.font(HINT_PX))
        places: list[tuple[float, int, float]] = []
        x, line = 0.0, 0
        for words in self._words:
            needed = metrics.horizontalAdvance(words) + (2.0 * _PAD if places else 0.0)
            if x and x + needed > width:
                x, line = 0.0, line + 1
            places.append((x, line, needed))
            x += needed + _BETWEEN
        return places

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: D102
        painter = QPainter(self)
        painter.setFont(self._theme.font(HINT_PX))
        colours, height = self._theme.colours, self._theme.pixels(_HEIGHT)
        for (x, line, width), words, level in zip(
            self._places(self.width()), self._words, (None, *LEVELS, None), strict=True
        ):
            box = QRectF(x, line * height + 2, width, height - 6)
            if words is not self._words[0]:
                painter.fillRect(box, QColor(colours.card))
            if level is not None:
                paint_level(painter, box, level, colours)
            painter.setPen(QColor(colours.muted if level is None else colours.text))
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)
