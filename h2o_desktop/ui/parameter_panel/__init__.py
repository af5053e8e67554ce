"""The pane on the right: every parameter with its value, and what the chosen server makes of it."""

from __future__ import annotations

from h2o_desktop.ui.parameter_panel.panel import ParameterPanel

__all__ = ["ParameterPanel"]
