"""Takes pictures of the real window in its states, on a virtual screen.

    python -m tests.screenshots FOLDER [NAME...]

Each picture is one function: it puts the program into a state by keys and by a server that follows a script.
"""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from h2o_desktop.core.settings import Theme
from tests.fakes.openai_server import OpenAIServer, Reply, event, said
from tests.picture_stage import LONG_ANSWER, SETTLE_S, SIZE, opened
from tests.pictures_of_parameters import (
    compare,
    compare_dark,
    cut_line,
    cut_line_dark,
    diff,
    diff_dark,
    lens,
    lens_dark,
    lens_paid,
    panel,
    panel_dark,
    request,
    request_dark,
    sweep,
    sweep_dark,
    tokens,
    tokens_dark,
)
from tests.x11.demo import QUESTION
from tests.x11.program import Program, has_begun, is_over
from tests.x11.screen import Screen


def answer(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """A question and the starter model's answer to it."""
    with opened(screen, "--set", "temperature=0", theme=theme) as program:
        program.ask(QUESTION)
        program.answer(is_over, "no answer came")
        take()


def dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    answer(screen, take, Theme.DARK)


def empty(screen: Screen, take: Callable[[], None]) -> None:
    """The first window, with nothing on this computer yet."""
    with TemporaryDirectory() as name, Program(screen, Path(name)) as program:
        screen.xdotool("windowsize", "--sync", program.window, *map(str, SIZE))
        take()


def streaming(screen: Screen, take: Callable[[], None]) -> None:
    """An answer that is still coming."""
    never = threading.Event()
    half = LONG_ANSWER[: len(LONG_ANSWER) // 2]
    with OpenAIServer(Reply(pieces=[event(half), never])) as server, opened(screen, server=server.url) as program:
        program.ask("Tell me about the river.")
        program.answer(has_begun, "the answer does not begin")
        take()


def error(screen: Screen, take: Callable[[], None]) -> None:
    """An answer that broke off."""
    reply = Reply(pieces=[event("The river begins in the hills and")], cut=True)
    with OpenAIServer(reply) as server, opened(screen, server=server.url) as program:
        program.ask("Tell me about the river.")
        program.answer(is_over, "the answer does not fail")
        take()


def long_chat(screen: Screen, take: Callable[[], None]) -> None:
    """Several turns with everything that Markdown has."""
    with OpenAIServer(said(LONG_ANSWER)) as server, opened(screen, server=server.url) as program:
        for prompt in ("Tell me about the river.", "And once more?", "And in other words?"):
            program.ask(prompt)
            program.answer(is_over, "no answer came")
        take()


PICTURES: dict[str, Callable[[Screen, Callable[[], None]], None]] = {
    "answer": answer,
    "compare": compare,
    "compare-dark": compare_dark,
    "cut-line": cut_line,
    "cut-line-dark": cut_line_dark,
    "dark": dark,
    "diff": diff,
    "diff-dark": diff_dark,
    "empty": empty,
    "error": error,
    "lens": lens,
    "lens-dark": lens_dark,
    "lens-paid": lens_paid,
    "long-chat": long_chat,
    "panel": panel,
    "panel-dark": panel_dark,
    "request": request,
    "request-dark": request_dark,
    "streaming": streaming,
    "sweep": sweep,
    "sweep-dark": sweep_dark,
    "tokens": tokens,
    "tokens-dark": tokens_dark,
}


def main(folder: Path, *names: str) -> None:
    """Take the named pictures, or all of them."""
    folder.mkdir(parents=True, exist_ok=True)
    os.environ.pop("H2O_DESKTOP_DATA_DIR", None)
    with Screen(SIZE) as screen:
        for name in names or PICTURES:
            path = folder / f"{name}.png"

            def take(path: Path = path) -> None:
                time.sleep(SETTLE_S)  # the last frame may still be on its way to the screen
                screen.picture(path)

            PICTURES[name](screen, take)
            print(path, flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])
