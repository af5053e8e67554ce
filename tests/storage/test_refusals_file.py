"""Refused fields outlive the program, and go with the address that refused them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from h2o_desktop.core.errors import StorageError
from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile
from h2o_desktop.storage.refusals_file import RefusalsFile

PROFILE = ConnectionProfile("a", ConnectionKind.OPENAI, "A", "http://a.example")
REFUSED = {"m": {"seed": "", "max_tokens": "max_completion_tokens"}}


def test_what_was_kept_is_there_after_a_restart(tmp_path: Path) -> None:
    path = tmp_path / "refusals.json"
    file = RefusalsFile(path)
    assert file.of(PROFILE) == {}
    assert not path.exists()
    file.keep(PROFILE, REFUSED)
    assert RefusalsFile(path).of(PROFILE) == REFUSED


def test_another_address_is_another_server(tmp_path: Path) -> None:
    file = RefusalsFile(tmp_path / "refusals.json")
    file.keep(PROFILE, REFUSED)
    moved = replace(PROFILE, base_url="http://b.example")
    assert file.of(moved) == {}
    file.keep(moved, {"m": {"stop": ""}})
    assert file.of(PROFILE) == {}
    assert file.of(replace(PROFILE, id="other")) == {}


def test_nothing_refused_any_more_leaves_nothing(tmp_path: Path) -> None:
    file = RefusalsFile(tmp_path / "refusals.json")
    file.keep(PROFILE, REFUSED)
    file.keep(PROFILE, {"m": {}})
    assert RefusalsFile(tmp_path / "refusals.json").of(PROFILE) == {}


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", '{"format": "other"}', '{"format": "h2o-desktop-refusals", "refused": {"a http://a.example": 1}}'],
)
def test_a_damaged_file_counts_as_empty(tmp_path: Path, text: str) -> None:
    path = tmp_path / "refusals.json"
    path.write_text(text, encoding="utf-8")
    file = RefusalsFile(path)
    assert file.of(PROFILE) == {}
    file.keep(PROFILE, REFUSED)
    assert RefusalsFile(path).of(PROFILE) == REFUSED


def test_a_file_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "refusals.json").mkdir()
    file = RefusalsFile(tmp_path / "refusals.json")
    assert file.of(PROFILE) == {}
    with pytest.raises(StorageError):
        file.keep(PROFILE, REFUSED)
