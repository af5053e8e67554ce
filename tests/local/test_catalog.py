"""The catalogue: what it promises, and what it takes for installed."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from h2o_desktop.core.errors import UnknownModel
from h2o_desktop.local.catalog import CATALOG, DANUBE3, SMOLLM2, entry, installed


def test_every_entry_says_what_a_person_wants_to_know() -> None:
    assert [known.model.id for known in CATALOG] == ["smollm2-135m", "danube3-500m"]
    for known in CATALOG:
        assert known.model.name
        assert known.model.licence == "Apache-2.0"
        assert known.model.source
        assert known.model.size_bytes > 90_000_000
        assert re.fullmatch(r"[\w.-]+\.gguf", known.file_name)


def test_an_unknown_model_names_the_known_ones() -> None:
    with pytest.raises(UnknownModel, match=r"“gpt-9”.*smollm2-135m, danube3-500m"):
        entry("gpt-9")


def test_a_model_is_installed_when_its_whole_file_is_there(tmp_path: Path) -> None:
    assert installed(tmp_path / "nowhere") == ()
    SMOLLM2.path(tmp_path).write_bytes(b"half")
    DANUBE3.path(tmp_path).write_bytes(b"")
    assert installed(tmp_path) == ()
    with SMOLLM2.path(tmp_path).open("wb") as stream:
        stream.truncate(SMOLLM2.model.size_bytes)  # takes no room
    DANUBE3.path(tmp_path).write_bytes(b"GGUF")
    assert installed(tmp_path) == ("smollm2-135m", "danube3-500m")
