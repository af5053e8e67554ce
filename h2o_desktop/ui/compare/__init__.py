"""Two to four answers to one prompt, side by side."""

from h2o_desktop.ui.compare.compare_window import CompareWindow
from h2o_desktop.ui.compare.pane_deeds import PaneDeeds
from h2o_desktop.ui.compare.pane_focus import PaneFocus
from h2o_desktop.ui.compare.pane_prompt import PanePrompt

__all__ = ["CompareWindow", "PaneDeeds", "PaneFocus", "PanePrompt"]
