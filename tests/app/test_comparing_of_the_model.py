"""Panes that ask the model of this computer, which has one engine for all of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.settings import LOCAL_ID
from h2o_desktop.qt.compare_pane import PaneState
from tests.app.conftest import Desktop
from tests.model_cache import data_dir_with_model

pytestmark = [pytest.mark.model, pytest.mark.slow]


def test_panes_of_this_computer_answer_in_turn_and_differ_by_their_settings_alone(qtbot: QtBot, tmp_path: Path) -> None:
    data_dir_with_model(tmp_path)
    desktop = Desktop(tmp_path, qtbot)
    desktop.wait(lambda: desktop.program.late_parts is not None and desktop.program.chat.choice[0] == LOCAL_ID)
    assert desktop.program.late_parts is not None
    presenter = desktop.program.late_parts.compare
    presenter.open()
    controller = presenter.controller
    assert controller is not None
    controller.add_pane()
    for pane, temperature in zip(controller.panes, (0.9, 0.9, 1.6), strict=True):
        pane.parameters.set_values({"temperature": temperature, "max_new_tokens": 24})
    assert controller.differing() == ("temperature",)
    seen: set[tuple[str, ...]] = set()

    def is_over() -> bool:
        seen.add(tuple(pane.state.value for pane in controller.panes))
        return controller.summary is not None and not controller.is_busy

    assert controller.send("Tell me about rivers.")
    desktop.wait(is_over)
    asked = {PaneState.WAITING.value, PaneState.STREAMING.value}
    assert all(sum(state in asked for state in states) <= 1 for states in seen)
    first, second, third = (pane.answer for pane in controller.panes)
    assert first is not None
    assert second is not None
    assert third is not None
    assert first.content == second.content != ""
    assert third.content != first.content
    assert first.seed == second.seed == third.seed
    desktop.close()
