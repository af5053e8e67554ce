"""The least that a window with text can be: a main window with a text browser. Says in a file that it was painted."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMainWindow, QTextBrowser


class FirstPaint(QObject):
    """Writes the file after the first paint."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self.say)
        return False

    def say(self) -> None:
        Path(sys.argv[1]).write_text(f"{os.getpid()}\n", encoding="utf-8")


def main() -> None:
    """Show the window until killed."""
    application = QApplication(sys.argv[:1])
    window = QMainWindow()
    browser = QTextBrowser()
    window.setCentralWidget(browser)
    window.resize(1280, 800)
    painted = FirstPaint()
    browser.viewport().installEventFilter(painted)
    window.show()
    browser.setFocus()
    application.exec()


if __name__ == "__main__":
    main()
