"""The composition root of the window: makes every part, joins them, and takes them apart again."""

from __future__ import annotations

import contextlib
import os
import sys
import time
from collections import deque
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from h2o_desktop.app.second_start import handed_over
from h2o_desktop.commands import Options
from h2o_desktop.qt.first_paint import FirstPaint
from h2o_desktop.ui.language import use_language
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.theme import ThemeSource, styled_application
from h2o_desktop.wiring.services import Services

if TYPE_CHECKING:
    from h2o_desktop.app.late_parts import LateParts
    from h2o_desktop.core.errors import StorageError
    from h2o_desktop.qt.background import Outcome
    from h2o_desktop.qt.late_jobs import LateJobs

READY_FILE_VARIABLE = "H2O_DESKTOP_READY_FILE"  # written when the window takes its first key; for tests and demos
CLOSE_WAIT_S = 2.0
NETWORK_THREADS = 6
# In the order in which one needs the other, so that each takes its own time.
LATE_MODULES = (
    "h2o_desktop.ui.chat_view.text_box",
    "h2o_desktop.ui.chat_view.message_frame",
    "h2o_desktop.ui.chat_view.message_entry",
    "h2o_desktop.ui.chat_view.chat_view",
    "h2o_desktop.ui.presenters.budget_presenter",
    "h2o_desktop.ui.presenters.lens_presenter",
    "h2o_desktop.ui.presenters.parameter_presenter",
    "asyncio",
    "h2o_desktop.qt.event_loop",
    "h2o_desktop.core.turn",
    "h2o_desktop.qt.running_turn",
    "pygments.lexers",
    "pygments.lexer",
)


class Application(QObject):
    """One window with everything behind it. `show` makes it visible; `close` stops and stores what is under way.

    The first picture has the prompt box; all else is made in steps right after it, each about as long as a frame, so
    that keys are taken in between. `complete` makes what is still missing at once; `opened` is called after that.
    With `collects` it looks for cycles of objects from then on; otherwise that is left to whoever made it.
    """

    def __init__(
        self,
        services: Services,
        application: QApplication,
        opened: Callable[[Application], None] = lambda _application: None,
        *,
        collects: bool = False,
    ) -> None:
        super().__init__()
        self._collects = collects
        self.services = services
        self.theme = ThemeSource(application, services.settings.theme)
        self.window = window = MainWindow(self.theme)
        self.late_parts: LateParts | None = None
        self._late_jobs: LateJobs | None = None
        self._steps: deque[Callable[[], object]] = deque(
            (self._make_models, self._make_controllers, self._join, partial(opened, self), self._load)
        )
        window.closing.connect(self.close)
        window.pane.prompt.submitted.connect(self._on_submitted_early)
        window.restore_state_text(services.settings.window_state)
        window.set_panes(history=services.settings.history_shown, parameters=services.settings.parameters_shown)

    def complete(self) -> None:
        """Make now what is still to be made of the window."""
        while self._steps:
            self._steps.popleft()()

    def _make_next(self) -> None:
        if self._steps:
            self._steps.popleft()()
            QTimer.singleShot(0, self, self._make_next)

    def _on_submitted_early(self, prompt: str) -> None:
        """Somebody was faster than the window."""
        self.complete()
        self.transcripts.prompt.send(prompt)

    def _make_models(self) -> None:
        from h2o_desktop.qt.connections_model import ConnectionsModel
        from h2o_desktop.qt.conversation_model import ConversationModel
        from h2o_desktop.qt.history_model import HistoryModel
        from h2o_desktop.qt.parameter_model import ParameterModel
        from h2o_desktop.ui.text_for_people import day_heading, pinned_heading, summary_line

        self.models = WindowModels(
            history=HistoryModel(time.time, day_heading, summary_line, pinned_heading=pinned_heading),
            conversation=ConversationModel(),
            parameters=ParameterModel(),
            connections=ConnectionsModel(),
            theme=self.theme,
        )
        self.models.parameters.replace(dict(self.services.settings.parameters))
        self._steps.extendleft(reversed(list(self.window.steps(self.models))))

    def _make_controllers(self) -> None:
        from h2o_desktop.qt.background import Lane, Tasks
        from h2o_desktop.qt.chat_controller import ChatController
        from h2o_desktop.qt.connections_controller import ConnectionsController
        from h2o_desktop.qt.history_controller import HistoryController
        from h2o_desktop.qt.late_jobs import LateJobs
        from h2o_desktop.qt.turn_board import TurnParts
        from h2o_desktop.wiring.token_services import wants_probabilities

        services = self.services
        self.store_lane = Lane("store")
        self.network_lane = Lane("network", NETWORK_THREADS)
        self.tasks = Tasks()
        wanted = partial(wants_probabilities, services)
        provider_for = services.provider_for
        self.turn_parts = TurnParts(
            services.store, self.store_lane, self.tasks, provider_for, time.monotonic, wants_probabilities=wanted
        )
        self.chat = ChatController(self.turn_parts, self.models.conversation, self.models.parameters.asked, time.time)
        self.history = HistoryController(self.models.history, services.store, self.store_lane)
        self.connections = ConnectionsController(self.models.connections, services, self.network_lane)
        services.on_local_state = self.connections.local_state_told.emit
        self._late_jobs = LateJobs(self._jobs_after_first_paint(), self)

    def _join(self) -> None:
        from h2o_desktop.app.early_actions import EarlyActions
        from h2o_desktop.app.settings_keeper import SettingsKeeper
        from h2o_desktop.app.start_options import StartOptions
        from h2o_desktop.ui.presenters.chat_presenter import ChatPresenter
        from h2o_desktop.ui.presenters.export_presenter import ExportPresenter
        from h2o_desktop.ui.presenters.transcripts_presenter import TranscriptsPresenter
        from h2o_desktop.ui.presenters.view_presenter import ViewPresenter

        window, services = self.window, self.services
        window.pane.prompt.submitted.disconnect(self._on_submitted_early)
        self.options = StartOptions(self)
        self.chat_presenter = ChatPresenter(window, self.models, self.chat, self.history, self.options.new_chat)
        self.transcripts = TranscriptsPresenter(
            window, self.models, chat=self.chat, history=self.history, lane=self.store_lane
        )
        self.transcripts.join(services.store, services.drafts)
        self.view_presenter = ViewPresenter(window, services.write_text, services.fetch_picture, self.network_lane)
        self._join_connections()
        self.export_presenter = ExportPresenter(window, self.chat, services.export, self.network_lane)
        self.settings_keeper = SettingsKeeper(self)
        self._early_actions = EarlyActions(window.actions(), self)

    def _join_connections(self) -> None:
        from h2o_desktop.ui.presenters.connections_presenter import ConnectionsPresenter

        settings = self.services.settings
        self.connections_presenter = ConnectionsPresenter(
            self.window, self.models, self.chat, self.connections, self.services
        )
        self.connections_presenter.example_chosen.connect(self.transcripts.prompt.send)
        self.connections.use_settings(settings)
        self.connections.show_local()
        if settings.connection and settings.model and settings.profile(settings.connection):
            self.connections_presenter.choose(settings.connection, settings.model)

    def show(self) -> None:
        """Open the window; what it does not need for its first picture comes after that."""
        FirstPaint(self.window.pane, self._on_first_paint)
        self.window.show()
        self.window.focus_prompt()

    def close(self) -> None:
        """Stop every answer, store what came, and end the engine; waits for the store at most 2 s."""
        self.complete()
        if self._late_jobs is not None:
            self._late_jobs.stop()
        if self.late_parts is not None:
            self.late_parts.stop()
        self.chat.keep_parameters()
        self.transcripts.stop()
        self.chat.board.stop_all(CLOSE_WAIT_S)
        self.connections.close()
        self.settings_keeper.keep_window()
        self.store_lane.close(CLOSE_WAIT_S)
        self.services.close()
        self.network_lane.close(0)
        self.tasks.close()

    def _on_first_paint(self) -> None:
        ready_file = os.environ.get(READY_FILE_VARIABLE)
        if ready_file:
            Path(ready_file).write_text(f"{os.getpid()}\n", encoding="utf-8")
        QTimer.singleShot(0, self, self._make_next)

    def _load(self) -> None:
        """The window is whole: fill it."""
        self.history.load_newest()
        self.transcripts.drafts.load()
        self.store_lane.submit(lambda: tuple(self.services.startup_reports), self._after_history)

    def _after_history(self, outcome: Outcome[tuple[StorageError, ...]]) -> None:
        """The chats are on the screen: now comes what would have kept them waiting."""
        if self._late_jobs is not None:
            self._late_jobs.start()
        self.connections.look_at(self.chat.choice[0] or self.connections_presenter.awaited)
        for error in outcome.result():
            self.settings_keeper.show(error)

    def _jobs_after_first_paint(self) -> Iterator[Callable[[], object]]:
        """What the first message needs and the first picture does not."""
        for name in LATE_MODULES:
            yield partial(import_module, name)
        yield lambda: self.window.pane.chat_view
        yield _warm_up_markdown
        yield self._join_late
        if self._collects:
            yield self._collect_what_comes

    def _join_late(self) -> None:
        """Join what stands beside the conversation and the parameters."""
        from h2o_desktop.app.late_parts import LateParts

        self.late_parts = LateParts(self)
        self._early_actions.release()

    def _collect_what_comes(self) -> None:
        """Look for cycles, but among what is made from now on: to look through all of the program takes too long."""
        from h2o_desktop.qt.garbage import GarbageCollector

        GarbageCollector(self, lambda: self.transcripts.is_transferring)


def _warm_up_markdown() -> None:
    from h2o_desktop.ui.chat_view.markdown_parser import markdown_parser

    markdown_parser()


def run(options: Options) -> int:
    """Open the window and stay until it is closed; or hand over to the one that is open. Returns the exit status."""
    services = Services(options.data_dir)
    options.profile(services.settings)  # what is wrong with the options is told here, in the terminal of this start
    options.parameters()
    with contextlib.ExitStack() as until_the_end:
        until_the_end.callback(services.window_lock.close)
        if handed_over(services.window_lock, options):
            return 0
        application = styled_application(sys.argv)
        application.setApplicationName("H2O Desktop")
        application.setDesktopFileName("h2o-desktop")
        use_language(application, services.settings.language)
        window = Application(services, application, lambda window: window.options.take(options), collects=True)
        FirstPaint(window.window, lambda: _listen_to_signals(window.window, until_the_end))
        window.show()
        return application.exec()


def _listen_to_signals(window: MainWindow, until: contextlib.ExitStack) -> None:
    from h2o_desktop.qt.termination import Termination

    termination = Termination()
    termination.requested.connect(window.close)
    until.callback(termination.close)
