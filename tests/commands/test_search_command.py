"""`h2o-desktop search`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from h2o_desktop.cli import main


def test_hits_are_printed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "елку", "--data-dir", str(folder)]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line[8:].strip() for line in lines] == ["Про ёлку", "Про ёлку", "Про ёлку"]


def test_hits_as_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "tall plant", "--json", "--data-dir", str(folder)]) == 0
    (hit,) = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert (hit["title"], hit["role"], hit["snippet"]) == ("What is a tree?", "assistant", "A tall plant.")
    assert [hit["snippet"][start:end] for start, end in hit["marks"]] == ["tall", "plant"]
    assert hit["message_id"]
    assert len(hit["id"]) == 36


def test_several_words_and_a_limit(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "--limit", "1", "tree", "is a", "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().out.count("\n") == 1
    assert main(["search", "tree", "a is", "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().out == ""


def test_a_bad_query_is_told_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["search", "role:user", "--data-dir", str(folder)]) == 1
    assert capsys.readouterr().err.startswith("h2o-desktop: There is no word to search for. Give at least one word")


def test_words_are_bold_in_a_terminal(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    assert main(["search", "tall plant", "--data-dir", str(folder)]) == 0
    assert "A \x1b[1mtall\x1b[0m \x1b[1mplant\x1b[0m." in capsys.readouterr().out


def test_a_limit_below_nothing_is_a_wrong_use(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(["search", "--limit", "-1", "tree", "--data-dir", str(folder)])
    assert "-1 is not a count" in capsys.readouterr().err


def test_a_damaged_store_is_told_once_and_read_all_the_same(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "transcripts.sqlite3"
    assert main(["list", "--data-dir", str(folder)]) == 0
    before = capsys.readouterr()
    assert before.err == ""
    with path.open("r+b") as file:
        file.write(bytes(100))
    assert main(["list", "--data-dir", str(folder)]) == 0
    mended = capsys.readouterr()
    assert mended.out == before.out
    assert "The store of conversations was damaged" in mended.err
    assert str(folder / "damaged") in mended.err
    assert main(["list", "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().err == ""
