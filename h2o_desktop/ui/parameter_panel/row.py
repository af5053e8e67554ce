"""One row of the panel: the name, the control, the way back to the default, and a caption."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeySequence, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from h2o_desktop.core.capabilities import Treated, Treatment
from h2o_desktop.core.parameters import ParameterSpec, ParameterValue
from h2o_desktop.core.words import Words
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.icons import icon
from h2o_desktop.ui.parameter_panel.captions import caption, default_caption, value_text
from h2o_desktop.ui.text_for_people import say
from h2o_desktop.ui.theme import ThemeSource


class ParameterRow(QWidget):
    """Shows one parameter of the model and changes it there. Subclasses bring the control.

    Signals:
        help_requested(key): the person wants to know what the parameter does; offered where `offers_help`.
    """

    help_requested = Signal(str)

    def __init__(self, spec: ParameterSpec, model: ParameterModel, theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self.spec = spec
        self.model = model
        self.theme = theme
        self.label = QLabel(QCoreApplication.translate("parameters", spec.label), self)
        self.help = QCoreApplication.translate("parameters", spec.help)
        self.reset_button = QToolButton(self)
        self.caption_label = QLabel(self)
        self.offers_help = False
        self._shown: tuple[ParameterValue, bool, Words] | None = None
        self.top = QHBoxLayout()
        self.column = QVBoxLayout(self)
        self._set_up()

    def _set_up(self) -> None:
        self.setObjectName(f"{self.spec.key}Row")
        self.label.setTextFormat(Qt.TextFormat.PlainText)
        self.label.setToolTip(self._tool_tip())
        default = value_text(self.spec, self.spec.default)
        self.reset_button.setObjectName(f"{self.spec.key}Reset")
        self.reset_button.setIcon(icon("reset", self.theme, "accent_text"))
        self.reset_button.setIconSize(QSize(14, 14))
        self.reset_button.setToolTip(self.tr("Back to {value}").format(value=default))
        name = self.tr("Reset {parameter} to {value}").format(parameter=self.label.text(), value=default)
        self.reset_button.setAccessibleName(name)
        self.reset_button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.reset_button.clicked.connect(self._on_reset_clicked)
        policy = self.reset_button.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.reset_button.setSizePolicy(policy)
        self.caption_label.setObjectName(f"{self.spec.key}Caption")
        self.caption_label.setProperty("tone", "hint")
        self.caption_label.setTextFormat(Qt.TextFormat.PlainText)
        self.caption_label.setWordWrap(True)
        self.caption_label.hide()
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2)
        self.top.setSpacing(4)
        self.top.addWidget(self.label, 1)
        self.top.addWidget(self.reset_button)
        self.column.addLayout(self.top)

    def add_controls(self, beside: QWidget, below: QWidget | None = None) -> None:
        """Lay the controls out; `beside` is the one that the name belongs to."""
        self.label.setBuddy(beside)
        self.top.addWidget(beside)
        for control in (beside, below):
            if control is not None:
                control.setAccessibleName(self.label.text())
                control.setToolTip(self._tool_tip())
        if below is not None:
            self.column.addWidget(below)
            QWidget.setTabOrder(beside, below)
        self.column.addWidget(self.caption_label)
        QWidget.setTabOrder(below or beside, self.reset_button)

    def add_control_below(self, control: QWidget) -> None:
        """Lay out a control that needs the whole width."""
        self.label.setBuddy(control)
        control.setAccessibleName(self.label.text())
        control.setToolTip(self._tool_tip())
        self.column.addWidget(control)
        self.column.addWidget(self.caption_label)
        QWidget.setTabOrder(control, self.reset_button)

    def controls(self) -> list[QWidget]:
        """What the keyboard reaches in this row, in order."""
        raise NotImplementedError

    def show_state(self, value: ParameterValue, *, faded: bool) -> None:
        """Show a value; `faded` when the server does not take it."""
        raise NotImplementedError

    def follow(self) -> None:
        """Show what the model holds now, if that is not what is shown; most changes are about one row."""
        if self._state() != self._shown:
            self.refresh()

    def _state(self) -> tuple[ParameterValue, bool, Words]:
        """What is shown: the value, whether the server does not take it, and the caption."""
        treated = self.model.treated(self.spec.key)
        faded = treated.treatment in {Treatment.LEFT_OUT, Treatment.REFUSED}
        return self.model.value(self.spec.key), faded, self._caption(treated)

    def refresh(self) -> None:
        """Show what the model holds now."""
        self._shown = value, faded, caption_words = self._state()
        self.show_state(value, faded=faded)
        words = say(caption_words)
        self.caption_label.setText(words)
        self.caption_label.setVisible(bool(words))
        role = QPalette.ColorRole
        self.label.setForegroundRole(role.PlaceholderText if faded else role.WindowText)
        self._keep_focus_of_reset(self.model.is_changed(self.spec.key))
        spoken = "\n".join(part for part in (value_text(self.spec, value), words, self.help) if part)
        for control in self.controls():
            control.setAccessibleDescription(spoken)

    def _caption(self, treated: Treated) -> Words:
        key = self.spec.key
        if self.model.value(key) is None and treated.treatment is Treatment.NOT_SENT:
            told = self.model.is_default_told(key)
            return default_caption(self.spec, self.model.server_default(key), told=told)
        return caption(self.spec, treated, self.model.values())

    def _keep_focus_of_reset(self, shown: bool) -> None:
        if not shown and self.reset_button.hasFocus():
            self.controls()[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self.reset_button.setVisible(shown)

    def on_picked(self, value: object) -> None:
        """A control asks for a value."""
        self.model.set_value(self.spec.key, value)
        self.refresh()

    def _tool_tip(self) -> str:
        return "\n".join((self.help, self._ways()))

    def _ways(self) -> str:
        return self.tr("An empty box, or Delete, does not send it.")

    def _on_reset_clicked(self) -> None:
        self.model.reset(self.spec.key)

    def _on_not_sent_chosen(self) -> None:
        self.model.set_value(self.spec.key, None)

    def context_menu(self) -> QMenu:
        """A menu that offers not to send the parameter, and its default."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        leave_out = menu.addAction(self._not_sent_text())
        leave_out.setEnabled(self.model.value(self.spec.key) is not None)
        leave_out.triggered.connect(self._on_not_sent_chosen)
        default = value_text(self.spec, self.spec.default)
        reset = menu.addAction(self.tr("Reset to {value}").format(value=default))
        reset.setEnabled(self.model.is_changed(self.spec.key))
        reset.triggered.connect(self._on_reset_clicked)
        if self.offers_help:
            what = menu.addAction(self.tr("What it does…"))
            what.setShortcut(QKeySequence(Qt.Key.Key_F1))
            what.triggered.connect(self._on_help_chosen)
        if self.model.treated(self.spec.key).treatment is Treatment.REFUSED:
            menu.addAction(self.tr("Send it to this server again")).triggered.connect(self._on_send_again)
        return menu

    def _on_help_chosen(self) -> None:
        self.help_requested.emit(self.spec.key)

    def _on_send_again(self) -> None:
        self.model.send_again(self.spec.key)

    def _not_sent_text(self) -> str:
        return self.tr("Do not send")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Open the menu of this parameter."""
        self.context_menu().popup(event.globalPos())
