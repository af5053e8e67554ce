"""The lens itself: a heading that opens it, the bars, and words about what they mean."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.lens import Lens, LensState
from h2o_desktop.ui.lens.lens_bars import LensBars, bars_of, share_text, stages_text, step_name
from h2o_desktop.ui.lens.order_words import order_words
from h2o_desktop.ui.theme import ThemeSource

LARGE_REST = 0.005
_MARGIN = 16


class LensPanel(QFrame):
    """Shows the choice of the next token as bars that follow the sliders.

    Signals:
        opened(is_open): the person wants to see it, or not any more.
        allowed(): the person wants it on a server where each look may cost money.
    """

    opened = Signal(bool)
    allowed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lensPanel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.toggle = QToolButton(self)
        self.summary = QLabel(self)
        self.bars = LensBars(theme, self)
        self.stages = QLabel(self)
        self.legend = QLabel(self)
        self.allow = QPushButton(self)
        self._set_up()
        self.show_lens(Lens())

    def _set_up(self) -> None:
        self.toggle.setObjectName("lensToggle")
        self.toggle.setText(self.tr("Next token"))
        self.toggle.setCheckable(True)
        self.toggle.setToolTip(self.tr("See which token the model would choose next, and what the sliders do to it"))
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setArrowType(Qt.ArrowType.RightArrow)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle.toggled.connect(self._on_toggled)
        self.summary.setObjectName("lensSummary")
        self.legend.setObjectName("lensLegend")
        self.stages.setObjectName("lensStages")
        self.bars.setObjectName("lensBars")
        self.bars.row_chosen.connect(self._show_stages)
        for label in (self.summary, self.stages, self.legend):
            label.setProperty("tone", "hint")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.legend.setWordWrap(True)
        self.stages.setWordWrap(True)
        self.stages.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.allow.setObjectName("lensAllow")
        self.allow.setText(self.tr("Ask this server"))
        self.allow.clicked.connect(self.allowed)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.addWidget(self.toggle)
        head.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.bars)
        layout.addWidget(self.stages)
        layout.addWidget(self.legend)
        layout.addWidget(self.allow, 0, Qt.AlignmentFlag.AlignLeft)

    def show_key(self, key: str) -> None:
        """Say which key opens it."""
        self.toggle.setToolTip(f"{self.toggle.toolTip()} ({key})")

    def show_lens(self, lens: Lens) -> None:
        """Show another choice, or why there is none."""
        is_ready = lens.state is LensState.READY
        bars = bars_of(lens) if is_ready else []
        self.bars.show_bars(bars)
        self.bars.setVisible(is_ready)
        self.stages.setVisible(is_ready)
        self.summary.setText(self._summary(lens) if is_ready else "")
        self.summary.setToolTip(self.summary.text())
        self.legend.setText(self._legend(lens))
        self.legend.setVisible(bool(self.legend.text()))
        self._show_button(is_shown=lens.state is LensState.COSTS)
        spoken = [f"{bar.name}: {share_text(bar)}" for bar in bars]
        self.bars.setAccessibleName(self.tr("Likeliest tokens"))
        self.setAccessibleName(self.toggle.text())
        self.setAccessibleDescription("\n".join((self.summary.text(), *spoken, self.legend.text())).strip())

    def _show_stages(self) -> None:
        bar = self.bars.chosen
        self.stages.setText(stages_text(bar) if bar is not None else "")
        self.bars.setAccessibleDescription(self.stages.text())

    def _show_button(self, *, is_shown: bool) -> None:
        had_keyboard = self.allow.hasFocus()
        self.allow.setVisible(is_shown)
        if had_keyboard and not is_shown:
            self.toggle.setFocus()  # the keyboard stays at the lens

    def _summary(self, lens: Lens) -> str:
        effective = QLocale().toString(lens.choice.effective, "f", 1)
        if lens.choice.rest >= LARGE_REST:
            return self.tr("over {count} effective choices").format(count=effective)
        return self.tr("{count} effective choices").format(count=effective)

    def _legend(self, lens: Lens) -> str:
        if lens.state is LensState.READY:
            return self._explained(lens)
        reason = self._reason(lens.state)
        if lens.engine is None or lens.state not in {LensState.NOT_TOLD, LensState.SILENT}:
            return reason
        return f"{reason} {order_words(lens.engine)}"

    def _reason(self, state: LensState) -> str:
        """Why there is nothing to see."""
        reasons = {
            LensState.COSTS: self.tr(
                "Each look sends the conversation to this server once more and asks for one token, which may cost "
                "money. After that it looks again whenever you pause in writing."
            ),
            LensState.ASKING: self.tr("Asking the model…"),
            LensState.NOTHING_TO_READ: self.tr("Write a prompt first: the model chooses a token for what it has read."),
            LensState.NOT_TOLD: self.tr(
                "Nothing to show: this server does not tell its choice. A model of this computer does."
            ),
            LensState.NOT_RUNNING: self.tr("Nothing to show yet: the model starts with its first answer."),
            LensState.SILENT: self.tr("Nothing to show: this server was asked for its choice, and told nothing."),
            LensState.FAILED: self.tr("The server could not be asked."),
        }
        return reasons.get(state, "")

    def _explained(self, lens: Lens) -> str:
        steps = list(dict.fromkeys(step for step in lens.choice.cut_by if step is not None))
        percent = QLocale().toString(100 * lens.choice.deviation, "f", 0)
        sentences = [
            self.tr("After “{words}”.").format(words=lens.after) if lens.after else "",
            self.tr("Bar: with these settings, grey where it is cut. Tick: the model alone."),
            self.tr("Struck out or not shown: cut by {parameters}.").format(parameters=", ".join(map(step_name, steps)))
            if steps
            else "",
            self.tr("{percent} % of draws differ from the likeliest token.").format(percent=percent),
            order_words(lens.engine) if lens.engine is not None else "",
            self.tr("Penalties are not in this picture: this server tells its choice before them.")
            if lens.lacks_penalties
            else "",
            self.tr("Each look costs a request.") if lens.costs else "",
        ]
        return " ".join(filter(None, sentences))

    def _on_toggled(self, opened: bool) -> None:
        self.toggle.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.opened.emit(opened)
