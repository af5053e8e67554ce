"""The guide to the parameters says what the table says, and the page that is shown is that guide."""

from __future__ import annotations

import subprocess
import sys

from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.parameter_guide import ADVICE, NAMES, guide
from h2o_desktop.core.parameters import PARAMETERS, SPECS
from h2o_desktop.ui.resources import resource_path
from tests.help_pages import RUSSIAN_PAGE, russian


def test_the_page_is_up_to_date() -> None:
    page = resource_path("help", "parameters.md").read_text(encoding="utf-8")
    assert page == guide(), "run python -m tests.help_pages"


def test_the_page_in_russian_is_up_to_date() -> None:
    assert RUSSIAN_PAGE.read_text(encoding="utf-8") == guide(russian()), "run python -m tests.help_pages"
    assert "от 1 до 32\u00a0768" in guide(russian())


def test_the_module_prints_the_page() -> None:
    printed = subprocess.run(
        [sys.executable, "-m", "h2o_desktop.core.parameter_guide"], capture_output=True, check=True, text=True
    )
    assert printed.stdout == guide()


def test_nothing_is_forgotten() -> None:
    assert set(ADVICE) == set(SPECS)
    assert set(NAMES) == set(DIALECTS)
    for spec in PARAMETERS:
        assert f"## {spec.label}\n" in guide()
        assert spec.help in guide()


def test_how_servers_take_it() -> None:
    assert "- llama.cpp and the models of this computer: sent as `repeat_penalty`" in guide()
    assert "this server makes a repetition penalty of it" in guide()
    assert "left out from 1 on" in guide()
