"""The budget bar: the figures in words, the parts as drawn, and the cures."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest
from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from h2o_desktop.core.budget import Budget
from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.budget_bar import BudgetBar
from h2o_desktop.ui.theme import ThemeSource

FULL = Budget(system=62, history=902, prompt=17, reply=128, window=2048, exact=True, has_system_prompt=True)


@pytest.fixture
def bar(qtbot: QtBot, theme: ThemeSource) -> BudgetBar:
    made = BudgetBar(theme)
    qtbot.addWidget(made)
    made.resize(600, 60)
    made.show()
    return made


def n(value: int) -> str:
    return QLocale().toString(value)


def test_the_figures_in_words(bar: BudgetBar) -> None:
    bar.show_budget(FULL)
    assert bar.parts.text() == "system 62 · history 902 · prompt 17 · reply up to 128"
    assert bar.sum.text() == f"{n(1109)} of {n(2048)} tokens"
    assert bar.warning.isHidden()
    assert n(1109) in bar.accessibleDescription()


def test_what_the_template_adds_is_not_called_a_system_prompt(bar: BudgetBar) -> None:
    bar.show_budget(replace(FULL, has_system_prompt=False))
    assert bar.parts.text().startswith("template 62 · history")


def test_an_estimate_says_so(bar: BudgetBar) -> None:
    bar.show_budget(Budget(prompt=17, reply=3, window=2048))
    assert bar.sum.text() == f"about 20 of {n(2048)} tokens"
    bar.show_budget(Budget(prompt=17, reply=3, cut=4))
    assert bar.sum.text() == "about 20 tokens"
    assert bar.show_cut.text() == "4 older messages left out"


def test_the_parts_stand_side_by_side(bar: BudgetBar) -> None:
    bar.show_budget(FULL)
    shares = bar.strip.shares()
    assert [name for name, _, _ in shares] == ["system", "history", "prompt", "reply"]
    assert shares[0][1] == 0
    assert all(end == begin for (_, _, end), (_, begin, _) in itertools.pairwise(shares))
    assert shares[-1][2] == pytest.approx(1109 / 2048)
    bar.show_budget(Budget(history=3000, reply=100, window=2000))
    assert max(end for _, _, end in bar.strip.shares()) == 1


def test_overflow_is_explained_and_cured(bar: BudgetBar, qtbot: QtBot) -> None:
    bar.show_budget(Budget(system=20, history=500, prompt=30, reply=600, window=1000))
    assert bar.warning.text() == "150 tokens too many: the answer may end before its limit."
    button = bar.findChild(QPushButton, "max_new_tokensCure")
    assert button is not None
    assert button.text() == "Answer up to 450"
    with qtbot.waitSignal(bar.cure_chosen) as cure:
        button.click()
    assert cure.args == ["max_new_tokens", 450]
    bar.show_budget(FULL)
    assert bar.warning.isHidden()


def test_a_prompt_that_is_too_long_alone(bar: BudgetBar) -> None:
    bar.show_budget(Budget(prompt=2000, reply=100, window=1000))
    assert "alone" in bar.warning.text()


def test_the_bar_is_painted_in_both_themes(bar: BudgetBar, theme: ThemeSource) -> None:
    bar.show_budget(FULL)
    colours = []
    for wanted in (Theme.LIGHT, Theme.DARK):
        theme.set_theme(wanted)
        image = bar.strip.grab().toImage()
        middle = image.height() // 2
        at_history, free = (
            image.pixelColor(image.width() // 4, middle),
            image.pixelColor(image.width() * 9 // 10, middle),
        )
        assert at_history.name() == theme.colours.accent_line
        assert free.name() == theme.colours.line
        colours.append(free.name())
    theme.set_theme(Theme.LIGHT)
    assert colours[0] != colours[1]
