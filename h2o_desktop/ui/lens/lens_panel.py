"""The lens itself: a heading that opens it, the bars, and words about what they mean."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.lens import Lens, LensState
from h2o_desktop.ui.lens.lens_bars import LensBars, bars_of, cut_text, share_text
from h2o_desktop.ui.theme import ThemeSource

_MARGIN = 16


class LensPanel(QFrame):
    """Shows the choice of the next token as bars that follow the sliders.

    Signals:
        opened(is_open): the person wants to see it, or not any more.
    """

    opened = Signal(bool)

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("lensPanel")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.toggle = QToolButton(self)
        self.summary = QLabel(self)
        self.bars = LensBars(theme, self)
        self.legend = QLabel(self)
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
        for label in (self.summary, self.legend):
            label.setProperty("tone", "hint")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.legend.setWordWrap(True)
        self.summary.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        head = QHBoxLayout()
        head.addWidget(self.toggle)
        head.addWidget(self.summary, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 4, _MARGIN, 8)
        layout.setSpacing(4)
        layout.addLayout(head)
        layout.addWidget(self.bars)
        layout.addWidget(self.legend)

    def show_lens(self, lens: Lens) -> None:
        """Show another choice, or why there is none."""
        is_ready = lens.state is LensState.READY
        bars = bars_of(lens) if is_ready else []
        self.bars.show_bars(bars)
        self.bars.setVisible(is_ready)
        self.summary.setText(self._summary(lens) if is_ready else "")
        self.summary.setToolTip(self.summary.text())
        self.legend.setText(self._legend(lens))
        self.legend.setVisible(bool(self.legend.text()))
        spoken = [f"{bar.name}: {share_text(bar)}" for bar in bars]
        self.setAccessibleName(self.toggle.text())
        self.setAccessibleDescription("\n".join((self.summary.text(), *spoken, self.legend.text())).strip())

    def _summary(self, lens: Lens) -> str:
        effective = QLocale().toString(lens.choice.effective, "f", 1)
        return self.tr("{count} effective choices").format(count=effective)

    def _legend(self, lens: Lens) -> str:
        match lens.state:
            case LensState.CLOSED:
                return ""
            case LensState.ASKING:
                return self.tr("Asking the model…")
            case LensState.NOTHING_TO_READ:
                return self.tr("Write a prompt first: the model chooses a token for what it has read.")
            case LensState.NOT_TOLD:
                return self.tr(
                    "Nothing to show: this server does not tell its choice. A model of this computer does, once it has "
                    "answered."
                )
            case LensState.FAILED:
                return self.tr("The server could not be asked.")
            case LensState.READY:
                return self._explained(lens)

    def _explained(self, lens: Lens) -> str:
        steps = list(dict.fromkeys(step for step in lens.choice.cut_by if step is not None))
        percent = QLocale().toString(100 * lens.choice.deviation, "f", 0)
        sentences = [
            self.tr("After “{words}”.").format(words=lens.after) if lens.after else "",
            self.tr("Bar: with these settings. Tick: the model alone."),
            self.tr("Struck out or not shown: cut by {parameters}.").format(parameters=", ".join(map(cut_text, steps)))
            if steps
            else "",
            self.tr("{percent} % of draws differ from the likeliest token.").format(percent=percent),
            self.tr("This engine cuts first and applies the temperature last: it never changes which tokens remain."),
        ]
        return " ".join(filter(None, sentences))

    def _on_toggled(self, opened: bool) -> None:
        self.toggle.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
        self.opened.emit(opened)
