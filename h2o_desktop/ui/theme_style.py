"""The style sheet: what the Fusion style does not do by itself. Kept small, since every widget is matched with it."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from h2o_desktop.ui.resources import resource_path
from h2o_desktop.ui.theme_colours import Colours

_SHEET = Template("""
QPushButton {
    background: $card; border: 1px solid $line; border-radius: 6px; padding: 5px 12px; color: $text;
}
QPushButton:hover { border-color: $outline; }
QPushButton:pressed, QPushButton:checked { background: $line; }
QPushButton:focus { border: 2px solid $accent; padding: 4px 11px; }
QPushButton:disabled { color: $disabled; border-color: $line; }
QPushButton[primary="true"] { background: $accent; border-color: $accent; color: $on_accent; font-weight: 600; }
QPushButton[primary="true"]:hover { border-color: $text; }
QPushButton[primary="true"]:focus { border-color: $text; }
QPushButton[primary="true"]:disabled { background: $line; border-color: $line; color: $muted; }
QToolButton { background: transparent; border: 2px solid transparent; border-radius: 6px; padding: 3px; }
QToolButton:hover, QToolButton:pressed, QToolButton:checked { background: $line; }
QToolButton:focus { border-color: $accent; }
#lensPanel { border: none; border-top: 1px solid $line; }
#budgetShowCut {
    padding: 0 4px; border-width: 1px; border-radius: 4px; color: $accent_text; font-size: ${secondary_px}px;
}
QToolButton::menu-indicator { image: none; }
QLineEdit, QComboBox, QDateEdit {
    background: $card; border: 1px solid $line; border-radius: 6px; padding: 4px 7px;
}
QLineEdit:hover, QComboBox:hover, QDateEdit:hover { border-color: $outline; }
QLineEdit:focus, QComboBox:focus, QDateEdit:focus { border: 2px solid $accent; padding: 3px 6px; }
#stopValue { background: $card; border: 1px solid $line; border-radius: 6px; padding: 1px 5px; }
#stopValue:focus { border: 2px solid $accent; padding: 0 4px; }
DiffText, #paneSystemPrompt { background: $card; border: 1px solid $line; border-radius: 6px; padding: 1px; }
DiffText:focus, #paneSystemPrompt:focus { border: 2px solid $accent; padding: 0; }
#compareSplitter::handle, #diffSplitter::handle { background: transparent; }
#paneDifferences { color: $muted; font-size: ${secondary_px}px; }
#paneDifferences[differs="true"] { color: $accent_text; font-weight: 600; }
QAbstractItemView QLineEdit, QDateEdit QLineEdit { border: none; border-radius: 0; padding: 0; }
QComboBox::drop-down, QDateEdit::drop-down { border: none; width: 24px; }
QComboBox::down-arrow, QDateEdit::down-arrow { image: url($arrow); width: 14px; height: 14px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator {
    width: 14px; height: 14px; border: 1px solid $outline; border-radius: 4px; background: $card;
}
QCheckBox::indicator:hover { border-color: $text; }
QCheckBox::indicator:focus { border: 2px solid $accent; width: 12px; height: 12px; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:checked:focus { border: 2px solid $text; }
QCheckBox::indicator:indeterminate { border-style: dashed; }
QCheckBox::indicator:disabled { border-color: $line; background: $pane; }
QMenu::item { padding: 4px 24px 4px 20px; }
QMenu::item:selected { background: palette(highlight); color: palette(highlighted-text); }
QMenu::item:disabled { color: $muted; }
QMenu::icon { left: 8px; }
QMenu::separator { height: 1px; background: $line; margin: 3px 6px; }
QMenu::indicator {
    width: 12px; height: 12px; left: 8px; border: 1px solid $outline; border-radius: 3px; background: $card;
}
QMenu::indicator:exclusive { border-radius: 7px; }
QMenu::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QLabel[tone="secondary"] { color: $muted; font-size: ${secondary_px}px; }
QLabel[tone="warning"] { color: $cut; font-size: ${secondary_px}px; }
QLabel[tone="hint"] { color: $muted; font-size: ${hint_px}px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: $outline; margin: 2px; border-radius: 3px; }
QScrollBar::handle:vertical { min-height: 32px; }
QScrollBar::handle:horizontal { min-width: 32px; }
QScrollBar::handle:hover { background: $muted; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QSplitter::handle { background: $line; }
QProgressBar { background: $line; border: none; border-radius: 3px; max-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
#modelPopup, #searchFilters { background: $card; border: 1px solid $outline; }
QToolTip { background: $card; color: $text; border: 1px solid $line; padding: 4px 6px; }
""")


def style_sheet(colours: Colours, *, secondary_px: int, hint_px: int) -> str:
    """The style sheet in these colours; sizes of type in pixels."""
    return _SHEET.substitute(
        asdict(colours),
        arrow=_quoted_path("arrow-down.svg"),
        check=_quoted_path("checked.svg"),
        secondary_px=secondary_px,
        hint_px=hint_px,
    )


def _quoted_path(file_name: str) -> str:
    return f'"{resource_path("icons", file_name).as_posix()}"'
