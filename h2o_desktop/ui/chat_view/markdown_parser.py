"""markdown-it-py, set up for a chat: GitHub's tables and strike-through, formulas, footnotes; HTML stays text.

It was chosen over Qt's own reader, which is four times as fast, because it is safe (no HTML, no fetching), speaks
CommonMark to the letter, and gives tokens, from which this view makes its own pieces; and because only what is visible
is ever read, its speed does not limit the view. It is imported when the first text is shown.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.rules_inline import StateInline

DEEPEST_NESTING = 60
MOST_OPEN_BRACKETS = 100
_SQUARE_BRACKET = re.compile(r"[\[\]]")
_FOOTNOTE = re.compile(r"\[\^([^\]\s]+)\]")
_DOLLARS = re.compile(r"\$(?![\s$])((?:[^$\\\n]|\\.)*?(?<![\s\\]))\$(?!\d)|\$\$((?:[^$\\]|\\.)+?)\$\$")
_BRACKETS = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]", re.DOTALL)


@cache
def markdown_parser() -> MarkdownIt:
    """The parser; made once."""
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "maxNesting": DEEPEST_NESTING})
    parser.disable(["html_block", "html_inline"])
    parser.enable(["table", "strikethrough"])
    setattr(parser, "validateLink", _is_valid_link)  # noqa: B010 - the checker knows methods only
    parser.inline.ruler.before("escape", "formula", _read_formula)
    parser.inline.ruler.before("link", "footnote", _read_footnote)
    parser.inline.ruler.before("footnote", "bracket", _read_bracket)
    return parser


def _is_valid_link(_address: str) -> bool:
    """Every address may stand in a link: what may be opened is decided when it is clicked."""
    return True


def _read_formula(state: StateInline, silent: bool) -> bool:
    letter = state.src[state.pos]
    if letter not in "$\\":
        return False
    match = (_DOLLARS if letter == "$" else _BRACKETS).match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.content = next(group for group in match.groups() if group is not None).strip()
        token.markup = match.group()
    state.pos = match.end()
    return True


def _read_footnote(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    match = _FOOTNOTE.match(state.src, state.pos, state.posMax)
    env: dict[str, Any] = dict(state.env)
    if match is None or match.group(1) not in env.get("footnotes", ()):
        return False
    if not silent:
        token = state.push("footnote", "", 0)
        token.content = match.group(1)
    state.pos = match.end()
    return True


def _read_bracket(state: StateInline, silent: bool) -> bool:
    """In a text with more open brackets than anybody can mean they are letters: each would be followed to the end."""
    source, place = state.src, state.pos
    if not (source.startswith("[", place) or source.startswith("![", place)) or not _is_full_of_brackets(source):
        return False
    if not silent:
        state.pending += source[place]
    state.pos += 1
    return True


@lru_cache(maxsize=4)
def _is_full_of_brackets(source: str) -> bool:
    if source.count("[") <= MOST_OPEN_BRACKETS:
        return False
    is_open = 0
    for bracket in _SQUARE_BRACKET.findall(source):
        is_open = max(0, is_open + (1 if bracket == "[" else -1))
        if is_open > MOST_OPEN_BRACKETS:
            return True
    return False
