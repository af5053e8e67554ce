"""The part of the chat view that keeps what is visible laid out and painted, at an even pace."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QRect, Qt, QTimer, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from h2o_desktop.qt.conversation_model import ConversationModel
from h2o_desktop.qt.turnstile import turnstile
from h2o_desktop.ui.chat_view.formulas import FormulaShop
from h2o_desktop.ui.chat_view.highlighting import CodeColours, Highlighter
from h2o_desktop.ui.chat_view.late_work import LateWork
from h2o_desktop.ui.chat_view.transcript import Transcript, first_change
from h2o_desktop.ui.chat_view.typography import Typography
from h2o_desktop.ui.chat_view.workshop import Workshop
from h2o_desktop.ui.theme import ThemeSource

FRAME_MS = 24  # a little less than that of the texts that come, so that each is shown at once
LARGEST_FRAME_MS = 100
REST_FACTOR = 6  # after a frame that took long, the thread rests so many times as long
SIDE_PX = 16
ESTIMATE_MS = 150
MOST_IMAGES = 24


class TranscriptArea(QAbstractScrollArea):
    """A scroll area over a transcript.

    `is_stale` says that what was laid out last no longer fits the messages; it is then laid out before it is painted.
    `is_whole_chat` offers in the menu of a message what is about the conversation as a whole.

    Signals:
        arranged(): the visible part was laid out.
        raise_requested(id): the limit that cut this answer shall be raised, and the answer go on.
        share_requested(id, how): this message shall leave; `how` is one of SHARES in `menu`, or DRAG.
    """

    arranged = Signal()
    raise_requested = Signal(str)
    share_requested = Signal(str, str)

    def __init__(self, model: ConversationModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.model = model
        self.theme = theme
        self.zoom = 1.0
        self.is_stale = False
        self.is_whole_chat = True
        late_work = LateWork(self)
        highlighter, formulas = Highlighter(late_work, self), FormulaShop(late_work, self)
        self.workshop = Workshop(Typography(theme, self.zoom), highlighter, formulas)
        self.transcript = Transcript(model, self.workshop)
        self._turnstile = turnstile()
        self._is_in_line = False
        self._frame = self._timer(FRAME_MS, self._line_up)
        self._frame.setTimerType(Qt.TimerType.PreciseTimer)
        self._estimate = self._timer(ESTIMATE_MS, self._on_estimate)
        self._painting = self._timer(0, self._paint_changed)
        self._changed_from = 0  # the height from which on a frame looks different
        self._framed_s = 0.0  # when the last frame began
        self._frame_s = 0.0  # how long it took
        theme.changed.connect(self._on_theme)
        highlighter.loaded.connect(self._on_lexer)
        highlighter.coloured.connect(self._on_coloured)
        formulas.drawn.connect(self._on_formulas)

    def _timer(self, interval_ms: int, act: Callable[[], None]) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setInterval(interval_ms)
        timer.timeout.connect(act)
        return timer

    @property
    def is_waiting_for_frame(self) -> bool:
        """Whether a frame is due anyway."""
        return self._frame.isActive() or self._is_in_line

    def note_painting(self, seconds: float) -> None:
        """Painting took so long; it counts for the pace."""
        self._frame_s += seconds

    @property
    def column(self) -> QRect:
        """Where the text column is in the viewport: in the middle of the view, whether there is a scroll bar or not."""
        whole = self.width()
        width = min(self.transcript.typography.column_px, max(80, whole - 2 * SIDE_PX))
        return QRect((whole - width) // 2, 0, width, self.viewport().height())

    def refresh(self) -> None:
        """Lay out what is visible, and paint it at the next opportunity."""
        self.arrange()
        self.viewport().update()

    def _line_up(self) -> None:
        self._is_in_line = True
        self._turnstile.enter(self, self._on_frame)

    def _on_frame(self) -> None:
        """Lay out what changed; where only text came, only what moved or grew is painted again.

        It is painted in a turn of its own, so that the window is away for one of the two at a time.
        """
        self._is_in_line = False
        began_s = self._framed_s = time.perf_counter()
        before, paints_all = self.transcript.visible, self.is_stale
        self.arrange()
        self._changed_from = 0 if paints_all else first_change(before, self.transcript.visible)
        self._painting.start()
        self._frame_s = time.perf_counter() - began_s

    def _paint_changed(self) -> None:
        top = self._changed_from
        self.viewport().update(0, top, self.viewport().width(), self.viewport().height() - top)

    def arrange(self) -> None:
        """Lay out what is visible now."""
        self.is_stale = False
        self.transcript.arrange(self.viewport().height())
        self._update_bar()
        self.arranged.emit()

    def offer_to_raise_limits(self) -> None:
        """Offer it with every answer that was cut; `raise_requested` will tell that it is wanted."""
        self.transcript.offer_to_raise_limits()
        self.refresh()

    def restyle(self) -> None:
        """Theme, zoom, width or language are other ones: lay everything out again."""
        self.workshop.typography = Typography(self.theme, self.zoom)
        self.change_width()
        self.refresh()

    def _update_bar(self) -> None:
        bar = self.verticalScrollBar()
        page = self.viewport().height()
        blocked = bar.blockSignals(True)
        bar.setRange(0, max(0, self.transcript.total_px - page))
        bar.setPageStep(page)
        bar.setSingleStep(self.transcript.typography.line_px * 2)
        at_end = self.transcript.is_following or self.transcript.is_at_end
        bar.setValue(bar.maximum() if at_end else self.transcript.top_px())
        bar.blockSignals(blocked)

    def show_image(self, address: str, data: bytes) -> bool:
        """Show an image that was asked for, in all places where it is named; tells whether it could be read."""
        image = QImage.fromData(data)
        if image.isNull():
            return False
        self.workshop.images[address] = image
        while len(self.workshop.images) > MOST_IMAGES:
            self.workshop.images.pop(next(iter(self.workshop.images)))
        self.transcript.recolour_all()
        self.refresh()
        return True

    def change_width(self) -> None:
        """The column or the zoom is another one: lay out again what is visible, and guess at the rest later."""
        self.transcript.restyle(self.column.width())
        self._estimate.start()

    def _on_estimate(self) -> None:
        self.transcript.estimate_again()
        self.refresh()

    def _on_theme(self) -> None:
        self.workshop.typography = Typography(self.theme, self.zoom)
        self.transcript.recolour_all()
        self.refresh()

    def _on_lexer(self) -> None:
        self.transcript.recolour(None)
        self.schedule()

    def _on_coloured(self, colours: CodeColours) -> None:
        self.transcript.recolour(colours)
        self.schedule()

    def _on_formulas(self) -> None:
        self.transcript.forget_formulas()
        self.schedule()

    def schedule(self) -> None:
        """Show changes with the next frame; after a frame that took long the next one waits longer."""
        if not self.is_waiting_for_frame:
            since_ms = round(1000 * (time.perf_counter() - self._framed_s))
            rest_ms = min(LARGEST_FRAME_MS, max(FRAME_MS, round(1000 * REST_FACTOR * self._frame_s)))
            self._frame.start(max(1, rest_ms - since_ms))
