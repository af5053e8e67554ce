"""The text that is selected in some window of the display, which X11 programs give to whoever asks.

selection.py read      prints it
selection.py forget    takes it over and is gone, so that nothing is selected
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QClipboard, QGuiApplication


def main(what: str) -> None:
    """Ask the owner of the primary selection for its text, or become the owner."""
    clipboard = QGuiApplication(sys.argv[:1]).clipboard()
    if what == "forget":
        clipboard.setText("", QClipboard.Mode.Selection)
        QGuiApplication.processEvents()
    else:
        sys.stdout.buffer.write(clipboard.text(QClipboard.Mode.Selection).encode("utf-8"))


if __name__ == "__main__":
    main(sys.argv[1])
