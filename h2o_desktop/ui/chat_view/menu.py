"""The menu of a message: the same actions as its buttons, and the rarer ones."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu

from h2o_desktop.core.conversation import Role
from h2o_desktop.ui.chat_view.rich_text import Run, Style

if TYPE_CHECKING:
    from h2o_desktop.ui.chat_view.chat_view import ChatView

COPY_HTML, COPY_JSON, SAVE, SAVE_BRANCH, DRAG = "copy-html", "copy-json", "save", "save-branch", "drag"
SHARES = (COPY_HTML, COPY_JSON, SAVE, SAVE_BRANCH)
translate = QCoreApplication.translate


def open_menu(view: ChatView, row: int, at: QPoint | None = None, run: Run | None = None) -> None:
    """Open the menu of a message, at a point of the viewport or where the message's buttons are."""
    menu = message_menu(view, row, run)
    where = at if at is not None else menu_place(view, row)
    menu.popup(view.viewport().mapToGlobal(where))


def menu_place(view: ChatView, row: int) -> QPoint:
    """Below the right end of a message's header, or the corner of the view when that is out of sight."""
    for placed in view.transcript.visible:
        if (placed.row, placed.segment) == (row, 0):
            return QPoint(view.column.right() - view.transcript.typography.scaled(120), placed.y + placed.laid.height)
    return QPoint(view.column.right() - view.transcript.typography.scaled(120), 8)


def message_menu(view: ChatView, row: int, run: Run | None = None) -> QMenu:
    """What can be done with a message, with the selection and with the link under the mouse."""
    menu = QMenu(view)
    menu.setObjectName("messageMenu")
    menu.aboutToHide.connect(menu.deleteLater)
    _add_link(menu, view, run)
    actions, model = view.message_actions, view.model
    copy = menu.addAction(translate("ChatMenu", "Copy selection"), actions.copy_selection)
    copy.setShortcut(QKeySequence(QKeySequence.StandardKey.Copy))
    copy_source = menu.addAction(
        translate("ChatMenu", "Copy selection as Markdown"), actions.copy_selection_as_markdown
    )
    for action in (copy, copy_source):
        action.setEnabled(not view.selection.is_empty)
    menu.addSeparator()
    menu.addAction(translate("ChatMenu", "Copy message"), partial(actions.copy_message, row))
    _add_copies(menu, view, row)
    menu.addAction(translate("ChatMenu", "Copy code only"), partial(actions.copy_code, row)).setEnabled(
        "```" in model.message(row).content
    )
    menu.addSeparator()
    _add_ways(menu, view, row)
    menu.addSeparator()
    _add_doing(menu, view, row)
    menu.addSeparator()
    select = menu.addAction(translate("ChatMenu", "Select all"), view.select_all)
    select.setShortcut(QKeySequence(QKeySequence.StandardKey.SelectAll))
    find = menu.addAction(translate("ChatMenu", "Find in this chat…"), view.find_bar.open_bar)
    find.setShortcut(QKeySequence(QKeySequence.StandardKey.Find))
    return menu


def _add_doing(menu: QMenu, view: ChatView, row: int) -> None:
    actions, model = view.message_actions, view.model
    if model.message(row).role is Role.ASSISTANT:
        menu.addAction(translate("ChatMenu", "Details…"), partial(actions.run_on_message, row, "details"))
        menu.addAction(translate("ChatMenu", "Show the request…"), partial(actions.run_on_message, row, "request"))
        menu.addAction(translate("ChatMenu", "Answer again"), partial(actions.run_on_message, row, "regenerate"))
        _add_tokens(menu, view, row)
    elif model.message(row).role is Role.USER:
        menu.addAction(translate("ChatMenu", "Edit and ask again"), partial(actions.run_on_message, row, "edit"))
    if view.is_whole_chat:
        menu.addAction(translate("ChatMenu", "New chat from here"), partial(actions.run_on_message, row, "fork"))
        menu.addAction(translate("ChatMenu", "Save message as…"), partial(actions.run_on_message, row, SAVE))
        save_branch = partial(actions.run_on_message, row, SAVE_BRANCH)
        menu.addAction(translate("ChatMenu", "Save chat up to here as…"), save_branch)
        menu.addAction(translate("ChatMenu", "Delete"), partial(actions.run_on_message, row, "delete"))


def _add_copies(menu: QMenu, view: ChatView, row: int) -> None:
    actions = view.message_actions
    copies = menu.addMenu(translate("ChatMenu", "Copy message as"))
    copies.setObjectName("copyMessageMenu")
    copies.addAction(translate("ChatMenu", "Plain text"), partial(actions.copy_plain, row))
    copies.addAction(translate("ChatMenu", "Markdown"), partial(actions.copy_markdown, row))
    if not view.is_whole_chat:
        return
    copies.addAction(translate("ChatMenu", "HTML, with its looks"), partial(actions.run_on_message, row, COPY_HTML))
    copies.addAction(translate("ChatMenu", "JSON"), partial(actions.run_on_message, row, COPY_JSON))


def _add_link(menu: QMenu, view: ChatView, run: Run | None) -> None:
    if run is None:
        return
    is_image = bool(run.style & Style.IMAGE)
    menu.addAction(
        translate("ChatMenu", "Load image") if is_image else translate("ChatMenu", "Open link"),
        partial(view.message_actions.open_run, run),
    )
    menu.addAction(translate("ChatMenu", "Copy address"), partial(view.message_actions.copy, run.target))
    menu.addSeparator()


def _add_tokens(menu: QMenu, view: ChatView, row: int) -> None:
    """The way to the tokens of an answer; where it is closed, the reason stands beside it."""
    if view.message_actions.show_tokens is None:
        return
    reason = view.message_actions.refuse_tokens(view.model.message(row))
    words = translate("ChatMenu", "Tokens…")
    if reason:
        words = translate("ChatMenu", "Tokens ({reason})").format(reason=reason)
    action = menu.addAction(words, partial(view.message_actions.run_on_message, row, "tokens"))
    action.setEnabled(not reason)


def _add_ways(menu: QMenu, view: ChatView, row: int) -> None:
    entry = view.transcript.entry(row)
    source = menu.addAction(translate("ChatMenu", "Show source"))
    source.setCheckable(True)
    source.setChecked(entry.text.is_raw)
    source.toggled.connect(partial(view.show_raw, row))
    everything = menu.addAction(translate("ChatMenu", "Show source of all messages"))
    everything.setCheckable(True)
    everything.setChecked(view.transcript.is_all_raw)
    everything.toggled.connect(view.show_all_raw)
