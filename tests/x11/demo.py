"""Shows the program where there is no display: types a question into the real window and pictures the answer."""

from __future__ import annotations

import sys
import time
from pathlib import Path

from h2o_desktop.local.catalog import installed
from h2o_desktop.storage.paths import data_dir
from tests.x11.program import Program, is_over
from tests.x11.screen import Screen

QUESTION = "What is photosynthesis?"
SIZE = ("1280", "860")
SETTLE_S = 1.0


def main(picture: Path) -> int:
    """Ask, wait for the whole answer, print the conversation, and save a picture of the window."""
    if not installed(data_dir() / "models"):
        print("There is no model on this computer to ask; fetch one with: h2o-desktop models get smollm2-135m")
        return 1
    with Screen() as screen, Program(screen, data_dir(), "--set", "temperature=0") as program:
        screen.xdotool("windowsize", "--sync", program.window, *SIZE)
        print("The window is open; typing a question into it …", flush=True)
        program.ask(QUESTION)
        print("Asked; waiting for the whole answer …\n", flush=True)
        answer = program.answer(is_over, "no answer came")
        time.sleep(SETTLE_S)  # the last frame may still be on its way to the screen
        screen.picture(picture)
        newest = program.conversations()[0]
    for message in newest["messages"]:
        print(f"{message['role']}: {message['content'].strip()}\n")
    print(f"A picture of the window: {picture}")
    return 0 if answer["status"] == "complete" else 1


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "demo.png")))
