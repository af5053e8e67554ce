"""A window that prints what is dropped on it; run as a program of its own."""

from __future__ import annotations

import json
import sys

from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QWidget


class DropTarget(QWidget):
    """Takes everything."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.setWindowTitle("Not H2O Desktop")

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        data = event.mimeData()
        event.acceptProposedAction()
        files = [url.toLocalFile() for url in data.urls()]
        print(json.dumps({"files": files, "text": data.text(), "action": event.dropAction().name}), flush=True)


if __name__ == "__main__":
    application = QApplication(sys.argv)
    target = DropTarget()
    target.setGeometry(1300, 100, 400, 400)
    target.show()
    sys.exit(application.exec())
