"""Undo and redo for the parameters of the shown conversation."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from h2o_desktop.core.parameters import ParameterValue
from h2o_desktop.qt.parameter_model import ParameterModel

MOST_STEPS = 100
ONE_MOVE_S = 0.8  # a dragged slider changes many times, and is one step

Values = dict[str, ParameterValue]


class ParameterHistory(QObject):
    """Keeps what the parameters were. Another conversation begins an empty history. Lives in the GUI thread.

    Signals:
        changed: what can be undone or redone is another.
    """

    changed = Signal()

    def __init__(self, model: ParameterModel, now_s: Callable[[], float]) -> None:
        super().__init__(model)
        self._model = model
        self._now_s = now_s
        self._past: list[Values] = []
        self._future: list[Values] = []
        self._last: tuple[frozenset[str], float] = (frozenset(), 0.0)
        self._is_moving = False
        model.stepped.connect(self._on_stepped)
        model.replaced.connect(self.clear)

    @property
    def can_undo(self) -> bool:
        """Whether there is a step back."""
        return bool(self._past)

    @property
    def can_redo(self) -> bool:
        """Whether a step was taken back."""
        return bool(self._future)

    def undo(self) -> None:
        """Take the last step back."""
        self._move(self._past, self._future)

    def redo(self) -> None:
        """Take the step again that was taken back last."""
        self._move(self._future, self._past)

    def clear(self) -> None:
        """Forget all steps."""
        self._past.clear()
        self._future.clear()
        self._last = (frozenset(), 0.0)
        self.changed.emit()

    def _move(self, source: list[Values], target: list[Values]) -> None:
        if not source:
            return
        target.append(self._model.values())
        self._last = (frozenset(), 0.0)
        self._is_moving = True
        self._model.set_values(source.pop())
        self._is_moving = False
        self.changed.emit()

    def _on_stepped(self, before: Values) -> None:
        if self._is_moving:
            return
        now, after = self._now_s(), self._model.values()
        keys = frozenset(key for key in after if after[key] != before[key])
        if not (keys == self._last[0] and now - self._last[1] < ONE_MOVE_S):
            self._past.append(before)
            del self._past[:-MOST_STEPS]
        self._future.clear()
        self._last = (keys, now)
        self.changed.emit()
