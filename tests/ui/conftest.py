"""What the tests of widgets share."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication

from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.theme import ThemeSource


@pytest.fixture
def theme(qapp: QApplication) -> ThemeSource:
    """The light theme, put on the application."""
    return ThemeSource(qapp, Theme.LIGHT)
