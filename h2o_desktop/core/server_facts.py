"""What is known of a server beyond what its kind takes: its own values, and the fields that it refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from h2o_desktop.core.parameters import SPECS, ParameterKind, ParameterValue

# The names under which servers tell the values that they use when a field is not sent.
_NAMES: Mapping[str, str] = {
    "repeat_penalty": "repetition_penalty",
    "num_predict": "max_new_tokens",
    "n_predict": "max_new_tokens",
    "max_tokens": "max_new_tokens",
}


@dataclass(frozen=True, slots=True)
class ServerFacts:
    """`defaults` are the values that this server told, `usual` those that servers of its kind have.

    `refused` are the names of fields that it does not take.
    """

    defaults: Mapping[str, ParameterValue] = field(default_factory=dict)
    usual: Mapping[str, ParameterValue] = field(default_factory=dict)
    refused: frozenset[str] = frozenset()

    def default(self, key: str) -> ParameterValue:
        """What the server uses for a parameter that is not sent; None when that is not known."""
        told = self.defaults.get(key)
        return self.usual.get(key) if told is None else told


def told_defaults(values: Mapping[str, object]) -> dict[str, ParameterValue]:
    """The parameters among the values that a server tells, by their keys; what is no number is left out.

    A whole number below zero is a server's word for *no limit*, and so is its seed for *random*: both are left out.
    """
    defaults: dict[str, ParameterValue] = {}
    for name, value in values.items():
        spec = SPECS.get(_NAMES.get(name, name))
        if spec is None or spec.key == "seed" or spec.kind not in {ParameterKind.NUMBER, ParameterKind.COUNT}:
            continue
        if isinstance(value, bool) or not isinstance(value, int | float):
            continue
        if spec.kind is ParameterKind.COUNT:
            if value >= 0:
                defaults[spec.key] = int(value)
        else:
            defaults[spec.key] = round(float(value), max(spec.decimals, 2))  # servers count in 32 bits: 0.800000012
    return defaults
