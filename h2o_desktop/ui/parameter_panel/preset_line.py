"""The line below the heading of the panel: which preset new chats with the chosen model begin with."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QToolButton, QWidget

from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.theme import ThemeSource

_MARGIN = 16
_ICON = 12


class PresetLine(QWidget):
    """Shows the preset's name with a cross beside it; hidden when the model has none.

    Signals:
        removed(): new chats with this model shall begin as others do.
    """

    removed = Signal()

    def __init__(self, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("modelPresetLine")
        self.label = QLabel(self)
        self.label.setProperty("tone", "hint")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setWordWrap(True)
        self.button = QToolButton(self)
        self.button.setObjectName("modelPresetRemove")
        self.button.setIcon(icon("close", theme, "muted"))
        self.button.setIconSize(QSize(_ICON, _ICON))
        self.button.setToolTip(self.tr("Begin new chats with this model like all others"))
        self.button.setAccessibleName(self.button.toolTip())
        self.button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.button.clicked.connect(self.removed)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(_MARGIN, 0, _MARGIN - 4, 4)
        layout.setSpacing(4)
        layout.addWidget(self.label, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.hide()

    def show_preset(self, name: str, model: str) -> None:
        """Say that new chats with `model` begin with the preset of that name; an empty name says nothing."""
        self.label.setText(self.tr("New chats with {model} begin with “{preset}”.").format(model=model, preset=name))
        self.setVisible(bool(name))
