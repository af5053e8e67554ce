"""The menu of presets at the head of the parameters: use, keep, delete, exchange, undo and redo."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QPushButton, QWidget, QWidgetAction

from h2o_desktop.core.presets import BUILT_IN, Preset
from h2o_desktop.qt.parameter_history import ParameterHistory


class PresetMenu(QObject):
    """Asks for what the person chooses; the presets themselves are kept elsewhere.

    Signals:
        used(preset): its values are wanted.
        kept(name): the values of now are wanted as a preset of that name.
        chosen_for_model(name): new chats with the chosen model shall begin with it; an empty name means with none.
        deleted(name): the preset is not wanted any more.
        import_requested(), export_requested(): presets are to come from a file, or to go into one.
    """

    used = Signal(object)
    kept = Signal(str)
    deleted = Signal(str)
    chosen_for_model = Signal(str)
    import_requested = Signal()
    export_requested = Signal()

    def __init__(self, history: ParameterHistory, parent: QWidget) -> None:
        super().__init__(parent)
        self._parent = parent
        self._history = history
        self._presets: tuple[Preset, ...] = ()
        self._model = ""
        self._of_model = ""
        self.button = QPushButton(self.tr("Presets"), parent)
        self.button.setObjectName("presetsButton")
        self.button.setToolTip(self.tr("Use, keep and exchange sets of parameters"))
        self.button.clicked.connect(self._on_clicked)
        self.undo = self._action(self.tr("Undo the change of parameters"), QKeySequence("Ctrl+Alt+Z"), history.undo)
        self.redo = self._action(self.tr("Redo the change of parameters"), QKeySequence("Ctrl+Alt+Y"), history.redo)
        history.changed.connect(self._show_steps)
        self._show_steps()

    def set_presets(self, presets: Sequence[Preset]) -> None:
        """Offer these beside the built-in ones."""
        self._presets = tuple(presets)

    def set_model(self, model: str, preset: str) -> None:
        """The chosen model, and the preset that new chats with it begin with; empty when there is none."""
        self._model, self._of_model = model, preset

    def menu(self) -> QMenu:
        """The menu, made when it is opened."""
        menu = QMenu(self._parent)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for preset in BUILT_IN:
            self._add_use(menu, preset, QCoreApplication.translate("presets", preset.name))
        if self._presets:
            menu.addSeparator()
        for preset in self._presets:
            self._add_use(menu, preset, preset.name)
        menu.addSeparator()
        self._add_keep(menu)
        if self._model:
            self._add_for_model(menu)
        delete = menu.addMenu(self.tr("Delete"))
        delete.setEnabled(bool(self._presets))
        for preset in self._presets:
            delete.addAction(preset.name).triggered.connect(partial(self.deleted.emit, preset.name))
        menu.addAction(self.tr("Import…")).triggered.connect(self.import_requested)
        export = menu.addAction(self.tr("Export…"))
        export.setEnabled(bool(self._presets))
        export.triggered.connect(self.export_requested)
        menu.addSeparator()
        menu.addActions([self.undo, self.redo])
        return menu

    def _action(self, text: str, shortcut: QKeySequence, then: object) -> QAction:
        action = QAction(text, self._parent)
        action.setShortcut(shortcut)
        action.triggered.connect(then)
        self._parent.window().addAction(action)
        return action

    def _add_use(self, menu: QMenu, preset: Preset, name: str) -> None:
        menu.addAction(name).triggered.connect(partial(self.used.emit, preset))

    def _add_for_model(self, menu: QMenu) -> None:
        """The presets once more, to choose the one that new chats with the chosen model begin with."""
        title = self.tr("New chats with {model}").format(model=self._model.replace("&", "&&"))
        chosen = menu.addMenu(title)
        chosen.setObjectName("presetOfModel")
        names = {"": self.tr("Begin like all others")}
        names.update({preset.name: QCoreApplication.translate("presets", preset.name) for preset in BUILT_IN})
        names.update({preset.name: preset.name for preset in self._presets})
        group = QActionGroup(chosen)
        for name, shown in names.items():
            action = chosen.addAction(shown)
            action.setCheckable(True)
            action.setChecked(name == self._of_model)
            action.triggered.connect(partial(self.chosen_for_model.emit, name))
            group.addAction(action)
            if not name:
                chosen.addSeparator()

    def _add_keep(self, menu: QMenu) -> None:
        """A field in the menu: a name and Enter keep the parameters of now."""
        field = QLineEdit(menu)
        field.setObjectName("presetName")
        field.setPlaceholderText(self.tr("Keep as… (a name and Enter)"))
        field.setAccessibleName(self.tr("Name for a preset of the parameters of now"))
        field.returnPressed.connect(partial(self._on_named, menu, field))
        keep = QWidgetAction(menu)
        keep.setDefaultWidget(field)
        menu.addAction(keep)

    def _on_named(self, menu: QMenu, field: QLineEdit) -> None:
        name = field.text()
        menu.close()
        self.kept.emit(name)

    def _show_steps(self) -> None:
        self.undo.setEnabled(self._history.can_undo)
        self.redo.setEnabled(self._history.can_redo)

    def _on_clicked(self) -> None:
        self.menu().popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))
