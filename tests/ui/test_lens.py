"""The lens below the parameters: bars, words, and the same for screen readers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from h2o_desktop.core.engines import LLAMA, OLLAMA, VLLM, Engine
from h2o_desktop.core.lens import Lens, LensState
from h2o_desktop.core.sampling import Candidate, SamplingSettings, Step, choice_of, tempered
from h2o_desktop.core.settings import Theme
from h2o_desktop.ui.lens import LensPanel
from h2o_desktop.ui.lens.lens_bars import MOST_ROWS, bars_of, share_text
from h2o_desktop.ui.theme import ThemeSource

CANDIDATES = (
    Candidate(" it", 0.48, 0.45),
    Candidate(" the", 0.32, 0.35),
    Candidate("\n", 0.15, 0.15),
    Candidate("", 0.04, None),
)


def lens_with(settings: SamplingSettings) -> Lens:
    uncut = tempered(CANDIDATES, settings.temperature)
    return Lens(LensState.READY, CANDIDATES, choice_of(CANDIDATES, settings), "first, because", LLAMA, uncut=uncut)


@pytest.fixture
def panel(qtbot: QtBot, theme: ThemeSource) -> LensPanel:
    made = LensPanel(theme)
    qtbot.addWidget(made)
    made.resize(300, 320)
    made.show()
    qtbot.waitExposed(made)
    return made


def test_it_is_closed_at_first_and_opens_by_keyboard(panel: LensPanel, qtbot: QtBot) -> None:
    assert panel.bars.isHidden()
    assert panel.legend.isHidden()
    with qtbot.waitSignal(panel.opened) as opened:
        QTest.keyClick(panel.toggle, Qt.Key.Key_Space)
    assert opened.args == [True]


def test_bars_and_words(panel: LensPanel) -> None:
    panel.show_lens(lens_with(SamplingSettings(top_k=2)))
    assert [(bar.name, share_text(bar)) for bar in panel.bars.bars] == [
        ("␣it", "60 %"),
        ("␣the", "40 %"),
        ("↵", "cut"),
        ("(end)", "cut"),
    ]
    assert panel.summary.text() == "2.0 effective choices"
    assert panel.legend.text().startswith("After “first, because”.")
    assert "cut by Top-k." in panel.legend.text()
    assert "40 % of draws differ" in panel.legend.text()
    assert "temperature last" in panel.legend.text()
    assert "␣it: 60 %" in panel.accessibleDescription()


def test_each_stage_of_the_chosen_row_stands_below_the_bars(panel: LensPanel) -> None:
    panel.show_lens(lens_with(SamplingSettings(temperature=0.5, top_k=2)))
    assert panel.stages.text() == (
        "␣it: model alone 45 % · after penalties 48 % · after temperature 64 % · with all settings 69 %"
    )
    panel.bars.setFocus()
    QTest.keyClick(panel.bars, Qt.Key.Key_End)
    assert panel.stages.text() == "(end): after penalties 4.0 % · after temperature 0.4 % · cut by Top-k"
    assert panel.bars.accessibleDescription() == panel.stages.text()
    QTest.keyClick(panel.bars, Qt.Key.Key_Up)
    assert panel.stages.text().startswith("↵: ")
    QTest.keyClick(panel.bars, Qt.Key.Key_Home)
    QTest.keyClick(panel.bars, Qt.Key.Key_Up)
    assert panel.stages.text().startswith("␣it: ")
    QTest.mouseMove(panel.bars, QPoint(20, panel.bars.height() * 3 // 8))
    assert panel.stages.text().startswith("␣the: ")
    panel.show_lens(lens_with(SamplingSettings(temperature=0.0)))
    assert panel.stages.text().endswith("after temperature 0 % · cut by Temperature")


def test_a_row_that_is_gone_leaves_the_last_one_chosen(panel: LensPanel) -> None:
    panel.show_lens(lens_with(SamplingSettings()))
    panel.bars.choose(4)
    assert panel.stages.text() == "all others: with all settings 1.0 %"
    panel.show_lens(lens_with(SamplingSettings(top_k=4)))
    assert panel.stages.text().startswith("(end): ")
    panel.show_lens(Lens())
    assert panel.stages.isHidden()
    assert panel.bars.chosen is None


def test_what_is_cut_is_grey(panel: LensPanel, theme: ThemeSource) -> None:
    panel.show_lens(lens_with(SamplingSettings(top_k=1)))
    image = panel.bars.grab().toImage()
    row = image.height() // len(panel.bars.bars)
    colours = [
        {image.pixelColor(x, row * place + row // 2).name() for x in range(image.width())}
        for place in range(len(panel.bars.bars))
    ]
    assert theme.colours.accent in colours[0]
    assert theme.colours.muted in colours[1]
    assert theme.colours.accent not in colours[1]


def test_what_the_server_did_not_tell_is_one_bar(panel: LensPanel) -> None:
    panel.show_lens(lens_with(SamplingSettings()))
    assert panel.bars.bars[-1].name == "all others"
    assert share_text(panel.bars.bars[-1]) == "1.0 %"
    assert "Struck out" not in panel.legend.text()


def test_many_tokens_are_summed_up() -> None:
    many = tuple(Candidate(str(number), 0.05, None) for number in range(20))
    bars = bars_of(Lens(LensState.READY, many, choice_of(many, SamplingSettings()), ""))
    assert len(bars) == MOST_ROWS + 1
    assert bars[-1].share == pytest.approx(0.6)


@pytest.mark.parametrize(
    ("state", "words"),
    [
        (LensState.ASKING, "Asking"),
        (LensState.NOTHING_TO_READ, "Write a prompt"),
        (LensState.NOT_TOLD, "does not tell"),
        (LensState.NOT_RUNNING, "starts with its first answer"),
        (LensState.SILENT, "told nothing"),
        (LensState.FAILED, "could not be asked"),
    ],
)
def test_why_there_is_nothing_to_see(panel: LensPanel, state: LensState, words: str) -> None:
    panel.show_lens(Lens(state))
    assert panel.bars.isHidden()
    assert words in panel.legend.text()


def test_it_is_painted_in_both_themes(panel: LensPanel, theme: ThemeSource) -> None:
    panel.show_lens(lens_with(SamplingSettings(temperature=0)))
    panel.bars.resize(268, panel.bars.sizeHint().height())
    for wanted in (Theme.LIGHT, Theme.DARK):
        theme.set_theme(wanted)
        image = panel.bars.grab().toImage()
        row = panel.bars.sizeHint().height() // len(panel.bars.bars)
        assert image.pixelColor(image.width() // 2 - 20, row // 2).name() == theme.colours.accent
        assert image.pixelColor(image.width() // 2 + 30, row + row // 2).name() == theme.colours.line
    theme.set_theme(Theme.LIGHT)


@pytest.mark.parametrize(
    ("engine", "words"),
    [
        (VLLM, "temperature first: a higher one lets more"),
        (LLAMA, "temperature last"),
        (OLLAMA, "cuts by Top-k, then applies the temperature, then cuts by Top-p, Min-p"),
        (OLLAMA, "does not tell this"),
        (Engine((Step.TOP_K,)), "does not use the temperature"),
        (Engine(others=("xtc",)), "also uses xtc"),
    ],
)
def test_the_order_is_said_in_words(panel: LensPanel, engine: Engine, words: str) -> None:
    panel.show_lens(replace(lens_with(SamplingSettings()), engine=engine))
    assert words in panel.legend.text()
    panel.show_lens(Lens(LensState.NOT_TOLD, engine=engine))
    assert words in panel.legend.text()


def test_what_is_missing_and_what_it_costs_is_said(panel: LensPanel) -> None:
    panel.show_lens(replace(lens_with(SamplingSettings()), lacks_penalties=True, costs=True))
    assert "Penalties are not in this picture" in panel.legend.text()
    assert "costs a request" in panel.legend.text()
    assert panel.summary.text().startswith("over ")  # the rest is more than one token


def test_a_paid_server_is_asked_by_a_button(panel: LensPanel, qtbot: QtBot) -> None:
    panel.show_lens(Lens(LensState.COSTS, costs=True))
    assert panel.allow.isVisible()
    assert "may cost money" in panel.legend.text()
    panel.activateWindow()
    panel.allow.setFocus()
    with qtbot.waitSignal(panel.allowed):
        QTest.keyClick(panel.allow, Qt.Key.Key_Space)
    panel.show_lens(Lens(LensState.ASKING, costs=True))
    assert not panel.allow.isVisible()
    assert panel.toggle.hasFocus()
