"""The panel itself: a heading, and a row for every parameter of the table.

The rows that the first picture has no room for are made after it.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtGui import QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from h2o_desktop.core.capabilities import Treatment
from h2o_desktop.core.extra_parameters import EXTRAS
from h2o_desktop.core.parameters import PARAMETERS, ParameterKind, ParameterSpec
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel.number_row import NumberRow, SeedRow
from h2o_desktop.ui.parameter_panel.row import ParameterRow
from h2o_desktop.ui.parameter_panel.switch_row import SwitchRow
from h2o_desktop.ui.parameter_panel.texts_row import TextsRow
from h2o_desktop.ui.theme import ThemeSource

_FIRST_ROWS = 8
_MARGIN = 16
_ROW_SPACING = 10
_WIDTH = 300


class ParameterPanel(QWidget):
    """Shows the parameters of a model and changes them there.

    Signals:
        help_requested(key): the person wants to know what a parameter does; offered after `offer_help`.
    """

    help_requested = Signal(str)

    def __init__(self, model: ParameterModel, theme: ThemeSource, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._theme = theme
        self.setObjectName("parameterPanel")
        self.setAccessibleName(self.tr("Parameters"))
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setAutoFillBackground(True)
        self.reset_all_button = QPushButton(self.tr("Reset all"), self)
        self.reset_all_button.setObjectName("resetAllButton")
        self.reset_all_button.setToolTip(self.tr("Bring all defaults back"))
        self.reset_all_button.clicked.connect(self._on_reset_all_clicked)
        self.area = QScrollArea(self)
        self.rows: dict[str, ParameterRow] = {}
        self._offers_help = False
        self._idle = QTimer(self)
        self._idle.timeout.connect(self._on_idle)
        self._inside = QWidget(self.area)
        self._column = QVBoxLayout(self._inside)
        self._lay_out()
        self._refresh()
        model.value_changed.connect(self._on_value_changed)
        model.treatments_changed.connect(self._refresh)

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        return QSize(_WIDTH, super().sizeHint().height())

    def _lay_out(self) -> None:
        heading = QLabel(self.tr("Parameters"), self)
        font = heading.font()
        font.setBold(True)
        heading.setFont(font)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(_MARGIN, 8, _MARGIN, 8)
        head.setSpacing(8)
        head.addWidget(heading, 1)
        head.addWidget(self.reset_all_button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self._filled_area(), 1)

    def _filled_area(self) -> QScrollArea:
        inside = self._inside
        self._column.setContentsMargins(_MARGIN, 4, _MARGIN, _MARGIN)
        self._column.setSpacing(_ROW_SPACING)
        self._column.addStretch(1)
        for spec in PARAMETERS[:_FIRST_ROWS]:
            self._add_row(spec, inside)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        # Asking Qt for a viewport that Python did not make builds the Python types of all widgets there are: 20 ms.
        viewport = QWidget(self.area)
        self.area.setViewport(viewport)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidgetResizable(True)
        self.area.setWidget(inside)
        for part in (inside, viewport):
            part.setAutoFillBackground(False)
        return self.area

    def complete(self) -> None:
        """Make the rows that are not there yet; happens by itself, row by row, after the first picture."""
        while not self._is_complete:
            self._add_next()

    @property
    def _is_complete(self) -> bool:
        return len(self.rows) == len(PARAMETERS)

    def _add_next(self) -> None:
        before = list(self.rows.values())[-1]
        spec = PARAMETERS[len(self.rows)]
        row = self._add_row(spec, self._inside)
        row.setVisible(not spec.extra)
        row.refresh()
        QWidget.setTabOrder(before.reset_button, row.controls()[0])
        if self._is_complete:
            self._show_extras()

    def _on_idle(self) -> None:
        """One row at a time, so that nobody has to wait for all of them."""
        if self._is_complete:
            self._idle.stop()
        else:
            self._add_next()

    def _show_extras(self) -> None:
        """Show what only some kinds of server have, for those alone."""
        for spec in EXTRAS:
            is_taken = self._model.treated(spec.key).treatment is not Treatment.LEFT_OUT
            self.rows[spec.key].setVisible(is_taken)

    def add_to_head(self, widget: QWidget) -> None:
        """Put a widget into the heading, before the way back to the defaults."""
        self._head.insertWidget(1, widget)
        QWidget.setTabOrder(widget, self.reset_all_button)

    def add_below_head(self, widget: QWidget) -> None:
        """Put a widget between the heading and the rows."""
        layout = self.layout()
        if isinstance(layout, QVBoxLayout):
            layout.insertWidget(1, widget)

    def focused_key(self) -> str:
        """The parameter whose row has the keyboard; empty when none has it."""
        focused = self.window().focusWidget()
        return next((key for key, row in self.rows.items() if focused is not None and row.isAncestorOf(focused)), "")

    def offer_help(self) -> None:
        """Offer in every row's menu to tell what the parameter does."""
        self._offers_help = True
        for row in self.rows.values():
            row.offers_help = True

    def add_below(self, widget: QWidget) -> None:
        """Put a widget below the rows, where it stays while they scroll."""
        layout = self.layout()
        if layout is not None:
            layout.addWidget(widget)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first picture is painted: the rest can be made."""
        super().paintEvent(event)
        if not self._is_complete and not self._idle.isActive():
            self._idle.start()

    def _add_row(self, spec: ParameterSpec, parent: QWidget) -> ParameterRow:
        self.rows[spec.key] = self._row(spec, parent)
        self._column.insertWidget(self._column.count() - 1, self.rows[spec.key])
        self.rows[spec.key].offers_help = self._offers_help
        self.rows[spec.key].help_requested.connect(self.help_requested)
        return self.rows[spec.key]

    def _row(self, spec: ParameterSpec, parent: QWidget) -> ParameterRow:
        if spec.kind is ParameterKind.SWITCH:
            return SwitchRow(spec, self._model, self._theme, parent)
        if spec.kind is ParameterKind.TEXTS:
            return TextsRow(spec, self._model, self._theme, parent)
        if spec.key == "seed":
            return SeedRow(spec, self._model, self._theme, parent)
        return NumberRow(spec, self._model, self._theme, parent)

    def _refresh(self) -> None:
        for row in self.rows.values():
            row.follow()
        if self._is_complete:
            self._show_extras()
        self._show_reset_all()

    def _show_reset_all(self) -> None:
        self.reset_all_button.setEnabled(self._model.is_anything_changed)

    def _on_value_changed(self, key: str, _value: object) -> None:
        if key in self.rows:
            self.rows[key].refresh()
        self._show_reset_all()

    def _on_reset_all_clicked(self) -> None:
        self._model.reset_all()
