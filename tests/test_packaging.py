"""The wheel: it has everything, and starts in an empty environment from another folder."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import venv
import zipfile
from pathlib import Path

import pytest

from h2o_desktop import __version__

ROOT = Path(__file__).resolve().parent.parent

FIRST_WINDOW = """
from PySide6.QtWidgets import QApplication
import h2o_desktop
from h2o_desktop.app import Application, FirstPaint
from h2o_desktop.ui.resources import resource_path
from h2o_desktop.wiring.services import Services
application = QApplication(["h2o-desktop"])
window = Application(Services(), application)
FirstPaint(window.window, application.quit)
window.show()
application.exec()
window.close()
print(h2o_desktop.__file__)
print(resource_path("icons"))
"""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built from the sources as they are."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    subprocess.run(command, check=True, capture_output=True)
    (built,) = folder.glob("*.whl")
    return built


def test_the_wheel_has_code_and_resources_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    assert "h2o_desktop/app/__init__.py" in names
    assert any(name.startswith("h2o_desktop/resources/icons/") for name in names)
    assert any(name.startswith("h2o_desktop/resources/translations/") for name in names)
    tops = {name.split("/")[0] for name in names}
    assert tops == {"h2o_desktop", f"h2o_desktop-{__version__}.dist-info"}


@pytest.mark.slow
def test_the_wheel_starts_in_an_empty_environment_from_another_folder(wheel: Path, tmp_path: Path) -> None:
    venv.create(tmp_path / "venv", with_pip=False)
    binaries = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    python = binaries / "python"
    # The dependencies are taken from this environment; the program itself is not to be found in it.
    paths = sysconfig.get_paths(vars={"base": str(tmp_path / "venv"), "platbase": str(tmp_path / "venv")})
    installing = [sys.executable, "-m", "pip", "--python", str(python), "install", "--no-deps", "--quiet", str(wheel)]
    subprocess.run(installing, check=True, capture_output=True)
    site = Path(sysconfig.get_paths()["purelib"])
    dependencies = Path(paths["purelib"]) / "dependencies.pth"
    dependencies.write_text(f"{site}\n", encoding="utf-8")
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment.pop("PYTHONPATH", None)

    def run(*command: str) -> str:
        done = subprocess.run(command, cwd=elsewhere, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout

    assert run(str(binaries / "h2o-desktop"), "--version").strip() == f"H2O Desktop {__version__}"
    module, icons = run(str(python), "-c", FIRST_WINDOW).splitlines()
    assert Path(module).is_relative_to(tmp_path / "venv")
    assert Path(icons).is_relative_to(tmp_path / "venv")
