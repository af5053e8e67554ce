"""What stands behind the window of sweeps: which ones there are, which is shown, and which are at work."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, Qt

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.sweep import Sweep, SweepPlan
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.sweep_controller import SweepController
from h2o_desktop.qt.sweep_library import SweepLibrary
from h2o_desktop.ui.presenters.sweep_results import SweepResults
from h2o_desktop.ui.presenters.sweep_setup import SweepSetup
from h2o_desktop.ui.sweep import SweepWindow
from h2o_desktop.ui.sweep.sweep_words import sweep_name
from h2o_desktop.ui.text_for_people import number, say

if TYPE_CHECKING:
    from h2o_desktop.ui.help_window import HelpWindow
    from h2o_desktop.ui.presenters.sweep_presenter import SweepPresenter

CLOSE_WAIT_S = 2.0


class SweepDesk(QObject):
    """One window, and a controller for each sweep that was opened or started. GUI thread."""

    def __init__(self, given: SweepPresenter) -> None:
        super().__init__(given)
        self._given = given
        self._chat = given.chat
        self._for = ""  # the conversation whose sweeps are listed
        self._removed: Sweep | None = None
        self._help: HelpWindow | None = None
        self._preparing = ""  # what is said until the first text comes
        self.controllers: dict[str, SweepController] = {}
        self.library = SweepLibrary(given.store, given.parts.store_lane, given.parts.now_s, self)
        self.window = SweepWindow(given.models.theme, given.window)
        self.setup = SweepSetup(given, self.window, self.library)
        self.results = SweepResults(given, self.window, self.library)
        self._connect()

    def _connect(self) -> None:
        window, library = self.window, self.library
        window.rest_requested.connect(self._on_rest)
        window.stop_all_requested.connect(self._on_stop_all)
        window.sweep_chosen.connect(self.show_sweep)
        window.remove_requested.connect(self._on_remove)
        window.undo_requested.connect(self._on_undo)
        window.help_requested.connect(self._on_help)
        window.grid.stop_requested.connect(self._on_stop)
        window.reading.stop_requested.connect(self._on_stop)
        window.reading.ask_requested.connect(self._on_ask)
        library.listed.connect(self._on_listed)
        library.loaded.connect(self._on_loaded)
        library.added.connect(self._on_added)
        library.removed.connect(self._on_removed)
        library.failed.connect(self._on_failed)
        self._chat.shown.connect(self._on_shown)
        self._given.parts.saving.failed.connect(self._on_failed)
        self._given.parts.saving.resumed.connect(self._on_saving_resumed)

    # -- opening ------------------------------------------------------------------------------------------------------

    def open(self) -> None:
        """Show the window, set up for the chat that is shown."""
        self.setup.propose()
        self.setup.judge()
        self._list()
        self.window.show()
        self.window.raise_()
        self.window.activateWindow()
        self.window.setup.prompt.setFocus(Qt.FocusReason.OtherFocusReason)

    def stop_cells(self) -> None:
        """End every cell with what has come."""
        for controller in self.controllers.values():
            controller.stop_all()

    def stop(self) -> None:
        """End every cell with what has come; waits at most 2 s for their threads."""
        self.setup.stop()
        self.stop_cells()
        for controller in self.controllers.values():
            controller.join(CLOSE_WAIT_S)

    def _list(self) -> None:
        self._for = self._chat.shown_id
        if self._for:
            self.library.list_sweeps(self._for)
        else:
            self._on_listed("", [])

    def _on_listed(self, conversation_id: str, plans: list[SweepPlan]) -> None:
        if conversation_id != self._for:
            return
        self.window.show_list(plans)
        shown = self.window.controller
        if shown is None or shown.plan.conversation_id != conversation_id:
            self.window.show_sweep(None)
            if plans:
                self.show_sweep(plans[0].id)

    def show_sweep(self, sweep_id: str) -> None:
        """Show a sweep of the list; one that is at work as it is now."""
        if sweep_id in self.controllers:
            self.window.show_sweep(self.controllers[sweep_id])
        else:
            self.library.load(sweep_id)

    def _on_loaded(self, sweep: Sweep) -> None:
        if sweep.plan.id not in self.controllers:
            self._take(sweep)
        if sweep.plan.conversation_id == self._for:
            self.window.show_sweep(self.controllers[sweep.plan.id])
            if not self.window.sweeps.has(sweep.plan.id):  # it was brought back
                self._list()

    def _take(self, sweep: Sweep) -> SweepController:
        controller = SweepController(sweep, self._given.parts, self)
        controller.preparing.connect(self._on_preparing)
        controller.text_arrived.connect(self._on_text)
        controller.ended.connect(self._on_ended)
        controller.cell_changed.connect(self.setup.judge_soon)
        controller.lost.connect(self._on_failed)
        self.controllers[sweep.plan.id] = controller
        return controller

    def _on_shown(self, _summary: ConversationSummary | None) -> None:
        if self.window.isVisible():
            self.setup.propose()
            self._list()

    def _on_added(self, plan: SweepPlan, made: ConversationSummary | None) -> None:
        controller = self._take(Sweep.of(plan))
        if made is not None:
            self._given.history.take(made)
            self._given.changed.emit(made.id)
            if not self._chat.shown_id:
                self.results.drop_draft(plan)
                self._chat.show_stored(made.id)
        if plan.conversation_id in {self._for, made.id if made is not None else ""}:
            self._for = plan.conversation_id
            self.window.show_sweep(controller)
            self.library.list_sweeps(plan.conversation_id)
            self.window.grid.setFocus(Qt.FocusReason.OtherFocusReason)
        controller.start(self.setup.at_once)

    # -- at work ------------------------------------------------------------------------------------------------------

    def _on_preparing(self, words: Words) -> None:
        self._preparing = say(words)
        self.window.show_message(self._preparing)

    def _on_text(self, _place: int, _text: str) -> None:
        if self._preparing and self.window.message.text() == self._preparing:
            self.window.show_message("")
        self._preparing = ""

    def _on_rest(self) -> None:
        if self.window.controller is not None:
            self.window.show_message("")
            self.window.controller.start(self.setup.at_once)

    def _on_stop_all(self) -> None:
        if self.window.controller is not None:
            self.window.controller.stop_all()

    def _on_stop(self, place: int) -> None:
        if self.window.controller is not None:
            self.window.controller.stop(place)

    def _on_ask(self, place: int) -> None:
        controller = self.window.controller
        if controller is None:
            return
        if not controller.may_ask(place):
            self.window.show_message(
                self.tr(
                    "This cell has its answer, and the same seed would give it again. To ask all the same, go on from "
                    "here and answer again in the chat."
                )
            )
        controller.ask(place)

    def _on_ended(self) -> None:
        if self._given.parts.saving.error is None:  # else it stays said, though the last cell came after it
            self.window.show_message("")
        controller = self.sender()
        if isinstance(controller, SweepController) and not self.window.isVisible():
            words = Words(
                QT_TRANSLATE_NOOP("notices", "The sweep {name} has ended: {done} of {all} cells have an answer."),
                {
                    "name": sweep_name(controller.plan),
                    "done": number(controller.plan.size - len(controller.unfinished())),
                    "all": number(controller.plan.size),
                },
                "notices",
            )
            self._given.window.pane.notices.show_notice(Notice(Severity.INFO, words))

    def _on_failed(self, error: DesktopError) -> None:
        self.window.show_error(error)

    def _on_saving_resumed(self) -> None:
        self.window.show_message(QCoreApplication.translate("notices", "Saving works again. Nothing was lost."))

    def _on_remove(self, sweep_id: str) -> None:
        controller = self.controllers.get(sweep_id)
        if controller is not None:
            controller.stop_all()
        self.library.remove(sweep_id)

    def _on_removed(self, sweep_id: str) -> None:
        controller = self.controllers.pop(sweep_id, None)
        if controller is not None:
            self._removed = controller.sweep
            if controller is self.window.controller:
                self.window.show_sweep(None)
            self.window.show_message(
                self.tr("The sweep {name} was removed.").format(name=sweep_name(controller.plan)), undo=True
            )
        self._list()

    def _on_undo(self) -> None:
        removed, self._removed = self._removed, None
        self.window.show_message("")
        if removed is not None:
            self.library.bring_back(removed)

    def _on_help(self) -> None:
        from h2o_desktop.ui.help_window import HelpWindow

        if self._help is None:
            self._help = HelpWindow(self.window)
        self._help.show_page("sweeps.md")
