"""What comes of a sweep: answers compared, gone on with in the chat, and written into files."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt

from h2o_desktop.core.conversation import ConversationSummary
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.sweep import SweepPlan, branch_of
from h2o_desktop.qt.background import Outcome
from h2o_desktop.qt.sweep_library import SweepLibrary
from h2o_desktop.ui.answer_details import Tab
from h2o_desktop.ui.save_dialog import file_name
from h2o_desktop.ui.sweep import SweepWindow
from h2o_desktop.ui.sweep.sweep_words import cell_name, sweep_name

if TYPE_CHECKING:
    from h2o_desktop.ui.presenters.sweep_presenter import SweepPresenter


class SweepResults(QObject):
    """Acts on the sweep that the window shows. GUI thread; files are written in the network lane."""

    def __init__(self, given: SweepPresenter, window: SweepWindow, library: SweepLibrary) -> None:
        super().__init__(window)
        self._given = given
        self._window = window
        self._library = library
        self._to_continue = ""  # the answer that shall go on as soon as the chat shows it
        window.export_requested.connect(self._on_export)
        window.reading.compare_requested.connect(self.compare)
        window.reading.go_on_requested.connect(self.go_on)
        window.reading.continue_requested.connect(self._on_continue)
        given.chat.reached.connect(self._on_reached)
        view = window.reading.view
        given.views.serve(view)
        view.details_requested.connect(partial(self._on_details, Tab.DETAILS))
        view.request_requested.connect(partial(self._on_details, Tab.REQUEST))
        library.taken_over.connect(self._on_taken_over)

    def compare(self, place: int, other: int) -> None:
        """Show how the answers of two cells differ."""
        from h2o_desktop.ui.diff_view import DiffDialog

        controller = self._window.controller
        if controller is None:
            return
        texts = controller.sweep.texts
        left, right = ((cell_name(controller.plan, cell), texts.get(cell, "")) for cell in (place, other))
        dialog = DiffDialog(self._window, self._given.models.theme, left, right)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.show()

    def _on_details(self, tab: Tab, _message_id: str) -> None:
        controller, place = self._window.controller, self._window.grid.place
        answer = controller.cell(place) if controller is not None and place >= 0 else None
        if controller is not None and answer is not None:
            self._given.details.show_stored(answer, branch_of(controller.plan, answer), tab)
            self._given.details.dialog.raise_()

    def go_on(self, place: int) -> None:
        """Put the answer of a cell into the chat and show it there."""
        controller = self._window.controller
        answer = controller.cell(place) if controller is not None else None
        if controller is not None and answer is not None:
            self._library.take_over(controller.plan, answer)

    def _on_continue(self, place: int) -> None:
        controller = self._window.controller
        answer = controller.cell(place) if controller is not None else None
        self._to_continue = answer.id if answer is not None else ""
        self.go_on(place)

    def _on_taken_over(self, plan: SweepPlan, summary: ConversationSummary, message_id: str) -> None:
        self._given.history.take(summary)
        self._given.changed.emit(summary.id)
        if self._given.chat.shown_id == summary.id:
            self.drop_draft(plan)
        self._given.chat.show_stored(summary.id, message_id)
        main = self._given.window
        main.raise_()
        main.activateWindow()
        main.focus_prompt()

    def _on_reached(self, message_id: str) -> None:
        if message_id and message_id == self._to_continue:
            self._to_continue = ""
            self._given.window.pane.chat_view.continue_requested.emit(message_id)

    def drop_draft(self, plan: SweepPlan) -> None:
        """Empty the prompt box when what stands there is now in the chat."""
        prompt = self._given.window.pane.prompt
        if prompt.text().strip() == plan.prompt.content:
            prompt.clear()

    def _on_export(self, ending: str) -> None:
        from PySide6.QtCore import QDir
        from PySide6.QtWidgets import QFileDialog

        controller = self._window.controller
        if controller is None:
            return
        title = f"{self._given.window.pane.title.toolTip()} {sweep_name(controller.plan)}"
        dialog = QFileDialog(self._window, self.tr("Export the sweep"), QDir.homePath(), f"*{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending.lstrip("."))
        dialog.selectFile(file_name(title) + ending)
        dialog.fileSelected.connect(self.export_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def export_to(self, path_text: str) -> None:
        """Write the sweep that is shown into a file; its ending names the format."""
        controller = self._window.controller
        if controller is not None:
            path = Path(path_text)
            job = partial(self._given.export, controller.sweep, path)
            self._given.network_lane.submit(job, partial(self._on_exported, path))

    def _on_exported(self, path: Path, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.show_error(outcome.error)
            return
        outcome.result()
        self._window.show_message(self.tr("Exported to {path}.").format(path=str(path)))
