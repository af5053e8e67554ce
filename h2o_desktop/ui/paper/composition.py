"""A whole conversation on pages: title, contents, the messages of the shown branch, and the others after them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from PySide6.QtCore import QCoreApplication

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation, Message, Role
from h2o_desktop.core.first_words import first_words
from h2o_desktop.core.request import system_prompt_of
from h2o_desktop.core.side_branches import beside, leaving
from h2o_desktop.ui.paper.frames import contents_line, heading, section, speaker, title_of
from h2o_desktop.ui.paper.pagination import Slice, paginate
from h2o_desktop.ui.paper.sheet import Sheet
from h2o_desktop.ui.paper.strips import Strip, message_strips
from h2o_desktop.ui.paper.tools import PaperTools

LONGEST_ENTRY = 160
FEWEST_FOR_CONTENTS = 2
WAY_INDENT, AROUND_WAY = 12, 4
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
    composer = _Composer(conversation, tools, sheet.column.width())
    strips: list[Strip] = []
    height, told = 0.0, 0
    for strip in composer.strips():
        cancel.raise_if_set()
        strips.append(strip)
        height += strip.height
        if height // sheet.column.height() > told:
            told = int(height // sheet.column.height())
            progress(told)
    pages = paginate(strips, sheet.column.height())
    places = [Place(0, 0.0)] * len(composer.lines)
    for page, slices in enumerate(pages):
        for one in slices:
            if one.strip.entry >= 0:
                places[one.strip.entry] = Place(page, one.y)
    return Composition(title_of(conversation), tools, sheet, composer.lines, pages, places)


class _Composer:
    """Lays out the title, the contents, the shown branch, and after it the other branches."""

    def __init__(self, conversation: Conversation, tools: PaperTools, width: float) -> None:
        self._conversation = conversation
        self._width = width
        self._path = _messages(conversation)
        self._children = leaving(conversation)
        self._beside = beside(conversation, self._children)
        self._tools = replace(tools, system_prompt=system_prompt_of(self._path))
        self._names = {message.id: first_words(message, LONGEST_ENTRY) for message in conversation.messages}
        self.lines = list(_lines(self._path))
        self._entries = {message.id: number for number, message in enumerate(self._path)}
        if self._beside:
            self.lines.append(Line(translate("Paper", "Other branches"), 0))
            self._entries |= {message.id: number for number, message in enumerate(self._beside, len(self.lines))}
            self.lines += [Line(self._label(message), 1) for message in self._beside]

    def strips(self) -> Iterator[Strip]:
        """Everything, from above."""
        yield Strip(heading(self._conversation, self._tools.typography, self._width))
        if sum(1 for message in self._path if message.role is Role.USER) >= FEWEST_FOR_CONTENTS or self._beside:
            yield from _contents(self.lines, self._tools, self._width)
        yield from self._ways_to(None)
        for message in self._path:
            yield from self._message(message)
            yield from self._ways_to(message.id)
        yield from self._appendix()

    def _message(self, message: Message) -> Iterator[Strip]:
        entry = self._entries[message.id]
        yield from message_strips(message, entry + 1, self._tools, self._width, entry=entry)

    def _appendix(self) -> Iterator[Strip]:
        if self._beside:
            title = section(self.lines[len(self._path)].words, self._tools.typography, self._width)
            yield Strip(title, stays_with_next=True, entry=len(self._path))
        for message in self._beside:
            first, *rest = self._message(message)
            yield first
            if message.parent_id in self._entries:
                name = self._names[message.parent_id]
                way = self._way(translate("Paper", "Follows: {words}").format(words=name), message.parent_id)
                way.stays_with_next = True
                yield way
            yield from rest

    def _ways_to(self, message_id: str | None) -> Iterator[Strip]:
        """What leads from a place to the branches that leave there."""
        for message in self._children.get(message_id, ()):
            template = (
                translate("Paper", "Another prompt here: {words}")
                if message.role is Role.USER
                else translate("Paper", "Another answer here: {words}")
            )
            yield self._way(template.format(words=self._names[message.id]), message.id)

    def _way(self, words: str, message_id: str) -> Strip:
        typography = self._tools.typography
        indent, around = typography.scaled(WAY_INDENT), typography.scaled(AROUND_WAY)
        laid = contents_line(words, typography, self._width, indent=indent, around=around)
        return Strip(laid, leads_to=self._entries[message_id])

    def _label(self, message: Message) -> str:
        return self._names[message.id] if message.role is Role.USER else speaker(message)


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
        match message.role:
            case Role.USER:
                has_prompt = True
                yield Line(first_words(message, LONGEST_ENTRY), 0)
            case Role.SYSTEM:
                yield Line(speaker(message), 0)
            case _:
                yield Line(speaker(message), 1 if has_prompt else 0)


def _contents(lines: list[Line], tools: PaperTools, width: float) -> Iterator[Strip]:
    typography = tools.typography
    yield Strip(section(translate("Paper", "Contents"), typography, width), stays_with_next=True)
    for number, line in enumerate(lines):
        if not line.level:
            yield Strip(contents_line(line.words, typography, width), leads_to=number)
