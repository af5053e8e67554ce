"""The tokens of an answer in the window: the action that opens them, the window that shows them, and branches."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QLocale, QObject, QPoint
from PySide6.QtWidgets import QToolTip

from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.token_choice import TokenChoice
from h2o_desktop.core.token_view import Refusal, TokenNote
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import number as number_text
from h2o_desktop.ui.text_for_people import say

if TYPE_CHECKING:
    from h2o_desktop.core.tokens import Alternative
    from h2o_desktop.qt.tokens_controller import TokensController
    from h2o_desktop.ui.tokens.token_window import TokenWindow


class TokensPresenter(QObject):
    """Makes controller and window when they are first wanted.

    `controller` makes the controller; `keep` keeps whether every server is asked for probabilities.
    """

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        controller: Callable[[], TokensController],
        keep: Callable[[bool], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._made = controller
        self._keep = keep
        self._controller: TokensController | None = None
        self._tip = (-1, QPoint())
        self.view: TokenWindow | None = None
        window.actions_.tokens.triggered.connect(self.open_last)
        window.actions_.probabilities.toggled.connect(self._on_wanted)
        actions = window.pane.chat_view.message_actions
        actions.show_tokens, actions.refuse_tokens = self.open, self.reason

    @property
    def controller(self) -> TokensController:
        """What reads, asks and branches."""
        if self._controller is None:
            self._controller = self._made()
            self._controller.opened.connect(self._on_opened)
            self._controller.told.connect(self._on_told)
            self._controller.choice_changed.connect(self._on_choice)
            self._controller.noted.connect(self._on_noted)
            self._controller.left.connect(self._on_left)
        return self._controller

    def stop(self) -> None:
        """Ask nothing any more."""
        if self._controller is not None:
            self._controller.close()

    def reason(self, message: Message) -> str:
        """Why the tokens of a message cannot be looked at, in words; empty when they can."""
        match self.controller.refusal(message):
            case Refusal.NO_ANSWER:
                return self.tr("only answers have them")
            case Refusal.RUNNING:
                return self.tr("the answer is still being written")
            case Refusal.NOT_ASKED:
                return self.tr("the server was not asked for probabilities")
            case Refusal.NOT_TOLD:
                return self.tr("this server tells no probabilities")
        return ""

    def open_last(self) -> None:
        """Look at the tokens of the message that the keyboard is at, or of the last one."""
        model, spotlight = self._models.conversation, self._window.pane.chat_view.spotlight
        row = spotlight.current_row if self._window.pane.chat_view.hasFocus() else -1
        if not 0 <= row < len(model) or model.message(row).role is not Role.ASSISTANT:
            row = len(model) - 1
        if row >= 0:
            self.open(model.message(row).id)

    def open(self, message_id: str) -> None:
        """Look at the tokens of an answer."""
        model = self._models.conversation
        row = model.row_of(message_id)
        if row < 0:
            return
        refused = self.controller.refusal(model.message(row))
        if refused is not Refusal.NONE:
            self._say(_REFUSALS[refused], _HINTS.get(refused, ""))
        elif self.controller.open(message_id):
            self._made_view().open_window()

    def _made_view(self) -> TokenWindow:
        if self.view is None:
            from h2o_desktop.ui.tokens.token_window import TokenWindow

            view = self.view = TokenWindow(self._models.theme, self._window)
            view.page.current_changed.connect(self.controller.select)
            view.page.seen_from.connect(self.controller.come_near)
            view.page.tip_wanted.connect(self._on_tip)
            view.picked.connect(self._on_picked)
            view.closed.connect(self.stop)
        return self.view

    # -- what the controller tells ------------------------------------------------------------------------------------

    def _on_opened(self) -> None:
        view = self._made_view()
        view.page.show_tokens(self.controller.tokens, self.controller.current)
        view.legend.show_kind(is_final=self.controller.settings.is_final)
        view.settings.setText(self._settings_words())

    def _on_told(self, number: int) -> None:
        self._made_view().page.refresh(number)
        if self.controller.note is TokenNote.ASKING:
            self._made_view().note.setText(self._asking_words())

    def _on_choice(self, number: int) -> None:
        controller = self.controller
        if number == self._tip[0] and QToolTip.isVisible():
            self._on_tip(*self._tip)
        if number == controller.current:
            choice = controller.choice(number)
            self._made_view().show_choice(controller.tokens, number, choice, self._reasons(choice))
            self._made_view().settings.setText(self._settings_words(choice))

    def _on_noted(self, note: str, error: object) -> None:
        self._made_view().note.setText(self._note_words(TokenNote(note), error))

    def _on_left(self) -> None:
        if self.view is not None:
            self.view.hide()

    def _reasons(self, choice: TokenChoice) -> list[str]:
        number = self.controller.current
        refused = self.tr("No branch can begin with it on this server.")
        return ["" if self.controller.may_branch(number, row.alternative) else refused for row in choice.rows]

    def _settings_words(self, choice: TokenChoice | None = None) -> str:
        if self.controller.settings.is_final:
            return self.tr(
                "This server tells only how likely the tokens were that came, with the settings of the answer."
            )
        sampling = self.controller.settings.sampling
        number = QLocale().toString
        words = self.tr("Settings: temperature {temperature}, top-k {top_k}, top-p {top_p}, min-p {min_p}.").format(
            temperature=number(sampling.temperature, "g", 3),
            top_k=number(sampling.top_k) if sampling.top_k else self.tr("off"),
            top_p=number(sampling.top_p, "g", 3),
            min_p=number(sampling.min_p, "g", 3),
        )
        sentences = [words, self.tr("Bar: with these settings. Tick: the model alone.")]
        if choice is not None and choice.has_penalties:
            sentences.append(self.tr("The penalties are in it, as the engine applies them."))
        elif choice is not None and choice.misses_penalties:
            sentences.append(self.tr("The penalties are not in it: only the running engine can say what they do."))
        if self.controller.asks_in_words:
            sentences.append(self.tr("This server can only be asked in words to go on from there."))
        return " ".join(sentences)

    def _note_words(self, note: TokenNote, error: object) -> str:
        match note:
            case TokenNote.LOADING:
                return self.tr("Reading…")
            case TokenNote.ASKING:
                return self._asking_words()
            case TokenNote.WAITING:
                return self.tr("Waiting: the model is answering.")
            case TokenNote.BRANCHING:
                return self.tr("The other answer is being written…")
            case TokenNote.NOTHING:
                return self.tr("The server told no probabilities with this answer.")
            case TokenNote.FAILED:
                return " ".join((say(error.summary), say(error.hint))) if isinstance(error, DesktopError) else ""
        return self.tr(
            "Left and Right: tokens. With Ctrl: the next surprising one. Down: what could have come; Enter goes on "
            "with it. F1: help."
        )

    def _asking_words(self) -> str:
        tokens = self.controller.tokens
        known = len(tokens) - sum(1 for _hole in tokens.holes())
        words = self.tr("Asking the model: {known} of {count} tokens are known.")
        return words.format(known=number_text(known), count=number_text(len(tokens)))

    # -- what the person does -----------------------------------------------------------------------------------------

    def _on_tip(self, number: int, point: QPoint) -> None:
        controller = self.controller
        if self._tip[0] != number or not QToolTip.isVisible():
            controller.look_at(number)
        self._tip = (number, point)
        self._made_view().show_tip(controller.tokens, number, controller.choice(number), point)

    def _on_picked(self, alternative: Alternative) -> None:
        if not self.controller.branch(self.controller.current, alternative):
            self._made_view().note.setText(self.tr("No branch can begin now: wait until the answer has ended."))

    def _on_wanted(self, wanted: bool) -> None:
        try:
            self._keep(wanted)
        except DesktopError as error:
            self._window.pane.notices.show_notice(Notice.of(error))

    def _say(self, summary: str, hint: str) -> None:
        words, more = Words(summary, context="notices"), Words(hint, context="notices")
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words, more))


_REFUSALS = {
    Refusal.NO_ANSWER: QT_TRANSLATE_NOOP("notices", "There is no answer whose tokens could be shown."),
    Refusal.RUNNING: QT_TRANSLATE_NOOP("notices", "The tokens can be shown when the answer is complete."),
    Refusal.NOT_ASKED: QT_TRANSLATE_NOOP("notices", "This answer came without the probabilities of its tokens."),
    Refusal.NOT_TOLD: QT_TRANSLATE_NOOP("notices", "This server does not tell the probabilities of its tokens."),
}
_HINTS = {
    Refusal.NOT_ASKED: QT_TRANSLATE_NOOP(
        "notices", "Switch on “Ask servers for token probabilities” in the menu, and let it answer again."
    ),
    Refusal.NOT_TOLD: QT_TRANSLATE_NOOP(
        "notices", "Models of this computer, llama.cpp, vLLM, Ollama and OpenAI tell them."
    ),
}
