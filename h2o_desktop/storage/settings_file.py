"""Settings in a JSON file: each field read by itself, what is not known kept, written whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

from h2o_desktop.core.errors import InputError, StorageError
from h2o_desktop.core.parameters import DEFAULTS, SPECS, ParameterValue
from h2o_desktop.core.settings import (
    LOCAL_ID,
    ConnectionKind,
    ConnectionProfile,
    Settings,
    Theme,
    checked_base_url,
    default_connections,
)
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.storage.failures import in_words
from h2o_desktop.storage.whole_file import write_whole

Document = dict[str, object]
Report = Callable[[StorageError], None]


def _no_report(_error: StorageError) -> None:
    pass


def load_settings(path: Path, report: Report = _no_report) -> Settings:
    """The settings of the file; defaults where it is missing, and for each field that it lacks or that does not fit.

    A damaged file is set aside as `<name>.bad-<n>`. This and a file that cannot be read are told to `report`; neither
    is raised, since the program can go on with the defaults.
    """
    try:
        document = _document(path, report)
    except StorageError as error:
        report(error)
        document = {}
    values = {name: read(document[name]) for name, read in _READERS.items() if name in document}
    return Settings(**{name: value for name, value in values.items() if value is not None})  # type: ignore[arg-type]


def save_settings(path: Path, settings: Settings) -> None:
    """Write the settings. What a newer version keeps in the file beside them stays. Raises StorageError."""
    document = _document(path, _no_report)
    known = asdict(settings)
    known["parameters"] = {**_mapping(document.get("parameters")), **settings.parameters}
    known["connections"] = _merged_connections(document.get("connections"), settings.connections)
    write_whole(path, json.dumps({**document, **known}, ensure_ascii=False, indent=2) + "\n")


def _document(path: Path, report: Report) -> Document:
    with in_words(path):
        try:
            document = json.loads(path.read_text(encoding="utf-8"))
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError) as error:
            return _set_aside(path, report, f"{type(error).__name__}: {error}")
        if not isinstance(document, dict):
            return _set_aside(path, report, f"a JSON {type(document).__name__} instead of an object")
    return document


def _set_aside(path: Path, report: Report, detail: str) -> Document:
    number = 1
    while (aside := path.with_name(f"{path.name}.bad-{number}")).exists():
        number += 1
    path.replace(aside)
    report(
        StorageError(
            Words(QT_TRANSLATE_NOOP("errors", "The settings in {path} are damaged."), {"path": str(path)}),
            Words(
                QT_TRANSLATE_NOOP("errors", "The program starts with its defaults. The old file is kept as {name}."),
                {"name": aside.name},
            ),
            detail,
        )
    )
    return {}


def _text(value: object) -> str | None:
    return value if isinstance(value, str) else None


def _switch(value: object) -> bool | None:
    return value if isinstance(value, bool) else None


def _mapping(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def _theme(value: object) -> Theme | None:
    return next((theme for theme in Theme if theme == value), None)


def _parameters(value: object) -> dict[str, ParameterValue]:
    parameters = dict(DEFAULTS)
    for key, given in _mapping(value).items():
        try:
            parameters[key] = SPECS[key].checked(given)
        except (KeyError, InputError):
            continue  # of another version; the default holds
    return parameters


def _connections(value: object) -> tuple[ConnectionProfile, ...] | None:
    """The profiles that can be read, each id once; the models of this computer are always among them."""
    if not isinstance(value, list):
        return None
    profiles = {profile.id: profile for profile in map(_profile, value) if profile is not None}
    if LOCAL_ID in profiles:
        return tuple(profiles.values())
    local = next(profile for profile in default_connections() if profile.id == LOCAL_ID)
    return (local, *profiles.values())


def _profile(value: object) -> ConnectionProfile | None:
    fields = _mapping(value)
    identifier, name, address = (_text(fields.get(key)) for key in ("id", "name", "base_url"))
    kind = next((kind for kind in ConnectionKind if kind == fields.get("kind")), None)
    if not identifier or name is None or address is None or kind is None:
        return None
    try:
        base_url = "" if kind is ConnectionKind.LOCAL else checked_base_url(address)
    except InputError:
        return None
    return ConnectionProfile(identifier, kind, name, base_url)


def _merged_connections(stored: object, connections: Sequence[ConnectionProfile]) -> list[Mapping[str, object]]:
    """The profiles with their unknown fields, and after them those that only a newer version can read."""
    entries = [_mapping(entry) for entry in stored] if isinstance(stored, list) else []
    fields = {entry["id"]: entry for entry in entries if isinstance(entry.get("id"), str)}
    ids = {profile.id for profile in connections}
    unreadable = [entry for entry in entries if entry and entry.get("id") not in ids and _profile(entry) is None]
    return [{**fields.get(profile.id, {}), **asdict(profile)} for profile in connections] + unreadable


_READERS: Mapping[str, Callable[[object], object]] = {
    "theme": _theme,
    "language": _text,
    "connections": _connections,
    "connection": _text,
    "model": _text,
    "parameters": _parameters,
    "window_state": _text,
    "compare_state": _text,
    "compare_panes": _text,
    "history_shown": _switch,
    "parameters_shown": _switch,
    "share_with_authors": _switch,
    "titles_by_model": _switch,
    "mirror_folder": _text,
    "token_probabilities": _switch,
}
