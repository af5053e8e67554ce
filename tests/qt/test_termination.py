"""Signals of the system arrive while Qt's loop waits."""

from __future__ import annotations

import os
import signal

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.qt.termination import Termination


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_asks_the_program_to_end(qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    termination = Termination()
    with qtbot.waitSignal(termination.requested, timeout=30_000):
        os.kill(os.getpid(), number)
    termination.close()
    assert signal.getsignal(number) is before
