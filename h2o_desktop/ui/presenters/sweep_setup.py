"""The set-up of a new sweep: what is proposed, what it will cost, and its start."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.sweep import grid_settings
from h2o_desktop.core.sweep_estimate import at_once_for, estimate_of, idle_axes, measured_speed
from h2o_desktop.core.sweep_setup import Beginning, Wanted, plan_sweep
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.sweep_library import SweepLibrary
from h2o_desktop.ui.sweep import SweepWindow
from h2o_desktop.ui.sweep.sweep_words import estimate_words, parameter_name
from h2o_desktop.ui.text_for_people import connection_name, say

if TYPE_CHECKING:
    from h2o_desktop.ui.presenters.sweep_presenter import SweepPresenter

JUDGE_MS = 60  # one judgement for all that changes at once


class SweepSetup(QObject):
    """Follows chat, choice and parameters while the window of sweeps is open. GUI thread."""

    def __init__(self, given: SweepPresenter, window: SweepWindow, library: SweepLibrary) -> None:
        super().__init__(window)
        self._given = given
        self._chat = given.chat
        self._models = models = given.models
        self._window = window
        self._pane = window.setup
        self._library = library
        self._beginning = Beginning()
        self._proposed = ""  # the prompt that was proposed last; what the person wrote instead is kept
        self._connection = ""
        self._judge = QTimer(self)
        self._judge.setSingleShot(True)
        self._judge.setInterval(JUDGE_MS)
        self._judge.timeout.connect(self.judge)
        self._pane.changed.connect(self.judge_soon)
        self._pane.start_requested.connect(self.start)
        models.conversation.was_reset.connect(self._on_conversation)
        models.conversation.message_added.connect(self._on_conversation)
        models.connections.changed.connect(self._on_choice)
        models.parameters.value_changed.connect(self.judge_soon)
        models.parameters.system_prompt_changed.connect(self.judge_soon)

    @property
    def at_once(self) -> int:
        """How many cells shall be asked at the same time."""
        return int(self._pane.at_once.currentData())

    def judge_soon(self, *_change: object) -> None:
        """Judge when nothing changes any more for a moment."""
        self._judge.start()

    def stop(self) -> None:
        """Judge no more."""
        self._judge.stop()

    def propose(self) -> None:
        """Propose the unsent prompt or the last one, unless the person has written another."""
        draft = self._given.window.pane.prompt.text().strip()
        self._beginning = Beginning.of(self._chat.conversation, draft)
        last = self._beginning.prompt.content if self._beginning.prompt is not None else ""
        if self._pane.prompt.toPlainText() in {"", self._proposed}:
            self._proposed = draft or last
            self._pane.show_prompt(self._proposed)
        self._on_choice()

    def _on_conversation(self, *_rows: object) -> None:
        if self._window.isVisible():
            self.propose()

    def _on_choice(self) -> None:
        connection_id, model_id = self._models.connections.current
        profile = self._models.connections.profile(connection_id)
        model = self._models.connections.current_model()
        if profile is None or model is None:
            asked = self.tr("No model is chosen.")
        else:
            name = model.name or model_id.rpartition("/")[2]
            asked = self.tr("Model: {model} ({connection})").format(model=name, connection=connection_name(profile))
        self._pane.show_context(len(self._beginning.path), asked)
        if connection_id != self._connection:  # a person's own choice stays with the connection
            self._connection = connection_id
            self._pane.show_at_once(at_once_for(profile.kind if profile is not None else None))
        self._judge.start()

    def judge(self) -> None:
        """Say what the sweep would cost, and what is wrong with it or without effect."""
        try:
            wanted = self._wanted()
        except InputError as error:
            self._pane.show_verdict("", f"{say(error.summary)} {say(error.hint)}".strip(), may_start=False)
            return
        settings = grid_settings(wanted.requested, wanted.rows, wanted.columns)
        messages = self._beginning.messages(wanted.text, wanted.requested)
        conversation = self._chat.conversation
        answers = [*(conversation.messages if conversation is not None else ())]
        if self._window.controller is not None:
            answers += filter(None, self._window.controller.sweep.cells)
        speed = measured_speed(answers, wanted.connection, wanted.model)
        estimate = estimate_of(settings, messages, speed=speed, at_once=self.at_once)
        self._pane.show_verdict(estimate_words(estimate), self._without_effect(wanted), may_start=True)

    def _wanted(self) -> Wanted:
        rows, columns = self._pane.axes()
        connection, model = self._chat.choice
        text = self._pane.prompt.toPlainText().strip()
        if not text:
            raise InputError(Words(QT_TRANSLATE_NOOP("errors", "Write a prompt: every cell is asked the same.")))
        if not model:
            raise InputError(Words(QT_TRANSLATE_NOOP("errors", "Choose a model in the main window first.")))
        return Wanted(text, rows, columns, connection, model, self._models.parameters.asked())

    def _without_effect(self, wanted: Wanted) -> str:
        capabilities = self._given.services.capabilities(wanted.connection)
        if capabilities is None:
            return ""
        idle = idle_axes(wanted.requested, wanted.rows, wanted.columns, capabilities)
        return "\n".join(
            self.tr(
                "{parameter} changes nothing: this server does not take it, or other settings switch it off."
            ).format(parameter=parameter_name(key))
            for key in idle
        )

    def start(self) -> None:
        """Store the sweep that is set up, and ask."""
        try:
            wanted = self._wanted()
        except InputError:
            self.judge()
            return
        self._window.show_message("")
        plan, made = plan_sweep(
            wanted,
            self._beginning,
            self._chat.conversation,
            now_s=self._given.parts.now_s(),
            draw=secrets.randbelow,
        )
        self._library.add(plan, made)
