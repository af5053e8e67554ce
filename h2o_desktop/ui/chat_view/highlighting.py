"""Colours for code, while it streams in and when it is whole.

While code grows only its new lines are lexed, from the state in which the last whole line left the lexer. When it is
whole it is lexed once more from the beginning, since a token may span lines (so the final colours are those of the
whole text, however it came). All of it happens in slices between which the window lives.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QObject, QTimer, Signal

from h2o_desktop.ui.chat_view.late_work import LateWork
from h2o_desktop.ui.chat_view.lexing import FIRST, Span, Stop, can_resume, load_lexer, resume, spans_of
from h2o_desktop.ui.chat_view.rich_text import units_of

SLICE_S = 0.005
MOST_LETTERS = 400_000
MOST_LETTERS_AT_ONCE = 60_000  # for lexers that cannot go on in the middle


@dataclass(slots=True)
class CodeColours:
    """What is known of the colours of one piece of code, which comes in parts.

    `spans` are those of each part, in letters of the part. `stop` is where lexing goes on: a place in part `part`.
    """

    language: str
    spans: list[list[Span]] = field(default_factory=list)
    part: int = 0
    stop: Stop = field(default_factory=lambda: Stop(0, FIRST))
    kept: int = 0  # how many spans of that part lie before the stop
    whole_length: int = -1  # the length of the whole code when the spans are final

    def in_units(self, part: int, text: str) -> list[Span]:
        """The spans of a part, counted in UTF-16 units."""
        spans = self.spans[part] if part < len(self.spans) else []
        if text.isascii() or units_of(text) == len(text):
            return [span for span in spans if span[2]]
        coloured = [span for span in spans if span[2]]
        return [(units_of(text[:start]), units_of(text[start:][:length]), name) for start, length, name in coloured]


@dataclass(slots=True)
class _Job:
    """Code that is being lexed as a whole."""

    colours: CodeColours
    parts: list[str]
    steps: Iterator[tuple[Span, object]]
    spans: list[Span] = field(default_factory=list)


class Highlighter(QObject):
    """Knows the lexers, and lexes. GUI thread; lexers are loaded in another.

    Signals:
        loaded(): a lexer is there now.
        coloured(colours): a piece of code has its final colours.
    """

    loaded = Signal()
    coloured = Signal(object)

    def __init__(self, late_work: LateWork, parent: QObject, clock: Callable[[], float] = time.perf_counter) -> None:
        super().__init__(parent)
        self._late_work = late_work
        self._clock = clock
        self._lexers: dict[str, object | None] = {}
        self._asked: set[str] = set()
        self._jobs: list[_Job] = []
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._on_slice)
        late_work.done.connect(self._on_done)

    @property
    def is_busy(self) -> bool:
        """Whether code waits for its colours."""
        return bool(self._jobs)

    def lexer(self, language: str) -> object | None:
        """The lexer of a language; None while it is not there, and when there is none."""
        if language and language not in self._lexers and language not in self._asked:
            self._asked.add(language)
            self._late_work.submit(("lexer", language), lambda: load_lexer(language))
        return self._lexers.get(language)

    def grow(self, colours: CodeColours, parts: list[str]) -> None:
        """Code came at the end: colour the new lines. `parts` are those from `colours.part` on."""
        lexer = self.lexer(colours.language)
        if lexer is None or not can_resume(lexer):
            return
        for number, text in enumerate(parts):
            if len(colours.spans) <= colours.part:
                colours.spans.append([])
            spans = colours.spans[colours.part]
            del spans[colours.kept :]
            last_line = text.rfind("\n") + 1
            stop = colours.stop
            for span, stop in resume(lexer, text, colours.stop):
                spans.append(span)
                if stop.place <= last_line and text[stop.place - 1] == "\n":
                    colours.stop, colours.kept = stop, len(spans)
            if number + 1 < len(parts):
                colours.part, colours.stop, colours.kept = colours.part + 1, Stop(0, stop.states), 0

    def finish(self, colours: CodeColours, parts: list[str]) -> bool:
        """The code is whole: colour it for good; tells whether that is done already, and `coloured` comes if not."""
        lexer = self.lexer(colours.language)
        length = sum(map(len, parts))
        if lexer is None or colours.whole_length == length or length > MOST_LETTERS:
            return True
        resumes = can_resume(lexer)
        if not resumes and length > MOST_LETTERS_AT_ONCE:
            return True
        if any(job.colours is colours for job in self._jobs):
            return False
        code = "".join(parts) + "\n"
        steps: Iterator[tuple[Span, object]] = resume(lexer, code, Stop(0, FIRST)) if resumes else spans_of(lexer, code)
        self._jobs.append(_Job(colours, parts, steps))
        if self._work(self._jobs[-1]):
            self._jobs.pop()
            return True
        self._timer.start()
        return False

    def lex_at_once(self, colours: CodeColours, code: str) -> None:
        """Colour a short piece of code."""
        lexer = self.lexer(colours.language)
        if lexer is not None:
            colours.spans = divided([span for span, _place in spans_of(lexer, code + "\n")], [code])

    def _work(self, job: _Job) -> bool:
        """Lex for a while; tells whether the end was reached."""
        until_s = self._clock() + SLICE_S
        for number, (span, _stop) in enumerate(job.steps):
            job.spans.append(span)
            if not number % 64 and self._clock() > until_s:
                return False
        job.colours.spans = divided(job.spans, job.parts)
        job.colours.whole_length = sum(map(len, job.parts))
        return True

    def _on_slice(self) -> None:
        if not self._jobs:
            self._timer.stop()
        elif self._work(self._jobs[0]):
            self.coloured.emit(self._jobs.pop(0).colours)

    def _on_done(self, key: object, result: object) -> None:
        if isinstance(key, tuple) and key[0] == "lexer":
            self._lexers[str(key[1])] = result
            if result is not None:
                self.loaded.emit()


def divided(spans: list[Span], parts: list[str]) -> list[list[Span]]:
    """The spans of a whole, given to the parts that they lie in."""
    found: list[list[Span]] = []
    at = 0
    start = 0
    for text in parts:
        end = start + len(text)
        own: list[Span] = []
        while at < len(spans) and spans[at][0] < end:
            begin, length, name = spans[at]
            first, last = max(begin, start), min(begin + length, end)
            if first < last:
                own.append((first - start, last - first, name))
            if begin + length > end:
                break
            at += 1
        found.append(own)
        start = end
    return found
