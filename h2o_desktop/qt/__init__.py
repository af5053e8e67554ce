"""QtCore only: the worker thread, the chat's state machine, and the item models."""
