"""Presets that new chats with a model begin with."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QCoreApplication, QObject

from h2o_desktop.core.model_presets import preset_named
from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.core.presets import BUILT_IN
from h2o_desktop.qt.chat_controller import ChatController
from h2o_desktop.ui.main_window import MainWindow, WindowModels
from h2o_desktop.ui.parameter_panel.preset_line import PresetLine
from h2o_desktop.ui.presenters.parameter_presenter import ParameterPresenter


class ModelPresetPresenter(QObject):
    """Gives a new chat the preset of its model, as long as the person has changed nothing in it.

    `new_chat` makes the parameters that a new chat begins with of those of a preset; of none without one.
    """

    def __init__(
        self,
        window: MainWindow,
        models: WindowModels,
        chat: ChatController,
        presets: ParameterPresenter,
        new_chat: Callable[[Mapping[str, ParameterValue]], Mapping[str, ParameterValue]],
    ) -> None:
        super().__init__(window)
        self._models = models
        self._chat = chat
        self._presets = presets
        self._new_chat = new_chat
        self._given: Mapping[str, ParameterValue] = {}
        self._model = ("", "")
        self.line = PresetLine(models.theme, window.parameters)
        window.parameters.add_below_head(self.line)
        presets.menu.chosen_for_model.connect(self.choose)
        presets.changed.connect(self._on_presets)
        self.line.removed.connect(self._on_removed)
        models.connections.changed.connect(self._on_connections)
        chat.shown.connect(self._on_shown)
        if self._is_new:
            self._given = self._beginning({})
        self._on_connections()

    def choose(self, name: str) -> None:
        """Let new chats with the chosen model begin with a preset; an empty name takes that away."""
        self._presets.use_for_model(self._models.connections.current, name)

    @property
    def _is_new(self) -> bool:
        return not self._chat.shown_id and not len(self._models.conversation)

    def _beginning(self, preset: Mapping[str, ParameterValue]) -> dict[str, ParameterValue]:
        known = self._models.parameters.values()
        return {**known, **{key: value for key, value in self._new_chat(preset).items() if key in known}}

    def _on_shown(self, _summary: object) -> None:
        if self._is_new:
            self._given = self._models.parameters.values()  # as a new chat has just got them
            self._give()

    def _on_connections(self) -> None:
        model = self._models.connections.current
        if model != self._model:
            self._model = model
            self._give()
            self._show()

    def _on_presets(self) -> None:
        self._give()
        self._show()

    def _on_removed(self) -> None:
        self.choose("")

    def _give(self) -> None:
        """Begin a chat that nobody has touched with what belongs to the model."""
        parameters = self._models.parameters
        if not self._is_new or parameters.values() != self._given:
            return
        preset = preset_named(self._presets.name_for(self._model), self._presets.presets)
        wanted = self._beginning(preset.values if preset is not None else {})
        if wanted != parameters.values():
            parameters.replace({**parameters.asked(), **wanted})
        self._given = parameters.values()

    def _show(self) -> None:
        name = self._presets.name_for(self._model)
        built_in = name in {preset.name for preset in BUILT_IN}
        shown = QCoreApplication.translate("presets", name) if built_in else name
        model = self._models.connections.current_model()
        known = (model.name or model.id.rpartition("/")[2]) if model is not None else ""
        self._presets.menu.set_model(known, name)
        self.line.show_preset(shown if preset_named(name, self._presets.presets) else "", known)
