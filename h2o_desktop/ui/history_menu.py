"""The menu of the chosen chats."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QMenu

from h2o_desktop.core.shelf import Place, ShelfAction

if TYPE_CHECKING:
    from h2o_desktop.ui.history_list import HistoryList

translate = QCoreApplication.translate


def history_menu(chats: HistoryList, place: Place) -> QMenu:
    """What can be done with the chosen chats of a place; what needs a single one is left out for several."""
    menu = QMenu(chats)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    chosen = chats.summaries()
    if len(chosen) == 1:
        menu.addAction(translate("HistoryMenu", "Open"), chats.open_current)
        if place is not Place.TRASH:
            menu.addAction(translate("HistoryMenu", "Rename…"), chats.rename_current)
        menu.addSeparator()
    for action in actions_of(place, all_pinned=all(summary.pinned for summary in chosen), single=len(chosen) == 1):
        menu.addAction(action_name(action), partial(chats.ask, action))
    return menu


def actions_of(place: Place, *, all_pinned: bool, single: bool) -> tuple[ShelfAction, ...]:
    """What a place offers, in the order of the menu."""
    if place is Place.TRASH:
        return (ShelfAction.RESTORE, ShelfAction.DELETE_FOR_GOOD)
    pin = ShelfAction.UNPIN if all_pinned else ShelfAction.PIN
    archive = ShelfAction.UNARCHIVE if place is Place.ARCHIVE else ShelfAction.ARCHIVE
    duplicate = (ShelfAction.DUPLICATE,) if single else ()
    return (pin, ShelfAction.TAGS, *duplicate, ShelfAction.COPY, ShelfAction.EXPORT, archive, ShelfAction.DELETE)


def action_name(action: ShelfAction) -> str:
    """What an action is called in a menu."""
    names = {
        ShelfAction.PIN: translate("HistoryMenu", "Pin"),
        ShelfAction.UNPIN: translate("HistoryMenu", "Unpin"),
        ShelfAction.TAGS: translate("HistoryMenu", "Tags…"),
        ShelfAction.DUPLICATE: translate("HistoryMenu", "Duplicate"),
        ShelfAction.COPY: translate("HistoryMenu", "Copy"),
        ShelfAction.EXPORT: translate("HistoryMenu", "Export…"),
        ShelfAction.ARCHIVE: translate("HistoryMenu", "Archive"),
        ShelfAction.UNARCHIVE: translate("HistoryMenu", "Back to the chats"),
        ShelfAction.DELETE: translate("HistoryMenu", "Delete"),
        ShelfAction.RESTORE: translate("HistoryMenu", "Restore"),
        ShelfAction.DELETE_FOR_GOOD: translate("HistoryMenu", "Delete for good"),
    }
    return names[action]
