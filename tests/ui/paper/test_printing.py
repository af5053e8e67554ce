"""What is printed: pages of the chosen paper, some or all of them."""

from __future__ import annotations

from pathlib import Path

import pypdf
import pytest
from PySide6.QtGui import QPageSize
from PySide6.QtPrintSupport import QPrinter
from pytestqt.qtbot import QtBot

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.errors import Cancelled
from h2o_desktop.ui.paper.pdf import usual_layout
from h2o_desktop.ui.paper.printing import Composer, PrintDialog
from h2o_desktop.ui.paper.sheet import Sheet
from tests.showcase import conversation

SCREEN_DOTS_PER_INCH = 96.0


def laid_out() -> Composer:
    return Composer(conversation(), SCREEN_DOTS_PER_INCH, {}).begin(lambda _count: None, CancelToken())


def printer(path: Path, size: QPageSize.PageSizeId) -> QPrinter:
    made = QPrinter(QPrinter.PrinterMode.HighResolution)
    layout = usual_layout()
    layout.setPageSize(QPageSize(size))
    made.setPageLayout(layout)
    made.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
    made.setOutputFileName(str(path))
    return made


def test_the_layout_is_kept_for_the_same_paper(qapp: object) -> None:
    composer = laid_out()
    stopped = CancelToken()
    stopped.set()
    sheet = Sheet.of(usual_layout())
    assert len(composer.composition(sheet, stopped).pages) > 4
    layout = usual_layout()
    layout.setPageSize(QPageSize(QPageSize.PageSizeId.A5))
    with pytest.raises(Cancelled):
        composer.composition(Sheet.of(layout), stopped)


def test_some_pages_are_printed_on_another_paper(qtbot: QtBot, tmp_path: Path) -> None:
    dialog = PrintDialog(laid_out())
    qtbot.addWidget(dialog)
    small = printer(tmp_path / "small.pdf", QPageSize.PageSizeId.A5)
    small.setFromTo(2, 3)
    dialog.paint(small)
    pages = pypdf.PdfReader(tmp_path / "small.pdf").pages
    assert len(pages) == 2
    assert [round(float(page.mediabox.width)) for page in pages] == [420, 420]
    text = "".join(pages[0].extract_text().split())
    assert "2/1" in text
    assert "RiversofEurope&<everything>else" in text
