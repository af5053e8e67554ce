"""The program as a person has it: a real window, real keys, the real model, and a kill now and then."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.model_cache import data_dir_with_model
from tests.stories import STORY
from tests.x11.program import Program, has_begun, is_over
from tests.x11.screen import Screen, until

pytestmark = [pytest.mark.model, pytest.mark.slow]

LONG = ("--set", "temperature=0", "--set", "max_new_tokens=4000", "--set", "repetition_penalty=none")


@pytest.fixture(scope="module")
def screen() -> Iterator[Screen]:
    with Screen() as screen:
        yield screen


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    return data_dir_with_model(tmp_path / "data")


def engines(program: Program) -> list[int]:
    """The process ids of the engines that the program started and that still run."""
    found: list[int] = []
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                command = (folder / "cmdline").read_bytes()
                parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:  # it has ended meanwhile
                continue
            if b"runtime_process" in command and parent == program.process.pid:
                found.append(int(folder.name))
    return found


def is_running(process_id: int) -> bool:
    return Path(f"/proc/{process_id}").exists()


def test_a_typed_question_is_answered_and_kept(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, "--set", "temperature=0", "--set", "max_new_tokens=60") as program:
        program.ask("What is the capital of France?")
        answer = program.answer(is_over, "no whole answer")
        assert answer["status"] == "complete"
        assert "Paris" in answer["content"]
        assert answer["model"] == "smollm2-135m"
        assert answer["sent"]["temperature"] == 0
        program.ask("And of Italy?")
        until(lambda: len(program.conversations()[0]["messages"]) == 4, "the second prompt went elsewhere")
        program.answer(is_over, "no second answer")
        (engine,) = engines(program)
        assert program.close() == 0
    assert len(program.conversations()) == 1
    until(lambda: not is_running(engine), "the engine outlived the window")


def test_escape_stops_a_long_answer_and_the_next_one_comes_at_once(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, *LONG) as program:
        program.ask(STORY)
        begun = program.answer(has_begun, "the answer did not begin")
        program.key("Escape")
        stopped = program.answer(is_over, "the answer was not stopped")
        assert stopped["status"] == "stopped"
        assert stopped["content"].startswith(begun["content"])
        program.key("ctrl+n")
        program.ask(STORY)
        until(lambda: len(program.conversations()) == 2, "the second prompt was not taken")
        program.answer(has_begun, "the engine is not free again")
        program.key("Escape")
        assert program.answer(is_over, "the second answer was not stopped")["status"] == "stopped"


def test_a_killed_program_keeps_its_answer_and_leaves_no_engine(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, *LONG) as program:
        program.ask(STORY)
        begun = program.answer(has_begun, "the answer did not begin")
        (engine,) = engines(program)
        program.kill()
        until(lambda: not is_running(engine), "the engine outlived the program")
    with Program(screen, data_dir) as program:
        answer = program.answer(is_over, "the answer is still said to be running")
        assert answer["status"] == "interrupted"
        assert answer["content"].startswith(begun["content"])


def test_a_killed_engine_is_said_so_and_starts_again(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, *LONG) as program:
        program.ask(STORY)
        program.answer(has_begun, "the answer did not begin")
        (engine,) = engines(program)
        os.kill(engine, signal.SIGKILL)
        failed = program.answer(is_over, "the answer did not fail")
        assert failed["status"] == "failed"
        assert failed["content"]
        program.ask("Once more, please.")
        program.answer(has_begun, "the engine did not start again")
        program.key("Escape")
        program.answer(is_over, "the answer was not stopped")
        assert len(program.conversations()) == 1


def test_a_new_window_takes_keys_at_once_and_shortcuts_work(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, "--set", "temperature=0", "--set", "max_new_tokens=8") as program:
        program.ask("One")
        program.answer(is_over, "no answer")
        program.key("ctrl+n")
        program.ask("Two")
        until(lambda: len(program.conversations()) == 2, "a new conversation was not begun")
        program.answer(is_over, "no second answer")
        titles = [json.loads(line)["title"] for line in program.command("list", "--json").splitlines()]
        assert titles == ["Two", "One"]


def test_an_answer_goes_on_from_another_token_by_keyboard_alone(screen: Screen, data_dir: Path) -> None:
    with Program(screen, data_dir, "--set", "temperature=0", "--set", "max_new_tokens=30") as program:
        program.ask("What is the capital of France?")
        first = program.answer(is_over, "no whole answer")
        program.key("ctrl+shift+t")
        program.other_window("Tokens of the answer")

        def has_branched() -> bool:
            screen.xdotool("key", "--delay", "100", "Home", "Right", "Right", "Down", "Down", "Return")
            return bool(program.conversations()[0]["messages"][-1]["id"] != first["id"])

        until(has_branched, "there is no other answer", every_s=1.0)
        other = program.answer(is_over, "the other answer does not end")
        begins_with = other["requested"]["begins_with"]
        assert other["content"].startswith(begins_with)
        assert not first["content"].startswith(begins_with)
        assert first["content"][0] == begins_with[0]
        screen.xdotool("key", "Escape")
        until(lambda: not screen.xdotool("search", "--onlyvisible", "--name", "Tokens of the answer"), "it stays open")
