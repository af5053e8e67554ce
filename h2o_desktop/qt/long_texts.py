"""A long text is split into blocks before it is shown, in steps between which the window lives."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from h2o_desktop.core.conversation import Message

if TYPE_CHECKING:
    from h2o_desktop.core.markdown_blocks import BlockSplitter

LONG_LETTERS = 100_000
STEP_LETTERS = 20_000  # some milliseconds


@dataclass(frozen=True, slots=True)
class SplitText:
    """A message's text, and the splitter that has read all of it."""

    message_id: str
    content: str
    splitter: BlockSplitter


async def split_last(messages: Sequence[Message]) -> SplitText | None:
    """The text of the last message, which is what is shown first; None when it is short."""
    if not messages or len(messages[-1].content) < LONG_LETTERS:
        return None
    import asyncio  # both after the first paint

    from h2o_desktop.core.markdown_blocks import BlockSplitter

    message, splitter = messages[-1], BlockSplitter()
    for start in range(0, len(message.content), STEP_LETTERS):
        splitter.feed(message.content[start : start + STEP_LETTERS])
        await asyncio.sleep(0)
    return SplitText(message.id, message.content, splitter)
