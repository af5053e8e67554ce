"""Pages of a conversation: a PDF file, and the places in it that contents and links lead to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from h2o_desktop.core.cancel import CancelToken
from h2o_desktop.core.conversation import Conversation

POINTS_PER_INCH = 72.0


@dataclass(frozen=True, slots=True)
class Spot:
    """A place on a page, which is counted from 0. `top` is in points from the upper edge."""

    page: int
    top: float


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the outline, which viewers show beside the pages; level 0 is the outermost."""

    title: str
    level: int
    spot: Spot


@dataclass(frozen=True, slots=True)
class PageLink:
    """A rectangle that is clicked: left, top, right and bottom in points from the upper left corner of a page.

    `target` is an address, or a place in the same file.
    """

    page: int
    rectangle: tuple[float, float, float, float]
    target: str | Spot


@dataclass(frozen=True, slots=True)
class Pages:
    """The file without outline and links, and what they shall be."""

    pdf: bytes
    count: int
    entries: tuple[Entry, ...] = ()
    links: tuple[PageLink, ...] = ()


class PageMaker(Protocol):
    """Makes pages of a conversation, of the shown branch first; any thread. `progress` is told how many are laid out.

    `servers` names connections by their ids. Raises Cancelled.
    """

    def __call__(
        self,
        conversation: Conversation,
        progress: Callable[[int], None],
        cancel: CancelToken,
        *,
        servers: Mapping[str, str],
    ) -> Pages:
        """Make them."""
