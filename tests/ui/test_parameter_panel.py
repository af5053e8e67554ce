"""The parameter panel: what it shows, where it fits, and what it says of each server."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from h2o_desktop.core.capabilities import DIALECTS
from h2o_desktop.core.parameters import PARAMETERS, SPECS, ParameterKind
from h2o_desktop.core.settings import Theme
from h2o_desktop.qt.parameter_model import ParameterModel
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.parameter_panel.value_box import ValueBox
from h2o_desktop.ui.theme import ThemeSource
from tests.ui.panel_driver import WITH_SLIDER, box_of, caption_of, focus, slider_of, switch_of


def test_every_parameter_has_a_row_with_names_that_outsiders_rely_on(panel: ParameterPanel) -> None:
    for spec in PARAMETERS:
        value = panel.findChild(QWidget, f"{spec.key}Value")
        assert value is not None
        assert value.accessibleName() == spec.label
        assert spec.help in value.accessibleDescription()
        assert spec.help in value.toolTip()
        labels = [label for label in panel.findChildren(QLabel) if label.text() == spec.label]
        assert [label.buddy() for label in labels] == [value]
    for key in WITH_SLIDER:
        assert slider_of(panel, key).accessibleName() == SPECS[key].label


def test_the_defaults_are_shown(panel: ParameterPanel) -> None:
    assert box_of(panel, "temperature").text() == QLocale().toString(0.4, "f", 2)
    assert box_of(panel, "max_new_tokens").text() in {"1,024", "1024"}
    assert box_of(panel, "top_p").text() == "not sent"
    assert box_of(panel, "seed").text() == "random"
    assert switch_of(panel).isChecked()
    assert switch_of(panel).text() == "on"


def test_screen_readers_hear_the_number_and_its_range(panel: ParameterPanel) -> None:
    interface = QAccessible.queryAccessibleInterface(box_of(panel, "temperature"))

    assert interface.role() is QAccessible.Role.SpinBox
    assert interface.valueInterface().currentValue() == 0.4
    assert interface.valueInterface().maximumValue() == 2.0
    assert box_of(panel, "top_p").accessibleDescription().startswith("not sent")


@pytest.mark.parametrize("width", [280, 300, 420])
def test_nothing_is_cut_off_at_any_usual_width(panel: ParameterPanel, parameters: ParameterModel, width: int) -> None:
    parameters.set_capabilities(DIALECTS["llama.cpp"])
    for spec in PARAMETERS:
        others: dict[ParameterKind, object] = {ParameterKind.SWITCH: False, ParameterKind.TEXTS: "Human:"}
        parameters.set_value(spec.key, others.get(spec.kind, spec.highest))
    panel.resize(width, 400)
    QApplication.processEvents()

    assert panel.minimumSizeHint().width() <= width
    inside = panel.area.widget()
    assert inside.width() <= panel.area.viewport().width()
    for label in inside.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap():
            assert label.width() >= label.fontMetrics().horizontalAdvance(label.text())
    for box in inside.findChildren(ValueBox):
        assert box.lineEdit().width() > box.fontMetrics().horizontalAdvance(box.text())


def test_big_type_still_fits(qtbot: QtBot, qapp: QApplication, parameters: ParameterModel) -> None:
    theme = ThemeSource(qapp, Theme.LIGHT, system_font_px=18)
    try:
        big = ParameterPanel(parameters, theme)
        qtbot.addWidget(big)
        assert big.minimumSizeHint().width() <= 360
    finally:
        ThemeSource(qapp, Theme.LIGHT)


def test_a_low_window_scrolls(panel: ParameterPanel) -> None:
    panel.resize(300, 240)
    QApplication.processEvents()

    assert panel.area.verticalScrollBar().maximum() > 0
    panel.area.ensureWidgetVisible(box_of(panel, "seed"))
    assert panel.area.verticalScrollBar().value() > 0


def test_tab_goes_from_box_to_slider_to_the_next_row(panel: ParameterPanel, qtbot: QtBot) -> None:
    focus(box_of(panel, "temperature"), qtbot)

    names = []
    for _ in range(4):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        names.append(QApplication.focusWidget().objectName())

    assert names == ["temperatureSlider", "top_pValue", "top_pSlider", "top_kValue"]


def test_captions_say_how_each_server_treats_each_parameter(panel: ParameterPanel, parameters: ParameterModel) -> None:
    parameters.set_capabilities(DIALECTS["llama.cpp"])
    assert caption_of(panel, "temperature") == ""
    assert caption_of(panel, "top_p") == ""
    assert caption_of(panel, "repetition_penalty") == "sent as repeat_penalty"
    assert caption_of(panel, "max_new_tokens") == "sent as max_tokens"
    assert caption_of(panel, "truncate") == "done here: this server does not cut"

    parameters.set_capabilities(DIALECTS["openai"])
    assert caption_of(panel, "top_k") == "not accepted by this server"
    assert caption_of(panel, "repetition_penalty") == "not accepted by this server"

    parameters.set_capabilities(DIALECTS["h2o"])
    assert caption_of(panel, "top_k") == ""
    assert caption_of(panel, "truncate") == ""
    parameters.set_value("temperature", 0.001)
    assert caption_of(panel, "temperature") == "limited to 0.01 by this server"
    parameters.set_value("top_p", 1.0)
    assert caption_of(panel, "top_p") == "left out: this value changes nothing"


def test_captions_say_what_does_nothing(panel: ParameterPanel, parameters: ParameterModel) -> None:
    parameters.set_capabilities(DIALECTS["openai"])
    parameters.set_value("top_p", 0.5)
    parameters.set_value("do_sample", False)
    assert caption_of(panel, "temperature") == "does nothing while sampling is off"
    assert caption_of(panel, "top_p") == "does nothing while sampling is off"
    assert caption_of(panel, "do_sample") == "sent as temperature 0"
    assert caption_of(panel, "max_new_tokens") == "sent as max_tokens"

    parameters.set_value("do_sample", True)
    parameters.set_value("temperature", 0)
    assert caption_of(panel, "top_p") == "does nothing at temperature 0"
    assert caption_of(panel, "temperature") == ""
    assert caption_of(panel, "do_sample") == "counts as off: the temperature is 0"

    parameters.set_capabilities(DIALECTS["h2o"])
    assert caption_of(panel, "temperature") == "sent as sampling off"


def test_what_is_not_accepted_is_greyed_and_can_still_be_changed(
    panel: ParameterPanel, parameters: ParameterModel, qtbot: QtBot, theme: ThemeSource
) -> None:
    parameters.set_value("top_k", 40)
    box = box_of(panel, "top_k")
    taken = box.lineEdit().palette().text().color().name()
    parameters.set_capabilities(DIALECTS["openai"])

    assert taken == theme.colours.text
    assert box.lineEdit().palette().text().color().name() == theme.colours.muted
    assert "not accepted by this server" in box.accessibleDescription()
    assert box.isEnabled()
    focus(box, qtbot)
    QTest.keyClick(box, Qt.Key.Key_Up)
    assert parameters.value("top_k") == 41


def test_the_panel_follows_the_theme(panel: ParameterPanel, theme: ThemeSource, parameters: ParameterModel) -> None:
    parameters.set_value("top_p", 0.5)
    light = panel.grab().toImage().pixelColor(2, 2).name()
    theme.set_theme(Theme.DARK)
    QApplication.processEvents()
    dark = panel.grab().toImage().pixelColor(2, 2).name()
    theme_text = box_of(panel, "top_p").lineEdit().palette().text().color().name()
    dark_text = theme.colours.text
    theme.set_theme(Theme.LIGHT)

    assert (light, dark) == ("#fbfbfc", "#1b1e23")
    assert theme_text == dark_text


def test_what_only_some_servers_have_is_shown_for_those_alone(
    panel: ParameterPanel, parameters: ParameterModel
) -> None:
    def shown() -> set[str]:
        return {key for key, row in panel.rows.items() if SPECS[key].extra and not row.isHidden()}

    assert shown() == set()
    parameters.set_capabilities(DIALECTS["llama.cpp"])
    assert shown() == {"repeat_last_n", "dry_multiplier", "xtc_probability", "xtc_threshold"}
    parameters.set_value("dry_multiplier", 0.8)
    parameters.set_capabilities(DIALECTS["vllm"])
    assert shown() == {"min_new_tokens"}
    assert caption_of(panel, "min_new_tokens") == ""
    parameters.set_value("min_new_tokens", 5)
    assert caption_of(panel, "min_new_tokens") == "sent as min_tokens"
    parameters.set_capabilities(DIALECTS["h2ogpt"])
    assert shown() == {"min_new_tokens", "max_time"}
    parameters.set_capabilities(DIALECTS["openai"])
    assert shown() == set()
    assert "dry_multiplier" not in parameters.sent()
