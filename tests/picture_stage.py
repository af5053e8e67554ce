"""The program as it stands before a picture is taken of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from h2o_desktop.core.settings import ConnectionKind, ConnectionProfile, Settings, Theme
from h2o_desktop.storage.settings_file import save_settings
from tests.fakes.openai_server import MODEL
from tests.model_cache import data_dir_with_model
from tests.x11.program import Program
from tests.x11.screen import Screen

SIZE = (1280, 860)
SETTLE_S = 1.5
LONG_ANSWER = """The river begins in the hills and ends in the sea. On its way it passes

1. a **spring**, cold in every season,
2. a *mill* that no longer turns,
3. the old town.

> Nobody steps twice into the same river.

```python
def length(parts: list[float]) -> float:
    return sum(parts)
```

| part | length | depth |
| --- | ---: | ---: |
| upper | 120 km | 1.5 m |
| lower | 340 km | 9 m |
"""


@contextmanager
def opened(screen: Screen, *arguments: str, theme: Theme = Theme.LIGHT, server: str = "") -> Iterator[Program]:
    """The program on an empty store, as large as the screen; with a server it asks that one."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "data"
        settings = Settings(theme=theme)
        if server:
            profile = ConnectionProfile("stub", ConnectionKind.OPENAI, "Example server", server)
            settings = replace(settings, connections=(*settings.connections, profile), connection="stub", model=MODEL)
        save_settings(folder / "settings.json", settings)
        if not server:
            data_dir_with_model(folder)
        with Program(screen, folder, *arguments) as program:
            screen.xdotool("windowsize", "--sync", program.window, *map(str, SIZE))
            screen.xdotool("windowmove", "--sync", program.window, "0", "0")
            yield program
