"""The details of an answer and its request, and the request that would be sent next."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Protocol

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QWidget

from h2o_desktop.core.asked_before import request_of
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import Capabilities
from h2o_desktop.core.conversation import Message, Role
from h2o_desktop.core.draft import Asking, draft_turn
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.provider import ChatRequest
from h2o_desktop.core.settings import LOCAL_ID
from h2o_desktop.core.wire_request import BEGUN, WireRequest
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.answer_details import AnswerDetails, Tab
from h2o_desktop.ui.answer_details.facts import answer_facts, parameter_facts
from h2o_desktop.ui.chat_view.message_frame import when, who
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.text_for_people import connection_name, say

_PANEL_MARGIN = 6  # with the button's own padding its text stands below those of the rows
Describe = Callable[[str, ChatRequest, CancelToken], WireRequest | None]


class KnownServers(Protocol):
    """What is known of connections without asking."""

    def capabilities(self, connection_id: str) -> Capabilities | None:
        """What a connection's server takes; None for an unknown connection."""


class DetailsPresenter(QObject):
    """Joins the window of details to the conversation. `describe` blocks and runs in `lane`."""

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        *,
        servers: KnownServers,
        describe: Describe,
        lane: Lane,
        now_s: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._chat = chat
        self._servers = servers
        self._describe = describe
        self._lane = lane
        self._now_s = now_s
        self._dialog: AnswerDetails | None = None
        self._asked: CancelToken | None = None
        window.pane.chat_view.details_requested.connect(self.show_answer)
        window.pane.chat_view.request_requested.connect(self.show_request_of)
        self.panel_button = QToolButton(window.parameters)
        self._add_panel_button()
        window.actions_.details.triggered.connect(self.show_last)
        window.actions_.next_request.triggered.connect(self.show_next)

    def _add_panel_button(self) -> None:
        button, action = self.panel_button, self._window.actions_.next_request
        button.setObjectName("showRequestButton")
        button.setText(self.tr("Show the request…"))
        keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
        button.setToolTip(self.tr("What would be sent now, with these parameters ({keys})").format(keys=keys))
        button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        button.clicked.connect(action.trigger)
        row = QWidget(self._window.parameters)
        layout = QHBoxLayout(row)
        layout.setContentsMargins(_PANEL_MARGIN, 0, _PANEL_MARGIN, 8)
        layout.addWidget(button)
        layout.addStretch(1)
        self._window.parameters.add_below(row)

    @property
    def dialog(self) -> AnswerDetails:
        """The window of details, made when it is first wanted."""
        if self._dialog is None:
            self._dialog = AnswerDetails(self._models.theme, self._window)
        return self._dialog

    def stop(self) -> None:
        """Ask nothing any more."""
        if self._asked is not None:
            self._asked.set()

    def show_last(self) -> None:
        """The details of the answer that the keyboard is at in the conversation, or else of the last one."""
        conversation = self._models.conversation
        rows = [self._window.pane.chat_view.spotlight.current_row, *reversed(range(len(conversation)))]
        answers = (conversation.message(row) for row in rows if 0 <= row < len(conversation))
        answer = next((message for message in answers if message.role is Role.ASSISTANT), None)
        if answer is not None:
            self.show_answer(answer.id)
        else:
            self._say(Words(QT_TRANSLATE_NOOP("notices", "There is no answer in this chat yet."), context="notices"))

    def show_request_of(self, message_id: str) -> None:
        """Show the request of an answer."""
        self.show_answer(message_id, Tab.REQUEST)

    def show_answer(self, message_id: str, tab: Tab = Tab.DETAILS) -> None:
        """Show the details of an answer."""
        conversation = self._chat.conversation
        messages = conversation.messages if conversation is not None else ()
        answer = next((message for message in messages if message.id == message_id), None)
        if answer is None or answer.role is not Role.ASSISTANT:
            return
        running = self._chat.board.turn(self._chat.shown_id)
        is_running = running is not None and running.answer().id == message_id
        sent = running.request if running is not None and is_running else self._chat.board.request(message_id)
        if sent is None:
            self.show_stored(answer, messages, tab)
            return
        self._show_made(answer)
        note = self.tr("As it was sent; keys and cookies are replaced.")
        if answer.connection == LOCAL_ID:
            note = self.tr("As it was sent to the engine on this computer, whose port and key change with every start.")
        self.dialog.show_request(sent, note)
        self.dialog.open_at(tab)

    def show_stored(self, answer: Message, messages: Sequence[Message], tab: Tab = Tab.DETAILS) -> None:
        """Show the details of an answer among `messages`; its request is made again from what is stored with it."""
        self._show_made(answer)
        note = self.tr("Made again from what is stored with the answer; keys and cookies are replaced.")
        self._ask(answer, request_of(answer, messages), note)
        self.dialog.open_at(tab)

    def _show_made(self, answer: Message) -> None:
        self.stop()
        heading = self.tr("{model}, {time}").format(model=who(answer), time=when(answer.created_s))
        self._show_facts(answer, heading)

    def show_next(self) -> None:
        """Show what would be sent now for what stands in the prompt box."""
        if not all(self._chat.choice):
            self._say(Words(QT_TRANSLATE_NOOP("notices", "Choose a model first."), context="notices"))
            return
        conversation = self._chat.conversation
        asking = Asking(*self._chat.choice, self._models.parameters.asked(), self._now_s())
        draft = draft_turn(
            asking,
            self._window.pane.prompt.text(),
            summary=conversation.summary if conversation is not None else None,
            path=conversation.path() if conversation is not None else (),
        )
        answer = draft.messages[-1]
        self._show_facts(answer, self.tr("The next request"))
        note = self.tr("As it would be sent now; keys and cookies are replaced.")
        if answer.requested.get("seed") is None:
            note = self.tr("As it would be sent now, with a seed that is drawn anew; keys and cookies are replaced.")
        self._ask(answer, draft.request, note)
        self.dialog.open_at(Tab.REQUEST)

    def _show_facts(self, answer: Message, heading: str) -> None:
        capabilities = self._servers.capabilities(answer.connection)
        profile = self._models.connections.profile(answer.connection)
        server = answer.connection
        if profile is not None:
            server = " · ".join(filter(None, (connection_name(profile), profile.base_url)))
        self.dialog.show_facts(heading, answer_facts(answer, server), parameter_facts(answer, capabilities))

    def _ask(self, answer: Message, request: ChatRequest, note: str) -> None:
        self.stop()
        cancel = self._asked = CancelToken()
        job = partial(self._describe, answer.connection, request, cancel)
        self._lane.submit(job, partial(self._on_described, answer, note, cancel))

    def _on_described(
        self, answer: Message, note: str, cancel: CancelToken, outcome: Outcome[WireRequest | None]
    ) -> None:
        if cancel.is_set:
            return
        if isinstance(outcome.error, DesktopError):
            self.dialog.show_words(f"{say(outcome.error.summary)} {say(outcome.error.hint)}".strip())
            return
        request = outcome.result()
        if request is None:
            self.dialog.show_words(self.tr("The request to this kind of server cannot be shown."))
            return
        if not request.address_known:
            note = f"{note} {self._address_note(answer)}"
        if BEGUN in answer.sent:
            note = self.tr(
                "The answer began with tokens that you chose. They are not stored: this is the same in words."
            )
        else:
            request = request.with_fields(answer.sent)
        self.dialog.show_request(request, note)

    def _address_note(self, answer: Message) -> str:
        if answer.connection == LOCAL_ID:
            return self.tr("The engine on this computer is not running: it gets port and key when it starts.")
        return self.tr("The server gives the conversation its number when it is made.")

    def _say(self, words: Words) -> None:
        self._window.pane.notices.show_notice(Notice(Severity.INFO, words))
