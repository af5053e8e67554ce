"""The window in which one prompt is answered with many settings."""

from h2o_desktop.ui.sweep.sweep_window import SweepWindow

__all__ = ["SweepWindow"]
