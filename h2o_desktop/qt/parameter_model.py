"""The parameters of the shown conversation: their values, and how the chosen server will treat them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.capabilities import Capabilities, Field, Treated, resolve, without_refused
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, SPECS, ParameterValue, spec_of
from h2o_desktop.core.request import SYSTEM_PROMPT
from h2o_desktop.core.server_facts import ServerFacts

# Until a server is chosen, everything counts as taken as it is, but for what only some kinds of server have.
_TAKES_EVERYTHING = Capabilities(fields={key: Field() for key, spec in SPECS.items() if not spec.extra})


class ParameterModel(QObject):
    """One value for every parameter of the table; None is *not sent*. And the system prompt. Lives in the GUI thread.

    Signals:
        value_changed(key, value): a parameter has another value.
        system_prompt_changed(text): the conversation has another system prompt.
        treatments_changed: the server will treat at least one parameter differently.
        stepped(before): the person changed something; these were all values before.
        replaced: the values of another conversation were taken over.
        sending_again(field): the person wants a field to be sent again that the server refused.
    """

    value_changed = Signal(str, object)
    system_prompt_changed = Signal(str)
    treatments_changed = Signal()
    stepped = Signal(object)
    replaced = Signal()
    sending_again = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._values: dict[str, ParameterValue] = dict(DEFAULTS)
        self._system_prompt = ""
        self._capabilities = _TAKES_EVERYTHING
        self._facts = ServerFacts()
        self._treated: Mapping[str, Treated] = MappingProxyType({})
        self._treat()

    def values(self) -> dict[str, ParameterValue]:
        """A copy of all values."""
        return dict(self._values)

    def asked(self) -> dict[str, ParameterValue]:
        """All values, with the system prompt when there is one: what an answer is asked for with."""
        system = {SYSTEM_PROMPT: self._system_prompt} if self._system_prompt.strip() else {}
        return {**self._values, **system}

    @property
    def system_prompt(self) -> str:
        """What the model is told before the conversation."""
        return self._system_prompt

    def set_system_prompt(self, text: str) -> None:
        """Tell the model something else before the conversation."""
        if text != self._system_prompt:
            self._system_prompt = text
            self.system_prompt_changed.emit(text)

    def value(self, key: str) -> ParameterValue:
        """The value of one parameter."""
        return self._values[key]

    def set_value(self, key: str, value: object) -> None:
        """Ask for a value. Raises InputError for an unknown key, and for what its spec does not allow."""
        self.set_values({key: value})

    def set_values(self, values: Mapping[str, object]) -> None:
        """Ask for several values in one step; raises InputError as `set_value` does, and then takes none."""
        checked = {key: spec_of(key).checked(value) for key, value in values.items()}
        before = self.values()
        self._take(checked)
        if before != self._values:
            self.stepped.emit(before)

    def reset(self, key: str) -> None:
        """Bring the default back."""
        self.set_values({key: spec_of(key).default})

    def reset_all(self) -> None:
        """Bring all defaults back."""
        self.set_values(DEFAULTS)

    def replace(self, values: Mapping[str, object]) -> None:
        """Take over the values of another conversation.

        What they do not name gets its default, so that nothing of the conversation before is left. What a newer or a
        damaged file holds and the table does not allow counts as not named.
        """
        self._take({key: _usable(key, values) for key in SPECS})
        self.set_system_prompt(str(values.get(SYSTEM_PROMPT) or ""))
        self.replaced.emit()

    def is_changed(self, key: str) -> bool:
        """Whether a parameter differs from its default."""
        return self._values[key] != DEFAULTS[key]

    @property
    def is_anything_changed(self) -> bool:
        """Whether any parameter differs from its default."""
        return any(self.is_changed(key) for key in SPECS)

    @property
    def capabilities(self) -> Capabilities:
        """What the chosen server accepts."""
        return self._capabilities

    def set_capabilities(self, capabilities: Capabilities) -> None:
        """Take over what the chosen server accepts."""
        self._capabilities = capabilities
        self._treat()

    def set_server_facts(self, facts: ServerFacts) -> None:
        """Take over what is known of the chosen server."""
        if facts != self._facts:
            self._facts = facts
            self._treat()
            self.treatments_changed.emit()

    def set_refused(self, refused: frozenset[str]) -> None:
        """Take over which fields the chosen server does not take."""
        self.set_server_facts(replace(self._facts, refused=refused))

    def server_default(self, key: str) -> ParameterValue:
        """What the chosen server uses when a parameter is not sent; None when that is not known."""
        return self._facts.default(key)

    def is_default_told(self, key: str) -> bool:
        """Whether the server itself told that; otherwise it is what servers of its kind use."""
        return self._facts.defaults.get(key) is not None

    def send_again(self, key: str) -> None:
        """Ask for a parameter to be sent again that the server refused."""
        self.sending_again.emit(self.treated(key).name)

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
        treated = without_refused(resolve(self._values, self._capabilities).treated, self._facts.refused)
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
