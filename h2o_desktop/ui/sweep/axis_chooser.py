"""Chooses a parameter and its values: from here to there in so many steps, or written one by one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QWidget

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import PARAMETERS, SPECS, ParameterKind, ParameterSpec, ParameterValue
from h2o_desktop.core.sweep import MOST_VALUES, SEED, Axis, axis_of, evenly_spread, is_numeric
from h2o_desktop.ui.sweep.axis_values import list_text, value_text, values_in
from h2o_desktop.ui.sweep.sweep_words import parameter_name

_USUAL = {  # where the values of a parameter begin and end when it is chosen; others take the middle half of the range
    "temperature": (0.2, 1.2),
    "top_p": (0.5, 1.0),
    "top_k": (5, 80),
    "min_p": (0.0, 0.2),
    "typical_p": (0.5, 1.0),
    "repetition_penalty": (1.0, 1.4),
    "frequency_penalty": (0.0, 1.0),
    "presence_penalty": (0.0, 1.0),
    "max_new_tokens": (64, 1024),
    "truncate": (512, 4096),
}


class AxisChooser(QWidget):
    """The values in the line below are what counts; the fields above it fill it.

    Signals:
        changed(): parameter or values are other ones.
    """

    changed = Signal()

    def __init__(self, title: str, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._filling = False
        self.parameter = QComboBox(self)
        self.lowest, self.highest = QLineEdit(self), QLineEdit(self)
        self.count = QComboBox(self)
        self.values = QLineEdit(self)
        self._words = {word: QLabel(self) for word in ("from", "to", "in")}
        self._name_parts(title, name)
        self._lay_out(title)
        self.parameter.currentIndexChanged.connect(self._on_parameter)
        self.lowest.textEdited.connect(self._on_spread)
        self.highest.textEdited.connect(self._on_spread)
        self.count.currentIndexChanged.connect(self._on_spread)
        self.values.textChanged.connect(self._on_values)

    def _name_parts(self, title: str, name: str) -> None:
        parts = {
            "Parameter": (self.parameter, self.tr("{axis}: parameter")),
            "From": (self.lowest, self.tr("{axis}: from")),
            "To": (self.highest, self.tr("{axis}: to")),
            "Count": (self.count, self.tr("{axis}: how many values")),
            "Values": (self.values, self.tr("{axis}: values")),
        }
        for part, (widget, words) in parts.items():
            widget.setObjectName(f"{name}{part}")
            widget.setAccessibleName(words.format(axis=title))
        for spec in PARAMETERS:
            self.parameter.addItem(parameter_name(spec.key), spec.key)
        for count in range(1, MOST_VALUES + 1):
            self.count.addItem(self.tr("1 value") if count == 1 else self.tr("%Ln values", "", count), count)
        self.count.setCurrentIndex(2)
        self.values.setToolTip(
            self.tr("The values, apart by semicolons. “–” stands for not sent, “|” parts the texts of one value.")
        )
        self._words["from"].setText(self.tr("from"))
        self._words["to"].setText(self.tr("to"))
        self._words["in"].setText(self.tr("in"))
        for label in self._words.values():
            label.setProperty("tone", "secondary")

    def _lay_out(self, title: str) -> None:
        label = QLabel(title, self)
        label.setBuddy(self.parameter)
        spread = QHBoxLayout()
        spread.setSpacing(6)
        for word, widget, stretch in (("from", self.lowest, 1), ("to", self.highest, 1), ("in", self.count, 2)):
            spread.addWidget(self._words[word])
            spread.addWidget(widget, stretch)
        layout = QGridLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setHorizontalSpacing(8)
        layout.setVerticalSpacing(6)
        layout.addWidget(label, 0, 0)
        layout.addWidget(self.parameter, 0, 1)
        layout.setColumnStretch(1, 1)
        layout.addLayout(spread, 1, 0, 1, 2)
        layout.addWidget(self.values, 2, 0, 1, 2)

    @property
    def key(self) -> str:
        """The parameter that is chosen."""
        return str(self.parameter.currentData())

    def axis(self) -> Axis:
        """Parameter and values. Raises InputError when something cannot be so."""
        return axis_of(self.key, values_in(self.values.text(), SPECS[self.key]))

    def show_axis(self, axis: Axis) -> None:
        """Show a parameter and its values."""
        self._filling = True
        self.parameter.setCurrentIndex(self.parameter.findData(axis.key))
        self.count.setCurrentIndex(len(axis.values) - 1)
        spec = SPECS[axis.key]
        numbers = [float(value) for value in axis.values if isinstance(value, int | float)]
        if numbers and is_numeric(axis.key):
            self._show_borders(spec, numbers[0], numbers[-1])
        self.values.setText(list_text(spec, axis.values))
        self._filling = False
        self._show_fields()
        self.changed.emit()

    def _show_borders(self, spec: ParameterSpec, lowest: float, highest: float) -> None:
        self.lowest.setText(value_text(spec, lowest))
        self.highest.setText(value_text(spec, highest))

    def _show_fields(self) -> None:
        """Numbers are spread, seeds counted, and of the others there is nothing but the list."""
        spread = is_numeric(self.key)
        counted = spread or self.key == SEED
        for widget in (self.lowest, self.highest, self._words["from"], self._words["to"]):
            widget.setVisible(spread)
        self.count.setVisible(counted)
        self._words["in"].setVisible(spread)

    def _on_parameter(self) -> None:
        if self._filling:
            return
        spec = SPECS[self.key]
        quarter = (spec.highest - spec.lowest) / 4
        self._show_borders(spec, *_USUAL.get(self.key, (spec.lowest + quarter, spec.highest - quarter)))
        self._show_fields()
        self._spread()

    def _on_spread(self) -> None:
        if not self._filling:
            self._spread()

    def _spread(self) -> None:
        spec = SPECS[self.key]
        try:
            values = self._spread_values(spec)
        except InputError:
            # What is half typed is no number yet; in the list it is refused in words.
            text = f"{self.lowest.text()}; {self.highest.text()}"
        else:
            text = list_text(spec, values)
        if text == self.values.text():
            self.changed.emit()
        self.values.setText(text)

    def _spread_values(self, spec: ParameterSpec) -> tuple[ParameterValue, ...]:
        count = int(self.count.currentData())
        if spec.kind is ParameterKind.SWITCH:
            return (True, False)
        if spec.key == SEED:
            return tuple(range(1, count + 1))
        if spec.kind is ParameterKind.TEXTS:
            return (None,)
        borders = [values_in(field.text(), spec) for field in (self.lowest, self.highest)]
        lowest, highest = (found[0] if found else "" for found in borders)
        return evenly_spread(spec.key, lowest, highest, count)

    def _on_values(self) -> None:
        if not self._filling:
            self.changed.emit()
