"""A sweep of the real model of this computer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from h2o_desktop.core.settings import LOCAL_ID, Settings
from h2o_desktop.local.catalog import SMOLLM2
from h2o_desktop.storage.settings_file import save_settings
from tests.app.conftest import Desktop
from tests.app.sweep_driver import Sweeping
from tests.model_cache import data_dir_with_model

pytestmark = [pytest.mark.model, pytest.mark.slow]
PROMPT = "Name a river."


def test_cells_are_what_the_chat_answers_with_the_same_settings(
    open_desktop: Callable[..., Desktop], tmp_path: Path
) -> None:
    folder = data_dir_with_model(tmp_path / "data")
    save_settings(folder / "settings.json", Settings(connection=LOCAL_ID, model=SMOLLM2.model.id))
    desktop = open_desktop(folder=folder)
    parameters = desktop.program.models.parameters
    parameters.set_values({"max_new_tokens": 16, "temperature": 1.0, "seed": 2})
    desktop.ask(PROMPT)
    said = desktop.rows()[-1][1]
    parameters.set_values({"temperature": 0.4, "seed": None})
    sweep = Sweeping(desktop)
    sweep.open()
    sweep.set_up("0; 1", "1; 2")
    assert sweep.desk.setup.at_once == 1  # the engine answers one after the other
    assert (
        "as long as the last ones" in sweep.window.setup.cost.text()
    )  # its speed is known from the answer in the chat
    sweep.start()
    sweep.wait_done()
    assert sweep.statuses() == ["complete"] * 4
    texts = sweep.texts()
    assert texts[0] == texts[1]  # at temperature 0 the seed plays no part
    assert texts[3] == said
    assert texts[2] != texts[3]
    sweep.start()
    sweep.wait_done()
    assert sweep.texts() == texts
