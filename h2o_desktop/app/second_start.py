"""Two starts on one data folder: the second one hands over to the window that is open."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from h2o_desktop.commands import Options
from h2o_desktop.core.errors import DesktopError
from h2o_desktop.core.settings import ConnectionKind
from h2o_desktop.storage.window_lock import Whereabouts, WindowLock

if TYPE_CHECKING:
    from h2o_desktop.app import Application

_ACTIVATION = "XDG_ACTIVATION_TOKEN"  # with it a Wayland desktop lets a window come to the front


def handed_over(lock: WindowLock, options: Options) -> bool:
    """Whether another window has the folder and does what this start was asked for. When it is free it is ours now."""
    if lock.take():
        return False
    from h2o_desktop.wiring.hand_over import hand_over

    wish = {
        "server": options.server,
        "kind": options.kind,
        "model": options.model,
        "assignments": list(options.assignments),
        "activation": os.environ.get(_ACTIVATION, ""),
    }
    return hand_over(lock, wish)


class SecondStartsAnswered:
    """Does in the window of `application` what second starts are asked for."""

    def __init__(self, application: Application, lock: WindowLock) -> None:
        from h2o_desktop.qt.second_starts import SecondStarts

        self._application = application
        self._starts = SecondStarts(application)
        self._starts.arrived.connect(self._on_arrived)
        lock.say(Whereabouts(self._starts.port, self._starts.key, os.getpid()))
        self.stop = self._starts.close

    def _on_arrived(self, wish: dict[str, object]) -> None:
        if wish.get("activation"):
            os.environ[_ACTIVATION] = str(wish["activation"])
        window = self._application.window
        window.come_to_front()
        try:
            self._application.options.take(_options(wish))
        except DesktopError as error:
            self._application.settings_keeper.show(error)


def _options(wish: dict[str, object]) -> Options:
    kind = next((kind for kind in ConnectionKind if kind == wish.get("kind")), None)
    given = wish.get("assignments")
    assignments = tuple(map(str, given)) if isinstance(given, list) else ()
    return Options(
        server=str(wish.get("server") or ""), kind=kind, model=str(wish.get("model") or ""), assignments=assignments
    )
