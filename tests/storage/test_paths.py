"""Where the data lie on each system."""

from __future__ import annotations

from pathlib import Path

import pytest

from h2o_desktop.storage.paths import data_dir


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, Path.home() / ".local/share/h2o-desktop"),
        ("linux", {"XDG_DATA_HOME": "/data"}, Path("/data/h2o-desktop")),
        ("linux", {"XDG_DATA_HOME": "relative"}, Path.home() / ".local/share/h2o-desktop"),
        ("darwin", {}, Path.home() / "Library/Application Support/H2O Desktop"),
        ("win32", {"APPDATA": "/roaming"}, Path("/roaming/H2O Desktop")),
        ("win32", {}, Path.home() / "AppData/Roaming/H2O Desktop"),
        ("linux", {"H2O_DESKTOP_DATA_DIR": "/mine"}, Path("/mine")),
    ],
)
def test_the_place_of_each_system(platform: str, environment: dict[str, str], expected: Path) -> None:
    assert data_dir(environment=environment, platform=platform) == expected


def test_a_chosen_folder_comes_before_the_environment(tmp_path: Path) -> None:
    assert data_dir(tmp_path, {"H2O_DESKTOP_DATA_DIR": "/mine"}) == tmp_path
    assert data_dir(Path("~/chats"), {}) == Path.home() / "chats"
    assert data_dir(Path("chats"), {}) == Path.cwd() / "chats"
