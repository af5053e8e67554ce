"""The commands that work in a terminal, through the same core as the window and without Qt."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import ParameterValue, checked_parameters
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings, checked_base_url
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words


@dataclass(frozen=True, slots=True)
class Options:
    """The options that every command takes; empty or None where they were not given."""

    data_dir: Path | None = None
    server: str = ""
    kind: ConnectionKind | None = None
    model: str = ""
    assignments: tuple[str, ...] = ()
    json: bool = False

    def parameters(self) -> dict[str, ParameterValue]:
        """The parameters that `--set` gave; raises InputError. `KEY=none` means not sent."""
        values: dict[str, object] = {}
        for assignment in self.assignments:
            key, equals, value = assignment.partition("=")
            if not equals:
                raise InputError(
                    Words(QT_TRANSLATE_NOOP("errors", "“{text}” sets nothing."), {"text": assignment}),
                    Words(QT_TRANSLATE_NOOP("errors", "Write --set KEY=VALUE, such as --set temperature=0.4.")),
                )
            values[key.strip()] = None if value.strip().lower() == "none" else value.strip()
        return checked_parameters(values)

    def profile(self, settings: Settings) -> ConnectionProfile | None:
        """The connection that the options name for this run; None when they name none. Its id is its address.

        Raises InputError for an address that is none, and for a kind that has no connection.
        """
        if self.server:
            url = checked_base_url(self.server)
            kind = self.kind or ConnectionKind.OPENAI
            return ConnectionProfile(url, kind, url.split("://", 1)[1], url)
        if self.kind is None:
            return None
        known = next((profile for profile in settings.connections if profile.kind is self.kind), None)
        if known is None:
            raise InputError(
                Words(QT_TRANSLATE_NOOP("errors", "There is no connection of the kind {kind}."), {"kind": self.kind}),
                Words(QT_TRANSLATE_NOOP("errors", "Give its address with --server URL.")),
            )
        return known
