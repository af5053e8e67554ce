"""H2O Desktop: a native desktop chat for H2O.ai language models and compatible servers."""

__version__ = "0.1.0"
