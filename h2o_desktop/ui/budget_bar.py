"""The bar above the prompt: what fills the context window, and what helps when it overflows."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QBrush, QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.budget import Budget, Cure, cures
from h2o_desktop.ui.conversation_pane import ElidedLabel
from h2o_desktop.ui.text_for_people import number
from h2o_desktop.ui.theme import ThemeSource

BAR_HEIGHT = 8
_RADIUS = 3


class BudgetStrip(QWidget):
    """The bar itself: system, history, prompt, the reserved reply (hatched), and what is free."""

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self._budget = Budget()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_budget(self, budget: Budget) -> None:
        """Show other shares."""
        self._budget = budget
        self.update()

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        return QSize(200, BAR_HEIGHT)

    def shares(self) -> list[tuple[str, float, float]]:
        """The parts with where each begins and ends, from 0 to 1; what is too much ends at 1."""
        budget = self._budget
        parts = (
            ("system", budget.system),
            ("history", budget.history),
            ("prompt", budget.prompt),
            ("reply", budget.reply),
        )
        whole = max(1, budget.window or budget.read + budget.reply)
        found: list[tuple[str, float, float]] = []
        begin = 0
        for name, tokens in parts:
            if tokens:
                found.append((name, min(1.0, begin / whole), min(1.0, (begin + tokens) / whole)))
            begin += tokens
        return found

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the parts into one rounded groove."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isRightToLeft():
            painter.translate(self.width(), 0)
            painter.scale(-1, 1)
        groove = QPainterPath()
        groove.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
        painter.setClipPath(groove)
        painter.fillRect(self.rect(), QColor(colours.line))
        fills = {
            "system": QBrush(QColor(colours.muted)),
            "history": QBrush(QColor(colours.accent_line)),
            "prompt": QBrush(QColor(colours.accent)),
            "reply": QBrush(QColor(colours.cut if self._budget.over else colours.accent), Qt.BrushStyle.BDiagPattern),
        }
        for name, begin, end in self.shares():
            left, right = begin * self.width(), max(end * self.width(), begin * self.width() + 2)
            painter.fillRect(QRectF(left, 0, right - left, self.height()), fills[name])


class BudgetBar(QWidget):
    """Bar, figures in words, and on overflow an explanation with one-click cures.

    Signals:
        cure_chosen(key, value): the person wants this parameter to have this value.
        cut_asked(): the person wants to see from where on the model will read.
    """

    cure_chosen = Signal(str, int)
    cut_asked = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._budget = Budget()
        self._cures: tuple[Cure, ...] = ()
        self.setObjectName("budgetBar")
        self.strip = BudgetStrip(theme, self)
        self.parts = ElidedLabel(self)
        self.show_cut = QToolButton(self)
        self.sum = QLabel(self)
        self.warning = QLabel(self)
        self._cure_row = QHBoxLayout()
        self._buttons: list[QPushButton] = []
        self._lay_out()
        self.show_budget(self._budget)

    def _lay_out(self) -> None:
        for label, name in ((self.parts, "budgetParts"), (self.sum, "budgetSum"), (self.warning, "budgetWarning")):
            label.setObjectName(name)
            label.setProperty("tone", "warning" if label is self.warning else "secondary")
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.warning.setWordWrap(True)
        self.show_cut.setObjectName("budgetShowCut")
        self.show_cut.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_cut.clicked.connect(self.cut_asked)
        line = QHBoxLayout()
        line.addWidget(self.parts, 1)
        line.addWidget(self.show_cut)
        line.addWidget(self.sum)
        self._cure_row.setSpacing(8)
        self._cure_row.addWidget(self.warning, 1)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 4)
        layout.setSpacing(3)
        layout.addWidget(self.strip)
        layout.addLayout(line)
        layout.addLayout(self._cure_row)

    def show_budget(self, budget: Budget) -> None:
        """Show other shares."""
        self._budget = budget
        self.strip.show_budget(budget)
        self.parts.set_whole_text(self._parts_text())
        self.sum.setText(self._sum_text())
        self.show_cut.setText(self._cut_text())
        self.show_cut.setToolTip(self.tr("Show in the conversation from where on the model reads (Ctrl+Shift+U)"))
        self.show_cut.setAccessibleDescription(self.show_cut.toolTip())
        self.show_cut.setVisible(budget.is_cut)
        warning = self._warning_text()
        self._show_warning(warning)
        self._show_cures(cures(budget))
        self.setAccessibleName(self.tr("Context window"))
        spoken = (self._sum_text(), self._parts_text(), self._cut_text(), warning)
        self.setAccessibleDescription("\n".join(filter(None, spoken)))

    def _show_warning(self, words: str) -> None:
        """Say what is wrong; that more could be read is no warning."""
        is_wrong = bool(self._budget.over or self._budget.cuts_system)
        tone = "warning" if is_wrong else "secondary"
        if self.warning.property("tone") != tone:
            self.warning.setProperty("tone", tone)
            self.warning.style().unpolish(self.warning)
            self.warning.style().polish(self.warning)
        self.warning.setText(words)
        self.warning.setVisible(bool(words))

    def _parts_text(self) -> str:
        budget = self._budget
        # What a template puts around the messages is no system prompt of anybody.
        first = self.tr("system {count}") if budget.has_system_prompt else self.tr("template {count}")
        parts = [
            first.format(count=number(budget.system)) if budget.system else "",
            self.tr("history {count}").format(count=number(budget.history)) if budget.history else "",
            self.tr("prompt {count}").format(count=number(budget.prompt)) if budget.prompt else "",
            self.tr("reply up to {count}").format(count=number(budget.reply)) if budget.reply else "",
        ]
        return " · ".join(filter(None, parts))

    def _cut_text(self) -> str:
        budget = self._budget
        if budget.cut == 1:
            return self.tr("1 older message left out")
        if budget.cut:
            return self.tr("%Ln older messages left out", "", budget.cut)
        return self.tr("The oldest message is cut") if budget.is_cut else ""

    def _sum_text(self) -> str:
        budget = self._budget
        read, whole = number(budget.read + budget.reply), number(budget.window or 0)
        if budget.window is None:
            words = self.tr("{count} tokens") if budget.exact else self.tr("about {count} tokens")
            return words.format(count=read)
        words = self.tr("{count} of {whole} tokens") if budget.exact else self.tr("about {count} of {whole} tokens")
        return words.format(count=read, whole=whole)

    def _warning_text(self) -> str:
        budget = self._budget
        if budget.cuts_system:
            return self.tr("The system prompt is not read, or not all of it: this server cuts off what comes first.")
        if not budget.over or budget.window is None:
            return self.tr("There is room for them too.") if cures(budget) else ""
        if budget.read >= budget.window:
            words = self.tr("The prompt alone is longer than the {whole} tokens that this model reads.")
            return words.format(whole=number(budget.window))
        words = self.tr("{count} tokens too many: the answer may end before its limit.")
        return words.format(count=number(budget.over))

    def _show_cures(self, found: tuple[Cure, ...]) -> None:
        if found == self._cures:
            return
        self._cures = found
        for button in self._buttons:
            self._cure_row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self._buttons = [self._cure_button(cure) for cure in found]

    def _cure_button(self, cure: Cure) -> QPushButton:
        words = {
            "max_new_tokens": self.tr("Answer up to {count}"),
            "truncate": self.tr("Truncate to {count}"),
        }
        button = QPushButton(words[cure.key].format(count=number(cure.value)), self)
        button.setObjectName(f"{cure.key}Cure")
        button.clicked.connect(self._on_cure_clicked)
        self._cure_row.addWidget(button)
        return button

    def _on_cure_clicked(self) -> None:
        sender = self.sender()
        cure = next(cure for button, cure in zip(self._buttons, self._cures, strict=True) if button is sender)
        self.cure_chosen.emit(cure.key, cure.value)

    def changeEvent(self, event: QEvent) -> None:
        """Follow another language."""
        if event.type() is QEvent.Type.LanguageChange:
            self.show_budget(self._budget)
        super().changeEvent(event)
