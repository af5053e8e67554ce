"""What the window of sweeps adds to the style sheet of the program. Kept apart: every other widget is spared it."""

from __future__ import annotations

from dataclasses import asdict
from string import Template

from h2o_desktop.ui.theme_colours import Colours

_SHEET = Template("""
#sweepPrompt, #sweepList {
    background: $card; border: 1px solid $line; border-radius: 6px; padding: 3px;
}
#sweepPrompt:hover, #sweepList:hover { border-color: $outline; }
#sweepPrompt:focus, #sweepList:focus { border: 2px solid $accent; padding: 2px; }
#sweepList::item { padding: 3px 4px; border-radius: 4px; color: $text; }
#sweepList::item:selected { background: $accent_background; }
#sweepGrid { background: $background; selection-background-color: transparent; }
#sweepGrid QHeaderView, #sweepGrid QTableCornerButton::section { background: $background; border: none; }
#sweepGrid QHeaderView::section {
    background: $background; color: $muted; border: none; padding: 4px 8px;
}
""")


def sweep_style(colours: Colours) -> str:
    """The style sheet in these colours."""
    return _SHEET.substitute(asdict(colours))
