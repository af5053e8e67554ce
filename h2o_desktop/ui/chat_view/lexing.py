"""Pygments' lexers, run so that they can stop at a line and go on there later.

The rules and states are those of `pygments.lexer.RegexLexer`; its own loop cannot be left and entered again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from h2o_desktop.ui.chat_view.syntax_colours import token_name

Span = tuple[int, int, str]
States = tuple[str, ...]
FIRST: States = ("root",)


@dataclass(frozen=True, slots=True)
class Stop:
    """A place between two tokens, and the states in which lexing goes on there."""

    place: int
    states: States


def load_lexer(language: str) -> object | None:
    """The lexer of a language, ready for use; None when there is none. Takes up to half a second at first use."""
    from pygments.lexers import get_lexer_by_name
    from pygments.util import ClassNotFound

    try:
        lexer = get_lexer_by_name(language)
    except ClassNotFound:
        return None
    for _token in lexer.get_tokens_unprocessed("x = 1\n"):  # compiles its rules
        pass
    return lexer


def can_resume(lexer: object) -> bool:
    """Whether lexing can go on in the middle of a text."""
    from pygments.lexer import ExtendedRegexLexer, RegexLexer

    own = type(lexer).__dict__.get("get_tokens_unprocessed")
    return isinstance(lexer, RegexLexer) and not isinstance(lexer, ExtendedRegexLexer) and own is None


def spans_of(lexer: Any, text: str) -> Iterator[tuple[Span, int]]:  # noqa: ANN401 - Pygments has no types for rules
    """The coloured stretches of a whole text, each with the place that was reached."""
    for start, kind, value in lexer.get_tokens_unprocessed(text):
        name = token_name(kind)
        end = start + len(value)
        yield (start, len(value), name), end


def resume(lexer: Any, text: str, stop: Stop) -> Iterator[tuple[Span, Stop]]:  # noqa: ANN401
    """The coloured stretches of `text` from `stop` on, each with the stop behind it. `lexer` is one that can resume."""
    rules = lexer._tokens  # noqa: SLF001 - the compiled rules have no other name
    place, states = stop.place, list(stop.states)
    while place < len(text):
        for match_rule, action, new_state in rules[states[-1]]:
            match = match_rule(text, place)
            if match is None:
                continue
            end = match.end()
            _enter(states, new_state)
            after = Stop(end, tuple(states))
            for span in _spans(lexer, action, match):
                yield span, after
            place = end
            break
        else:
            if text[place] == "\n":
                states = list(FIRST)
            place += 1
            yield (place - 1, 1, ""), Stop(place, tuple(states))


def _spans(lexer: Any, action: Any, match: Any) -> Iterator[Span]:  # noqa: ANN401
    if action is None:
        return
    if not callable(action) or isinstance(action, tuple):
        yield match.start(), match.end() - match.start(), token_name(action)
        return
    for start, kind, value in action(lexer, match):
        yield start, len(value), token_name(kind)


def _enter(states: list[str], new_state: Any) -> None:  # noqa: ANN401
    """Change the states as a rule says."""
    if new_state is None:
        return
    for step in new_state if isinstance(new_state, tuple) else (new_state,):
        if step == "#pop":
            if len(states) > 1:
                states.pop()
        elif step == "#push":
            states.append(states[-1])
        elif isinstance(step, int):
            del states[max(1, len(states) + step) :]
        else:
            states.append(step)
