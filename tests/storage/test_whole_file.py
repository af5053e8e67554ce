"""Files that appear whole or not at all."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from h2o_desktop.core.errors import StorageError
from h2o_desktop.storage.whole_file import write_whole


def test_text_is_written_as_it_is(tmp_path: Path) -> None:
    target = tmp_path / "new" / "file.md"
    write_whole(target, "один\r\ntwo\n😀 \ud83d")
    assert target.read_bytes() == "один\r\ntwo\n😀 �".encode()
    write_whole(target, "three")
    assert target.read_text() == "three"
    assert [entry.name for entry in target.parent.iterdir()] == ["file.md"]


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    with pytest.raises(StorageError):
        write_whole(tmp_path / "folder", "text")
    assert [entry.name for entry in tmp_path.iterdir()] == ["folder"]
    with pytest.raises(StorageError):
        write_whole(tmp_path / ("n" * 300) / "file", "text")


@pytest.mark.skipif(sys.platform != "linux", reason="needs a device that is always full")
def test_a_full_disk_is_told_in_words(tmp_path: Path) -> None:
    from h2o_desktop.storage.failures import in_words

    with pytest.raises(StorageError, match="disk is full"), in_words(tmp_path), Path("/dev/full").open("wb") as full:
        full.write(b"x")


@pytest.mark.skipif(sys.platform == "win32", reason="links need a right on Windows")
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real.json").write_text("old")
    (tmp_path / "link.json").symlink_to("real.json")
    write_whole(tmp_path / "link.json", "new")
    assert (tmp_path / "link.json").is_symlink()
    assert (tmp_path / "real.json").read_text() == "new"
