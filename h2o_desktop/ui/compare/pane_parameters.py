"""The parameters of the current pane, at the side of the window."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import (
    QLabel,
    QMenu,
    QPlainTextEdit,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from h2o_desktop.core.presets import BUILT_IN, Preset
from h2o_desktop.qt.compare_pane import ComparePane
from h2o_desktop.ui.parameter_panel import ParameterPanel
from h2o_desktop.ui.theme import ThemeSource

WIDTH = 300
_LINES = 3


class PaneParameters(QWidget):
    """Shows system prompt and parameters of one pane after the other; `presets` gives the person's own presets."""

    def __init__(self, presets: Callable[[], Sequence[Preset]], theme: ThemeSource, parent: QWidget) -> None:
        super().__init__(parent)
        self._presets = presets
        self._theme = theme
        self._pages: dict[ComparePane, _Page] = {}
        self._stack = QStackedWidget(self)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
        self.setObjectName("paneParameters")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self._stack)

    def sizeHint(self) -> QSize:
        """The size that it likes to have."""
        page = self._stack.currentWidget()
        needed = page.minimumSizeHint().width() if page is not None else 0
        return QSize(max(WIDTH, needed), super().sizeHint().height())

    @property
    def panel(self) -> ParameterPanel | None:
        """The parameters that are shown."""
        page = self._stack.currentWidget()
        return page.panel if isinstance(page, _Page) else None

    @property
    def system_prompt(self) -> QPlainTextEdit | None:
        """The field with the system prompt that is shown."""
        page = self._stack.currentWidget()
        return page.system_prompt if isinstance(page, _Page) else None

    def show_pane(self, pane: ComparePane, letter: str) -> None:
        """Show the parameters of a pane that is called by this letter."""
        if pane not in self._pages:
            self._pages[pane] = _Page(pane, self._presets, self._theme, self)
            self._stack.addWidget(self._pages[pane])
        self._pages[pane].set_letter(letter)
        self._stack.setCurrentWidget(self._pages[pane])
        self.updateGeometry()

    def take_keyboard(self) -> None:
        """Give the first parameter the keyboard."""
        if self.panel is not None:
            next(iter(self.panel.rows.values())).controls()[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def keep_only(self, panes: Sequence[ComparePane]) -> None:
        """Forget the panes that are gone."""
        for pane in [pane for pane in self._pages if pane not in panes]:
            page = self._pages.pop(pane)
            self._stack.removeWidget(page)
            page.deleteLater()


class _Page(QWidget):
    """System prompt and parameters of one pane."""

    def __init__(
        self, pane: ComparePane, presets: Callable[[], Sequence[Preset]], theme: ThemeSource, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._pane = pane
        self._presets = presets
        self.setBackgroundRole(QPalette.ColorRole.AlternateBase)
        self.setAutoFillBackground(True)
        self.heading = QLabel(self)
        font = self.heading.font()
        font.setBold(True)
        self.heading.setFont(font)
        self.system_prompt = QPlainTextEdit(self)
        self.panel = ParameterPanel(pane.parameters, theme, self)
        self._set_up()
        self._lay_out()

    def _set_up(self) -> None:
        field = self.system_prompt
        field.setObjectName("paneSystemPrompt")
        field.setAccessibleName(self.tr("System prompt"))
        field.setPlaceholderText(self.tr("System prompt of this pane"))
        field.setTabChangesFocus(True)
        field.setFixedHeight(_LINES * field.fontMetrics().lineSpacing() + 16)
        field.setPlainText(self._pane.parameters.system_prompt)
        field.textChanged.connect(self._on_typed)
        self._pane.parameters.system_prompt_changed.connect(self._on_system_prompt)
        button = QPushButton(self.tr("Presets"), self)
        button.setObjectName("panePresets")
        button.setAutoDefault(False)
        button.setToolTip(self.tr("Use a set of parameters in this pane"))
        button.clicked.connect(self._on_presets)
        self._button = button
        self.panel.add_to_head(button)

    def _lay_out(self) -> None:
        head = QVBoxLayout()
        head.setContentsMargins(16, 12, 16, 4)
        head.setSpacing(8)
        head.addWidget(self.heading)
        head.addWidget(self.system_prompt)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addWidget(self.panel, 1)
        QWidget.setTabOrder(self.system_prompt, self._button)

    def set_letter(self, letter: str) -> None:
        """Call the pane by this letter."""
        self.heading.setText(self.tr("Pane {letter}").format(letter=letter))
        self.panel.setAccessibleName(self.tr("Parameters of pane {letter}").format(letter=letter))

    def preset_menu(self) -> QMenu:
        """The presets, the built-in ones first."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for preset in BUILT_IN:
            self._add(menu, preset, QCoreApplication.translate("presets", preset.name))
        own = self._presets()
        if own:
            menu.addSeparator()
        for preset in own:
            self._add(menu, preset, preset.name)
        return menu

    def _add(self, menu: QMenu, preset: Preset, name: str) -> None:
        menu.addAction(name).triggered.connect(partial(self._use, preset))

    def _use(self, preset: Preset, *_checked: bool) -> None:
        self._pane.parameters.set_values(preset.values)

    def _on_presets(self) -> None:
        self.preset_menu().popup(self._button.mapToGlobal(self._button.rect().bottomLeft()))

    def _on_typed(self) -> None:
        self._pane.parameters.set_system_prompt(self.system_prompt.toPlainText())

    def _on_system_prompt(self, text: str) -> None:
        if text != self.system_prompt.toPlainText():
            self.system_prompt.setPlainText(text)
