"""The command line: ask, list, export and models, on the same store as the window."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from h2o_desktop.cli import main
from h2o_desktop.commands import Options
from h2o_desktop.commands.models import ProgressBar
from h2o_desktop.core.errors import InputError
from h2o_desktop.core.local_model import DownloadPhase, DownloadProgress
from h2o_desktop.core.settings import ConnectionKind, Settings
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply, event, said


def lines(text: str) -> list[dict[str, object]]:
    return [json.loads(line) for line in text.splitlines()]


def test_an_answer_is_printed_as_it_comes(capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(said("Hel", "lo")) as server:
        assert main(["ask", "Greet me", "--server", server.url]) == 0
    printed = capsys.readouterr()
    assert printed.out == "Hello\n"
    assert printed.err == ""
    assert server.chats[0]["model"] == MODEL


def test_options_count_before_and_after_the_command(capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(said("ok")) as server:
        assert main(["--server", server.url, "--set", "temperature=1.5", "ask", "Hi", "--model", "other"]) == 0
    assert (server.chats[0]["temperature"], server.chats[0]["model"]) == (1.5, "other")


def test_json_events(capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(said("Hello")) as server:
        assert main(["ask", "Hi", "--json", "--server", server.url, "--set", "seed=5"]) == 0
    started, delta, finished = lines(capsys.readouterr().out)
    assert started == {"type": "started", "sent": {"temperature": 0.4, "max_tokens": 1024, "seed": 5}}
    assert delta == {"type": "delta", "text": "Hello"}
    assert finished["type"] == "finished"
    assert finished["finish_reason"] == "stop"
    assert finished["usage"] == {"prompt_tokens": 7, "completion_tokens": 1}
    assert isinstance(finished["timings"], dict)


@pytest.mark.parametrize(
    ("question", "option", "kind"),
    [
        ("Hi", "--server=http://127.0.0.1:1", "unreachable"),
        ("Hi", "--model=none-such", "unknown-model"),
        ("Hi", "--set=temperature=9", "input"),
        (" ", "--set=temperature=0", "input"),
    ],
)
def test_what_fails_before_it_is_asked_is_an_event_too(
    capsys: pytest.CaptureFixture[str], question: str, option: str, kind: str
) -> None:
    assert main(["ask", question, "--json", option]) == 1
    printed = capsys.readouterr()
    (failed,) = lines(printed.out)
    assert (failed["type"], failed["kind"]) == ("failed", kind)
    assert failed["summary"]
    assert printed.err == ""


@pytest.mark.parametrize("as_json", [True, False])
def test_a_failure_has_words_and_status_1(capsys: pytest.CaptureFixture[str], as_json: bool) -> None:
    with OpenAIServer(Reply(pieces=[event("half")], cut=True)) as server:
        assert main(["ask", "Hi", "--server", server.url, *(["--json"] if as_json else [])]) == 1
    printed = capsys.readouterr()
    if as_json:
        failed = lines(printed.out)[-1]
        assert failed["type"] == "failed"
        assert failed["summary"]
        assert failed["hint"]
    else:
        assert printed.out == "half\n"
        assert printed.err.startswith("h2o-desktop: ")


def test_a_cut_at_the_limit_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(said("half", reason="length")) as server:
        assert main(["ask", "Hi", "--server", server.url]) == 0
    assert "max_new_tokens" in capsys.readouterr().err


def test_the_conversation_is_stored_and_exported(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    with OpenAIServer(said("An answer")) as server:
        assert main(["ask", "A question", "--server", server.url]) == 0
    capsys.readouterr()
    assert main(["list", "--json"]) == 0
    (row,) = lines(capsys.readouterr().out)
    assert (row["title"], row["messages"]) == ("A question", 2)
    identifier = str(row["id"])
    assert main(["list", "--limit", "1"]) == 0
    assert "A question" in capsys.readouterr().out
    assert main(["export", identifier, "--format", "json"]) == 0
    question, answer = json.loads(capsys.readouterr().out)["messages"]
    assert (question["role"], question["content"]) == ("user", "A question")
    assert (answer["content"], answer["status"], answer["model"], answer["finish_reason"]) == (
        "An answer",
        "complete",
        MODEL,
        "stop",
    )
    assert answer["seed"] == answer["sent"]["seed"]
    assert answer["requested"]["temperature"] == 0.4
    assert {"usage", "timings"} <= set(answer)
    assert answer["server"] == server.url  # a server of one run is named by its address
    assert main(["export", identifier[:6], "--output", str(tmp_path / "chat.md")]) == 0
    assert "An answer" in (tmp_path / "chat.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("arguments", [["export", "no-such-id"], ["export", ""]])
def test_an_id_that_fits_none_or_several(capsys: pytest.CaptureFixture[str], arguments: list[str]) -> None:
    with OpenAIServer(said("one"), said("two")) as server:
        main(["ask", "One", "--server", server.url])
        main(["ask", "Two", "--server", server.url])
    capsys.readouterr()
    assert main(arguments) == 1
    assert "list" in capsys.readouterr().err


def test_questions_from_standard_input(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.StringIO("From a pipe\n"))
    with OpenAIServer(said("ok")) as server:
        assert main(["ask", "-", "--server", server.url]) == 0
    assert server.chats[0]["messages"][0]["content"] == "From a pipe\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["ask", "  "], "question is empty"),
        (["ask", "Hi"], "no model to ask"),
        (["ask", "Hi", "--kind", "openai"], "no connection of the kind openai"),
        (["ask", "Hi", "--server", "ftp://x"], "not the address of a server"),
        (["ask", "Hi", "--set", "temperature"], "sets nothing"),
        (["ask", "Hi", "--set", "heat=1"], "no parameter"),
        (["ask", "Hi", "--set", "temperature=9"], "between 0 and 2"),
        (["models", "get", "nothing-like-it"], "nothing-like-it"),
        (["ask", "Hi", "--kind", "local", "--model", "smollm2-135m"], "not"),
    ],
)
def test_wrong_uses_are_said_in_a_sentence(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 1
    error = capsys.readouterr().err
    assert words in error
    assert "Traceback" not in error


def test_models_of_a_server_and_of_this_computer(capsys: pytest.CaptureFixture[str]) -> None:
    with OpenAIServer(said("ok")) as server:
        assert main(["models", "--server", server.url, "--json"]) == 0
        assert lines(capsys.readouterr().out) == [{"id": MODEL, "name": "", "context_tokens": None}]
        assert main(["models", "--server", server.url]) == 0
        assert capsys.readouterr().out == f"{MODEL}\n"
    assert main(["models", "--json"]) == 0
    smollm2, danube3 = lines(capsys.readouterr().out)
    assert (smollm2["id"], danube3["id"]) == ("smollm2-135m", "danube3-500m")
    assert smollm2["size_bytes"] == 98_362_432
    assert smollm2["installed"] is False
    assert main(["models"]) == 0
    assert "models get smollm2-135m" in capsys.readouterr().out


def test_a_model_without_a_name_is_a_wrong_use() -> None:
    with pytest.raises(SystemExit) as caught:
        main(["models", "get"])
    assert caught.value.code == 2


def test_ctrl_c_stops_the_answer_and_keeps_it(tmp_path: Path) -> None:
    never = threading.Event()
    environment = {**os.environ, "H2O_DESKTOP_DATA_DIR": str(tmp_path / "data")}
    with OpenAIServer(Reply(pieces=[event("So far"), never])) as server:
        command = [sys.executable, "-m", "h2o_desktop", "ask", "Go on", "--server", server.url, "--json"]
        with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            printed = [json.loads(process.stdout.readline()) for _ in range(2)]
            process.send_signal(signal.SIGINT)
            printed += [json.loads(line) for line in process.stdout]
            assert process.wait(30) == 130
        assert server.client_gone.wait(30)
    assert [line["type"] for line in printed] == ["started", "delta", "stopped"]
    command = [sys.executable, "-m", "h2o_desktop", "list", "--json"]
    listed = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    assert json.loads(listed.stdout)["title"] == "Go on"


def test_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["--version"])
    assert caught.value.code == 0
    assert capsys.readouterr().out.startswith("H2O Desktop ")


def test_a_value_can_be_taken_back() -> None:
    assert Options(assignments=("temperature=none", "top_k=5")).parameters() == {"temperature": None, "top_k": 5}


def test_a_kind_names_its_connection() -> None:
    profile = Options(kind=ConnectionKind.H2O).profile(Settings())
    assert profile is not None
    assert profile.id == "h2o"
    assert Options().profile(Settings()) is None
    with pytest.raises(InputError):
        Options(kind=ConnectionKind.OPENAI).profile(Settings())


class Terminal(io.StringIO):
    """A stream that says it is a terminal."""

    def isatty(self) -> bool:
        return True


def test_a_progress_bar_fills() -> None:
    terminal = Terminal()
    bar = ProgressBar(terminal)
    bar.show(DownloadProgress(DownloadPhase.FETCHING, 0, 0))
    bar.show(DownloadProgress(DownloadPhase.FETCHING, 50_000_000, 100_000_000))
    bar.show(DownloadProgress(DownloadPhase.FETCHING, 50_000_001, 100_000_000))
    bar.end()
    bar.end()
    assert "50.0 of 100.0 MB" in terminal.getvalue()
    assert terminal.getvalue().count("\r") == 2
    assert terminal.getvalue().endswith("\n")


def test_progress_in_a_log_is_one_line_a_phase() -> None:
    stream = io.StringIO()
    bar = ProgressBar(stream)
    for done in range(3):
        bar.show(DownloadProgress(DownloadPhase.FETCHING, done, 3))
    bar.show(DownloadProgress(DownloadPhase.CHECKING))
    bar.end()
    assert stream.getvalue() == "fetching …\nchecking …\n"
