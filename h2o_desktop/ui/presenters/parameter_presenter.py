"""Presets, undo and help of the parameters in the window."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QCoreApplication, QObject, Signal

from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.model_presets import KEY, Model, model_presets_in, model_rows, with_model, without_name
from h2o_desktop.core.notice import Notice, Severity
from h2o_desktop.core.parameters import SPECS
from h2o_desktop.core.presets import (
    Preset,
    checked_name,
    presets_in,
    presets_text,
    with_preset,
    without_preset,
)
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.qt.background import Lane, Outcome
from h2o_desktop.qt.parameter_history import ParameterHistory
from h2o_desktop.ui.help_window import CONTENTS, HelpWindow
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.preset_menu import PresetMenu


class PresetFiles(Protocol):
    """Where presets are kept. Blocks; called in a lane."""

    def read_presets(self) -> str:
        """The kept presets as text, empty when there are none. Raises StorageError."""

    def write_presets(self, text: str) -> None:
        """Keep presets. Raises StorageError."""

    def read_text(self, path: Path) -> str:
        """A text file of the person. Raises StorageError."""

    def write_text(self, path: Path, text: str) -> None:
        """Write a text file, whole or not at all. Raises StorageError."""


class ParameterPresenter(QObject):
    """Joins the menu of presets and F1 to the parameters and to the files.

    Signals:
        changed(): there are other presets, or another one belongs to a model.
    """

    changed = Signal()

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        files: PresetFiles,
        *,
        lane: Lane,
        now_s: Callable[[], float],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._models = models
        self._files = files
        self._lane = lane
        self._presets: tuple[Preset, ...] = ()
        self._by_model: dict[Model, str] = {}
        self._help: HelpWindow | None = None
        self.history = ParameterHistory(models.parameters, now_s)
        self.menu = PresetMenu(self.history, window.parameters)
        window.parameters.add_to_head(self.menu.button)
        self.menu.used.connect(self._on_used)
        self.menu.kept.connect(self.keep)
        self.menu.deleted.connect(self._on_deleted)
        self.menu.import_requested.connect(self._on_import)
        self.menu.export_requested.connect(self._on_export)
        window.actions_.help.triggered.connect(self.show_help)
        window.parameters.help_requested.connect(self.show_help_on)
        window.parameters.offer_help()
        lane.submit(files.read_presets, self._on_loaded)

    @property
    def presets(self) -> tuple[Preset, ...]:
        """The person's own presets."""
        return self._presets

    def name_for(self, model: Model) -> str:
        """The name of the preset that new chats with a model begin with; empty when there is none."""
        return self._by_model.get(model, "")

    def use_for_model(self, model: Model, name: str) -> None:
        """Let new chats with a model begin with a preset; an empty name takes that away."""
        self._by_model = with_model(self._by_model, model, name)
        self._write()

    def keep(self, text: str) -> None:
        """Keep the parameters of now, without the seed, under a name."""
        try:
            name = checked_name(text)
        except DesktopError as error:
            self._window.pane.notices.show_notice(Notice.of(error))
            return
        values = {key: value for key, value in self._models.parameters.values().items() if key != "seed"}
        self._take(with_preset(self._presets, Preset(name, values)))

    def import_from(self, path: Path) -> None:
        """Add the presets of a file; those with the same name are replaced."""
        self._lane.submit(partial(self._files.read_text, path), self._on_imported)

    def export_to(self, path: Path) -> None:
        """Write all own presets into a file."""
        self._lane.submit(partial(self._files.write_text, path, presets_text(self._presets)), self._on_written)

    def show_help(self) -> None:
        """Open the guide at the parameter that has the keyboard; when none has it, the contents of the help."""
        key = self._window.parameters.focused_key()
        if key:
            self.show_help_on(key)
        else:
            self._help_window().show_page(CONTENTS)

    def show_help_on(self, key: str) -> None:
        """Open the guide at a parameter."""
        self._help_window().show_page("parameters.md", SPECS[key].label)

    def _help_window(self) -> HelpWindow:
        if self._help is None:
            self._help = HelpWindow(self._window, self._models.theme)
        return self._help

    def _take(self, presets: tuple[Preset, ...]) -> None:
        self._presets = presets
        self.menu.set_presets(presets)
        self._write()

    def _write(self) -> None:
        rows = model_rows(self._by_model)
        text = presets_text(self._presets, {KEY: rows} if rows else {})
        self._lane.submit(partial(self._files.write_presets, text), self._on_written)
        self.changed.emit()

    def _on_used(self, preset: Preset) -> None:
        self._models.parameters.set_values(preset.values)

    def _on_deleted(self, name: str) -> None:
        self._by_model = without_name(self._by_model, name)
        self._take(without_preset(self._presets, name))

    def _on_loaded(self, outcome: Outcome[str]) -> None:
        text = self._text(outcome)
        if not text:
            return
        try:
            self._presets = presets_in(text)
        except DesktopError as error:
            self._window.pane.notices.show_notice(Notice.of(error))
        self._by_model = model_presets_in(text)
        self.menu.set_presets(self._presets)
        self.changed.emit()

    def _on_imported(self, outcome: Outcome[str]) -> None:
        text = self._text(outcome)
        if text is None:
            return
        try:
            found = presets_in(text)
        except DesktopError as error:
            self._window.pane.notices.show_notice(Notice.of(error))
            return
        presets = self._presets
        for preset in found:
            presets = with_preset(presets, preset)
        self._take(presets)
        template = QT_TRANSLATE_NOOP("notices", "Presets that were imported: {names}.")
        names = ", ".join(preset.name for preset in found) or "—"
        self._window.pane.notices.show_notice(Notice(Severity.INFO, Words(template, {"names": names}, "notices")))

    def _text(self, outcome: Outcome[str]) -> str | None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
            return None
        return outcome.result()

    def _on_written(self, outcome: Outcome[None]) -> None:
        if isinstance(outcome.error, DesktopError):
            self._window.pane.notices.show_notice(Notice.of(outcome.error))
        else:
            outcome.result()

    def _on_import(self) -> None:
        path = self._asked_path(save=False)
        if path:
            self.import_from(Path(path))

    def _on_export(self) -> None:
        path = self._asked_path(save=True)
        if path:
            self.export_to(Path(path))

    def _asked_path(self, *, save: bool) -> str:
        from PySide6.QtWidgets import QFileDialog

        kinds = QCoreApplication.translate("ParameterPresenter", "Presets (*.json)")
        if save:
            title = QCoreApplication.translate("ParameterPresenter", "Export presets")
            return QFileDialog.getSaveFileName(self._window, title, "presets.json", kinds)[0]
        title = QCoreApplication.translate("ParameterPresenter", "Import presets")
        return QFileDialog.getOpenFileName(self._window, title, "", kinds)[0]
