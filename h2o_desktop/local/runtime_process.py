"""The child process that runs llama.cpp: loads one model and serves it on a loopback port.

It is run as a script and imports nothing of the program. The parent writes one line of JSON to its standard input (the
key among it, which so never stands in arguments or environment) and keeps that pipe open: when it ends, the parent is
gone and so is this process. One line of JSON on standard output says that the model is ready, or why it is not;
the engine's log goes to standard error.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from collections.abc import Mapping

NOT_INSTALLED = "not-installed"
FEW_PROCESSORS = 4
NOT_LOADED = "not-loaded"


def main() -> int:
    """Serve until standard input ends. Returns the exit status when the model cannot be served."""
    orders = json.loads(sys.stdin.readline())
    reports = _take_standard_output()
    threading.Thread(target=_end_with_parent, name="parent watch", daemon=True).start()
    try:
        import xllamacpp
    except ImportError as error:
        return _refuse(reports, NOT_INSTALLED, error)
    try:
        server = xllamacpp.Server(_parameters(xllamacpp.CommonParams(), orders))
    except (RuntimeError, ValueError, OSError) as error:
        return _refuse(reports, NOT_LOADED, error)
    _report(reports, {"ready": server.listening_address})
    threading.Event().wait()  # the parent watch ends the process
    return 0


def _parameters(parameters: object, orders: Mapping[str, object]) -> object:
    model = parameters.model  # type: ignore[attr-defined]
    model.path = orders["model_path"]
    chosen: dict[str, object] = {
        "model_alias": {orders["model_id"]},
        "hostnames": ["127.0.0.1"],
        "port": 0,  # the system chooses a free one
        "api_keys": [orders["api_key"]],
        "n_ctx": orders["context_tokens"],
        "n_parallel": 1,
        "ui": False,
        # What is in a cache was computed in other portions and rounded otherwise: the same seed would give another
        # answer, depending on what was asked before.
        "cache_prompt": False,
        "cache_idle_slots": False,
        "cache_ram_mib": 0,
    }
    for name, value in chosen.items():
        setattr(parameters, name, value)
    threads = _threads()
    if threads:
        parameters.cpuparams.n_threads = threads  # type: ignore[attr-defined]
        parameters.cpuparams_batch.n_threads = threads  # type: ignore[attr-defined]
    return parameters


def _threads() -> int:
    """How many threads compute; 0 leaves it to the engine.

    They wait for each other in a busy loop, so on a small machine one thread too many makes an answer ten times slower
    as soon as anything else runs, the window among it.
    """
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return max(1, processors - 1) if processors <= FEW_PROCESSORS else 0


def _take_standard_output() -> TextIO:
    """A stream on the real standard output; what the engine prints there goes to standard error from now on."""
    reports = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return reports


def _end_with_parent() -> None:
    # Serving runs in threads of the engine, which an ordinary exit would wait for. While a model is loaded, the engine
    # holds Python up: then the end of the parent is noticed when that is done.
    while sys.stdin.readline():
        pass
    os._exit(0)


def _refuse(reports: TextIO, reason: str, error: Exception) -> int:
    _report(reports, {"failed": reason, "detail": f"{type(error).__name__}: {error}"})
    return 1


def _report(reports: TextIO, report: Mapping[str, str]) -> None:
    reports.write(json.dumps(report) + "\n")
    reports.flush()


if __name__ == "__main__":
    sys.exit(main())
