"""The tokens of one answer: read from the store, completed by the engine where it can be asked, and branched from."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.core.answer_tokens import AnswerTokens
from h2o_desktop.core.branching import draft_branch, ends_whole
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.capabilities import Continuing
from h2o_desktop.core.conversation import Message, path_to
from h2o_desktop.core.engines import OPENAI
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.token_choice import AnswerSettings, TokenChoice, choice_at
from h2o_desktop.core.token_view import (
    Refusal,
    TokenNote,
    asked_request,
    opening_of,
    refusal,
    text_of_tokens,
    told,
)
from h2o_desktop.core.tokens import Alternative, packed
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.chat_controller import ChatController, ChatState
from h2o_desktop.qt.token_filler import TokenFiller

if TYPE_CHECKING:
    from h2o_desktop.core.provider import NextTokens
    from h2o_desktop.core.services import TokenSource
    from h2o_desktop.core.store import TranscriptStore

ASK_MS = 150
MOST_ALTERNATIVES = 60


class TokensController(QObject):
    """Lives in the GUI thread; the store and the servers are asked in their lanes.

    Signals:
        opened(): the tokens of another answer are there, or the same ones in other pieces.
        told(number): the probability of a token became known.
        choice_changed(number): the choice at a token is another one, or is known better.
        noted(note, error): what is going on; the error when something failed, otherwise None.
        left(): the answer is no longer in the window.
    """

    opened = Signal()
    told = Signal(int)
    choice_changed = Signal(int)
    noted = Signal(str, object)
    left = Signal()

    def __init__(
        self, chat: ChatController, source: TokenSource, store: TranscriptStore, *, store_lane: Lane, lane: Lane
    ) -> None:
        super().__init__()
        self.tokens = AnswerTokens("")
        self.settings = AnswerSettings.of({})
        self.path: tuple[Message, ...] = ()
        self.current = 0
        self.note = TokenNote.NONE
        self._chat = chat
        self._source = source
        self._store = store
        self._store_lane = store_lane
        self._lane = lane
        self._filler: TokenFiller | None = None
        self._exact: dict[int, NextTokens] = {}
        self._asked = CancelToken()
        self._branch_from = -1
        self._looked_at = 0
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(ASK_MS)
        self._pause.timeout.connect(self._ask_exactly)
        chat.state_changed.connect(self._on_state)
        chat.shown.connect(self._on_shown)
        chat.answer_ended.connect(self._on_answer_ended)
        chat.board.not_stored.connect(self._on_not_stored)

    def refusal(self, message: Message) -> Refusal:
        """Why the tokens of a message cannot be looked at; NONE when they can."""
        return refusal(message, self._source.capabilities(message.connection))

    def open(self, message_id: str, current: int = 0) -> bool:
        """Look at the tokens of an answer of the shown conversation; false when that is not possible."""
        conversation = self._chat.conversation
        path = path_to(conversation.messages, message_id) if conversation is not None else ()
        if not path or self.refusal(path[-1]) is not Refusal.NONE:
            return False
        self.close()
        self.path, self.current = path, current
        self._show_note(TokenNote.LOADING)
        job = partial(_read, self._store, message_id, text_of_tokens(path))
        self._store_lane.submit(job, partial(self._on_read, path[-1]))
        return True

    def close(self) -> None:
        """Look at nothing any more."""
        self._pause.stop()
        self._asked.set()
        if self._filler is not None:
            self._filler.stop()
            self._filler.deleteLater()
            self._filler = None
        self._exact.clear()
        self._branch_from = -1
        self.path = ()

    def select(self, number: int) -> None:
        """Look at the choice at another token."""
        self.current = max(0, min(number, len(self.tokens) - 1))
        self.choice_changed.emit(self.current)
        self.look_at(self.current)

    def look_at(self, number: int) -> None:
        """Ask the engine, where it runs, about a token: for more of what could have come, and with the penalties."""
        self._looked_at = number
        self._pause.start()

    def come_near(self, number: int) -> None:
        """Ask first about the tokens from this one on."""
        if self._filler is not None:
            self._filler.near = number

    def choice(self, number: int) -> TokenChoice:
        """The choice at a token as far as it is known."""
        if not len(self.tokens):
            return TokenChoice()
        token, exact = self.tokens.token(number), self._exact.get(number)
        if exact is None:
            return choice_at(token, self.settings)
        return choice_at(told(token, exact.alternatives, MOST_ALTERNATIVES), self.settings, exact.penalised)

    def may_branch(self, number: int, alternative: Alternative) -> bool:
        """Whether an answer can begin with the tokens before one and this alternative."""
        if not alternative.piece or not self.path:
            return False
        capabilities = self._source.capabilities(self.path[-1].connection)
        if capabilities is not None and capabilities.takes_tokens:
            return True
        return ends_whole(self.tokens.content[: self.tokens.places[number].start] + alternative.piece)

    @property
    def asks_in_words(self) -> bool:
        """Whether the server can only be asked in words to go on with the beginning of an answer."""
        capabilities = self._source.capabilities(self.path[-1].connection) if self.path else None
        return capabilities is not None and capabilities.continuing is Continuing.ASKED

    def branch(self, number: int, alternative: Alternative) -> bool:
        """Ask for another answer that begins so; false when that cannot be now."""
        if not self.may_branch(number, alternative):
            return False
        opening = opening_of(self.tokens, number, alternative)
        if not self._chat.ask_beside(self.path[-1].id, partial(draft_branch, opening)):
            return False
        self._branch_from = number
        self._show_note(TokenNote.BRANCHING)
        return True

    def _on_read(self, message: Message, outcome: Outcome[AnswerTokens]) -> None:
        if not self.path or self.path[-1].id != message.id:
            return
        if isinstance(outcome.error, DesktopError):
            self._show_note(TokenNote.FAILED, outcome.error)
            return
        capabilities = self._source.capabilities(message.connection)
        self.tokens = outcome.result()
        engine = capabilities.engine if capabilities is not None else OPENAI
        is_final = capabilities is not None and capabilities.tells_chosen
        self.settings = AnswerSettings.of(message.sent, engine, is_final=is_final)
        can_ask = capabilities is not None and capabilities.takes_tokens
        if can_ask:
            self._filler = TokenFiller(self._source, self._lane, message.connection, asked_request(self.path))
            self._filler.pieces_changed.connect(self._on_pieces)
            self._filler.told.connect(self._on_told)
            self._filler.ended.connect(self._on_filled)
            self._filler.failed.connect(self._on_failed)
        self.opened.emit()
        self.select(self.current)
        is_silent = not can_ask and not any(place.is_told for place in self.tokens.places)
        self._show_note(TokenNote.NOTHING if is_silent else TokenNote.NONE)
        self._fill()

    def _fill(self) -> None:
        """Ask about what is not known yet, unless the engine answers something else."""
        if self._filler is None or next(self.tokens.holes(), None) is None:
            return
        if self._chat.state is ChatState.IDLE:
            self._show_note(TokenNote.ASKING)
            self._filler.start(self.tokens)
        else:
            self._filler.stop()
            self._show_note(TokenNote.WAITING)

    def _on_pieces(self) -> None:
        self._exact.clear()
        self.opened.emit()
        self.select(self.current)

    def _on_told(self, number: int) -> None:
        self.told.emit(number)
        if number == self.current:
            self.choice_changed.emit(number)

    def _on_filled(self) -> None:
        self._show_note(TokenNote.NONE)
        records = packed(self.tokens.token(number) for number in range(len(self.tokens)))
        self._store_lane.submit(partial(self._store.keep_token_records, self.path[-1].id, records), self._on_kept)

    def _on_kept(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._show_note(TokenNote.FAILED, outcome.error)
        else:
            outcome.result()

    def _on_failed(self, error: object) -> None:
        self._show_note(TokenNote.FAILED, error)

    def _ask_exactly(self) -> None:
        number = self._looked_at
        if self._filler is None or self._chat.state is not ChatState.IDLE or number in self._exact:
            return
        if number >= len(self.tokens):  # of an answer that is empty
            return
        self._asked.set()
        cancel = self._asked = CancelToken()
        before = [(token.id, token.piece) for token in self.tokens.before(number)]
        request, connection = asked_request(self.path), self.path[-1].connection
        job = partial(self._source.choice_after, connection, request, before, cancel, start=False)
        self._lane.submit(job, partial(self._on_exact, cancel, number))

    def _on_exact(self, cancel: CancelToken, number: int, outcome: Outcome[NextTokens | None]) -> None:
        if cancel.is_set:
            return
        if isinstance(outcome.error, DesktopError):
            self._show_note(TokenNote.FAILED, outcome.error)
            return
        told_of = outcome.result()
        if told_of is not None:
            self._exact[number] = told_of
            if told_of.engine is not None:
                self.settings = AnswerSettings.of(self.path[-1].sent, told_of.engine)
            self.choice_changed.emit(number)

    def _on_state(self, _state: str) -> None:
        if self.path and self._branch_from < 0:
            self._fill()

    def _on_shown(self, _summary: object) -> None:
        conversation = self._chat.conversation
        ids = {message.id for message in conversation.messages} if conversation is not None else set()
        if self.path and self.path[-1].id not in ids:
            self.close()
            self.left.emit()

    def _on_answer_ended(self, _conversation_id: str, message: Message) -> None:
        if self._branch_from < 0 or not self.path or message.parent_id != self.path[-1].parent_id:
            return
        number, self._branch_from = self._branch_from, -1
        if self.refusal(message) is not Refusal.NONE or not self.open(message.id, number):
            self._show_note(TokenNote.NONE)

    def _on_not_stored(self, _conversation_id: str, _error: object) -> None:
        if self._branch_from >= 0:
            self._branch_from = -1
            self._show_note(TokenNote.NONE)

    def _show_note(self, note: TokenNote, error: object = None) -> None:
        self.note = note
        self.noted.emit(note.value, error)


def _read(store: TranscriptStore, message_id: str, text: str) -> AnswerTokens:
    """What is kept of an answer's tokens, laid over its text; for a long answer that takes a moment."""
    return AnswerTokens(text, store.token_records(message_id))
