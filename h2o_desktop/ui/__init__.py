"""Widgets; each shows a model and emits what its user wants."""
