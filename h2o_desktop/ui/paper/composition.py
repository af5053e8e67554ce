"""A whole conversation on pages: title, contents, and the messages of the shown branch."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

from PySide6.QtCore import QCoreApplication

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, Message, Role
from h2o_desktop.core.request import system_prompt_of
from h2o_desktop.ui.paper.frames import contents_line, heading, section, speaker, title_of
from h2o_desktop.ui.paper.pagination import Slice, paginate
from h2o_desktop.ui.paper.sheet import Sheet
from h2o_desktop.ui.paper.strips import Strip, message_strips
from h2o_desktop.ui.paper.tools import PaperTools

LONGEST_ENTRY = 160
FEWEST_FOR_CONTENTS = 2
_FENCE = re.compile(r"^[ \t]*(?:```|~~~)\S*[ \t]*$", re.MULTILINE)
translate = QCoreApplication.translate


@dataclass(frozen=True, slots=True)
class Place:
    """A page, counted from 0, and a height in the column, in pixels."""

    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Line:
    """An entry of the contents."""

    words: str
    level: int


@dataclass(slots=True)
class Composition:
    """Everything that is painted. `places` says for each entry of the contents where it stands."""

    title: str
    tools: PaperTools
    sheet: Sheet
    lines: list[Line]
    pages: list[list[Slice]]
    places: list[Place] = field(default_factory=list)


def compose(
    conversation: Conversation,
    tools: PaperTools,
    sheet: Sheet,
    cancel: CancelToken,
    progress: Callable[[int], None] = lambda _count: None,
) -> Composition:
    """Lay out and paginate; `progress` is told how many pages that will be so far. Raises Cancelled."""
    path = _messages(conversation)
    lines = list(_lines(path))
    width = sheet.column.width()
    strips = [Strip(heading(conversation, tools.typography, width))]
    if sum(1 for message in path if message.role is Role.USER) >= FEWEST_FOR_CONTENTS:
        strips += _contents(lines, tools, width)
    height = sum(strip.height for strip in strips)
    told = 0
    for number, message in enumerate(path, 1):
        for strip in message_strips(message, number, tools, width, entry=number - 1):
            cancel.raise_if_set()
            strips.append(strip)
            height += strip.height
            if height // sheet.column.height() > told:
                told = int(height // sheet.column.height())
                progress(told)
    pages = paginate(strips, sheet.column.height())
    places = [Place(0, 0.0)] * len(lines)
    for page, slices in enumerate(pages):
        for one in slices:
            if one.strip.entry >= 0:
                places[one.strip.entry] = Place(page, one.y)
    return Composition(title_of(conversation), tools, sheet, lines, pages, places)


def _messages(conversation: Conversation) -> tuple[Message, ...]:
    """The shown branch, with the system prompt before it."""
    path = conversation.path()
    system_prompt = system_prompt_of(path)
    if not system_prompt.strip() or any(message.role is Role.SYSTEM for message in path):
        return path
    created_s = path[0].created_s
    return (Message("system-prompt", None, Role.SYSTEM, system_prompt, created_s), *path)


def _lines(path: tuple[Message, ...]) -> Iterator[Line]:
    """An entry for each message: prompts by their first words, and below them who answered."""
    has_prompt = False
    for message in path:
        words = " ".join(_FENCE.sub("", message.content[: LONGEST_ENTRY * 4]).split())
        short = words if len(words) <= LONGEST_ENTRY else f"{words[:LONGEST_ENTRY].rstrip()}…"
        match message.role:
            case Role.USER:
                has_prompt = True
                yield Line(short or "…", 0)
            case Role.SYSTEM:
                yield Line(speaker(message), 0)
            case _:
                yield Line(speaker(message), 1 if has_prompt else 0)


def _contents(lines: list[Line], tools: PaperTools, width: float) -> Iterator[Strip]:
    typography = tools.typography
    yield Strip(section(translate("Paper", "Contents"), typography, width), stays_with_next=True)
    for number, line in enumerate(lines):
        if not line.level:
            yield Strip(contents_line(line.words, typography, width, 0.0), leads_to=number)
