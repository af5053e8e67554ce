"""What only a program on the display can find out, one thing for each run.

selection      prints the text that is selected in some window
no-selection   takes the selection over and is gone, so that nothing is selected
picture FILE   saves what the whole screen shows
"""

from __future__ import annotations

import sys

from PySide6.QtGui import QClipboard, QGuiApplication


def main(what: str, *arguments: str) -> None:
    """Do one of these."""
    application = QGuiApplication(sys.argv[:1])
    clipboard = application.clipboard()
    if what == "selection":
        sys.stdout.buffer.write(clipboard.text(QClipboard.Mode.Selection).encode("utf-8"))
    elif what == "no-selection":
        clipboard.setText("", QClipboard.Mode.Selection)
        application.processEvents()
    elif not application.primaryScreen().grabWindow(0).save(arguments[0]):
        sys.exit(f"no picture: {arguments[0]}")


if __name__ == "__main__":
    main(*sys.argv[1:])
