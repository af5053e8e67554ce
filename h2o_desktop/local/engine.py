"""One child process that runs one model: started, watched, listened to, ended."""

from __future__ import annotations

import json
import os
import secrets
import subprocess
import sys
import threading
from collections import deque
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import LocalModelError
from h2o_desktop.core.words import QT_TRANSLATE_NOOP, Words
from h2o_desktop.local import runtime_process

LOG_LINES = 200
LINE_BYTES = 2000
KEY_BYTES = 32
END_WAIT_S = 5.0
ENVIRONMENT = {"GGML_NO_BACKTRACE": "1"}  # a crash must not start a debugger


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Where a running engine listens, and the key it wants."""

    base_url: str
    api_key: str

    def __repr__(self) -> str:
        return f"Endpoint({self.base_url!r})"  # never the key: it would end up in logs


@dataclass(frozen=True, slots=True)
class EngineOrders:
    """What the child is to do. `context_tokens` is the size of the context that is kept in memory."""

    model_id: str
    model_path: Path
    context_tokens: int


class Engine:
    """The child process. Made by `launch`; every method may be called from any thread."""

    def __init__(self, process: subprocess.Popen[bytes], orders: EngineOrders, api_key: str) -> None:
        self.orders = orders
        self._process = process
        self._api_key = api_key
        self._log: deque[str] = deque(maxlen=LOG_LINES)
        self._changed = threading.Condition()
        self._report: dict[str, str] | None = None
        assert process.stdout is not None
        assert process.stderr is not None
        self._threads = [
            threading.Thread(target=self._read_log, args=(process.stderr,), name="engine log", daemon=True),
            threading.Thread(target=self._read_report, args=(process.stdout,), name="engine report", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    @classmethod
    def launch(cls, orders: EngineOrders, python: str = sys.executable) -> Engine:
        """Start the child. Raises LocalModelError when the system refuses to."""
        api_key = secrets.token_urlsafe(KEY_BYTES)
        message = {
            "model_id": orders.model_id,
            "model_path": os.fspath(orders.model_path),
            "context_tokens": orders.context_tokens,
            "api_key": api_key,
        }
        try:
            process = subprocess.Popen(
                _command(python), bufsize=0, env={**os.environ, **ENVIRONMENT}, **_pipes(), **_apart()
            )
        except OSError as error:
            raise _cannot_start(str(error)) from error
        engine = cls(process, orders, api_key)
        engine._write((json.dumps(message) + "\n").encode())
        return engine

    def wait_ready(self, cancel: CancelToken) -> Endpoint:
        """Wait until the model is loaded. Raises LocalModelError when it cannot be, Cancelled when `cancel` is set."""
        with cancel.when_set(self._wake), self._changed:
            self._changed.wait_for(lambda: self._report is not None or cancel.is_set)
        cancel.raise_if_set()
        if self.endpoint is None:
            raise self._failure()
        return self.endpoint

    @property
    def endpoint(self) -> Endpoint | None:
        """Where it listens; None while it loads and when it failed."""
        address = (self._report or {}).get("ready")
        return Endpoint(address, self._api_key) if address else None

    @property
    def is_alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    @property
    def process_id(self) -> int:
        """The child's process id."""
        return self._process.pid

    def log(self) -> str:
        """What the engine wrote last."""
        return "\n".join(self._log.copy())

    def stop(self) -> None:
        """End the child and wait until it is gone."""
        self._close_input()
        self._process.kill()  # the engine holds nothing that would have to be saved
        self._process.wait(END_WAIT_S)
        for thread in self._threads:
            thread.join(END_WAIT_S)

    def _write(self, line: bytes) -> None:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(line)
        except OSError:
            self._close_input()  # it ended already; the reader of its report says why

    def _close_input(self) -> None:
        assert self._process.stdin is not None
        self._process.stdin.close()

    def _wake(self) -> None:
        with self._changed:
            self._changed.notify_all()

    def _read_report(self, stream: IO[bytes]) -> None:
        with stream:
            report = _parsed(stream.readline())
            with self._changed:
                self._report = report or {}
                self._changed.notify_all()

    def _read_log(self, stream: IO[bytes]) -> None:
        with stream:
            while line := stream.readline(LINE_BYTES):
                self._log.append(line.decode(errors="replace").rstrip())

    def _failure(self) -> LocalModelError:
        report = self._report or {}
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(END_WAIT_S)
            self._threads[0].join(END_WAIT_S)  # so that the log is whole
        detail = "\n".join(part for part in (report.get("detail", ""), self._exit_words(), self.log()) if part)
        if report.get("failed") == runtime_process.NOT_INSTALLED:
            return engine_missing(detail)
        if report.get("failed") == runtime_process.NOT_LOADED:
            return _cannot_load(self.orders, detail)
        return _cannot_start(detail)

    def _exit_words(self) -> str:
        status = self._process.poll()
        return "" if status is None else f"exit status {status}"


def _parsed(line: bytes) -> dict[str, str] | None:
    try:
        report = json.loads(line)
    except ValueError:
        return None
    return report if isinstance(report, dict) else None


def _command(python: str) -> list[str]:
    # By path and with -P: a file in the folder where the program was started must not pass for a module.
    return [python, "-P", os.fspath(Path(runtime_process.__file__))]


def _pipes() -> dict[str, Any]:
    return {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}


def _apart() -> dict[str, Any]:
    """Ctrl+C in a terminal is for the program alone, and on Windows no console window opens."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {"process_group": 0}


def engine_missing(detail: str = "") -> LocalModelError:
    """The error when llama.cpp is not installed."""
    return LocalModelError(
        Words(QT_TRANSLATE_NOOP("errors", "The engine that runs models on this computer is not installed.")),
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "Install the Python package xllamacpp. Where there is none for this system, use a server instead.",
            )
        ),
        detail,
    )


def _cannot_start(detail: str) -> LocalModelError:
    return LocalModelError(
        Words(QT_TRANSLATE_NOOP("errors", "The engine that runs models on this computer could not start.")),
        Words(QT_TRANSLATE_NOOP("errors", "Send again to try once more. The details say what the engine wrote.")),
        detail,
    )


def _cannot_load(orders: EngineOrders, detail: str) -> LocalModelError:
    return LocalModelError(
        Words(QT_TRANSLATE_NOOP("errors", "The model “{model}” could not be loaded."), {"model": orders.model_id}),
        Words(
            QT_TRANSLATE_NOOP(
                "errors",
                "Close other programs when memory is short. If it fails again, delete {path} and fetch the model anew.",
            ),
            {"path": os.fspath(orders.model_path)},
        ),
        detail,
    )
