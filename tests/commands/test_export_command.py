"""`h2o-desktop export`."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pypdf
import pytest

from h2o_desktop.cli import main
from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled, InputError
from h2o_desktop.core.settings import Settings
from h2o_desktop.storage.transcripts import Transcripts
from h2o_desktop.wiring.exports import export_all

BEGINNINGS = {"markdown": "---\n", "json": "{", "html": "<!DOCTYPE html>", "text": "What is", "jsonl": '{"messages"'}


def ids(folder: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    assert main(["list", "--json", "--data-dir", str(folder)]) == 0
    return [json.loads(line)["id"] for line in capsys.readouterr().out.splitlines()]


@pytest.mark.parametrize("form", BEGINNINGS)
def test_each_form_is_printed(folder: Path, capsys: pytest.CaptureFixture[str], form: str) -> None:
    first = ids(folder, capsys)[1]
    assert main(["export", first[:10], "--format", form, "--data-dir", str(folder)]) == 0
    assert capsys.readouterr().out.startswith(BEGINNINGS[form])


def test_the_ending_chooses_the_form(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = ids(folder, capsys)[1]
    target = tmp_path / "out.HTM"
    assert main(["export", first, "--output", str(target), "--data-dir", str(folder)]) == 0
    assert target.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert main(["export", first, "--json", "--data-dir", str(folder)]) == 0
    assert json.loads(capsys.readouterr().out)["id"] == first


@pytest.mark.parametrize(("form", "files"), [("markdown", 3), ("html", 3), ("jsonl", 1)])
def test_everything_goes_into_a_folder(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str, files: int
) -> None:
    store = Transcripts(folder / "transcripts.sqlite3")
    store.archive(store.list_conversations()[0].id)
    store.close()
    _one_more(folder)
    assert main(["export", "--all", str(tmp_path / "out"), "--format", form, "--data-dir", str(folder)]) == 0
    assert "3 conversations were written" in capsys.readouterr().out
    written = list((tmp_path / "out").iterdir())
    assert len(written) == files
    assert all(file.read_text(encoding="utf-8").startswith(BEGINNINGS[form]) for file in written)
    if form == "jsonl":
        assert len(written[0].read_text(encoding="utf-8").splitlines()) == 3


def _one_more(folder: Path) -> None:
    from tests.fakes.conversation_examples import finished, first_turn

    store = Transcripts(folder / "transcripts.sqlite3")
    turn = first_turn("What is a tree?")
    store.begin_turn(turn.summary, turn.messages)
    store.finish(finished(turn.messages[-1], "Another answer."))
    store.close()


def test_a_long_export_tells_its_progress_and_stops(folder: Path, tmp_path: Path) -> None:
    store = Transcripts(folder / "transcripts.sqlite3")
    told: list[tuple[int, str]] = []
    cancel = CancelToken()

    def progress(count: int, title: str) -> None:
        told.append((count, title))
        cancel.set()

    with pytest.raises(Cancelled):
        export_all(store, tmp_path / "out", "text", Settings(), progress=progress, cancel=cancel)
    assert told == [(0, "Про ёлку")]
    assert len(list((tmp_path / "out").iterdir())) == 1
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(InputError, match="not a folder"):
        export_all(store, tmp_path / "file", "text", Settings())
    store.close()


def test_nothing_named_is_told_in_words(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "--data-dir", str(folder)]) == 1
    assert "--all FOLDER" in capsys.readouterr().err
    assert main(["export", "zzz", "--data-dir", str(folder)]) == 1
    assert "No conversation has the id “zzz”" in capsys.readouterr().err


@pytest.mark.slow
def test_a_pdf_file_is_made_without_a_display(folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = ids(folder, capsys)[1]
    environment = {name: value for name, value in os.environ.items() if name not in {"DISPLAY", "QT_QPA_PLATFORM"}}
    command = [sys.executable, "-m", "h2o_desktop", "export", first, "--data-dir", str(folder)]
    target = tmp_path / "out.pdf"
    subprocess.run([*command, "--output", str(target)], env=environment, check=True)
    assert target.read_bytes().startswith(b"%PDF-")
    printed = subprocess.run([*command, "--format", "pdf"], env=environment, check=True, stdout=subprocess.PIPE)
    assert "What is" in pypdf.PdfReader(io.BytesIO(printed.stdout)).pages[0].extract_text()
    assert [path.name for path in tmp_path.iterdir() if path.suffix == ".part"] == []


def test_every_conversation_becomes_a_pdf_file(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], qapp: object
) -> None:
    assert main(["export", "--all", str(tmp_path / "out"), "--format", "pdf", "--data-dir", str(folder)]) == 0
    assert "2 conversations were written" in capsys.readouterr().out
    assert all(path.read_bytes().startswith(b"%PDF-") for path in (tmp_path / "out").iterdir())


def test_a_terminal_gets_no_pdf_file(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    assert main(["export", "any", "--format", "pdf", "--data-dir", str(folder)]) == 1
    assert "--output FILE.pdf" in capsys.readouterr().err


def test_without_pages_a_pdf_file_is_refused_in_words(folder: Path, tmp_path: Path) -> None:
    store = Transcripts(folder / "transcripts.sqlite3")
    with pytest.raises(InputError, match="cannot be made"):
        export_all(store, tmp_path / "out", "pdf", Settings())
    store.close()
    assert not (tmp_path / "out").exists()
