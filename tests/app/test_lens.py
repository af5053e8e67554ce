"""The lens in the window: a real drag of every slider, and how often a real server is asked meanwhile."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from h2o_desktop.core.lens import LensState
from h2o_desktop.qt.lens_controller import LensController
from tests.app.conftest import Desktop
from tests.benchmarks.lens_server import LensServer
from tests.fakes.openai_server import MODEL, OpenAIServer, Reply
from tests.fakes.vllm_server import next_token, told

Open = Callable[..., Desktop]
LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def with_lens(open_desktop: Open, server: OpenAIServer, dialect_has: str) -> tuple[Desktop, LensController]:
    """The window with its lens open over a typed prompt."""
    desktop = open_desktop(server)
    desktop.window.resize(1200, 900)
    desktop.wait(lambda: desktop.program.late_parts is not None)
    desktop.wait(lambda: dialect_has in desktop.program.models.parameters.capabilities.fields)
    desktop.wait(lambda: desktop.program.models.parameters.capabilities.telling is not None)
    desktop.type("Which river?")
    parts = desktop.program.late_parts
    assert parts is not None
    desktop.press(Qt.Key.Key_Space, parts.lens_presenter.panel.toggle)
    return desktop, parts.lens


@pytest.mark.parametrize("key", ["temperature", "top_k", "truncate", "max_new_tokens"])
def test_a_drag_sends_no_request_per_pixel(open_desktop: Open, key: str) -> None:
    with LensServer() as server:
        desktop, lens = with_lens(open_desktop, server, "min_p")
        desktop.wait(lambda: lens.lens.state is LensState.READY)
        parts = desktop.program.late_parts
        assert parts is not None
        desktop.wait(lambda: parts.budget.budget.exact)
        slider = desktop.window.parameters.rows[key].controls()[1]
        before, values = len(server.received), set()
        QTest.mousePress(slider, LEFT, NONE, QPoint(10, slider.height() // 2))
        for x in range(10, slider.width() - 10):
            QTest.mouseMove(slider, QPoint(x, slider.height() // 2))
            values.add(desktop.program.models.parameters.value(key))
        QTest.mouseRelease(slider, LEFT, NONE, QPoint(slider.width() - 10, slider.height() // 2))
        assert len(values) > 20
        desktop.wait(lambda: not parts.budget._later.isActive() and not parts.budget._soon.isActive())
        assert len(server.received) - before <= 8
        desktop.close()


def test_a_paid_server_is_asked_after_the_button(open_desktop: Open) -> None:
    with OpenAIServer(Reply(body=next_token(told()))) as server:
        desktop, lens = with_lens(open_desktop, server, "seed")
        parts = desktop.program.late_parts
        assert parts is not None
        desktop.wait(lambda: lens.lens.state is LensState.COSTS)
        assert server.chats == []
        panel = parts.lens_presenter.panel
        panel.allow.click()
        desktop.wait(lambda: lens.lens.state is LensState.READY)
        assert [bar.name for bar in panel.bars.bars] == ["␣it", "␣the", "␣a", "all others"]
        assert len(server.chats) == 1
        assert server.chats[0]["model"] == MODEL
        desktop.close()


def test_the_key_of_the_lens_shows_the_pane_too(open_desktop: Open) -> None:
    with LensServer() as server:
        desktop = open_desktop(server)
        desktop.window.resize(1200, 900)
        desktop.wait(lambda: desktop.program.late_parts is not None)
        parts = desktop.program.late_parts
        assert parts is not None
        panel = parts.lens_presenter.panel
        desktop.window.set_panes(history=True, parameters=False)
        desktop.wait(lambda: not panel.isVisible())
        desktop.window.activateWindow()
        desktop.wait(desktop.window.isActiveWindow)
        desktop.window.activateWindow()
        control_shift = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        QTest.keyClick(desktop.window.pane.prompt.editor, Qt.Key.Key_L, control_shift)
        desktop.wait(lambda: panel.toggle.isChecked() and panel.isVisible())
        QTest.keyClick(desktop.window.pane.prompt.editor, Qt.Key.Key_L, control_shift)
        assert not panel.toggle.isChecked()
        desktop.close()
