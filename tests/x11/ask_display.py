"""What only a program on the display can find out. It reads wishes, one JSON list a line, and answers each with a line.

selection      the text that is selected in some window
no-selection   takes the selection over and is gone, so that nothing is selected
picture FILE   saves what the whole screen shows

An answer is the JSON text that was found, or null when it could not be done. Each wish is granted by a process of its
own, which begins with Qt loaded already: that is what costs time.
"""

from __future__ import annotations

import json
import os
import signal
import sys

from PySide6.QtGui import QClipboard, QGuiApplication

PATIENCE_S = 60


def found(what: str, *arguments: str) -> str | None:
    """Do one of these."""
    application = QGuiApplication(sys.argv[:1])
    clipboard = application.clipboard()
    if what == "selection":
        return clipboard.text(QClipboard.Mode.Selection)
    if what == "no-selection":
        clipboard.setText("", QClipboard.Mode.Selection)
        application.processEvents()
        return ""
    return "" if application.primaryScreen().grabWindow(0).save(arguments[0]) else None


def grant(wish: list[str]) -> str:
    """Do it in a process of its own, and return the line it said; null when it said none."""
    read_end, write_end = os.pipe()
    child = os.fork()
    if child == 0:
        signal.alarm(PATIENCE_S)
        os.write(write_end, json.dumps(found(*wish)).encode("ascii"))
        os._exit(0)
    os.close(write_end)
    with os.fdopen(read_end, encoding="ascii") as answer:
        line = answer.read()
    _process, status = os.waitpid(child, 0)
    return line if status == 0 else "null"


def main() -> None:
    """Grant wishes until there are no more."""
    for line in sys.stdin:
        sys.stdout.write(f"{grant(json.loads(line))}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
