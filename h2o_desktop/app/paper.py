"""Pages of conversations: what makes PDF files, in the window and without one."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping

from PySide6.QtGui import QGuiApplication, QImage

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation
from h2o_desktop.core.paper import PageMaker, Pages

PROGRAM = "h2o-desktop"
_kept: list[object] = []  # what lives as long as the process


class LatePages:
    """A PageMaker that is imported when the first page is made. Made in the GUI thread, called in any.

    `images` gives the pictures that the person had loaded, by their addresses; it is called in the thread of the pages.
    """

    def __init__(self, images: Callable[[], Mapping[str, QImage]] = dict) -> None:
        self._images = images
        self._dots_per_inch = QGuiApplication.primaryScreen().logicalDotsPerInchY()

    def __call__(
        self,
        conversation: Conversation,
        progress: Callable[[int], None],
        cancel: CancelToken,
        *,
        servers: Mapping[str, str],
    ) -> Pages:
        """Make pages. Raises Cancelled."""
        from h2o_desktop.ui.paper.pdf import PdfMaker

        maker = PdfMaker(self._dots_per_inch, images=self._images())
        return maker(conversation, progress, cancel, servers=servers)


def pages_without_window() -> PageMaker:
    """Load Qt to draw on paper alone: no display is needed, and none is opened."""
    if QGuiApplication.instance() is None:
        if sys.platform != "win32":  # where Qt without a display would not know the system's fonts
            os.environ["QT_QPA_PLATFORM"] = "offscreen"
        _kept.append(QGuiApplication([PROGRAM]))
    return LatePages()
