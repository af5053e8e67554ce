"""A process that writes into a store until somebody kills it; it says on its output what it has stored.

Arguments: the database, and what to do.
`stream`  answers grow word by word; after each checkpoint it prints `<message id> <number of words>`, after each
          finished answer `<message id> end`.
`hold`    begins one answer, prints its id, and waits for the end of its input.
`turns`   stores twenty conversations and prints `done`.
"""

from __future__ import annotations

import sys
from itertools import count
from pathlib import Path

from h2o_desktop.storage.transcripts import Transcripts
from tests.fakes.conversation_examples import finished, first_turn

WORDS_IN_AN_ANSWER = 40


def say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def stream(store: Transcripts) -> None:
    for number in count():
        turn = first_turn(f"prompt {number}")
        answer = turn.messages[-1]
        store.begin_turn(turn.summary, turn.messages)
        for words in range(1, WORDS_IN_AN_ANSWER + 1):
            store.checkpoint(answer.id, f"w{words} ")
            say(f"{answer.id} {words}")
        text = "".join(f"w{words} " for words in range(1, WORDS_IN_AN_ANSWER + 1))
        store.finish(finished(answer, text))
        say(f"{answer.id} end")


def hold(store: Transcripts) -> None:
    turn = first_turn("held")
    store.begin_turn(turn.summary, turn.messages)
    store.checkpoint(turn.messages[-1].id, "on its way")
    say(turn.messages[-1].id)
    sys.stdin.read()


def turns(store: Transcripts) -> None:
    for number in range(20):
        turn = first_turn(f"prompt {number}")
        store.begin_turn(turn.summary, turn.messages)
        store.checkpoint(turn.messages[-1].id, "text")
        store.finish(finished(turn.messages[-1], "text"))
    store.close()
    say("done")


if __name__ == "__main__":
    {"stream": stream, "hold": hold, "turns": turns}[sys.argv[2]](Transcripts(Path(sys.argv[1])))
