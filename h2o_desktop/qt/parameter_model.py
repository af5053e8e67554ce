"""The parameters of the shown conversation: their values, and how the chosen server will treat them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.capabilities import Capabilities, Field, Treated, resolve
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, SPECS, ParameterValue, spec_of

# Until a server is chosen, everything counts as taken as it is.
_TAKES_EVERYTHING = Capabilities(fields={key: Field() for key in SPECS})


class ParameterModel(QObject):
    """One value for every parameter of the table; None is *not sent*. Lives in the GUI thread.

    Signals:
        value_changed(key, value): a parameter has another value.
        treatments_changed: the server will treat at least one parameter differently.
    """

    value_changed = Signal(str, object)
    treatments_changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, ParameterValue] = dict(DEFAULTS)
        self._capabilities = _TAKES_EVERYTHING
        self._treated: Mapping[str, Treated] = MappingProxyType({})
        self._treat()

    def values(self) -> dict[str, ParameterValue]:
        """A copy of all values."""
        return dict(self._values)

    def value(self, key: str) -> ParameterValue:
        """The value of one parameter."""
        return self._values[key]

    def set_value(self, key: str, value: object) -> None:
        """Ask for a value. Raises InputError for an unknown key, and for what its spec does not allow."""
        self._take({key: spec_of(key).checked(value)})

    def reset(self, key: str) -> None:
        """Bring the default back."""
        self._take({key: spec_of(key).default})

    def reset_all(self) -> None:
        """Bring all defaults back."""
        self._take(DEFAULTS)

    def replace(self, values: Mapping[str, object]) -> None:
        """Take over the values of another conversation.

        What they do not name gets its default, so that nothing of the conversation before is left. What a newer or a
        damaged file holds and the table does not allow counts as not named.
        """
        self._take({key: _usable(key, values) for key in SPECS})

    def is_changed(self, key: str) -> bool:
        """Whether a parameter differs from its default."""
        return self._values[key] != DEFAULTS[key]

    @property
    def is_anything_changed(self) -> bool:
        """Whether any parameter differs from its default."""
        return any(self.is_changed(key) for key in SPECS)

    def set_capabilities(self, capabilities: Capabilities) -> None:
        """Take over what the chosen server accepts."""
        self._capabilities = capabilities
        self._treat()

    def treated(self, key: str) -> Treated:
        """What becomes of a parameter on its way to the chosen server."""
        return self._treated[key]

    def sent(self) -> Mapping[str, object]:
        """The fields that would be sent to the chosen server now."""
        return resolve(self._values, self._capabilities).sent

    def _take(self, values: Mapping[str, ParameterValue]) -> None:
        changed = {key: value for key, value in values.items() if value != self._values[key]}
        self._values.update(changed)
        for key, value in changed.items():
            self.value_changed.emit(key, value)
        if changed:
            self._treat()

    def _treat(self) -> None:
        treated = resolve(self._values, self._capabilities).treated
        if treated != self._treated:
            self._treated = treated
            self.treatments_changed.emit()


def _usable(key: str, values: Mapping[str, object]) -> ParameterValue:
    if key not in values:
        return DEFAULTS[key]
    try:
        return SPECS[key].checked(values[key])
    except InputError:
        return DEFAULTS[key]
