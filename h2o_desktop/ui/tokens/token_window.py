"""The window with the tokens of an answer, the choice at the current one, and what the looks mean."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QDialog,
    QLabel,
    QPushButton,
    QSplitter,
    QToolTip,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.token_choice import TokenChoice
from h2o_desktop.ui.text_for_people import number as number_text
from h2o_desktop.ui.theme import SECONDARY_PX, ThemeSource
from h2o_desktop.ui.tokens.choice_list import ChoiceList
from h2o_desktop.ui.tokens.legend import Legend
from h2o_desktop.ui.tokens.token_page import TokenPage
from h2o_desktop.ui.tokens.token_words import name_of, percent_text, piece_text, row_words

if TYPE_CHECKING:
    from h2o_desktop.ui.help_window import HelpWindow

_SIZE = QSize(960, 640)
_CHOICES_PX = 340
_MARGIN = 16
_TIP_ROWS = 5


class TokenWindow(QDialog):
    """Stands beside the main window, which stays usable.

    Signals:
        picked(alternative): an answer that goes on with this one is wanted.
        closed(): it is not looked at any more.
    """

    picked = Signal(object)
    closed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("tokenWindow")
        self.setModal(False)
        self.setWindowTitle(self.tr("Tokens of the answer"))
        self.resize(QSize(theme.pixels(_SIZE.width()), theme.pixels(_SIZE.height())).boundedTo(self.screen().size()))
        self.page = TokenPage(theme, self)
        self.choices = ChoiceList(theme, self)
        self.legend = Legend(theme, self)
        self.which, self.name, self.facts, self.settings, self.note = (QLabel(self) for _ in range(5))
        self._help: HelpWindow | None = None
        self.branch_button = QPushButton(self.tr("Go on from here"), self)
        self._lay_out(theme)
        self.page.chosen.connect(self._on_chosen)
        self.choices.left.connect(self._on_left)
        self.choices.step_wanted.connect(self._on_step)
        self.choices.picked.connect(self.picked)
        self.choices.currentRowChanged.connect(self._on_row)
        self.branch_button.clicked.connect(self.choices.pick)
        self.finished.connect(self.closed)
        QShortcut(QKeySequence(QKeySequence.StandardKey.HelpContents), self).activated.connect(self._on_help)

    def _lay_out(self, theme: ThemeSource) -> None:
        splitter = QSplitter(Qt.Orientation.Horizontal, self)
        splitter.setHandleWidth(1)
        splitter.setChildrenCollapsible(False)
        splitter.addWidget(self.page)
        splitter.addWidget(self._side(theme))
        splitter.setStretchFactor(0, 1)
        splitter.setSizes([theme.pixels(_SIZE.width() - _CHOICES_PX), theme.pixels(_CHOICES_PX)])
        foot = QVBoxLayout()
        foot.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        foot.setSpacing(4)
        foot.addWidget(self.legend)
        foot.addWidget(self.note)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(splitter, 1)
        layout.addLayout(foot)

    def _side(self, theme: ThemeSource) -> QWidget:
        """What belongs to the current token."""
        tones = {self.which: "secondary", self.facts: "secondary", self.settings: "hint", self.note: "secondary"}
        for label in (self.which, self.name, self.facts, self.settings, self.note):
            label.setProperty("tone", tones.get(label, ""))
            label.setWordWrap(True)
            label.setTextFormat(Qt.TextFormat.PlainText)
        for label, lines in ((self.facts, 2), (self.settings, 4)):
            label.setMinimumHeight(lines * QFontMetrics(theme.font(SECONDARY_PX)).lineSpacing())
        self.facts.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.settings.setAlignment(Qt.AlignmentFlag.AlignTop)
        font = theme.code_font(16)
        font.setBold(True)
        self.name.setFont(font)
        self.branch_button.setObjectName("tokenBranchButton")
        self.branch_button.setAutoDefault(False)
        self.branch_button.setToolTip(self.tr("Ask for another answer that begins so and goes on from here"))
        side = QWidget(self)
        column = QVBoxLayout(side)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(4)
        for widget in (self.which, self.name, self.facts):
            column.addWidget(widget)
        column.addSpacing(4)
        column.addWidget(self.choices, 1)
        column.addWidget(self.settings)
        column.addSpacing(4)
        column.addWidget(self.branch_button)
        return side

    def open_window(self) -> None:
        """Show it, with the keyboard in the text."""
        self.show()
        self.raise_()
        self.activateWindow()
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_choice(self, tokens: AnswerTokens, number: int, choice: TokenChoice, reasons: list[str]) -> None:
        """Show what could have come at a token."""
        if not len(tokens):
            return
        which = self.tr("Token {number} of {count}")
        self.which.setText(which.format(number=number_text(number + 1), count=number_text(len(tokens))))
        self.name.setText(name_of(tokens, number))
        self.facts.setText(self._facts(choice))
        self.choices.show_choice(choice, reasons)
        self._on_row()
        self.page.say(f"{self.which.text()}: {self.name.text()}. {self.facts.text()}")

    def show_tip(self, tokens: AnswerTokens, number: int, choice: TokenChoice, point: QPoint) -> None:
        """Show the likeliest alternatives beside the mouse."""
        lines = [name_of(tokens, number), self._facts(choice)]
        lines.extend(row_words(row) for row in choice.rows[:_TIP_ROWS])
        if choice.misses_penalties:
            lines.append(self.tr("(without the penalties)"))
        QToolTip.showText(point, "\n".join(filter(None, lines)), self.page)

    def _facts(self, choice: TokenChoice) -> str:
        chosen = choice.chosen
        if chosen is None:
            return self.tr("How likely it was is not known.")
        if chosen.raw is None:
            return self.tr("{share} with the settings of this answer.").format(share=percent_text(chosen.share))
        raw = percent_text(chosen.raw)
        if chosen.cut_by is not None:
            return self.tr("{raw} by the model alone; these settings would cut it.").format(raw=raw)
        words = self.tr("{raw} by the model alone, {share} with the settings of this answer.")
        return words.format(raw=raw, share=percent_text(chosen.share))

    def _on_help(self) -> None:
        from h2o_desktop.ui.help_window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self)
        self._help.show_page("tokens.md")

    def _on_chosen(self, _number: int) -> None:
        self.choices.enter()

    def _on_left(self) -> None:
        self.page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _on_step(self, step: int) -> None:
        self.page.go_to(self.page.current + step)

    def _on_row(self, _row: int = 0) -> None:
        alternative = self.choices.alternative
        self.branch_button.setEnabled(alternative is not None)
        words = self.tr("Go on from here with “{token}”") if alternative is not None else self.tr("Go on from here")
        token = piece_text(alternative.piece) if alternative is not None else ""
        self.branch_button.setText(words.format(token=token).replace("&", "&&"))
