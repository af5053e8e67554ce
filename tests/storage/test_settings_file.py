"""Settings that survive: damaged files, newer versions, values that do not fit."""

from __future__ import annotations

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.parameters import DEFAULTS
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings, Theme, default_connections
from h2o_desktop.storage.settings_file import load_settings, save_settings
from tests.fakes.any_conversation import texts

SERVER = ConnectionProfile("one", ConnectionKind.OPENAI, "A server", "https://example.org/v1")
CHOSEN = Settings(
    theme=Theme.DARK,
    language="ru",
    connections=(*default_connections(), SERVER),
    connection="one",
    model="модель",
    parameters={**DEFAULTS, "temperature": 1.5, "seed": 7, "do_sample": False},
    window_state="AAAA",
    history_shown=False,
    share_with_authors=True,
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "data" / "settings.json"


def test_a_missing_file_gives_the_defaults_and_makes_nothing(file: Path) -> None:
    assert load_settings(file) == Settings()
    assert not file.parent.exists()


def test_settings_come_back_as_they_were(file: Path) -> None:
    save_settings(file, CHOSEN)
    assert load_settings(file) == CHOSEN
    assert [entry.name for entry in file.parent.iterdir()] == ["settings.json"]


profiles = st.builds(
    ConnectionProfile,
    st.text("abc", min_size=1, max_size=5),
    st.sampled_from([ConnectionKind.H2O, ConnectionKind.OPENAI]),
    texts,
    st.sampled_from(["http://localhost:8080", "https://example.org/v1"]),
)


@settings(deadline=None, max_examples=30)
@given(
    st.builds(
        Settings,
        theme=st.sampled_from(Theme),
        language=texts,
        connections=st.lists(profiles, max_size=3, unique_by=lambda profile: profile.id).map(
            lambda added: (*default_connections(), *added)
        ),
        connection=texts,
        model=texts,
        parameters=st.builds(
            lambda temperature, seed: {**DEFAULTS, "temperature": temperature, "seed": seed},
            st.none() | st.floats(0, 2),
            st.none() | st.integers(0, 2**32 - 1),
        ),
        window_state=texts,
        history_shown=st.booleans(),
    )
)
def test_any_settings_come_back_as_they_were(chosen: Settings) -> None:
    with tempfile.TemporaryDirectory() as folder:
        save_settings(Path(folder) / "settings.json", chosen)
        assert load_settings(Path(folder) / "settings.json") == chosen


@pytest.mark.parametrize("content", [b"", b"{", b"[1]", b"\xff\xfe", b'"text"', b"[" * 100_000])
def test_a_damaged_file_is_set_aside_and_reported(file: Path, content: bytes) -> None:
    file.parent.mkdir()
    for number in (1, 2):
        file.write_bytes(content)
        reports: list[StorageError] = []
        assert load_settings(file, reports.append) == Settings()
        assert not file.exists()
        assert file.with_name(f"settings.json.bad-{number}").read_bytes() == content
        assert [f"settings.json.bad-{number}" in str(report.hint) for report in reports] == [True]


def test_a_file_that_cannot_be_read_gives_the_defaults_and_is_not_overwritten(file: Path) -> None:
    file.mkdir(parents=True)
    reports: list[StorageError] = []
    assert load_settings(file, reports.append) == Settings()
    assert len(reports) == 1
    with pytest.raises(StorageError):
        save_settings(file, CHOSEN)
    assert file.is_dir()


def test_what_does_not_fit_falls_back_field_by_field(file: Path) -> None:
    file.parent.mkdir()
    document = {
        "theme": ["dark"],
        "language": 7,
        "history_shown": "no",
        "model": "kept",
        "parameters": {"temperature": 99, "top_k": 40, "seed": "x", "unheard_of": 1},
        "connections": [
            {"id": "one", "kind": "openai", "name": "A server", "base_url": "https://example.org/v1"},
            {"id": "two", "kind": "of the future", "name": "Later", "base_url": "https://example.org"},
            {"id": "three", "kind": "openai", "name": "Broken", "base_url": "not an address"},
            {"id": "", "kind": "openai", "name": "No id", "base_url": "https://example.org"},
            "no object",
        ],
    }
    file.write_text(json.dumps(document))
    loaded = load_settings(file)
    local = default_connections()[0]
    assert loaded == replace(
        Settings(), model="kept", parameters={**DEFAULTS, "top_k": 40}, connections=(local, SERVER)
    )


@pytest.mark.parametrize("connections", [None, {}, "x", 5])
def test_connections_that_are_no_list_fall_back(file: Path, connections: object) -> None:
    file.parent.mkdir()
    file.write_text(json.dumps({"connections": connections, "parameters": connections}))
    assert load_settings(file) == Settings()


def test_what_a_newer_version_keeps_in_the_file_stays(file: Path) -> None:
    file.parent.mkdir()
    later = {"id": "two", "kind": "of the future", "name": "Later", "base_url": "https://example.org", "x": 1}
    entry = {"id": "one", "kind": "openai", "name": "A server", "base_url": "https://example.org/v1", "colour": "red"}
    file.write_text(json.dumps({"new_field": {"a": [1]}, "parameters": {"min_p": 0.1}, "connections": [later, entry]}))
    save_settings(file, replace(load_settings(file), theme=Theme.LIGHT))
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["new_field"] == {"a": [1]}
    assert document["theme"] == "light"
    assert document["parameters"]["min_p"] == 0.1
    assert later in document["connections"]
    assert entry in document["connections"]


def test_a_removed_connection_is_gone(file: Path) -> None:
    save_settings(file, CHOSEN)
    save_settings(file, replace(CHOSEN, connections=default_connections()))
    assert load_settings(file).connections == default_connections()
