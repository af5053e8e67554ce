"""The lens on the next token, below the parameters."""

from h2o_desktop.ui.lens.lens_panel import LensPanel

__all__ = ["LensPanel"]
