"""The house in numbers: sizes, what start-up imports, and what the project's texts must not say."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.readme import README, with_table

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "h2o_desktop"
SOURCES = sorted(PACKAGE.rglob("*.py"))

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
LONGEST_CLASS = 250
VAGUE_NAMES = {"common", "helper", "helpers", "manager", "misc", "util", "utils"}
# The last lines of threads, where nothing may be lost, and a library that raises whatever it likes.
BROAD_EXCEPTS = {
    "formats/mathml.py",
    "local/hub.py",
    "qt/background.py",
    "qt/stream_worker.py",
    "ui/chat_view/formulas.py",
    "ui/chat_view/late_work.py",
}
# What the first window does without; each costs more time than a frame, or opens what is not needed yet.
LATE_MODULES = (
    "asyncio",
    "h2o_desktop.core.conversation",
    "h2o_desktop.core.draft",
    "h2o_desktop.core.provider",
    "h2o_desktop.core.search",
    "h2o_desktop.qt.chat_controller",
    "h2o_desktop.qt.running_turn",
    "h2o_desktop.storage.database",
    "h2o_desktop.ui.chat_view.chat_view",
    "h2o_desktop.ui.history_sidebar",
    "h2o_desktop.ui.parameter_panel",
    "h2o_desktop.ui.window_actions",
    "hashlib",
    "keyring",
    "markdown_it",
    "pygments",
    "qasync",
    "requests",
    "urllib3",
    "xllamacpp",
    "ziamath",
)


def relative(path: Path) -> str:
    return path.relative_to(PACKAGE).as_posix()


def nodes(path: Path) -> Iterator[ast.AST]:
    return ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def length(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> int:
    return (node.end_lineno or node.lineno) - node.lineno + 1


def test_files_stay_small() -> None:
    lengths = {relative(path): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST_FILE} == {}


def test_functions_and_classes_stay_small() -> None:
    too_long = {
        f"{relative(path)}:{node.lineno} {node.name}": length(node)
        for path in SOURCES
        for node in nodes(path)
        if (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and length(node) > LONGEST_FUNCTION)
        or (isinstance(node, ast.ClassDef) and length(node) > LONGEST_CLASS)
    }
    assert too_long == {}


def test_no_file_has_a_name_that_says_nothing() -> None:
    assert [relative(path) for path in SOURCES if path.stem.lower() in VAGUE_NAMES] == []


def test_exceptions_are_caught_by_name() -> None:
    broad = {
        relative(path)
        for path in SOURCES
        for node in nodes(path)
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or (isinstance(node.type, ast.Name) and node.type.id in {"Exception", "BaseException"}))
        and not any(isinstance(inner, ast.Raise) and inner.exc is None for inner in ast.walk(node))
    }
    assert broad <= BROAD_EXCEPTS


def python(code: str, **environment: str) -> str:
    """What a fresh Python prints."""
    everything = {**os.environ, "QT_QPA_PLATFORM": "offscreen", **environment}
    done = subprocess.run([sys.executable, "-c", code], env=everything, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_line_never_imports_qt() -> None:
    code = (
        "import sys, h2o_desktop.cli;"
        "from h2o_desktop.commands import ask, history, models;"
        "h2o_desktop.cli.main(['list']); print('PySide6' in sys.modules)"
    )
    assert python(code).strip() == "False"


FIRST_PAINT = """
import sys
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QAbstractScrollArea
from h2o_desktop.app import Application, FirstPaint
from h2o_desktop.ui.theme import styled_application
from h2o_desktop.wiring.services import Services
application = styled_application(["h2o-desktop"])
window = Application(Services(), application)
def seen():
    print([name for name in {late!r} if name in sys.modules])
    built = {{kind.__name__ for base in (QObject, QAbstractScrollArea) for kind in base.__subclasses__()}}
    print(sorted(built & {{"QMdiArea", "QStyle"}}))
    application.exit()
FirstPaint(window.window, seen)
window.show()
application.exec()
"""


def test_nothing_heavy_is_imported_until_the_window_has_painted() -> None:
    printed = python(FIRST_PAINT.format(late=LATE_MODULES)).splitlines()
    assert printed[:2] == ["[]", "[]"]  # no module, and no types of Qt that only come when all of them are built


EMITS = 5_000
MANY_SIGNALS = """
from PySide6.QtCore import QCoreApplication, QObject, Signal
class Emitter(QObject):
    emitted = Signal(bool, object)
application = QCoreApplication([])
emitter, seen = Emitter(), []
emitter.emitted.connect(lambda flag, value: seen.append((flag, value)))
for number in range({emits}):
    emitter.emitted.emit(True, None)
print(len(seen))
"""


def test_thousands_of_signals_do_the_process_no_harm() -> None:
    # With PySide6 6.12 on Python 3.11 each emission loses a reference to True, and the process aborts.
    assert python(MANY_SIGNALS.format(emits=EMITS)).strip() == str(EMITS)


def test_the_readme_has_the_parameters_as_they_are() -> None:
    text = README.read_text(encoding="utf-8")
    assert with_table(text) == text, "run: python -m tests.readme"


def test_the_files_that_the_readme_names_are_there() -> None:
    links = re.findall(r"\[[^]]*\]\(([^)]+)\)", README.read_text(encoding="utf-8"))
    shown = [link for link in links if not link.startswith("http")]
    assert shown
    assert [name for name in shown if not (ROOT / name).is_file()] == []


FORBIDDEN_TEXT = re.compile(r"/(home|Users)/\w+/|/root/\w")  # the folders of one machine
TEXT_ENDINGS = {".cfg", ".md", ".py", ".qss", ".sh", ".toml", ".ts", ".yml", ""}


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [ROOT / name for name in listed.splitlines()]


@pytest.mark.skipif(not (ROOT / ".git").exists(), reason="only a checkout knows its files")
def test_the_project_speaks_of_itself_alone() -> None:
    said = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in tracked()
        if path.suffix in TEXT_ENDINGS and path.is_file() and path != Path(__file__).resolve()
        for number, line in enumerate(path.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if FORBIDDEN_TEXT.search(line)
    ]
    assert said == []
