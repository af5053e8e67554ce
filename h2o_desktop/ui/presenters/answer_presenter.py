"""What can be done with an answer once it is there: let it go on, or ask for the same one again."""

from __future__ import annotations

from itertools import takewhile

from PySide6.QtCore import QObject

from h2o_desktop.core.branching import draft_again
from h2o_desktop.core.continuing import draft_continuation, raised_limit
from h2o_desktop.core.conversation import Message, Role, Status
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.words import NO_WORDS, QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import number


class AnswerPresenter(QObject):
    """Lets an answer go on that was cut, beyond its limit too; compares an answer that was asked for twice."""

    def __init__(self, window: MainWindow, models: WindowModels, chat: ChatController) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._repeated: tuple[str, Message] | None = None
        window.actions_.repeat.triggered.connect(self.repeat_last)
        window.actions_.go_on.triggered.connect(self.continue_last)
        view = window.pane.chat_view
        view.continue_requested.connect(self.go_on)
        view.raise_requested.connect(self._on_raise)
        view.offer_to_raise_limits()
        chat.answer_ended.connect(self._on_answer_ended)

    def go_on(self, message_id: str) -> None:
        """Let an answer go on."""
        if not self._chat.ask_beside(message_id, draft_continuation):
            self._say(Words(QT_TRANSLATE_NOOP("notices", "The answer cannot go on now."), context="notices"))

    def continue_last(self) -> None:
        """Let the last answer go on."""
        answer = self._last_answer()
        if answer is not None and not answer.content:
            template = QT_TRANSLATE_NOOP("notices", "This answer has no text to go on with. Answer again instead.")
            self._say(Words(template, context="notices"))
        elif answer is not None:
            self.go_on(answer.id)

    def repeat_last(self) -> None:
        """Ask again for the last answer, with its parameters and its seed."""
        answer = self._last_answer()
        if answer is not None and self._chat.ask_beside(answer.id, draft_again):
            self._repeated = (self._chat.shown_id, answer)

    def _last_answer(self) -> Message | None:
        conversation = self._models.conversation
        last = conversation.message(len(conversation) - 1) if len(conversation) else None
        return last if last is not None and last.role is Role.ASSISTANT else None

    def _on_raise(self, message_id: str) -> None:
        """Raise the limit that cut an answer, and let it go on."""
        conversation = self._models.conversation
        row = conversation.row_of(message_id)
        limit = raised_limit(conversation.message(row)) if row >= 0 else None
        if limit is not None:
            self._models.parameters.set_value("max_new_tokens", limit)
            self.go_on(message_id)

    def _on_answer_ended(self, conversation_id: str, message: Message) -> None:
        if self._repeated is None or self._repeated[0] != conversation_id:
            return
        before, self._repeated = self._repeated[1], None
        if message.status is not Status.COMPLETE:
            return
        if message.content == before.content:
            self._say(Words(QT_TRANSLATE_NOOP("notices", "The same seed gave the same answer."), context="notices"))
        else:
            template = QT_TRANSLATE_NOOP("notices", "The same seed gave another answer.")
            self._say(Words(template, context="notices"), _why_another(before, message))

    def _say(self, words: Words, hint: Words = NO_WORDS) -> None:
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words, hint))


def _why_another(before: Message, after: Message) -> Words:
    """Why the same seed gave another text, as far as what is kept with both answers tells."""
    if (before.connection, before.model) != (after.connection, after.model):
        template = QT_TRANSLATE_NOOP("notices", "Another model answered this time: {model}.")
        return Words(template, {"model": after.model}, "notices")
    if before.sent != after.sent:
        template = QT_TRANSLATE_NOOP("notices", "The server was not sent the same fields: Details shows them.")
        return Words(template, context="notices")
    pairs = zip(before.content, after.content, strict=False)
    same = sum(1 for _pair in takewhile(lambda pair: pair[0] == pair[1], pairs))
    template = QT_TRANSLATE_NOOP(
        "notices",
        "Everything that was sent is the same, so this server does not keep to the seed. Letters that are the same "
        "from the beginning: {count}.",
    )
    return Words(template, {"count": number(same)}, "notices")
