"""What the window can do, each with its shortcut, and the menu that lists it all."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from h2o_desktop.core.settings import Theme

translate = QCoreApplication.translate


class WindowActions:
    """The actions of a main window. They belong to the window, so that their shortcuts work everywhere in it."""

    def __init__(self, window: QMainWindow) -> None:
        self._window = window
        self.new_chat = self._action(translate("WindowActions", "New chat"), QKeySequence(QKeySequence.StandardKey.New))
        self.search = self._action(translate("WindowActions", "Search chats"), QKeySequence("Ctrl+K"))
        self.filter_search = self._action(
            translate("WindowActions", "Filter the search…"), QKeySequence("Ctrl+Shift+K")
        )
        self.choose_model = self._action(translate("WindowActions", "Choose model"), QKeySequence("Ctrl+M"))
        self.focus_prompt = self._action(translate("WindowActions", "Go to the prompt"), QKeySequence("Ctrl+L"))
        self.stop = self._action(translate("WindowActions", "Stop the answer"), QKeySequence(Qt.Key.Key_Escape))
        self._add_for_answers()
        self._add_exports()
        self._add_for_the_store()
        self.rename = self._action(translate("WindowActions", "Rename this chat"), QKeySequence())
        self.delete = self._action(translate("WindowActions", "Delete this chat"), QKeySequence())
        self.system_prompt = self._action(translate("WindowActions", "System prompt…"), QKeySequence("Ctrl+Shift+S"))
        self.pin = self._action(translate("WindowActions", "Pin or unpin this chat"), QKeySequence("Ctrl+Shift+P"))
        self.tags = self._action(translate("WindowActions", "Tags of this chat…"), QKeySequence("Ctrl+T"))
        self.duplicate = self._action(translate("WindowActions", "Duplicate this chat"), QKeySequence("Ctrl+Shift+D"))
        self.archive = self._action(translate("WindowActions", "Archive this chat"), QKeySequence("Ctrl+Shift+A"))
        self.show_archive = self._action(translate("WindowActions", "Archive"), QKeySequence())
        self.show_trash = self._action(translate("WindowActions", "Trash"), QKeySequence())
        self.add_connection = self._action(translate("WindowActions", "Add a connection…"), QKeySequence())
        self.fetch_models = self._action(translate("WindowActions", "Models for this computer…"), QKeySequence())
        self.share = self._action(
            translate("WindowActions", "Let H2O's model authors read new chats"), QKeySequence(), checkable=True
        )
        self.titles_by_model = self._action(
            translate("WindowActions", "Let the model name new chats"), QKeySequence(), checkable=True
        )
        self.show_history = self._action(
            translate("WindowActions", "Show chats"), QKeySequence("Ctrl+B"), checkable=True
        )
        self.show_parameters = self._action(
            translate("WindowActions", "Show parameters"), QKeySequence("Ctrl+Shift+B"), checkable=True
        )
        self.help = self._action(translate("WindowActions", "Help"), QKeySequence("F1"))
        self.quit = self._action(translate("WindowActions", "Quit"), QKeySequence(QKeySequence.StandardKey.Quit))
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)
        self.themes = self._themes()

    def _add_exports(self) -> None:
        markdown = self._action(translate("WindowActions", "Export as Markdown…"), QKeySequence("Ctrl+E"))
        pdf = self._action(translate("WindowActions", "Export as PDF…"), QKeySequence("Ctrl+Alt+E"))
        html = self._action(translate("WindowActions", "Export as HTML…"), QKeySequence())
        json = self._action(translate("WindowActions", "Export as JSON…"), QKeySequence("Ctrl+Shift+E"))
        text = self._action(translate("WindowActions", "Export as plain text…"), QKeySequence())
        lines = self._action(translate("WindowActions", "Export as a line to train with…"), QKeySequence())
        self.exports = {"markdown": markdown, "pdf": pdf, "html": html, "json": json, "text": text, "jsonl": lines}
        self.shown_branch_only = self._action(
            translate("WindowActions", "Without other branches"), QKeySequence(), checkable=True
        )
        self.print = self._action(translate("WindowActions", "Print…"), QKeySequence(QKeySequence.StandardKey.Print))
        self.copies = {
            "text": self._action(translate("WindowActions", "Plain text"), QKeySequence()),
            "markdown": self._action(translate("WindowActions", "Markdown"), QKeySequence("Ctrl+Shift+C")),
            "html": self._action(translate("WindowActions", "HTML, with its looks"), QKeySequence()),
            "json": self._action(translate("WindowActions", "JSON"), QKeySequence()),
        }

    def _add_for_the_store(self) -> None:
        self.export_all = self._action(translate("WindowActions", "Export all chats…"), QKeySequence())
        self.import_files = self._action(translate("WindowActions", "Import chats…"), QKeySequence("Ctrl+I"))
        self.mirror = self._action(translate("WindowActions", "Keep a copy as Markdown…"), QKeySequence())
        self.backups = self._action(translate("WindowActions", "Backups…"), QKeySequence())
        self.check_store = self._action(translate("WindowActions", "Check the store"), QKeySequence())

    def _add_for_answers(self) -> None:
        self.regenerate = self._action(translate("WindowActions", "Answer again"), QKeySequence("Ctrl+R"))
        self.repeat = self._action(
            translate("WindowActions", "Answer again with the same seed"), QKeySequence("Ctrl+Shift+R")
        )
        self.compare = self._action(translate("WindowActions", "Compare answers…"), QKeySequence("Ctrl+Shift+M"))
        self.sweep = self._action(translate("WindowActions", "Sweep two parameters…"), QKeySequence("Ctrl+Shift+Y"))
        self.go_on = self._action(translate("WindowActions", "Continue the answer"), QKeySequence("Ctrl+Shift+Return"))
        self.details = self._action(translate("WindowActions", "Details of the answer…"), QKeySequence("Ctrl+Shift+I"))
        self.tokens = self._action(translate("WindowActions", "Tokens of the answer…"), QKeySequence("Ctrl+Shift+T"))
        self.probabilities = self._action(
            translate("WindowActions", "Ask servers for token probabilities"), QKeySequence(), checkable=True
        )
        self.next_request = self._action(
            translate("WindowActions", "Show the next request…"), QKeySequence("Ctrl+Shift+J")
        )

    def menu(self) -> QMenu:
        """A menu with everything, made when it is opened."""
        menu = QMenu(self._window)
        menu.addActions([self.new_chat, self.search, self.filter_search, self.choose_model])
        menu.addSeparator()
        menu.addActions([self.regenerate, self.repeat, self.go_on, self.system_prompt])
        menu.addActions([self.details, self.tokens, self.next_request])
        menu.addActions([self.compare, self.sweep])
        menu.addSeparator()
        chat = menu.addMenu(translate("WindowActions", "This chat"))
        chat.addActions([self.rename, self.pin, self.tags, self.duplicate, self.archive, self.delete])
        export = menu.addMenu(translate("WindowActions", "Export this chat"))
        self._add_ways_out(export)
        menu.addActions([self.export_all, self.import_files])
        menu.addMenu(translate("WindowActions", "Safekeeping")).addActions(
            [self.mirror, self.backups, self.check_store]
        )
        menu.addSeparator()
        menu.addActions([self.show_archive, self.show_trash])
        menu.addSeparator()
        menu.addActions([self.add_connection, self.fetch_models, self.share, self.titles_by_model, self.probabilities])
        menu.addSeparator()
        menu.addActions([self.show_history, self.show_parameters])
        appearance = menu.addMenu(translate("WindowActions", "Appearance"))
        appearance.addActions(list(self.themes.values()))
        menu.addSeparator()
        menu.addActions([self.help, self.quit])
        return menu

    def export_menu(self) -> QMenu:
        """The export formats, and what goes out and comes in as a whole."""
        menu = QMenu(self._window)
        self._add_ways_out(menu)
        menu.addSeparator()
        menu.addActions([self.export_all, self.import_files, self.mirror])
        return menu

    def _add_ways_out(self, menu: QMenu) -> None:
        """All that can be done with the shown chat outside."""
        menu.addActions(list(self.exports.values()))
        menu.addAction(self.shown_branch_only)
        menu.addSeparator()
        menu.addMenu(translate("WindowActions", "Copy this chat as")).addActions(list(self.copies.values()))
        menu.addAction(self.print)

    def _action(self, text: str, shortcut: QKeySequence, *, checkable: bool = False) -> QAction:
        action = QAction(text, self._window)
        action.setCheckable(checkable)
        if not shortcut.isEmpty():
            action.setShortcut(shortcut)
        self._window.addAction(action)
        return action

    def _themes(self) -> dict[Theme, QAction]:
        names = {
            Theme.SYSTEM: translate("WindowActions", "Like the system"),
            Theme.LIGHT: translate("WindowActions", "Light"),
            Theme.DARK: translate("WindowActions", "Dark"),
        }
        group = QActionGroup(self._window)
        actions: dict[Theme, QAction] = {}
        for theme, name in names.items():
            actions[theme] = self._action(name, QKeySequence(), checkable=True)
            group.addAction(actions[theme])
        return actions
