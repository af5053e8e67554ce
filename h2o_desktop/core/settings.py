"""Settings as values: loaded once, passed down, and replaced through one object that saves them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from urllib.parse import urlsplit

from h2o_desktop.core.errors import InputError
from h2o_desktop.core.parameters import DEFAULTS, ParameterValue
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words

H2O_URL = "https://gpt-gm.h2o.ai"
LOCAL_ID = "local"
H2O_ID = "h2o"


class ConnectionKind(StrEnum):
    """The kinds of server; the values are those of the command line's `--kind`."""

    LOCAL = "local"
    H2O = "h2o"
    OPENAI = "openai"


class Theme(StrEnum):
    """Light, dark, or whatever the system has."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True)
class ConnectionProfile:
    """A server that a person added. `id` never changes; `base_url` is empty for the models of this computer."""

    id: str
    kind: ConnectionKind
    name: str
    base_url: str = ""


def default_connections() -> tuple[ConnectionProfile, ...]:
    """The connections of a new installation."""
    return (
        ConnectionProfile(LOCAL_ID, ConnectionKind.LOCAL, "This computer"),
        ConnectionProfile(H2O_ID, ConnectionKind.H2O, "H2O (gpt-gm.h2o.ai)", H2O_URL),
    )


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that is remembered between two starts and is no conversation.

    `connection` and `model` are the last choice; `parameters` are what a new conversation starts with. `window_state`
    and `compare_state` are the windows' own opaque texts; `compare_panes` are the settings of its panes, as
    `h2o_desktop.core.comparing` writes them. `mirror_folder` is where a copy of all chats is
    kept, empty for nowhere.
    """

    theme: Theme = Theme.SYSTEM
    language: str = ""
    connections: tuple[ConnectionProfile, ...] = field(default_factory=default_connections)
    connection: str = ""
    model: str = ""
    parameters: Mapping[str, ParameterValue] = field(default_factory=lambda: dict(DEFAULTS))
    window_state: str = ""
    compare_state: str = ""
    compare_panes: str = ""
    history_shown: bool = True
    parameters_shown: bool = True
    share_with_authors: bool = False
    titles_by_model: bool = False
    mirror_folder: str = ""
    token_probabilities: bool = False

    def profile(self, connection_id: str) -> ConnectionProfile | None:
        """The connection with that id, or None."""
        return next((profile for profile in self.connections if profile.id == connection_id), None)


def checked_base_url(text: str) -> str:
    """An http or https address without a trailing slash, query or fragment.

    A bare host gets `http://` when it is this machine and `https://` otherwise. Raises InputError for anything else.
    """
    address = text.strip()
    if address and "://" not in address:
        host = address.split("/", 1)[0].rsplit(":", 1)[0]
        local = host in {"localhost", "127.0.0.1", "[::1]"}
        address = f"{'http' if local else 'https'}://{address}"
    try:
        parts = urlsplit(address)
        usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        usable = False
    if not usable or any(letter.isspace() for letter in address):
        raise InputError(
            Words(
                QT_TRANSLATE_NOOP("errors", "“{address}” is not the address of a server."),
                {"address": text.strip()[:200]},
            ),
            Words(QT_TRANSLATE_NOOP("errors", "Give one like https://example.org or http://localhost:8080.")),
        )
    if parts.username is not None or parts.password is not None:
        raise InputError(
            Words(QT_TRANSLATE_NOOP("errors", "The address must not hold a user name or a password.")),
            Words(
                QT_TRANSLATE_NOOP("errors", "Take it out of the address; anybody who sees the address could read it.")
            ),
        )
    return f"{parts.scheme}://{parts.netloc}{parts.path}".rstrip("/")
