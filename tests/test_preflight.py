"""Without what a window needs, the program says one sentence and the remedy, and ends with status 2."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from h2o_desktop import preflight
from h2o_desktop.preflight import (
    install_command,
    missing_libraries,
    problem_with_display,
    problem_without_display,
)

ROOT = Path(__file__).resolve().parent.parent


def load_anything(name: str) -> str:
    return name


def run(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """The program's window in another environment."""
    clean = {key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY"}}
    clean.pop("QT_QPA_PLATFORM", None)
    command = [sys.executable, "-m", "h2o_desktop"]
    return subprocess.run(command, env={**clean, **environment}, capture_output=True, text=True, check=False, cwd=ROOT)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems always have a display")
@pytest.mark.parametrize(
    ("environment", "words"),
    [
        ({}, "There is no display"),
        ({"DISPLAY": ":4711"}, "The display :4711 does not answer"),
        ({"DISPLAY": "nonsense"}, "The display nonsense does not answer"),
        ({"WAYLAND_DISPLAY": "wayland-4711"}, "There is no display"),
        ({"QT_QPA_PLATFORM": "xcb"}, "There is no display"),
    ],
)
def test_a_missing_display_is_one_sentence_and_status_2(environment: dict[str, str], words: str) -> None:
    done = run(environment)
    assert done.returncode == 2
    assert done.stdout == ""
    assert len(done.stderr.splitlines()) == 1
    assert words in done.stderr
    assert "h2o-desktop ask" in done.stderr


def test_a_missing_library_is_named_with_the_command_that_installs_it() -> None:
    def load(name: str) -> str:
        if name == "libxcb-cursor.so.0":
            raise OSError(name)
        return name

    problem = problem_with_display({"DISPLAY": ":0"}, "linux", load)
    assert problem is not None
    assert "libxcb-cursor.so.0" in problem
    assert missing_libraries(load) == {"libxcb-cursor.so.0": "libxcb-cursor0"}
    assert missing_libraries(load, x11=False) == {}
    assert install_command({"a": "libone", "b": "libone", "c": "libtwo"}).endswith("apt-get install libone libtwo")


def test_what_draws_without_a_display_needs_fewer_libraries() -> None:
    def load(name: str) -> object:
        if name in {"libEGL.so.1", "libxcb-cursor.so.0"}:
            raise OSError(name)
        return name

    problem = problem_without_display("linux", load)
    assert problem is not None
    assert "libEGL.so.1" in problem
    assert "xcb" not in problem
    assert problem_without_display("linux", lambda name: name) is None
    assert problem_without_display("darwin", load) is None


def test_without_apt_the_package_manager_is_left_open(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def load(name: str) -> str:
        raise OSError(name)

    monkeypatch.setenv("PATH", str(tmp_path))
    problem = problem_with_display({"DISPLAY": ":0"}, "linux", load)
    assert problem is not None
    assert "package manager" in problem


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_windows_and_mac_always_have_a_display(platform: str) -> None:
    assert problem_with_display({}, platform, load_anything) is None


def test_a_platform_without_a_screen_needs_no_display() -> None:
    assert problem_with_display({"QT_QPA_PLATFORM": "offscreen"}, "linux", load_anything) is None


def test_a_wayland_session_is_enough(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        environment = {"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}
        assert problem_with_display(environment, "linux", load_anything) is None
        assert problem_with_display({**environment, "QT_QPA_PLATFORM": "xcb"}, "linux", load_anything) is not None


def test_a_display_over_tcp_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        monkeypatch.setattr(preflight, "X11_TCP_PORT", port)
        assert problem_with_display({"DISPLAY": "127.0.0.1:0.0"}, "linux", load_anything) is None


OLD_PYTHONS = ("3.10", "3.9", "3.8", "3.7", "3.6")


def old_python() -> str:
    """A Python that is too old, when the machine has one; otherwise our own, which then only pretends."""
    for version in OLD_PYTHONS:
        for candidate in (
            f"python{version}",
            *sorted(map(str, Path.home().glob(f".pyenv/versions/{version}.*/bin/python"))),
        ):
            try:
                done = subprocess.run([candidate, "-c", "print(1)"], capture_output=True, check=False)
            except OSError:
                continue
            if done.returncode == 0:
                return candidate
    return sys.executable


def test_a_python_that_is_too_old_is_told_from_a_broken_program() -> None:
    pretend = "import sys; sys.version_info = (3, 9) if sys.version_info >= (3, 11) else sys.version_info; "
    code = f"{pretend}sys.path.insert(0, {str(ROOT)!r}); from h2o_desktop.__main__ import main; sys.exit(main())"
    done = subprocess.run([old_python(), "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1
    assert "Python 3.11 or newer is needed" in done.stderr
