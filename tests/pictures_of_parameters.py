"""Pictures of what the parameters do: before sending, afterwards, and side by side."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from h2o_desktop.core.conversation import Status
from h2o_desktop.core.settings import Theme
from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.openai_server import MODEL, OpenAIServer, Pages, said
from tests.picture_stage import LONG_ANSWER, SETTLE_S, SIZE, opened
from tests.x11.demo import QUESTION
from tests.x11.program import Program, is_over
from tests.x11.screen import Screen, until

SWEEP_PATIENCE_S = 180.0
TEMPERATURE = ("1215", "66")  # the box in the panel
LENS_S = 8.0  # it asks when nothing was typed for a moment, and the engine then reads the prompt
OTHER_ANSWER = """The river starts high in the hills, and it ends in the sea. On its way it passes

1. a **spring**, cold in every season,
2. a *mill* whose wheel still turns,
3. the old town with its bridge.

> Nobody steps twice into the same river: the water is always another one.

| part | length | depth |
| --- | ---: | ---: |
| upper | 120 km | 1.5 m |
| lower | 360 km | 9 m |
"""


def cut_line(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT, owner: str = "") -> None:
    """A chat that is longer than what the model may read."""
    model = {"id": MODEL, "owned_by": owner, "max_model_len": 4096}
    pages = Pages({"/v1/models": {"data": [model]}})
    limits = ("--set", "truncate=330")
    with (
        OpenAIServer(said(LONG_ANSWER), pages=pages) as server,
        opened(screen, *limits, server=server.url, theme=theme) as program,
    ):
        for prompt in ("Tell me about the river.", "And once more?", "And in other words?"):
            program.ask(prompt)
            program.answer(is_over, "no answer came")
        program.type("What did you say first?")
        program.key("ctrl+shift+u")
        take()


def cut_line_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark, and on a server that cuts inside a message."""
    cut_line(screen, take, Theme.DARK, "vllm")


def tokens(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """The tokens of an answer, at one that could well have been another."""
    with opened(screen, "--set", "temperature=0.9", "--set", "seed=3", theme=theme) as program:
        program.ask(QUESTION)
        program.answer(is_over, "no answer came")
        program.key("ctrl+shift+t")
        window = program.other_window("Tokens of the answer")
        screen.xdotool("windowmove", "--sync", window, "150", "110")
        screen.xdotool("key", "--delay", "120", "ctrl+Right", "ctrl+Right", "Down", "Down")
        take()


def tokens_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    tokens(screen, take, Theme.DARK)


def sweep(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """Temperatures by seeds of one prompt, all answered."""
    with opened(screen, "--set", "max_new_tokens=48", theme=theme) as program:
        program.ask("Write one sentence about the sea.")
        program.answer(is_over, "no answer came")
        program.key("ctrl+shift+y")
        window = program.other_window("Sweep")
        screen.xdotool("windowsize", "--sync", window, *map(str, SIZE))
        screen.xdotool("windowmove", "--sync", window, "0", "0")
        screen.focus(window)
        screen.xdotool("key", "ctrl+Return")
        store = Transcripts(program.data_dir / "transcripts.sqlite3")
        try:
            until(lambda: _is_swept(store), "the sweep does not end", SWEEP_PATIENCE_S, every_s=1.0)
        finally:
            store.close()
        screen.xdotool("key", "--delay", "120", "Down", "Right")
        take()


def _is_swept(store: Transcripts) -> bool:
    sweeps = [plan for summary in store.list_conversations() for plan in store.list_sweeps(summary.id)]
    cells = store.load_sweep(sweeps[0].id).cells if sweeps else (None,)
    return all(cell is not None and cell.status is not Status.STREAMING for cell in cells)


def sweep_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    sweep(screen, take, Theme.DARK)


@contextmanager
def compared(screen: Screen, theme: Theme) -> Iterator[Program]:
    """The window of comparisons over the whole screen, with two answers to one prompt."""
    replies = [said(*LONG_ANSWER.splitlines(keepends=True)), said(*OTHER_ANSWER.splitlines(keepends=True))]
    with OpenAIServer(*replies) as server, opened(screen, server=server.url, theme=theme) as program:
        program.window = window_after(program, "ctrl+shift+m", "^Compare ")
        program.key("ctrl+2", "ctrl+shift+b", "F6")
        screen.xdotool("type", "--delay", "12", "Answer like a poet.")
        program.key("Tab", "Tab", "ctrl+a")
        screen.xdotool("type", "--delay", "12", "1.2")
        program.key("Return")
        program.ask("Tell me about the river.")
        program.answer(is_over, "no answer came")
        yield program


def window_after(program: Program, key: str, name: str) -> str:
    """The window of this title that a key opens, as large as the screen.

    The key is pressed again while there is no window: what stands beside the conversation is joined after the start.
    """

    def look() -> str:
        program.key(key)
        return program.screen.xdotool("search", "--onlyvisible", "--name", name)

    window = until(look, f"no window {name}", every_s=SETTLE_S)
    program.screen.xdotool("windowsize", "--sync", window, *map(str, SIZE))
    program.screen.xdotool("windowmove", "--sync", window, "0", "0")
    return window


def compare(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """Two answers side by side, and the parameters of one of them."""
    with compared(screen, theme):
        take()


def compare_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    compare(screen, take, Theme.DARK)


def diff(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """How two answers differ."""
    with compared(screen, theme) as program:
        program.window = window_after(program, "ctrl+d", "^Differences$")
        program.key("F7", "F7")
        take()


def diff_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    diff(screen, take, Theme.DARK)


@contextmanager
def tuned(screen: Screen, theme: Theme) -> Iterator[Program]:
    """An answer of a llama.cpp server with settings of its own; the server tells its own values."""
    told = {"top_k": 40, "min_p": 0.05, "typical_p": 1.0, "frequency_penalty": 0.0, "presence_penalty": 0.0}
    pages = Pages(
        {
            "/v1/models": {"data": [{"id": MODEL, "owned_by": "llamacpp", "meta": {"n_ctx": 4096}}]},
            "/props": {"default_generation_settings": {"params": told}},
        }
    )
    wanted = ("temperature=0.9", "top_p=0.95", "stop=Human:", "dry_multiplier=0.8")
    settings = [word for one in wanted for word in ("--set", one)]
    with (
        OpenAIServer(said(*LONG_ANSWER.splitlines(keepends=True)), pages=pages) as server,
        opened(screen, *settings, server=server.url, theme=theme) as program,
    ):
        program.ask("Tell me about the river.")
        program.answer(is_over, "no answer came")
        yield program


def panel(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """The parameters of a server that tells its own values, and the help on one of them with its drawing."""
    with tuned(screen, theme) as program:
        screen.xdotool("mousemove", *TEMPERATURE, "click", "1")
        program.key("F1")
        screen.xdotool("windowmove", "--sync", program.other_window("Help"), "320", "90")
        take()


def panel_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    panel(screen, take, Theme.DARK)


def request(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT, tab: int = 0) -> None:
    """How an answer was made: what became of each parameter."""
    with tuned(screen, theme) as program:
        program.key("ctrl+shift+i")
        screen.xdotool("windowmove", "--sync", program.other_window(MODEL), "270", "110")
        screen.xdotool("key", "--delay", "120", *["ctrl+Tab"] * tab)
        take()


def request_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark, as a command to copy."""
    request(screen, take, Theme.DARK, 2)


def lens(screen: Screen, take: Callable[[], None], theme: Theme = Theme.LIGHT) -> None:
    """The choice of the next token on this computer, with some of it cut."""
    settings = ("--set", "temperature=0.7", "--set", "top_p=0.9", "--set", "max_new_tokens=48")
    with opened(screen, *settings, theme=theme) as program:
        program.ask(QUESTION)
        program.answer(is_over, "no answer came")
        program.type("And the second longest one?")
        program.key("ctrl+shift+l")
        time.sleep(LENS_S)
        take()


def lens_dark(screen: Screen, take: Callable[[], None]) -> None:
    """The same in dark."""
    lens(screen, take, Theme.DARK)


def lens_paid(screen: Screen, take: Callable[[], None]) -> None:
    """A server where each look may cost money, before it is asked."""
    with OpenAIServer(said(LONG_ANSWER)) as server, opened(screen, server=server.url) as program:
        program.ask("Tell me about the river.")
        program.answer(is_over, "no answer came")
        program.type("What did you say first?")
        program.key("ctrl+shift+l")
        take()
